import { sql } from 'kysely'
import { item, NAMED } from './paid-by.ts'

/** Payslips whose entry in the ledger is not what they say. */
export const UNPOSTED = sql`
  entered as (
    select source, coalesce(-sum(amount) filter (where account = 'net-payable'), 0) as net,
      coalesce(-sum(amount) filter (where account = 'tax-withheld'), 0) as withheld,
      coalesce(-sum(amount) filter (where account = 'attachments-payable'), 0) as attached
    from posted where kind = 'payslip' and account in ('net-payable', 'tax-withheld', 'attachments-payable')
    group by source),
  held as (
    select s.id as payslip_id, s.run_id, s.person_id, s.protected, s.month, null::uuid as payment_id,
      s.net_ore + s.withheld_ore + s.attached_ore as owed, coalesce(l.net + l.withheld + l.attached, 0) as filed,
      (s.net_ore, s.withheld_ore, s.attached_ore)
        is distinct from (coalesce(l.net, 0), coalesce(l.withheld, 0), coalesce(l.attached, 0)) as differs
    from slips s left join entered l on l.source = 'payslip:' || s.id),
  wrong as (select h.*, row_number() over (order by payslip_id) as at from held h where differs)`

/** How many they are and by how much, the first of them by name. */
export const unposted = (showsProtected: boolean) => sql`(
  select jsonb_build_object('count', count(*), 'differenceOre', coalesce(sum(owed - filed), 0),
    'items', coalesce(jsonb_agg(${item(sql`w`)} order by at)
      filter (where at <= ${NAMED} and (not w.protected or ${showsProtected})), '[]'))
  from wrong w)`
