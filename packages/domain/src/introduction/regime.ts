import type { PlainDate } from '../values/calendar.ts'

/** The law a person's programme and benefit follow: the present one or the one it replaced. */
export type Regime = 'integreringsloven' | 'introduksjonsloven'

/** What N1 looks at: the permit's date and, for who applied from abroad, the day of arrival. */
export type PermitFacts = {
  readonly permitGrantedOn: PlainDate
  readonly appliedFromAbroad: boolean
  readonly arrivedOn: PlainDate | null
}

export type RegimeAnswer = {
  readonly regime: Regime
  readonly ruleKeys: readonly string[]
  readonly law: readonly string[]
  readonly reason: string
}

/** integreringsloven entered into force; introduksjonsloven was repealed (integreringsloven §§ 51, 52). */
const NEW_LAW_FROM = '2021-01-01'

/** Decides which of the two laws a person is under (N1). Holds for as long as the person takes part. */
export function regimeOf(facts: PermitFacts): RegimeAnswer {
  const { permitGrantedOn, appliedFromAbroad, arrivedOn } = facts
  if (permitGrantedOn >= NEW_LAW_FROM) {
    return answer(
      'integreringsloven',
      'integreringsloven § 52',
      `the permit was granted on ${permitGrantedOn}, on or after 1 January 2021`,
    )
  }
  if (appliedFromAbroad && arrivedOn !== null && arrivedOn >= NEW_LAW_FROM) {
    return answer(
      'integreringsloven',
      'integreringsforskriften § 72 first paragraph',
      `applied from abroad and arrived on ${arrivedOn}, on or after 1 January 2021`,
    )
  }
  return answer(
    'introduksjonsloven',
    'integreringsforskriften § 72 second paragraph',
    oldLawReason(facts),
  )
}

function oldLawReason({ permitGrantedOn, appliedFromAbroad, arrivedOn }: PermitFacts): string {
  const granted = `the permit was granted on ${permitGrantedOn}, before 1 January 2021`
  if (!appliedFromAbroad) return `${granted}, and the application was not made from abroad`
  if (arrivedOn === null) return `${granted}, and no day of arrival is registered`
  return `${granted}, and the arrival on ${arrivedOn} was before that day too`
}

const answer = (regime: Regime, law: string, reason: string): RegimeAnswer => ({
  regime,
  ruleKeys: ['N1'],
  law: [law],
  reason,
})
