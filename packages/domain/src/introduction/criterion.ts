/** Where a person stands when one criterion is not met. */
export type WithoutIt = 'outside' | 'may-be-offered'

/**
 * One condition of the law, held up against one fact. `unknown` counts as not met until the fact
 * is registered; `municipality-judges` is a discretion that no registered fact can settle.
 */
export type Criterion = {
  readonly code: string
  readonly outcome: 'met' | 'not-met' | 'unknown' | 'municipality-judges'
  /** The fact used, as a reader can check it. */
  readonly fact: string
  /** What follows when the condition is not met. */
  readonly withoutIt: WithoutIt
  readonly ruleKeys: readonly string[]
  readonly law: string
}

/** True when the condition stands in the way. */
export const isLacking = ({ outcome }: Criterion): boolean =>
  outcome === 'not-met' || outcome === 'unknown'

export const outcomeOf = (isMet: boolean): Criterion['outcome'] => (isMet ? 'met' : 'not-met')
