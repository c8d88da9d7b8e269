import { REPORTED_CLASSES } from '@fotfeste/domain/reporting/a-melding.ts'
import type { PaidPayslip } from '@fotfeste/domain/reporting/reported-month.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { PersonId } from '@fotfeste/domain/values/ids.ts'
import type { Month } from '@fotfeste/domain/values/month.ts'
import type { Ore } from '@fotfeste/domain/values/ore.ts'
import { here } from '@fotfeste/kit/here.ts'
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'
import { type MonthSums, paidIn, toMonths } from './paid-months.ts'
import type { PayRunId } from './pay-runs.ts'

/** A payslip's lines summed by the month they are for. */
const monthsOf = sql`(select jsonb_agg(jsonb_build_object('month', m.month, 'amount', m.amount) order by m.month)
  from (select l.month, sum(l.amount_ore) as amount from pay_line l
    where l.tenant = s.tenant and l.payslip_id = s.id group by l.month) m)`

/** The runs with their day of payout in a month that are not cancelled, the oldest first. */
export async function runsPaidIn(
  trx: Kysely<Tables>,
  month: Month,
): Promise<{ id: PayRunId; isReleased: boolean }[]> {
  const { rows } = await sql<{ id: PayRunId; is_released: boolean }>`
    select r.id, r.released_at is not null as is_released from pay_run r
    where r.tenant = ${here} and to_char(r.pay_date, 'YYYY-MM') = ${month} and r.state <> 'cancelled' order by r.id`.execute(
    trx,
  )
  return rows.map((row) => ({ id: row.id, isReleased: row.is_released }))
}

type PaidRow = {
  readonly run_id: PayRunId
  readonly person_id: PersonId
  readonly protected: boolean
  readonly pay_date: PlainDate
  readonly months: MonthSums
  readonly withheld_ore: Ore
  readonly tax_attached: PaidPayslip['taxAttached']
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
      (select coalesce(jsonb_agg(jsonb_build_object('class', o.class, 'amountOre', a.amount_ore)), '[]')
        from attachment_paid a
        join attachment_order o on o.tenant = a.tenant and o.id = a.order_id and o.version = a.order_version
        where a.tenant = s.tenant and a.payslip_id = s.id
          and o.class = any(${Object.keys(REPORTED_CLASSES)}::text[])) as tax_attached
    from payslip s join pay_run r on r.tenant = s.tenant and r.id = s.run_id
    where s.tenant = ${here} and ${paidIn(month)} and s.state = 'payable'
    order by s.person_id, s.id`.execute(trx)
  return rows.map((row) => ({
    runId: row.run_id,
    personId: row.person_id,
    protected: row.protected,
    payDate: row.pay_date,
    months: toMonths(row.months),
    withheldOre: row.withheld_ore,
    taxAttached: row.tax_attached,
  }))
}
