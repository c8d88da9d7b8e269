import type { PlainDate } from '../values/calendar.ts'
import type { Id } from '../values/ids.ts'
import { addToMonth, firstDay, type Month, monthOf } from '../values/month.ts'
import { type Refusal, refuse } from '../values/refusal.ts'

/** A run that was to pay in the month or before it, and is not at its end. */
export type OpenRun = {
  readonly id: Id<'PayRun'>
  readonly month: Month
  readonly state: keyof typeof REMEDIES
}

/** What brings a run to an end, by where it stands; a run in any other state is at one. */
export const REMEDIES = {
  draft: 'release or cancel it',
  waiting: 'release or cancel it',
  calculated: 'release or cancel it',
  approved: 'release or cancel it',
  released: 'send the bank’s answer',
  accepted: 'send the bank’s account report',
  booked: 'have the a-melding of the month it paid in received',
} as const satisfies Record<string, string>

export type ClosingFacts = {
  /** The newest closed month; null: none is. */
  readonly closedThrough: Month | null
  /** Some of the runs that are not at their end, oldest first, and how many there are. */
  readonly openRuns: readonly OpenRun[]
  readonly openCount: number
  /** What the reconciliation says of the month's last day. */
  readonly agrees: boolean
}

export type ClosingRefusal =
  | 'month-not-over'
  | 'period-closed'
  | 'period-out-of-order'
  | 'period-open'
  | 'books-differ'

/**
 * Closes a month of the ledger (periodeavslutning): from then on nothing is booked in it. Months are closed one behind
 * the other; the first that a municipality closes takes every month before it along. A closed month is never opened:
 * what comes late is booked in the first open month with the day it happened, so that what was handed over stands.
 */
export function closeMonth(
  month: Month,
  facts: ClosingFacts,
  today: PlainDate,
): Refusal<ClosingRefusal> | null {
  const { closedThrough, openRuns, openCount, agrees } = facts
  if (month >= monthOf(today)) {
    return refuse('month-not-over', `${month} is not over; close it when it is.`, '/month')
  }
  if (closedThrough !== null && month <= closedThrough) {
    return refuse(
      'period-closed',
      `The ledger is closed through ${closedThrough}; a correction is booked in ${addToMonth(closedThrough, 1)}.`,
      '/month',
    )
  }
  const next = closedThrough === null ? month : addToMonth(closedThrough, 1)
  if (month !== next) {
    return refuse('period-out-of-order', `${next} is open: close it first.`, '/month')
  }
  if (openCount > 0) {
    const named = openRuns.map(
      (run) => `run ${run.id} of ${run.month} is ${run.state}, ${REMEDIES[run.state]}`,
    )
    const rest = openCount > named.length ? `; and ${openCount - named.length} more` : ''
    return refuse('period-open', `Not at its end: ${named.join('; ')}${rest}.`)
  }
  if (agrees) return null
  return refuse(
    'books-differ',
    `What was paid, the ledger and the bank do not agree on the last day of ${month}: GET /v1/reconciliation names the causes.`,
  )
}

/**
 * The day on which a fact is booked (I25): its own while its month is open, else the first day of the first open
 * month; `occurredOn` then keeps its own.
 */
export function bookingDay(
  on: PlainDate,
  closedThrough: Month | null,
): { readonly bookedOn: PlainDate; readonly occurredOn: PlainDate | null } {
  if (closedThrough === null || monthOf(on) > closedThrough) {
    return { bookedOn: on, occurredOn: null }
  }
  return { bookedOn: firstDay(addToMonth(closedThrough, 1)), occurredOn: on }
}
