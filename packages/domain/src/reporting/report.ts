import { dateOf, monthNumber, type PlainDate, yearOf } from '../values/calendar.ts'
import { nextWorkingDay } from '../values/holidays.ts'
import type { Id } from '../values/ids.ts'
import { addToMonth, type Month, monthOf } from '../values/month.ts'
import { type Refusal, refuse } from '../values/refusal.ts'

/** Where an a-melding stands. */
export const REPORT_STATES = ['requested', 'written', 'delivered', 'received', 'failed'] as const
export type ReportState = (typeof REPORT_STATES)[number]

/** The one table of moves that code, tests and documents share. */
export const REPORT_MOVES = {
  write: { from: ['requested'], to: 'written' },
  deliver: { from: ['written'], to: 'delivered' },
  receive: { from: ['written', 'delivered'], to: 'received' },
  refuse: { from: ['written', 'delivered'], to: 'failed' },
  withdraw: { from: ['requested', 'written'], to: 'failed' },
} as const satisfies Record<string, { from: readonly ReportState[]; to: ReportState }>
export type ReportMove = keyof typeof REPORT_MOVES

/** What a receipt can say, and the move it makes. */
export const RECEIPT_MOVES = {
  delivered: 'deliver',
  received: 'receive',
  refused: 'refuse',
  withdrawn: 'withdraw',
} as const satisfies Record<string, ReportMove>
export const RECEIPT_OUTCOMES = ['delivered', 'received', 'refused', 'withdrawn'] as const
export type ReceiptOutcome = (typeof RECEIPT_OUTCOMES)[number]

/** Moves a report on, or says which states the move starts from. */
export function moveReport(
  state: ReportState,
  move: ReportMove,
): Refusal<'report-state'> | ReportState {
  const { from, to } = REPORT_MOVES[move]
  if ((from as readonly ReportState[]).includes(state)) return to
  return refuse(
    'report-state',
    `The a-melding is ${state}; ${move} starts from ${from.join(', ')}. Read it again and see.`,
  )
}

/**
 * The 5th of the next month, or the first working day after it (a-opplysningsforskriften, FOR-2014-06-24-857;
 * POL24).
 */
export function reportDueOn(month: Month): PlainDate {
  const next = addToMonth(month, 1)
  return nextWorkingDay(dateOf(yearOf(next), monthNumber(next), 5))
}

export type ReportId = Id<'Report'>

export type HeldReport = {
  readonly id: ReportId
  readonly number: number
  readonly state: ReportState
  readonly runIds: readonly Id<'PayRun'>[]
}

export type ReportInput<Held extends HeldReport> = {
  readonly month: Month
  /** Why a message is sent again though nothing was paid since; null: no such reason. */
  readonly cause: string | null
  /** The month's messages so far. */
  readonly reports: readonly Held[]
  /** Runs with their day of payout in the month that are not cancelled. */
  readonly runs: readonly { readonly id: Id<'PayRun'>; readonly isReleased: boolean }[]
}

export type ReportRefusal =
  | 'month-not-begun'
  | 'report-state'
  | 'pay-run-open'
  | 'nothing-to-report'
  | 'report-unchanged'

/** A message that is still being made, to be tried again now; or the next one of the month. */
export type ReportDecision<Held> =
  | { readonly again: Held }
  | {
      readonly number: number
      /** The message that stands with the authority, and that the new one takes the place of. */
      readonly replaces: ReportId | null
      readonly dueOn: PlainDate
    }

const sameRuns = (a: readonly string[], b: readonly string[]): boolean =>
  [...a].sort().join() === [...b].sort().join()

/**
 * Asks for the a-melding of a month of payout. It holds the whole month each time: a correction replaces the
 * message before it, and a run that is not released yet would make it incomplete.
 */
export function requestReport<Held extends HeldReport>(
  input: ReportInput<Held>,
  today: PlainDate,
): Refusal<ReportRefusal> | ReportDecision<Held> {
  const { month, cause, reports, runs } = input
  if (month > monthOf(today)) {
    return refuse(
      'month-not-begun',
      `${month} has not begun; ask from ${month}-01 on, and by ${reportDueOn(month)}.`,
      '/month',
    )
  }
  const requested = reports.find(({ state }) => state === 'requested')
  if (requested) return { again: requested }
  const written = reports.find(({ state }) => state === 'written')
  if (written) {
    return refuse(
      'report-state',
      `The a-melding ${written.id} of ${month} is written; register what became of it (or that it was ` +
        'withdrawn) by its receipt before the next one.',
    )
  }
  if (runs.some(({ isReleased }) => !isReleased)) {
    return refuse(
      'pay-run-open',
      `A run with its day of payout in ${month} is not released; release or cancel it, for the message holds ` +
        'the whole month.',
    )
  }
  const standing = reports
    .toSorted((a, b) => b.number - a.number)
    .find(({ state }) => state === 'delivered' || state === 'received')
  if (runs.length === 0) {
    return refuse('nothing-to-report', `Nobody was paid in ${month}; there is nothing to report.`)
  }
  const ids = runs.map(({ id }) => id)
  if (standing && cause === null && sameRuns(standing.runIds, ids)) {
    return refuse(
      'report-unchanged',
      `Nothing was paid in ${month} since the a-melding ${standing.id}; give a cause if it must be sent again.`,
    )
  }
  const number = 1 + Math.max(0, ...reports.map((report) => report.number))
  return { number, replaces: standing?.id ?? null, dueOn: reportDueOn(month) }
}

/** What keeps a message from being whole: a person without a number of the population register. */
export type ReportProblem = 'unknown-person' | 'no-national-number'

/** What to do about a person who cannot be reported. */
export const REPORT_REMEDIES: Readonly<Record<ReportProblem, string>> = {
  'unknown-person': 'Settlement does not know the person; find out who was paid under this id.',
  'no-national-number':
    'Settlement holds no fødselsnummer or D-number of the person; register it there: PUT /v1/persons/{personId}/identity-numbers.',
}

/** Undefined: settlement does not know the person; null: it holds no number. */
export function numberProblem(held: string | null | undefined): ReportProblem | null {
  if (held === undefined) return 'unknown-person'
  return held === null ? 'no-national-number' : null
}
