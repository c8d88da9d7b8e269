import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import { here } from '@fotfeste/kit/here.ts'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'

/**
 * From here on the transaction reads each table once, by the municipality's key, and joins by hashes that fit into
 * memory: all that was ever paid is looked at, and a plan that looks rows up one by one for it takes minutes. A million
 * entries take ten seconds, and so a statement may take thirty.
 */
export const goThroughAll = (trx: Kysely<Tables>): Promise<unknown> =>
  sql`select set_config('enable_nestloop', 'off', true), set_config('work_mem', '32MB', true),
    set_config('statement_timeout', '30s', true)`.execute(trx)

/** How many of a cause are named. */
export const NAMED = 100

/** The runs that were released by a day, and their counting payslips; before the ledger runs had no digest. */
export const paidBy = (day: PlainDate) => sql`
  runs as (select tenant, id, month, pay_date from pay_run
    where tenant = ${here} and released_on <= ${day} and digest is not null),
  slips as (
    select s.tenant, s.id, s.run_id, s.person_id, s.protected, s.gross_ore, s.net_ore, s.withheld_ore, s.attached_ore,
      r.month
    from payslip s join runs r on r.tenant = s.tenant and r.id = s.run_id where s.tenant = ${here} and s.counts)`

/**
 * What the ledger holds by a day, debit positive: what was booked late, in a month that was still open, counts as of
 * the day of its fact.
 */
export const postedBy = (day: PlainDate) => sql`
  posted as (
    select e.kind, e.source, e.payment_id, p.account, p.amount_ore::bigint as amount
    from ledger_entry e join ledger_posting p on p.tenant = ${here} and p.entry_number = e.number
    where e.tenant = ${here} and p.account <> 'benefit-cost' and coalesce(e.occurred_on, e.booked_on) <= ${day}),
  balances as (select kind, account, sum(amount)::bigint as amount from posted group by kind, account)`

/** Names what a row stands for; a protected person's only to who may see them. */
export const item = (row: RawBuilder<unknown>) => sql`
  jsonb_build_object('payRunId', ${row}.run_id, 'payslipId', ${row}.payslip_id, 'paymentId', ${row}.payment_id,
    'personId', ${row}.person_id, 'month', ${row}.month, 'owedOre', ${row}.owed, 'filedOre', ${row}.filed)`
