import type { PlainDate } from '../values/calendar.ts'
import type { Id } from '../values/ids.ts'
import type { Month } from '../values/month.ts'

/** What wants a person's eye. */
export const ALERT_CODES = [
  'run-not-approved',
  'no-receipt',
  'payments-failed',
  'payees-unconfirmed',
  'tax-cards-not-refreshed',
  'base-amount-unused',
  'regulation-review-open',
  'claim-near-time-bar',
  'ledger-broken',
] as const
export type AlertCode = (typeof ALERT_CODES)[number]

/** What an alert is about; null where it is about nothing of the kind. */
export type AlertSubject = {
  readonly payRunId: Id<'PayRun'> | null
  /** Of the run, or of the benefit that is claimed back. */
  readonly month: Month | null
  readonly taxCardRequestId: Id<'TaxCardRequest'> | null
  readonly regulationId: Id<'Regulation'> | null
  /** Of the tax cards, or of the base amount. */
  readonly year: number | null
}

export type Alert = AlertSubject & {
  readonly code: AlertCode
  /** From which day it is one. */
  readonly since: PlainDate
  /** How many payments, persons or claims it is about; 0 for the thing as such. */
  readonly count: number
  readonly detail: string
}

export type AlertLimits = {
  /** Within how many banking days the bank answers a file. */
  readonly receiptWithinBankingDays: number
  /** How many working days before the pay date a run is to be approved. */
  readonly approveBeforePayDays: number
  /** How many days before a run's calculation its tax cards may have been fetched. */
  readonly taxCardsWithinDays: number
  /** Within how many days of its adoption a base amount is in use. */
  readonly useBaseAmountWithinDays: number
  /** How many days before a claim is time-barred somebody is to know. */
  readonly timeBarWarningDays: number
}

/** How many of something, as it is read. */
export const some = (count: number, what: string): string =>
  `${count} ${what}${count === 1 ? '' : 's'}`

/** An alert of what is named, about nothing else. */
export const alert = (
  code: AlertCode,
  of: Partial<AlertSubject>,
  told: Pick<Alert, 'since' | 'count' | 'detail'>,
): Alert => {
  const { payRunId = null, month = null, taxCardRequestId = null } = of
  const { regulationId = null, year = null } = of
  return { code, payRunId, month, taxCardRequestId, regulationId, year, ...told }
}
