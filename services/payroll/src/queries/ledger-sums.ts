import type { LedgerAccount } from '@fotfeste/domain/ledger/account.ts'
import type { JournalPeriod, JournalSum } from '@fotfeste/domain/ledger/journal.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { Ore } from '@fotfeste/domain/values/ore.ts'
import { here } from '@fotfeste/kit/here.ts'
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'

export type Balance = {
  readonly account: LedgerAccount
  readonly debitOre: Ore
  readonly creditOre: Ore
}

/** Each account that was used with its sums up to a day, and how many entries they are of: by their first lines. */
export async function balancesOn(
  trx: Kysely<Tables>,
  day: PlainDate,
): Promise<{ readonly balances: Balance[]; readonly entries: number }> {
  const { rows } = await sql<Balance & { readonly firstLines: number }>`
    select account, (coalesce(sum(amount_ore) filter (where amount_ore > 0), 0))::bigint as "debitOre",
      (coalesce(-sum(amount_ore) filter (where amount_ore < 0), 0))::bigint as "creditOre",
      (count(*) filter (where line = 1))::int as "firstLines"
    from ledger_posting where tenant = ${here} and booked_on <= ${day} group by account`.execute(
    trx,
  )
  return { balances: rows, entries: rows.reduce((count, { firstLines }) => count + firstLines, 0) }
}

/** What was booked in a period by day, run, kind, account and month: asked for by who sees every entry. */
export async function journalSums(
  trx: Kysely<Tables>,
  { from, to, after }: JournalPeriod,
): Promise<JournalSum[]> {
  const { rows } = await sql<JournalSum>`
    select e.booked_on as "bookedOn", e.kind, e.run_id as "runId", p.account, p.month,
      (coalesce(sum(p.amount_ore) filter (where p.amount_ore > 0), 0))::bigint as "debitOre",
      (coalesce(-sum(p.amount_ore) filter (where p.amount_ore < 0), 0))::bigint as "creditOre",
      count(*)::int as entries, min(e.number) as "firstNumber", max(e.number) as "lastNumber"
    from ledger_entry e
    join ledger_posting p on p.tenant = ${here} and p.entry_number = e.number
    where e.tenant = ${here} and e.booked_on between ${from} and ${to} and e.number > ${after}
    group by e.booked_on, e.kind, e.run_id, p.account, p.month
    order by e.booked_on, min(e.number), e.kind, e.run_id, p.account, p.month`.execute(trx)
  return rows
}
