import { ageOn, type PlainDate } from '../values/calendar.ts'
import { type Refusal, refuse } from '../values/refusal.ts'
import { LENGTH_RULES, type LengthRule } from './length-rule.ts'
import type { Regime } from './regime.ts'
import { UPPER_AGE } from './target-group.ts'

/** What a programme leads to (sluttmål, integreringsloven §§ 13, 14). */
export type EndGoal =
  | 'work'
  | 'higher-education'
  | 'vocational-requalification'
  | 'upper-secondary'
  | 'parts-of-upper-secondary'
  | 'vocational-training'

/** What decides which goals are open and how long the programme may last. */
export type GoalInput = {
  readonly regime: Regime
  /** The decision is the offer of start that the transition rules count from (F2912 §§ 75, 76). */
  readonly decidedOn: PlainDate
  readonly goal: EndGoal
  readonly completedUpperSecondary: boolean
  readonly birthDate: PlainDate
  readonly permitGrantedOn: PlainDate
  /** Why a participant under 25 does not aim at completed upper secondary (N13). */
  readonly youthDeparture: 'unwilling' | 'unable' | null
}

/** Finds the length rule of a programme, or says why the goal is not open to the person (N11-N14, O8). */
export function lengthRuleOf(input: GoalInput): Refusal<'goal-not-allowed'> | LengthRule {
  const rule = LENGTH_RULES.find((row) => holdsFor(row, input))
  if (!rule) {
    const schooling = input.completedUpperSecondary ? 'with' : 'without'
    const paragraph = input.completedUpperSecondary ? '§ 13' : '§ 14'
    return no(
      `A participant ${schooling} upper secondary education cannot have the goal ${input.goal} ` +
        `(integreringsloven ${paragraph}).`,
    )
  }
  return ageForbids(input) ?? rule
}

function holdsFor(
  row: LengthRule,
  { regime, goal, completedUpperSecondary, decidedOn }: GoalInput,
) {
  return (
    row.regime === regime &&
    (row.goals === null || row.goals.includes(goal)) &&
    (row.completedUpperSecondary === null ||
      row.completedUpperSecondary === completedUpperSecondary) &&
    (row.before === null || decidedOn < row.before)
  )
}

function ageForbids(input: GoalInput): Refusal<'goal-not-allowed'> | null {
  if (input.regime === 'introduksjonsloven') return null
  if (ageOn(input.birthDate, input.permitGrantedOn) > UPPER_AGE && input.goal !== 'work') {
    return no(
      'Over 55 the programme shall qualify for work (integreringsloven §§ 13, 14 first paragraph).',
    )
  }
  const isLesser = input.goal === 'work' || input.goal === 'parts-of-upper-secondary'
  const isYoung = ageOn(input.birthDate, input.decidedOn) < 25
  if (isYoung && !input.completedUpperSecondary && isLesser && input.youthDeparture === null) {
    return no(
      'Under 25 without upper secondary education the goal shall be completed upper secondary; ' +
        'say in youthDeparture whether the participant is unwilling or unable (integreringsloven § 14 third paragraph).',
    )
  }
  return null
}

const no = (detail: string) => refuse('goal-not-allowed', detail, '/goal')
