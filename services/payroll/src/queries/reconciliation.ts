import type { Amounts, Books } from '@fotfeste/domain/ledger/books.ts'
import { assert } from '@fotfeste/domain/values/assert.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import { type Ore, sumOre } from '@fotfeste/domain/values/ore.ts'
import { here } from '@fotfeste/kit/here.ts'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'
import { owedBy, owedGroups } from './owed-on-day.ts'
import { goThroughAll, paidBy, postedBy } from './paid-by.ts'
import { REPORTED, reportedBy } from './reported-on-day.ts'
import { UNPOSTED, unposted } from './unposted.ts'

type Sums = Omit<Amounts, 'grossOre'>

const whole = (sums: Sums): Amounts => ({
  ...sums,
  grossOre: sumOre([sums.netOre, sums.withheldOre, sums.attachedOre]),
})

const PAYSLIPS = sql`(
  select jsonb_build_object('netOre', coalesce(sum(net_ore), 0), 'withheldOre', coalesce(sum(withheld_ore), 0),
    'attachedOre', coalesce(sum(attached_ore), 0))
  from slips)`

/** Of accounts in the ledger, the sum of entries of some kinds. */
const inLedger = (account: string, kinds: RawBuilder<unknown>) =>
  sql`(select coalesce(sum(amount), 0) from balances where account = ${sql.lit(account)} and ${kinds})`
const sums = (sign: RawBuilder<unknown>, kinds: RawBuilder<unknown>) => sql`
  jsonb_build_object('netOre', ${sign} ${inLedger('net-payable', kinds)},
    'withheldOre', ${sign} ${inLedger('tax-withheld', kinds)},
    'attachedOre', ${sign} ${inLedger('attachments-payable', kinds)})`

/** What the ledger has of payslips, as credit, and of the bank's bookings, as debit. */
const OF_LEDGER = sums(sql`-`, sql`kind = 'payslip'`)
const OF_BOOKINGS = sums(sql`+`, sql`kind in ('payment-booked', 'payment-returned')`)

/** What stands as claims by month, found less set off and recovered, and on the ledger's account for them. */
const claims = (day: PlainDate) => sql`
  jsonb_build_object(
    'openOre', (select coalesce(sum(c.amount_ore), 0) from claim_change c
        join runs r on r.tenant = c.tenant and r.id = c.run_id where c.tenant = ${here} and c.counts)
      - (select coalesce(sum(amount_ore), 0) from claim_recovery where tenant = ${here} and received_on <= ${day}),
    'ledgerOre', ${inLedger('claims', sql`true`)})`

type Row = Pick<Books, 'owed' | 'unposted' | 'reported'> & {
  readonly payslips: Sums
  readonly ledger: Sums
  readonly ledgerBooked: Sums
  readonly claims: { readonly openOre: Ore; readonly ledgerOre: Ore }
}

/**
 * All that a day's reconciliation looks at, for who sees every row; `showsProtected` is about naming them. One
 * statement sees one moment: what is released or booked meanwhile is in all of the sums or in none (I20).
 */
export async function readBooks(
  trx: Kysely<Tables>,
  day: PlainDate,
  showsProtected: boolean,
): Promise<Books> {
  const [, { rows }] = await Promise.all([
    goThroughAll(trx),
    sql<Row>`with ${paidBy(day)}, ${postedBy(day)}, ${UNPOSTED}, ${owedBy(day)}, ${reportedBy(day)}
      select ${PAYSLIPS} as payslips, ${OF_LEDGER} as ledger, ${OF_BOOKINGS} as "ledgerBooked",
        ${unposted(showsProtected)} as unposted, ${owedGroups(showsProtected)} as owed, ${claims(day)} as claims,
        ${REPORTED} as reported`.execute(trx),
  ])
  const [row] = rows
  assert(row !== undefined, 'sums are a row')
  const { payslips, ledger, ledgerBooked } = row
  return {
    ...row,
    payslips: whole(payslips),
    ledger: whole(ledger),
    ledgerBooked: whole(ledgerBooked),
  }
}
