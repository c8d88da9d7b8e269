import type { PlainDate } from '../values/calendar.ts'
import { type Refusal, refuse } from '../values/refusal.ts'
import { tooLong } from './decision.ts'
import type { LengthRule } from './length-rule.ts'
import type { CountedAbsence } from './lengthening.ts'
import { programmeLength } from './programme-length.ts'
import { sealedMonthForbids } from './sealed-month.ts'

/** A programme is decided, then runs, then is over. */
export type ProgrammeState = 'decided' | 'started' | 'ended'

export type Programme = {
  readonly state: ProgrammeState
  readonly decidedOn: PlainDate
  readonly startedOn: PlainDate | null
  readonly plannedEnd: PlainDate
  readonly rule: Pick<LengthRule, 'months' | 'extensionMonths' | 'law'>
}

export type StartInput = { readonly startedOn: PlainDate }

export type StartRefusal = Refusal<
  | 'already-started'
  | 'date-in-future'
  | 'start-before-decision'
  | 'end-before-start'
  | 'longer-than-allowed'
>

/** Starts a decided programme; the end planned at the decision must still be lawful (N10, N11-N14). */
export function startProgramme(
  programme: Programme,
  { startedOn, plannedEnd }: StartInput & { plannedEnd: PlainDate | null },
  today: PlainDate,
): StartRefusal | { startedOn: PlainDate; plannedEnd: PlainDate } {
  if (programme.state !== 'decided') {
    return refuse(
      'already-started',
      `The programme is ${programme.state}: only a decided one can start.`,
    )
  }
  if (startedOn > today) {
    return refuse(
      'date-in-future',
      `Today is ${today}: register the start when it has happened.`,
      '/startedOn',
    )
  }
  if (startedOn < programme.decidedOn) {
    return refuse(
      'start-before-decision',
      `The decision is dated ${programme.decidedOn}.`,
      '/startedOn',
    )
  }
  const end = plannedEnd ?? programme.plannedEnd
  const { longestEnd } = programmeLength(startedOn, programme.rule, {
    interruptions: [],
    parts: [],
  })
  if (end < startedOn) {
    return refuse(
      'end-before-start',
      `The programme starts on ${startedOn}: it ends then or later.`,
      '/plannedEnd',
    )
  }
  return end > longestEnd
    ? refuse('longer-than-allowed', tooLong(longestEnd, programme.rule), '/plannedEnd')
    : { startedOn, plannedEnd: end }
}

/** Why a programme's end moves: the goal (N12, O8) or absence and leave (N33, O27). */
export type ExtensionGround = 'goal' | 'absence'

export type ExtensionInput = { readonly plannedEnd: PlainDate; readonly ground: ExtensionGround }

export type ExtensionState = Programme & {
  readonly absence: CountedAbsence
  /** Months with a sealed or approved timesheet that hold days after the planned end, in order. */
  readonly sealedMonths: readonly string[]
}

export type ExtensionRefusal = Refusal<
  'not-started' | 'extension-not-later' | 'longer-than-allowed' | 'month-sealed'
>

/** Moves the planned end of a running programme (N12, N33, O8; an individual decision by N46 f). */
export function extendProgramme(
  programme: ExtensionState,
  input: ExtensionInput,
): ExtensionRefusal | { plannedEnd: PlainDate } {
  const { startedOn, state, rule } = programme
  if (state !== 'started' || startedOn === null) {
    return refuse('not-started', `The programme is ${state}: only a running one can be extended.`)
  }
  if (input.plannedEnd <= programme.plannedEnd) {
    return refuse(
      'extension-not-later',
      `The planned end is ${programme.plannedEnd} already.`,
      '/plannedEnd',
    )
  }
  const { longestEnd, longestEndExtended } = programmeLength(startedOn, rule, programme.absence)
  const limit = input.ground === 'goal' ? longestEndExtended : longestEnd
  return input.plannedEnd > limit
    ? refuse('longer-than-allowed', tooLong(limit, rule), '/plannedEnd')
    : (sealedMonthForbids(programme.sealedMonths) ?? { plannedEnd: input.plannedEnd })
}
