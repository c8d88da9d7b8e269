import type { Unposted } from '@fotfeste/domain/ledger/books.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import { NO_ORE } from '@fotfeste/domain/values/ore.ts'
import { here } from '@fotfeste/kit/here.ts'
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'
import { item, NAMED, occurredBy, paidBy } from './paid-by.ts'

/** Payslips whose entry in the ledger is not what they say. */
export async function unposted(
  trx: Kysely<Tables>,
  day: PlainDate,
  showsProtected: boolean,
): Promise<Unposted> {
  const { rows } = await sql<Unposted>`with ${paidBy(day)},
    posted as (
      select e.source, -coalesce(sum(p.amount_ore) filter (where p.account = 'net-payable'), 0) as net,
        -coalesce(sum(p.amount_ore) filter (where p.account = 'tax-withheld'), 0) as withheld,
        -coalesce(sum(p.amount_ore) filter (where p.account = 'attachments-payable'), 0) as attached
      from ledger_entry e join ledger_posting p on p.tenant = ${here} and p.entry_number = e.number
      where e.tenant = ${here} and e.kind = 'payslip' and ${occurredBy(day)} group by e.source),
    held as (
      select s.id as payslip_id, s.run_id, s.person_id, s.protected, s.month, null::uuid as payment_id,
        s.net_ore + s.withheld_ore + s.attached_ore as owed, coalesce(l.net + l.withheld + l.attached, 0) as filed,
        (s.net_ore, s.withheld_ore, s.attached_ore)
          is distinct from (coalesce(l.net, 0), coalesce(l.withheld, 0), coalesce(l.attached, 0)) as differs
      from slips s left join posted l on l.source = 'payslip:' || s.id),
    wrong as (select h.*, row_number() over (order by payslip_id) as at from held h where differs)
    select count(*)::int as count, (coalesce(sum(owed - filed), 0))::bigint as "differenceOre",
      coalesce(jsonb_agg(${item(sql`w`)} order by at)
        filter (where at <= ${NAMED} and (not w.protected or ${showsProtected})), '[]') as items
    from wrong w`.execute(trx)
  return rows[0] ?? { count: 0, differenceOre: NO_ORE, items: [] }
}
