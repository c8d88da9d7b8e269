import type { HandedOver } from '@fotfeste/domain/reporting/hand-over.ts'
import type { PaidPayslip } from '@fotfeste/domain/reporting/reported-month.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { PersonId } from '@fotfeste/domain/values/ids.ts'
import type { Month } from '@fotfeste/domain/values/month.ts'
import { type Ore, ore } from '@fotfeste/domain/values/ore.ts'
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'
import type { PayRunId } from './pay-runs.ts'

type Sums = readonly { readonly month: Month; readonly amount: number }[]

const toMonths = (sums: Sums) =>
  sums.map(({ month, amount }) => ({ month, amountOre: ore(amount) }))

/** A payslip's lines summed by the month they are for. */
const monthsOf = sql`(select jsonb_agg(jsonb_build_object('month', m.month, 'amount', m.amount) order by m.month)
  from (select l.month, sum(l.amount_ore) as amount from pay_line l
    where l.tenant = s.tenant and l.payslip_id = s.id group by l.month) m)`

/** A run whose day of payout lies in the month, and that is released: the bank's later word changes no payslip. */
const paidIn = (month: Month) =>
  sql`to_char(r.pay_date, 'YYYY-MM') = ${month} and r.released_at is not null`

/** The runs with their day of payout in a month that are not cancelled, the oldest first. */
export async function runsPaidIn(
  trx: Kysely<Tables>,
  month: Month,
): Promise<{ id: PayRunId; isReleased: boolean }[]> {
  const { rows } = await sql<{ id: PayRunId; is_released: boolean }>`
    select r.id, r.released_at is not null as is_released from pay_run r
    where to_char(r.pay_date, 'YYYY-MM') = ${month} and r.state <> 'cancelled' order by r.id`.execute(
    trx,
  )
  return rows.map((row) => ({ id: row.id, isReleased: row.is_released }))
}

type PaidRow = {
  readonly run_id: PayRunId
  readonly person_id: PersonId
  readonly protected: boolean
  readonly pay_date: PlainDate
  readonly months: Sums
  readonly withheld_ore: Ore
  readonly tax_attached: number
}

export type ReportedPayslip = PaidPayslip & {
  readonly runId: PayRunId
  readonly protected: boolean
}

/** Every payslip paid in a month, as a message reports it: one statement. */
export async function listPaidPayslips(
  trx: Kysely<Tables>,
  month: Month,
): Promise<ReportedPayslip[]> {
  const { rows } = await sql<PaidRow>`
    select s.run_id, s.person_id, s.protected, r.pay_date, s.withheld_ore, ${monthsOf} as months,
      (select coalesce(sum(a.amount_ore), 0)::bigint from attachment_paid a
        join attachment_order o on o.tenant = a.tenant and o.id = a.order_id and o.version = a.order_version
        where a.tenant = s.tenant and a.payslip_id = s.id and o.class = 'public-dues') as tax_attached
    from payslip s join pay_run r on r.tenant = s.tenant and r.id = s.run_id
    where ${paidIn(month)} and s.state = 'payable' order by s.person_id, s.id`.execute(trx)
  return rows.map((row) => ({
    runId: row.run_id,
    personId: row.person_id,
    protected: row.protected,
    payDate: row.pay_date,
    months: toMonths(row.months),
    withheldOre: row.withheld_ore,
    taxAttachedOre: ore(row.tax_attached),
  }))
}

type HandOverRow = {
  readonly person_id: PersonId
  readonly pay_dates: readonly PlainDate[]
  readonly months: Sums
  readonly gross: number
  readonly net: number
  readonly is_current: boolean
}

/** What each person was paid in a month, in order of person; one more than the limit, null: all. */
export async function listHandOvers(
  trx: Kysely<Tables>,
  page: { readonly month: Month; readonly after: string | null; readonly limit: number | null },
): Promise<HandedOver[]> {
  const { month, after, limit } = page
  const { rows } = await sql<HandOverRow>`
    with paid as (
      select s.tenant, s.id, s.person_id, r.pay_date, s.gross_ore, s.net_ore
      from payslip s join pay_run r on r.tenant = s.tenant and r.id = s.run_id
      where ${paidIn(month)} and s.state = 'payable'
        and s.person_id > ${after ?? '00000000-0000-0000-0000-000000000000'}::uuid
    ), persons as (
      select p.person_id, jsonb_agg(distinct p.pay_date order by p.pay_date) as pay_dates,
        sum(p.gross_ore)::bigint as gross, sum(p.net_ore)::bigint as net
      from paid p group by p.person_id order by p.person_id limit ${limit === null ? null : limit + 1}
    )
    select q.*, m.months, m.is_current from persons q cross join lateral (
      select jsonb_agg(jsonb_build_object('month', o.month, 'amount', o.amount) order by o.month) as months,
        bool_or(o.is_current) as is_current
      from (select l.month, sum(l.amount_ore) as amount, bool_or(l.kind = 'ordinary') as is_current
        from paid p join pay_line l on l.tenant = p.tenant and l.payslip_id = p.id
        where p.person_id = q.person_id group by l.month) o
    ) m order by q.person_id`.execute(trx)
  return rows.map((row) => ({
    personId: row.person_id,
    month,
    payDates: row.pay_dates,
    months: toMonths(row.months),
    grossOre: ore(row.gross),
    netOre: ore(row.net),
    isCurrent: row.is_current,
  }))
}
