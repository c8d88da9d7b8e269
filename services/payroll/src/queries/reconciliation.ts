import type { Amounts, Books } from '@fotfeste/domain/ledger/books.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import { NO_ORE, type Ore, sumOre } from '@fotfeste/domain/values/ore.ts'
import { here } from '@fotfeste/kit/here.ts'
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'
import { owedGroups } from './owed-on-day.ts'
import { goThroughAll, occurredBy, paidBy } from './paid-by.ts'
import { reportedBy } from './reported-on-day.ts'
import { unposted } from './unposted.ts'

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
    join ledger_posting p on p.tenant = ${here} and p.entry_number = e.number
    where e.tenant = ${here} and ${occurredBy(day)} group by p.account`.execute(trx)
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

/** What stands as claims by month: found, less set off and recovered. */
async function openClaims(trx: Kysely<Tables>, day: PlainDate): Promise<Ore> {
  const { rows } = await sql<{ open: Ore }>`with ${paidBy(day)}
    select ((select coalesce(sum(c.amount_ore), 0) from claim_change c
        join runs r on r.tenant = c.tenant and r.id = c.run_id where c.tenant = ${here} and c.counts)
      - (select coalesce(sum(amount_ore), 0) from claim_recovery
        where tenant = ${here} and received_on <= ${day}))::bigint as open
    `.execute(trx)
  return rows[0]?.open ?? NO_ORE
}

/** All that a day's reconciliation looks at, for who sees every row; `showsProtected` is about naming them. */
export async function readBooks(
  trx: Kysely<Tables>,
  day: PlainDate,
  showsProtected: boolean,
): Promise<Books> {
  const [, payslips, { claimsOre, ...ledger }, missing, owed, openOre, reported] =
    await Promise.all([
      goThroughAll(trx),
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
