import type {
  Amounts,
  Books,
  OwedGroup,
  Reported,
  Unposted,
} from '@fotfeste/domain/ledger/reconcile.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import { NO_ORE, type Ore, sumOre } from '@fotfeste/domain/values/ore.ts'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'

/** How many of a cause are named. */
const NAMED = 100

/** The runs that were released by a day, and their counting payslips; before the ledger runs had no digest. */
const paidBy = (day: PlainDate) => sql`
  runs as (select tenant, id, month, pay_date from pay_run where released_on <= ${day} and digest is not null),
  slips as (
    select s.*, r.month from payslip s join runs r on r.tenant = s.tenant and r.id = s.run_id where s.counts)`

const whole = (netOre: Ore, withheldOre: Ore, attachedOre: Ore): Amounts => ({
  netOre,
  withheldOre,
  attachedOre,
  grossOre: sumOre([netOre, withheldOre, attachedOre]),
})

type SumRow = { net: Ore; withheld: Ore; attached: Ore }

async function payslipSums(trx: Kysely<Tables>, day: PlainDate): Promise<Amounts> {
  const { rows } = await sql<SumRow>`with ${paidBy(day)}
    select coalesce(sum(net_ore), 0)::bigint as net, coalesce(sum(withheld_ore), 0)::bigint as withheld,
      coalesce(sum(attached_ore), 0)::bigint as attached
    from slips`.execute(trx)
  const { net, withheld, attached } = rows[0] ?? { net: NO_ORE, withheld: NO_ORE, attached: NO_ORE }
  return whole(net, withheld, attached)
}

/** What the ledger has by account: of payslips as credit, of the bank's bookings as debit. */
async function ledgerSums(
  trx: Kysely<Tables>,
  day: PlainDate,
): Promise<Pick<Books, 'ledger' | 'ledgerBooked'> & { readonly claimsOre: Ore }> {
  const { rows } = await sql<{ account: string; of_slips: Ore; booked: Ore; all: Ore }>`
    select p.account, (coalesce(-sum(p.amount_ore) filter (where e.kind = 'payslip'), 0))::bigint as of_slips,
      (coalesce(sum(p.amount_ore) filter (where e.kind in ('payment-booked', 'payment-returned')), 0))::bigint
        as booked,
      sum(p.amount_ore)::bigint as all
    from ledger_entry e
    join ledger_posting p on p.tenant = e.tenant and p.entry_number = e.number
    where e.booked_on <= ${day} group by p.account`.execute(trx)
  const of = (account: string) => rows.find((row) => row.account === account)
  const [net, withheld, attached] = ['net-payable', 'tax-withheld', 'attachments-payable'].map(of)
  const each = (key: 'of_slips' | 'booked') =>
    whole(net?.[key] ?? NO_ORE, withheld?.[key] ?? NO_ORE, attached?.[key] ?? NO_ORE)
  return {
    ledger: each('of_slips'),
    ledgerBooked: each('booked'),
    claimsOre: of('claims')?.all ?? NO_ORE,
  }
}

/** Names what a row stands for; a protected person's only to who may see them. */
const item = (row: RawBuilder<unknown>) => sql`
  jsonb_build_object('payRunId', ${row}.run_id, 'payslipId', ${row}.payslip_id, 'paymentId', ${row}.payment_id,
    'personId', ${row}.person_id, 'month', ${row}.month, 'owedOre', ${row}.owed, 'filedOre', ${row}.filed)`

/** Payslips whose entry in the ledger is not what they say. */
async function unposted(
  trx: Kysely<Tables>,
  day: PlainDate,
  showsProtected: boolean,
): Promise<Unposted> {
  const { rows } = await sql<Unposted>`with ${paidBy(day)},
    held as (
      select s.id as payslip_id, s.run_id, s.person_id, s.protected, s.month, null::uuid as payment_id,
        s.net_ore + s.withheld_ore + s.attached_ore as owed, coalesce(l.net + l.withheld + l.attached, 0) as filed,
        (s.net_ore, s.withheld_ore, s.attached_ore)
          is distinct from (coalesce(l.net, 0), coalesce(l.withheld, 0), coalesce(l.attached, 0)) as differs
      from slips s
      left join ledger_entry e on e.tenant = s.tenant and e.source = 'payslip:' || s.id and e.booked_on <= ${day}
      left join lateral (
        select -coalesce(sum(amount_ore) filter (where account = 'net-payable'), 0) as net,
          -coalesce(sum(amount_ore) filter (where account = 'tax-withheld'), 0) as withheld,
          -coalesce(sum(amount_ore) filter (where account = 'attachments-payable'), 0) as attached
        from ledger_posting p where p.tenant = e.tenant and p.entry_number = e.number) l on true),
    wrong as (select h.*, row_number() over (order by payslip_id) as at from held h where differs)
    select count(*)::int as count, (coalesce(sum(owed - filed), 0))::bigint as "differenceOre",
      coalesce(jsonb_agg(${item(sql`w`)} order by at)
        filter (where at <= ${NAMED} and (not w.protected or ${showsProtected})), '[]') as items
    from wrong w`.execute(trx)
  return rows[0] ?? { count: 0, differenceOre: NO_ORE, items: [] }
}

/**
 * What is owed beside the newest payment that stands for it on the day, grouped by where that stood; bookings in
 * the ledger of all payments made for it, since one that failed and came back leaves nothing.
 */
async function owedGroups(
  trx: Kysely<Tables>,
  day: PlainDate,
  showsProtected: boolean,
): Promise<OwedGroup[]> {
  const { rows } = await sql<OwedGroup>`with ${paidBy(day)},
    owed as (
      select tenant, 'benefit' as kind, run_id, id as payslip_id, null::uuid as order_id, person_id, protected,
        month, net_ore as amount from slips where net_ore > 0
      union all
      select a.tenant, 'attachment', a.run_id, a.payslip_id, a.order_id, a.person_id, a.protected, r.month,
        a.amount_ore from attachment_paid a join runs r on r.tenant = a.tenant and r.id = a.run_id where a.counts
      union all
      select tenant, 'tax', run_id, null, null, null, false, month, sum(withheld_ore) from slips
        group by tenant, run_id, month having sum(withheld_ore) > 0),
    filed as (
      select p.*, row_number() over (
          partition by p.of_run_id, p.kind, p.payslip_id, p.order_id order by p.sequence desc) as newest,
        case when p.returned_on <= ${day} then 'returned' when p.booked_on <= ${day} then 'booked'
          when p.rejected_on <= ${day} then 'rejected' when p.accepted_on <= ${day} then 'accepted'
          else 'released' end as stood,
        (select coalesce(sum(-g.amount_ore), 0) from ledger_entry e
          join ledger_posting g on g.tenant = e.tenant and g.entry_number = e.number and g.account = 'bank'
          where e.tenant = p.tenant and e.booked_on <= ${day}
            and e.source in ('booked:' || p.id, 'returned:' || p.id)) as posted
      from payment p join runs r on r.tenant = p.tenant and r.id = p.run_id),
    both_sides as (
      select kind, run_id, payslip_id, order_id, person_id, protected, month, amount as owed, 0 as filed,
        null::uuid as payment_id, null::text as stood, 0 as posted from owed
      union all
      select kind, of_run_id, payslip_id, order_id, person_id, protected, month, 0,
        case when newest = 1 then amount_ore else 0 end, case when newest = 1 then id end,
        case when newest = 1 then stood end, posted from filed),
    joined as (
      select kind, run_id, payslip_id, order_id, (array_agg(person_id))[1] as person_id,
        bool_or(protected) as protected, min(month::text) as month, sum(owed) as owed, sum(filed) as filed,
        max(payment_id::text)::uuid as payment_id, max(stood) as state, sum(posted) as posted
      from both_sides group by kind, run_id, payslip_id, order_id),
    judged as (
      select j.*, owed = filed as filed_right,
        posted = case when state = 'booked' then filed else 0 end as posted_right
      from joined j),
    numbered as (
      select g.*, row_number() over (
        partition by kind, state, filed_right, posted_right order by run_id, payslip_id, order_id) as at
      from judged g)
    select kind, state, filed_right as "isFiledRight", posted_right as "isPostedRight", count(*)::int as count,
      sum(owed)::bigint as "owedOre", sum(filed)::bigint as "filedOre",
      coalesce(jsonb_agg(${item(sql`n`)} order by at) filter (where at <= ${NAMED}
        and (not n.protected or ${showsProtected})
        and not (state = 'booked' and filed_right and posted_right)), '[]') as items
    from numbered n group by kind, state, filed_right, posted_right
    order by kind, state, filed_right, posted_right`.execute(trx)
  return rows
}

/** What stands as claims by month: found, less set off and recovered. */
async function openClaims(trx: Kysely<Tables>, day: PlainDate): Promise<Ore> {
  const { rows } = await sql<{ open: Ore }>`with ${paidBy(day)}
    select ((select coalesce(sum(c.amount_ore), 0) from claim_change c
        join runs r on r.tenant = c.tenant and r.id = c.run_id where c.counts)
      - (select coalesce(sum(amount_ore), 0) from claim_recovery where received_on <= ${day}))::bigint as open
    `.execute(trx)
  return rows[0]?.open ?? NO_ORE
}

/** The messages to the state that stand on the day, and the runs whose payslips they do not hold as paid. */
async function reportedBy(trx: Kysely<Tables>, day: PlainDate): Promise<Reported> {
  const { rows } = await sql<Reported>`with ${paidBy(day)},
    standing as (
      select distinct on (p.month) p.* from report p
      where p.state in ('delivered', 'received') and exists (
        select from report_receipt c where c.tenant = p.tenant and c.report_id = p.id and c.entered_on <= ${day}
          and c.outcome in ('delivered', 'received'))
      order by p.month, p.number desc),
    paid as (
      select r.tenant, r.id as run_id, r.month, to_char(r.pay_date, 'YYYY-MM') as payout,
        coalesce(sum(s.gross_ore), 0) as gross, coalesce(sum(s.withheld_ore), 0) as withheld
      from runs r left join slips s on s.tenant = r.tenant and s.run_id = r.id
      group by r.tenant, r.id, r.month, r.pay_date having coalesce(sum(s.gross_ore), 0) > 0),
    held as (
      select p.*, g.id as report_id, g.gross_ore, g.withheld_ore,
        row_number() over (partition by p.payout order by p.run_id desc) as newest,
        sum(p.gross) over (partition by p.payout, g.id) as month_gross,
        sum(p.withheld) over (partition by p.payout, g.id) as month_withheld
      from paid p
      left join standing g on g.tenant = p.tenant and g.month = p.payout and exists (
        select from report_run n where n.tenant = g.tenant and n.report_id = g.id and n.run_id = p.run_id)),
    told as (
      select run_id, month, case
        when report_id is null then gross
        when newest > 1 then 0
        when month_gross <> gross_ore then month_gross - gross_ore
        else month_withheld - withheld_ore end as difference from held)
    select (select coalesce(sum(gross_ore), 0) from standing)::bigint as "grossOre",
      (select coalesce(sum(withheld_ore), 0) from standing)::bigint as "withheldOre",
      coalesce((select jsonb_agg(jsonb_build_object('payRunId', run_id, 'month', month,
        'differenceOre', difference) order by run_id) from told where difference <> 0), '[]') as runs
    `.execute(trx)
  return rows[0] ?? { grossOre: NO_ORE, withheldOre: NO_ORE, runs: [] }
}

/** All that a day's reconciliation looks at, for who sees every row; `showsProtected` is about naming them. */
export async function readBooks(
  trx: Kysely<Tables>,
  day: PlainDate,
  showsProtected: boolean,
): Promise<Books> {
  const [payslips, { claimsOre, ...ledger }, missing, owed, openOre, reported] = await Promise.all([
    payslipSums(trx, day),
    ledgerSums(trx, day),
    unposted(trx, day, showsProtected),
    owedGroups(trx, day, showsProtected),
    openClaims(trx, day),
    reportedBy(trx, day),
  ])
  const claims = { openOre, ledgerOre: claimsOre }
  return { payslips, ...ledger, unposted: missing, owed, claims, reported }
}
