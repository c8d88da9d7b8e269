import type { HandedOver } from '@fotfeste/domain/reporting/hand-over.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { PersonId } from '@fotfeste/domain/values/ids.ts'
import type { Month } from '@fotfeste/domain/values/month.ts'
import { ore } from '@fotfeste/domain/values/ore.ts'
import { here } from '@fotfeste/kit/here.ts'
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'
import { type MonthSums, paidIn, toMonths } from './paid-months.ts'

type HandOverRow = {
  readonly person_id: PersonId
  readonly pay_dates: readonly PlainDate[]
  readonly months: MonthSums
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
      where s.tenant = ${here} and ${paidIn(month)} and s.state = 'payable'
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
