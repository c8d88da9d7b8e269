import { monthNumber, type PlainDate, yearOf } from '@fotfeste/domain/values/calendar.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import { newId } from '@fotfeste/kit/kit.ts'
import type { Trx } from '../queries/persons.ts'
import { areCardsAwaited, makeDaily } from '../queries/tax-card-requests.ts'

/** So long a run waits for the day's cards; then it goes on with those that are held. */
const WITHIN_MINUTES = 10
const BY = 'fotfeste-payroll'
const AWAITED = 'The day’s tax cards are being fetched from the Tax Administration.'

/** The year of the day; in December the next too, whose cards the January payouts need. */
const yearsOf = (today: PlainDate): number[] =>
  monthNumber(today) === 12 ? [yearOf(today), yearOf(today) + 1] : [yearOf(today)]

/** Makes the day's orders unless they are there. */
export const makeOrdersOf = (trx: Trx, tenant: Tenant, today: PlainDate): Promise<void> => {
  const years = yearsOf(today).map((year) => ({ id: newId<'TaxCardRequest'>(), year }))
  return makeDaily(trx, tenant, { today, years, requestedBy: BY })
}

/**
 * Cards are refreshed before each run (skattebetalingsloven § 5-1 second paragraph): a run waits while the
 * day's order is under way. When it meets trouble the run goes on, and its payslips say the cards' dates.
 */
export async function whyCardsWait(
  trx: Trx,
  tenant: Tenant,
  { today, payDate }: { readonly today: PlainDate; readonly payDate: PlainDate },
): Promise<string | null> {
  await makeOrdersOf(trx, tenant, today)
  const of = { year: yearOf(payDate), today, withinMinutes: WITHIN_MINUTES }
  return (await areCardsAwaited(trx, of)) ? AWAITED : null
}
