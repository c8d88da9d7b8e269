import { addDays, dateOf, monthNumber, type PlainDate, yearOf } from '../values/calendar.ts'
import { isDayOff, nextWorkingDay, previousBankingDay } from '../values/holidays.ts'
import { addToMonth, daysInMonth, lastDay, type Month } from '../values/month.ts'
import { isRefusal, type Refusal, refuse } from '../values/refusal.ts'
import { OPEN_STATES, type PayRunState } from './pay-run.ts'
import type { StipendPolicies } from './policies.ts'

/** The ordinary run of a month (ordinær), or one beside it for what was blocked or wrong (ekstraordinær). */
export const PAY_RUN_KINDS = ['ordinary', 'extraordinary'] as const
export type PayRunKind = (typeof PAY_RUN_KINDS)[number]

export type StartRefusal =
  | 'month-not-over'
  | 'pay-run-open'
  | 'pay-run-exists'
  | 'pay-run-reason'
  | 'no-ordinary-run'
  | 'pay-date-past'
  | 'not-a-banking-day'

export type StartInput = {
  readonly month: Month
  readonly kind: PayRunKind
  /** Why an extraordinary run is needed; null for an ordinary one. */
  readonly reason: string | null
  /** Null: the policy's pay day (POL6), or the next banking day for an extraordinary run. */
  readonly payDate: PlainDate | null
  /** All runs of the municipality that are not cancelled. */
  readonly runs: readonly {
    readonly month: Month
    readonly kind: PayRunKind
    readonly state: PayRunState
  }[]
}

export type StartedRun = {
  readonly month: Month
  readonly kind: PayRunKind
  readonly reason: string | null
  readonly payDate: PlainDate
}

/** POL6: the policy's day of the following month, or the banking day before it. */
function ordinaryPayDate(month: Month, policies: StipendPolicies): PlainDate {
  const next = addToMonth(month, 1)
  const day = Math.min(policies.payDay, daysInMonth(next))
  return previousBankingDay(dateOf(yearOf(next), monthNumber(next), day))
}

/** One ordinary run a month, in order of month; what is missing of an earlier one comes with the next. */
function checkOrdinary({ month, reason, runs }: StartInput): Refusal<StartRefusal> | null {
  if (reason !== null) {
    return refuse(
      'pay-run-reason',
      'Only an extraordinary run is started for a reason; leave it out.',
      '/reason',
    )
  }
  const notBefore = runs.find((run) => run.kind === 'ordinary' && run.month >= month)
  if (!notBefore) return null
  return refuse(
    'pay-run-exists',
    `${notBefore.month} is paid already; what is missing for ${month} comes with the next month's run, or with an extraordinary one.`,
  )
}

/** POL6: beside the newest ordinary run, so that what was paid before is settled to the same month. */
function checkExtraordinary({ month, reason, runs }: StartInput): Refusal<StartRefusal> | null {
  if (reason === null) {
    return refuse(
      'pay-run-reason',
      'Say what was blocked or wrong: an extraordinary run pays nothing else (POL6).',
      '/reason',
    )
  }
  const newest = runs
    .filter((run) => run.kind === 'ordinary')
    .map((run) => run.month)
    .sort()
    .at(-1)
  if (newest === month) return null
  const remedy =
    newest === undefined
      ? 'no ordinary run was released yet; start that one.'
      : `the newest is that of ${newest}; give that month.`
  return refuse(
    'no-ordinary-run',
    `An extraordinary run comes beside the newest released ordinary run: ${remedy}`,
    '/month',
  )
}

/**
 * Starts a run and fixes its pay date. Benefit is paid in arrears (§ 24); one run at a time, in order of
 * month, so that what was paid before is always settled when a run begins.
 */
export function startPayRun(
  input: StartInput,
  policies: StipendPolicies,
  today: PlainDate,
): Refusal<StartRefusal> | StartedRun {
  const { month, kind, reason, runs } = input
  if (today <= lastDay(month)) {
    return refuse(
      'month-not-over',
      `${month} is paid in arrears: start its run after ${lastDay(month)}.`,
      '/month',
    )
  }
  const open = runs.find((run) => OPEN_STATES.includes(run.state))
  if (open) {
    return refuse(
      'pay-run-open',
      `The run of ${open.month} is ${open.state}; release or cancel it before the next one.`,
    )
  }
  const unfit = kind === 'ordinary' ? checkOrdinary(input) : checkExtraordinary(input)
  if (unfit) return unfit
  const usual =
    kind === 'ordinary' ? ordinaryPayDate(month, policies) : nextWorkingDay(addDays(today, 1))
  const payDate = checkPayDate(input.payDate ?? usual, today)
  return isRefusal(payDate) ? payDate : { month, kind, reason, payDate }
}

function checkPayDate(payDate: PlainDate, today: PlainDate): Refusal<StartRefusal> | PlainDate {
  if (payDate < today) {
    return refuse(
      'pay-date-past',
      `Give a pay date from ${today} on; ${payDate} has passed.`,
      '/payDate',
    )
  }
  if (isDayOff(payDate)) {
    return refuse(
      'not-a-banking-day',
      `No bank pays on ${payDate}; give a working day.`,
      '/payDate',
    )
  }
  return payDate
}
