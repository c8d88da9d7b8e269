import { closeLedgerMonth, listLedgerClosings } from '@fotfeste/contracts/payroll/closings.ts'
import { ledgerMonthClosed } from '@fotfeste/contracts/payroll/events.ts'
import { closeMonth } from '@fotfeste/domain/ledger/closing.ts'
import { reconcile } from '@fotfeste/domain/ledger/reconcile.ts'
import { isMonth, lastDay, type Month } from '@fotfeste/domain/values/month.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { pageOf, readCursor } from '@fotfeste/kit/page.ts'
import { serve } from '@fotfeste/kit/serve.ts'
import type { Tables } from '../db/tables.gen.ts'
import {
  bookedIn,
  type Closing,
  insertClosing,
  listClosings,
  openRunsOf,
} from '../queries/closings.ts'
import { lockLedger } from '../queries/ledger.ts'
import type { Trx } from '../queries/persons.ts'
import { readBooks } from '../queries/reconciliation.ts'

const shown = ({ id: closingId, ...closing }: Closing) => ({ closingId, ...closing })

/** A month as it stands, with the ledger taken: nobody posts to it until it is closed or refused. */
async function loadMonth(trx: Trx, month: Month) {
  const [{ head, closedThrough }, runs, books, booked] = await Promise.all([
    lockLedger(trx),
    openRunsOf(trx, month),
    readBooks(trx, lastDay(month), false),
    bookedIn(trx, month),
  ])
  const facts = { closedThrough, ...runs, agrees: reconcile(books).agrees }
  return { facts, standing: { lastNumber: head.number, lastHash: head.hash, ...booked } }
}

/** Months of the ledger that are closed (periodeavslutning). */
export function closings(kit: Kit<Tables>): void {
  serve(kit, listLedgerClosings, async ({ query }, { trx }) => {
    const { limit } = query
    const before = readCursor(query.cursor, isMonth)?.[0] ?? null
    const rows = await listClosings(trx, { before, limit })
    const page = pageOf(rows, limit, { item: shown, cursor: (row) => [row.month, row.id] })
    return { status: 200, body: page }
  })

  serve(kit, closeLedgerMonth, async ({ body: { month } }, { trx, caller, today, at, newId }) => {
    const { facts, standing } = await loadMonth(trx, month)
    const refused = closeMonth(month, facts, today)
    if (refused) return refused
    const by = { id: newId<'LedgerClosing'>(), closedBy: caller.actor, closedOn: today }
    const closing: Closing = { month, ...standing, ...by }
    const { type, version } = ledgerMonthClosed
    const { closedBy: _by, lastHash: _hash, ...told } = shown(closing)
    return {
      status: 201,
      body: shown(closing),
      save: [insertClosing(trx, { tenant: caller.tenant, at }, closing)],
      event: { type, version, subject: closing.id, isProtected: false, data: told },
    }
  })
}
