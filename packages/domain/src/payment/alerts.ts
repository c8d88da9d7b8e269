import type { PlainDate } from '../values/calendar.ts'
import type { Id } from '../values/ids.ts'
import type { Month } from '../values/month.ts'
import { workingDaysAfter, workingDaysBefore } from './due-dates.ts'

/** What wants a person's eye. */
export const ALERT_CODES = [
  'run-not-approved',
  'no-receipt',
  'payments-failed',
  'payees-unconfirmed',
] as const
export type AlertCode = (typeof ALERT_CODES)[number]

export type Alert = {
  readonly code: AlertCode
  readonly payRunId: Id<'PayRun'>
  readonly month: Month
  /** From which day it is one. */
  readonly since: PlainDate
  /** How many payments it is about; 0 for a run as such. */
  readonly payments: number
  readonly detail: string
}

/** A run with what is open in it. */
export type WatchedRun = {
  readonly id: Id<'PayRun'>
  readonly month: Month
  readonly payDate: PlainDate
  /** Null until it is approved, released. */
  readonly approvedOn: PlainDate | null
  readonly releasedOn: PlainDate | null
  /** Payments that the bank has said nothing of. */
  readonly unanswered: number
  /** Payments that were rejected or returned, wait for a new one, and the first day of it. */
  readonly failed: number
  readonly failedSince: PlainDate | null
  /** Net amounts not paid because the payee was not confirmed at the release. */
  readonly unpaid: number
}

export type AlertLimits = {
  /** Within how many banking days the bank answers a file. */
  readonly receiptWithinBankingDays: number
  /** How many working days before the pay date a run is to be approved. */
  readonly approveBeforePayDays: number
}

function ofOpenRun(run: WatchedRun, limits: AlertLimits): Alert[] {
  const since = workingDaysBefore(run.payDate, limits.approveBeforePayDays)
  const detail = `The pay date is ${run.payDate} and the run is not approved: have it approved by a second person.`
  return [{ ...named(run), code: 'run-not-approved', since, payments: 0, detail }]
}

const named = ({ id, month }: WatchedRun) => ({ payRunId: id, month })

function ofReleasedRun(run: WatchedRun, releasedOn: PlainDate, limits: AlertLimits): Alert[] {
  const alerts: Alert[] = []
  const tell = (code: AlertCode, about: Pick<Alert, 'since' | 'payments' | 'detail'>) => {
    if (about.payments > 0) alerts.push({ ...named(run), code, ...about })
  }
  tell('no-receipt', {
    since: workingDaysAfter(releasedOn, limits.receiptWithinBankingDays + 1),
    payments: run.unanswered,
    detail: `The bank has not answered for ${run.unanswered} payments: see that the file was sent; a resend is the same file.`,
  })
  tell('payments-failed', {
    since: run.failedSince ?? releasedOn,
    payments: run.failed,
    detail: `${run.failed} payments were rejected or returned: enter the payee anew or ask for a retry; the next run pays.`,
  })
  tell('payees-unconfirmed', {
    since: releasedOn,
    payments: run.unpaid,
    detail: `${run.unpaid} amounts were not paid, for the payee changed: have it confirmed by a second person; the next run pays.`,
  })
  return alerts
}

/** What a municipality should look at today, oldest first. */
export function alertsOf(
  runs: readonly WatchedRun[],
  limits: AlertLimits,
  today: PlainDate,
): Alert[] {
  return runs
    .flatMap((run) => {
      if (run.releasedOn !== null) return ofReleasedRun(run, run.releasedOn, limits)
      return run.approvedOn === null ? ofOpenRun(run, limits) : []
    })
    .filter(({ since }) => since <= today)
    .sort((a, b) => (a.since < b.since ? -1 : 1))
}
