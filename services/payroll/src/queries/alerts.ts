import type { WatchedRun } from '@fotfeste/domain/payment/run-alerts.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { Month } from '@fotfeste/domain/values/month.ts'
import { here } from '@fotfeste/kit/here.ts'
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'
import type { PayRunId } from './pay-runs.ts'
import { IS_REPLACED } from './payments.ts'

type Row = {
  id: PayRunId
  month: Month
  pay_date: PlainDate
  calculated_on: PlainDate | null
  approved_on: PlainDate | null
  released_on: PlainDate | null
  payable: number
  cards_on: PlainDate | null
  unanswered: number
  failed: number
  failed_since: PlainDate | null
  unpaid: number
}

/** The newest day on which the year's tax cards were fetched for all: by an order, or by an answer that was posted. */
const cardsFetchedOn = sql`(
  select max(f.day) from (
    select q.answered_on as day from tax_card_request q
      where q.tenant = r.tenant and q.year = extract(year from r.pay_date) and q.state = 'answered'
    union all
    select i.obtained_on from tax_card_import i
      where i.tenant = r.tenant and i.state = 'matched' and exists (select from tax_card_import_entry e
        where e.tenant = i.tenant and e.import_id = i.id and e.year = extract(year from r.pay_date))) f)`

/**
 * Every run that is neither cancelled nor closed, with what is open in it, and closed ones of which a payment came
 * back since. Runs from before payments were held have none.
 */
export async function listWatchedRuns(trx: Kysely<Tables>): Promise<WatchedRun[]> {
  const { rows } = await sql<Row>`
    select r.id, r.month, r.pay_date, r.calculated_on, r.approved_on, r.released_on, r.payable,
      case when r.released_on is null then ${cardsFetchedOn} end as cards_on, coalesce(p.unanswered, 0) as unanswered,
      coalesce(p.failed, 0) as failed, p.failed_since,
      case when r.released_on is null then 0 else (
        select count(*)::int from payslip s where s.tenant = r.tenant and s.run_id = r.id and s.state = 'payable'
          and s.net_ore > 0 and not exists (select from payment p where p.tenant = s.tenant and p.payslip_id = s.id
            and p.kind = 'benefit')) end as unpaid
    from pay_run r
    left join lateral (
      select count(*) filter (where p.state = 'released')::int as unanswered,
        count(*) filter (where p.state in ('rejected', 'returned') and not ${IS_REPLACED})::int as failed,
        min(coalesce(p.returned_on, p.rejected_on)) filter (where p.state in ('rejected', 'returned')
          and not ${IS_REPLACED}) as failed_since
      from payment p where p.tenant = r.tenant and p.run_id = r.id) p on true
    where r.tenant = ${here} and r.state <> 'cancelled' and (r.released_on is null or r.digest is not null)
      and (r.state <> 'closed' or p.failed > 0)
    order by r.id`.execute(trx)
  return rows.map((row) => ({
    id: row.id,
    month: row.month,
    payDate: row.pay_date,
    calculatedOn: row.calculated_on,
    approvedOn: row.approved_on,
    releasedOn: row.released_on,
    payable: row.payable,
    cardsOn: row.cards_on,
    unanswered: row.unanswered,
    failed: row.failed,
    failedSince: row.failed_since,
    unpaid: row.unpaid,
  }))
}
