import { listLedgerEntries } from '@fotfeste/contracts/payroll/ledger.ts'
import type { SealedEntry } from '@fotfeste/domain/ledger/chain.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { pageOf, readCursor } from '@fotfeste/kit/page.ts'
import { serve } from '@fotfeste/kit/serve.ts'
import type { Tables } from '../db/tables.gen.ts'
import { listEntries } from '../queries/ledger-reads.ts'

function shownEntry(entry: SealedEntry) {
  const { tenant: _tenant, id: entryId, runId: payRunId, postings, ...shown } = entry
  return { ...shown, entryId, payRunId, postings: [...postings] }
}

const isNumber = (text: string): boolean => /^\d{1,15}$/.test(text)

/** The ledger (hovedbok): its entries. */
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
}
