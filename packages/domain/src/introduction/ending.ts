import type { PlainDate } from '../values/calendar.ts'
import { type Refusal, refuse } from '../values/refusal.ts'
import type { Programme } from './programme.ts'
import { sealedMonthForbids } from './sealed-month.ts'

/** Why a programme is over (N16, O10). A decided one that never starts ends for the last three alone. */
export const END_REASONS = [
  'goal-reached',
  'time-expired',
  'broken-off',
  'stopped',
  'refused',
  'moved',
  'other',
] as const
export type EndReason = (typeof END_REASONS)[number]

const WITHOUT_START: readonly EndReason[] = ['refused', 'moved', 'other']

/** The person broke off or refused: the municipality's duty ends (N8, O5). */
export const endsDuty = (reason: EndReason): boolean =>
  reason === 'broken-off' || reason === 'refused'

export type EndInput = { readonly endedOn: PlainDate; readonly reason: EndReason }

export type EndState = Pick<Programme, 'state' | 'decidedOn' | 'startedOn' | 'plannedEnd'> & {
  /** The last day with attendance; null: none. */
  readonly lastDayAttended: PlainDate | null
  /** Months with a sealed or approved timesheet that hold days after the end, in order. */
  readonly sealedMonths: readonly string[]
}

export type EndRefusal = Refusal<
  | 'already-ended'
  | 'date-in-future'
  | 'end-before-start'
  | 'end-after-plan'
  | 'attendance-recorded'
  | 'end-reason-not-open'
  | 'month-sealed'
>

/** Ends a programme; `endedOn` is its last day (N16). */
export function endProgramme(
  state: EndState,
  input: EndInput,
  today: PlainDate,
): EndRefusal | EndInput {
  const { endedOn, reason } = input
  if (state.state === 'ended') return refuse('already-ended', 'The programme has ended.')
  const isOpen = state.state === 'decided' ? WITHOUT_START.includes(reason) : reason !== 'refused'
  if (!isOpen) {
    return refuse(
      'end-reason-not-open',
      `A programme that is ${state.state} does not end as ${reason}.`,
      '/reason',
    )
  }
  const first = state.startedOn ?? state.decidedOn
  if (endedOn > today) {
    return refuse(
      'date-in-future',
      `Today is ${today}: register the end when it has come.`,
      '/endedOn',
    )
  }
  if (endedOn < first)
    return refuse('end-before-start', `The first possible day is ${first}.`, '/endedOn')
  if (endedOn > state.plannedEnd) {
    return refuse(
      'end-after-plan',
      `The planned end is ${state.plannedEnd}: extend the programme first.`,
      '/endedOn',
    )
  }
  return daysForbid(state, endedOn) ?? input
}

/** What was attended stands, and a sealed month must not lose days behind its approver's back. */
function daysForbid(
  { lastDayAttended, sealedMonths }: EndState,
  endedOn: PlainDate,
): EndRefusal | null {
  if (lastDayAttended !== null && endedOn < lastDayAttended) {
    return refuse(
      'attendance-recorded',
      `Attendance is recorded to ${lastDayAttended}: the end cannot lie before.`,
      '/endedOn',
    )
  }
  return sealedMonthForbids(sealedMonths)
}
