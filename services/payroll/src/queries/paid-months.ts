import type { Month } from '@fotfeste/domain/values/month.ts'
import { ore } from '@fotfeste/domain/values/ore.ts'
import { sql } from 'kysely'

/** Sums by month as SQL gives them. */
export type MonthSums = readonly { readonly month: Month; readonly amount: number }[]

export const toMonths = (sums: MonthSums) =>
  sums.map(({ month, amount }) => ({ month, amountOre: ore(amount) }))

/** A run `r` whose day of payout lies in the month, and that is released: the bank's later word changes no payslip. */
export const paidIn = (month: Month) =>
  sql`to_char(r.pay_date, 'YYYY-MM') = ${month} and r.released_at is not null`
