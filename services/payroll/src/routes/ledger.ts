import { listLedgerEntries, verifyLedger } from '@fotfeste/contracts/payroll/ledger.ts'
import type { SealedEntry } from '@fotfeste/domain/ledger/chain.ts'
import { sha256 } from '@fotfeste/kit/digest.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { pageOf, readCursor } from '@fotfeste/kit/page.ts'
import { serve } from '@fotfeste/kit/serve.ts'
import type { Tables } from '../db/tables.gen.ts'
import { listEntries } from '../queries/ledger-reads.ts'
import { seeProtected } from '../queries/protection.ts'
import { verifyChain } from '../queries/verification.ts'

function shownEntry(entry: SealedEntry) {
  const { tenant: _tenant, id: entryId, runId: payRunId, postings, ...shown } = entry
  return { ...shown, entryId, payRunId, postings: [...postings] }
}

const isNumber = (text: string): boolean => /^\d{1,15}$/.test(text)

/** The ledger (hovedbok): its entries, and the proof that none was changed. */
export function ledger(kit: Kit<Tables>): void {
  serve(kit, listLedgerEntries, async ({ query }, { trx }) => {
    const { limit, cursor, kind, payRunId, personId, from, to } = query
    const after = Number(readCursor(cursor, isNumber)?.[0] ?? 0)
    const filter = { kind, payRunId, personId, from, to }
    const rows = await listEntries(trx, filter, { after, limit })
    const page = pageOf(rows, limit, {
      item: shownEntry,
      cursor: (row) => [String(row.number), row.id],
    })
    const persons = page.items.flatMap((item) => (item.personId ? [item.personId] : []))
    return { status: 200, body: page, persons: [...new Set(persons)] }
  })

  serve(kit, verifyLedger, async ({ query }, { trx }) => {
    const [number, hash] = query.known?.split(':') ?? []
    const known = number && hash ? { number: Number(number), hash } : null
    await seeProtected(trx)
    return { status: 200, body: await verifyChain(trx, known, sha256) }
  })
}
