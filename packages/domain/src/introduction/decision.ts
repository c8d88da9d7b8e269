import type { PlainDate } from '../values/calendar.ts'
import { isRefusal, type Refusal, refuse } from '../values/refusal.ts'
import { type Assessment, assess } from './assessment.ts'
import { type EndGoal, lengthRuleOf } from './goal.ts'
import type { LengthRule } from './length-rule.ts'
import { NO_ABSENCE } from './lengthening.ts'
import type { ParticipantFacts } from './participant.ts'
import { programmeLength } from './programme-length.ts'

export type DecisionInput = {
  readonly decidedOn: PlainDate
  readonly claimedOn: PlainDate | null
  readonly goal: EndGoal
  readonly completedUpperSecondary: boolean
  readonly youthDeparture: 'unwilling' | 'unable' | null
  readonly plannedStart: PlainDate
  /** Null: as long as the law allows. */
  readonly plannedEnd: PlainDate | null
}

export type DecisionState = {
  readonly participant: ParticipantFacts
  readonly hasOpenEnrolment: boolean
}

export type Decision = {
  readonly assessment: Assessment
  readonly rule: LengthRule
  readonly plannedEnd: PlainDate
}

export type DecisionRefusal = Refusal<
  | 'already-enrolled'
  | 'date-in-future'
  | 'decision-before-settlement'
  | 'outside-target-group'
  | 'start-before-decision'
  | 'goal-not-allowed'
  | 'end-before-start'
  | 'longer-than-allowed'
>

/** Decides on a programme for a settled person (vedtak om introduksjonsprogram, N4-N14, O1-O8). */
export function decideProgramme(
  { participant, hasOpenEnrolment }: DecisionState,
  input: DecisionInput,
  today: PlainDate,
): DecisionRefusal | Decision {
  if (hasOpenEnrolment) {
    return refuse(
      'already-enrolled',
      'The person has a programme that has not ended: end it first.',
      '/personId',
    )
  }
  const misdated = misdates(participant, input, today)
  if (misdated) return misdated
  const assessment = assess(participant, input.decidedOn)
  if (assessment.standing === 'outside') {
    return refuse(
      'outside-target-group',
      `On ${input.decidedOn} ${assessment.reason}.`,
      '/personId',
    )
  }
  const { regime } = assessment.regime
  const { birthDate, permitGrantedOn } = participant
  const rule = lengthRuleOf({ ...input, regime, birthDate, permitGrantedOn })
  if (isRefusal(rule)) return rule
  const end = plannedEndOf(input, rule)
  return isRefusal(end) ? end : { assessment, rule, plannedEnd: end }
}

function misdates(
  participant: ParticipantFacts,
  { decidedOn, plannedStart }: DecisionInput,
  today: PlainDate,
): DecisionRefusal | null {
  if (decidedOn > today) {
    return refuse(
      'date-in-future',
      `Today is ${today}: a decision cannot be dated later.`,
      '/decidedOn',
    )
  }
  if (decidedOn < participant.settledOn) {
    return refuse(
      'decision-before-settlement',
      `The person was settled on ${participant.settledOn}: the decision cannot be dated before.`,
      '/decidedOn',
    )
  }
  return plannedStart < decidedOn
    ? refuse(
        'start-before-decision',
        `The programme starts at the earliest on ${decidedOn}.`,
        '/plannedStart',
      )
    : null
}

function plannedEndOf(input: DecisionInput, rule: LengthRule): DecisionRefusal | PlainDate {
  const { longestEnd } = programmeLength(input.plannedStart, rule, NO_ABSENCE)
  const plannedEnd = input.plannedEnd ?? longestEnd
  if (plannedEnd < input.plannedStart) {
    return refuse(
      'end-before-start',
      `The programme starts on ${input.plannedStart}: it ends then or later.`,
      '/plannedEnd',
    )
  }
  return plannedEnd > longestEnd
    ? refuse('longer-than-allowed', tooLong(longestEnd, rule), '/plannedEnd')
    : plannedEnd
}

export const tooLong = (longestEnd: PlainDate, rule: Pick<LengthRule, 'law'>): string =>
  `The programme may last to ${longestEnd} at the longest (${rule.law}).`
