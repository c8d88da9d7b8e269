import type { Entry } from '@fotfeste/domain/ledger/entry.ts'
import type { Context } from '@fotfeste/kit/answer.ts'
import { sha256 } from '@fotfeste/kit/digest.ts'
import type { Tables } from '../db/tables.gen.ts'
import { insertEntries, lockLedger } from '../queries/ledger.ts'

/**
 * Takes the ledger for the rest of a transaction, last among its loads; what it gives turns entries into
 * statements that are saved with the fact they post.
 */
export async function openLedger({ trx, caller, at, newId }: Context<Tables>) {
  const held = await lockLedger(trx)
  const by = { tenant: caller.tenant, postedBy: caller.actor, postedAt: at }
  const sealing = { ...by, ...held, newId: () => newId<'LedgerEntry'>(), sha256 }
  return (entries: readonly (Entry | null)[]) => insertEntries(trx, entries, sealing)
}
