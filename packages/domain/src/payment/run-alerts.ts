import { addDays, type PlainDate } from '../values/calendar.ts'
import type { Id } from '../values/ids.ts'
import type { Month } from '../values/month.ts'
import { type Alert, type AlertCode, type AlertLimits, alert, some } from './alert.ts'
import { workingDaysAfter, workingDaysBefore } from './due-dates.ts'

/** A run with what is open in it. */
export type WatchedRun = {
  readonly id: Id<'PayRun'>
  readonly month: Month
  readonly payDate: PlainDate
  /** Null until it is calculated, approved, released. */
  readonly calculatedOn: PlainDate | null
  readonly approvedOn: PlainDate | null
  readonly releasedOn: PlainDate | null
  /** Persons who are paid. */
  readonly payable: number
  /** The newest day on which everyone's tax cards of the payout's year were fetched; null: never. */
  readonly cardsOn: PlainDate | null
  /** Payments that the bank has said nothing of. */
  readonly unanswered: number
  /** Payments that were rejected or returned, wait for a new one, and the first day of it. */
  readonly failed: number
  readonly failedSince: PlainDate | null
  /** Net amounts not paid because the payee was not confirmed at the release. */
  readonly unpaid: number
}

const named = ({ id, month }: WatchedRun) => ({ payRunId: id, month })

function notApproved(run: WatchedRun, limits: AlertLimits): Alert {
  const since = workingDaysBefore(run.payDate, limits.approveBeforePayDays)
  const detail = `The pay date is ${run.payDate} and the run is not approved: have it approved by a second person.`
  return alert('run-not-approved', named(run), { since, count: 0, detail })
}

/** Cards are fetched before each run (skattebetalingsloven § 5-1 second paragraph). */
function oldCards(run: WatchedRun, limits: AlertLimits): Alert[] {
  const { calculatedOn, cardsOn, payable } = run
  if (calculatedOn === null || payable === 0) return []
  if (cardsOn !== null && addDays(cardsOn, limits.taxCardsWithinDays) >= calculatedOn) return []
  const fetched = cardsOn === null ? 'have never been fetched' : `were fetched on ${cardsOn}`
  const detail =
    `The run was calculated on ${calculatedOn} and its tax cards ${fetched}: order them (POST /v1/tax-card-requests) ` +
    'or post the answer (POST /v1/tax-card-answers), then cancel the run and start it anew.'
  return [
    alert('tax-cards-not-refreshed', named(run), { since: calculatedOn, count: payable, detail }),
  ]
}

function ofOpenRun(run: WatchedRun, limits: AlertLimits): Alert[] {
  const late = run.approvedOn === null ? [notApproved(run, limits)] : []
  return [...late, ...oldCards(run, limits)]
}

function ofReleasedRun(run: WatchedRun, releasedOn: PlainDate, limits: AlertLimits): Alert[] {
  const alerts: Alert[] = []
  const tell = (code: AlertCode, about: Pick<Alert, 'since' | 'count' | 'detail'>) => {
    if (about.count > 0) alerts.push(alert(code, named(run), about))
  }
  tell('no-receipt', {
    since: workingDaysAfter(releasedOn, limits.receiptWithinBankingDays + 1),
    count: run.unanswered,
    detail: `The bank has not answered for ${some(run.unanswered, 'payment')}: see that the file was sent; a resend is the same file.`,
  })
  tell('payments-failed', {
    since: run.failedSince ?? releasedOn,
    count: run.failed,
    detail: `${some(run.failed, 'payment')} rejected or returned: enter the payee anew or ask for a retry; the next run pays.`,
  })
  tell('payees-unconfirmed', {
    since: releasedOn,
    count: run.unpaid,
    detail: `${some(run.unpaid, 'amount')} not paid, for the payee changed: have it confirmed by a second person; the next run pays.`,
  })
  return alerts
}

/** What is late, missing or wrong in a run. */
export const ofRun = (run: WatchedRun, limits: AlertLimits): Alert[] =>
  run.releasedOn === null ? ofOpenRun(run, limits) : ofReleasedRun(run, run.releasedOn, limits)
