import type { ChainHead } from '@fotfeste/domain/ledger/chain.ts'
import { inTransaction, jobView } from '@fotfeste/kit/db.ts'
import { sha256 } from '@fotfeste/kit/digest.ts'
import type { Job, Kit } from '@fotfeste/kit/kit.ts'
import type { Tables } from '../db/tables.gen.ts'
import { insertVerification, isVerifiedOn } from '../queries/ledger-chain.ts'
import { execute } from '../queries/statements.ts'
import { type Read, type Verification, verifyChain } from '../queries/verification.ts'
import { eachTenant } from './each-tenant.ts'

const EVERY_MS = 600_000
/** Entries between two looks at whether the service is to stop. */
const AT_ONCE = 20_000

/** The whole chain; null when the service stops meanwhile. */
async function verifyWhole(read: Read, signal: AbortSignal): Promise<Verification | null> {
  let after: ChainHead | null = null
  while (!signal.aborted) {
    const asked = { after, known: null, most: AT_ONCE }
    const found: Verification = await verifyChain({ read, sha256 }, asked)
    if (!found.hasMore) return found
    after = found.head
  }
  return null
}

/**
 * Follows each municipality's whole ledger once a day and notes what was found (I3): yesterday's end must stand
 * where it stood. A ledger without entries has nothing to note.
 */
export function verifyLedgers({ kit, by }: { kit: Kit<Tables>; by: string }): Job {
  return {
    name: 'verify-ledgers',
    everyMs: EVERY_MS,
    run: (signal) =>
      eachTenant({ kit, signal, work: null, atOnce: 1 }, async (tenant) => {
        const inView: Read = (work) => inTransaction(kit.pool, jobView(tenant), work)
        const on = kit.clock.today()
        if (await inView((trx) => isVerifiedOn(trx, on))) return
        const found = await verifyWhole(inView, signal)
        if (!found || (found.head.number === 0 && !found.firstBroken)) return
        const { head, firstBroken: broken } = found
        const noted = { tenant, on, by, head, broken }
        await inView((trx) => execute(trx, insertVerification(trx, noted)))
        // Told once a day, where those who run the service look.
        if (broken) throw new Error(`a ledger is not as it was written: ${broken.reason}`)
      }),
  }
}
