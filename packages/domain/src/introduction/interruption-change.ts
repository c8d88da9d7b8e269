import { addDays, earlier, later, type PlainDate } from '../values/calendar.ts'
import { holds } from '../values/period.ts'
import { type Refusal, refuse } from '../values/refusal.ts'
import {
  attendanceForbids,
  type Interruption,
  type InterruptionInput,
  type InterruptionRefusal,
  lawForbids,
  overlapForbids,
  programmeForbids,
} from './interruption.ts'
import type { ClosedPeriod } from './working-days.ts'

/** What the interruption is to be from now on. */
export type InterruptionChange = InterruptionInput

export type HeldState = {
  readonly programme: ClosedPeriod
  readonly isWithdrawn: boolean
  /** The programme's other interruptions. */
  readonly others: readonly Interruption[]
  /** Days with attendance inside the changed days, in order. */
  readonly attendedDays: readonly PlainDate[]
  /** Months of the changed days that are sealed and not approved, in order. */
  readonly awaitingApproval: readonly string[]
}

type WithdrawalRefusal = Refusal<'interruption-withdrawn' | 'month-sealed'>
export type ChangeRefusal = InterruptionRefusal | WithdrawalRefusal | Refusal<'return-before-start'>

/** The days on which something differs; all of both where the start or the kind does. */
export function daysChanged(before: Interruption, after: Interruption): ClosedPeriod {
  const isSameStart = before.from === after.from && before.kind === after.kind
  const isSameEnd = before.to === after.to
  return {
    from:
      isSameStart && !isSameEnd
        ? addDays(earlier(before.to, after.to), 1)
        : earlier(before.from, after.from),
    to: later(before.to, after.to),
  }
}

/**
 * Changes leave or a stop to what it became, such as an early return (N16, N31, POL23). A month that is approved
 * does not stand in the way: its difference is paid or claimed (POL9). One that waits for approval does, for
 * what its second person approves must be what was sealed.
 */
export function changeInterruption(
  state: HeldState,
  input: InterruptionChange,
): ChangeRefusal | Interruption {
  const { from, to, kind } = input
  if (to < from) {
    return refuse(
      'return-before-start',
      `The interruption begins on ${from}: give ${from} or a later day, or withdraw it if it was never taken.`,
      '/to',
    )
  }
  const attended = state.attendedDays.filter((day) => holds(input, day))
  return (
    heldForbids(state) ??
    programmeForbids(state.programme, input) ??
    overlapForbids(state.others, input) ??
    attendanceForbids(attended) ??
    lawForbids(input) ?? { from, to, kind }
  )
}

/** Withdraws leave or a stop that was never taken; null: it may be. */
export const withdrawInterruption = (state: HeldState): WithdrawalRefusal | null =>
  heldForbids(state)

function heldForbids({ isWithdrawn, awaitingApproval }: HeldState): WithdrawalRefusal | null {
  if (isWithdrawn) {
    return refuse(
      'interruption-withdrawn',
      'The interruption was withdrawn: register a new one instead.',
    )
  }
  const [month] = awaitingApproval
  return month === undefined
    ? null
    : refuse(
        'month-sealed',
        `The timesheet of ${month} is sealed: have it approved, or reopen it with a correction first.`,
      )
}
