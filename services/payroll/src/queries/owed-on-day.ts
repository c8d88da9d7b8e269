import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import { here } from '@fotfeste/kit/here.ts'
import { sql } from 'kysely'
import { item, NAMED } from './paid-by.ts'

/**
 * What is owed beside the newest payment that stands for it on the day; bookings in the ledger of all payments made
 * for it, since one that failed and came back leaves nothing.
 */
export const owedBy = (day: PlainDate) => sql`
  owed as (
    select tenant, 'benefit' as kind, run_id, id as payslip_id, null::uuid as order_id, person_id, protected,
      month, net_ore::bigint as amount from slips where net_ore > 0
    union all
    select a.tenant, 'attachment', a.run_id, a.payslip_id, a.order_id, a.person_id, a.protected, r.month,
      a.amount_ore from attachment_paid a join runs r on r.tenant = a.tenant and r.id = a.run_id
      where a.tenant = ${here} and a.counts
    union all
    select tenant, 'tax', run_id, null, null, null, false, month, sum(withheld_ore)::bigint from slips
      group by tenant, run_id, month having sum(withheld_ore) > 0),
  booked as (
    select payment_id, -sum(amount)::bigint as amount from posted
    where account = 'bank' and kind in ('payment-booked', 'payment-returned') group by payment_id),
  filed as (
    select p.id, p.of_run_id, p.kind, p.payslip_id, p.order_id, p.person_id, p.protected, p.month,
      p.amount_ore::bigint as amount_ore,
      row_number() over (
        partition by p.of_run_id, p.kind, p.payslip_id, p.order_id order by p.sequence desc) as newest,
      case when p.returned_on <= ${day} then 'returned' when p.booked_on <= ${day} then 'booked'
        when p.rejected_on <= ${day} then 'rejected' when p.accepted_on <= ${day} then 'accepted'
        else 'released' end as stood,
      coalesce(b.amount, 0) as posted
    from payment p join runs r on r.tenant = p.tenant and r.id = p.run_id
    left join booked b on b.payment_id = p.id where p.tenant = ${here}),
  both_sides as (
    select kind, run_id, payslip_id, order_id, person_id, protected, month, amount as owed, 0::bigint as filed,
      null::uuid as payment_id, null::text as stood, 0::bigint as posted from owed
    union all
    select kind, of_run_id, payslip_id, order_id, person_id, protected, month, 0,
      case when newest = 1 then amount_ore else 0::bigint end, case when newest = 1 then id end,
      case when newest = 1 then stood end, posted from filed),
  joined as (
    select kind, run_id, payslip_id, order_id, any_value(person_id) as person_id,
      bool_or(protected) as protected, min(month::text) as month, sum(owed) as owed, sum(filed) as filed,
      any_value(payment_id) as payment_id, any_value(stood) as state, sum(posted) as posted
    from both_sides group by kind, run_id, payslip_id, order_id),
  judged as (
    select j.*, owed = filed as filed_right,
      posted = case when state = 'booked' then filed else 0 end as posted_right
    from joined j),
  numbered as (
    select j.*, row_number() over (
      partition by kind, state, filed_right, posted_right order by run_id, payslip_id, order_id) as at
    from judged j where state is distinct from 'booked' or not filed_right or not posted_right)`

/** Grouped by where the payment stood. */
export const owedGroups = (showsProtected: boolean) => sql`(
  select coalesce(jsonb_agg(to_jsonb(g) order by kind, state, "isFiledRight", "isPostedRight"), '[]') from (
    select kind, state, filed_right as "isFiledRight", posted_right as "isPostedRight", count(*) as count,
      sum(owed) as "owedOre", sum(filed) as "filedOre",
      (select coalesce(jsonb_agg(${item(sql`n`)} order by at), '[]') from numbered n
        where n.kind = j.kind and n.state is not distinct from j.state and n.filed_right = j.filed_right
          and n.posted_right = j.posted_right and at <= ${NAMED} and (not n.protected or ${showsProtected})) as items
    from judged j group by kind, state, filed_right, posted_right) g)`
