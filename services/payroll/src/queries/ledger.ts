import {
  type ChainHead,
  EMPTY_CHAIN,
  type SealedEntry,
  type Sealing,
  sealEntries,
} from '@fotfeste/domain/ledger/chain.ts'
import type { Entry } from '@fotfeste/domain/ledger/entry.ts'
import type { Month } from '@fotfeste/domain/values/month.ts'
import { type Compilable, type Kysely, sql } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'
import { lockEntries } from './base-amounts.ts'
import { closedThrough } from './closings.ts'
import { newestHead } from './ledger-chain.ts'
import { compiled, seeProtected } from './protection.ts'

/** Where a ledger's chain ends, and through which month it is closed. */
export type LedgerHead = { readonly head: ChainHead; readonly closedThrough: Month | null }

/**
 * Takes the municipality's ledger for this transaction: no other posts to it or closes a month of it meanwhile. Last
 * among a handler's loads: a run's row is locked first, always in this order. Who posts sees every entry, those of
 * protected persons too.
 */
export async function lockLedger(trx: Kysely<Tables>): Promise<LedgerHead> {
  const [, , head, closed] = await Promise.all([
    lockEntries(trx, 'ledger'),
    seeProtected(trx),
    newestHead(trx),
    closedThrough(trx),
  ])
  return { head: head ?? EMPTY_CHAIN, closedThrough: closed }
}

const entryRow = (entry: SealedEntry) => ({
  number: entry.number,
  id: entry.id,
  booked_on: entry.bookedOn,
  occurred_on: entry.occurredOn,
  kind: entry.kind,
  source: entry.source,
  run_id: entry.runId,
  person_id: entry.personId,
  payment_id: entry.paymentId,
  lines: entry.postings.length,
  posted_by: entry.postedBy,
  posted_at: entry.postedAt,
  previous_hash: entry.previousHash,
  hash: entry.hash,
})

const postingRows = ({ number, bookedOn, postings }: SealedEntry) =>
  postings.map(({ account, month, amountOre }, at) => ({
    entry_number: number,
    line: at + 1,
    booked_on: bookedOn,
    account,
    month,
    amount_ore: amountOre,
  }))

/**
 * Posts behind the head that `lockLedger` gave: two inserts however many entries. The same fact posted twice
 * breaks `ledger_entry_once`.
 */
export function insertEntries(
  trx: Kysely<Tables>,
  entries: readonly (Entry | null)[],
  sealing: Sealing,
): Compilable[] {
  const sealed = sealEntries(
    entries.filter((entry) => entry !== null),
    sealing,
  )
  if (sealed.length === 0) return []
  const { tenant } = sealing
  return [
    sql`insert into ledger_entry (tenant, number, id, booked_on, occurred_on, kind, source, run_id, person_id,
        payment_id, protected, lines, posted_by, posted_at, previous_hash, hash)
      select ${tenant}, r.number, r.id, r.booked_on, r.occurred_on, r.kind, r.source, r.run_id, r.person_id,
        r.payment_id, coalesce(p.protected, false), r.lines, r.posted_by, r.posted_at, r.previous_hash, r.hash
      from jsonb_to_recordset(${JSON.stringify(sealed.map(entryRow))}::jsonb) as r(number bigint, id uuid,
        booked_on date, occurred_on date, kind text, source text, run_id uuid, person_id uuid, payment_id uuid,
        lines smallint, posted_by text, posted_at timestamptz, previous_hash text, hash text)
      left join person p on p.tenant = ${tenant} and p.person_id = r.person_id
      order by r.number`,
    sql`insert into ledger_posting (tenant, entry_number, line, booked_on, account, month, amount_ore)
      select ${tenant}, r.entry_number, r.line, r.booked_on, r.account, r.month, r.amount_ore
      from jsonb_to_recordset(${JSON.stringify(sealed.flatMap(postingRows))}::jsonb) as r(entry_number bigint,
        line smallint, booked_on date, account text, month text, amount_ore bigint)`,
  ].map((query) => compiled(trx, query))
}
