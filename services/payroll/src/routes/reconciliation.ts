import { getReconciliation } from '@fotfeste/contracts/payroll/reconciliation.ts'
import { CAUSES, type Difference } from '@fotfeste/domain/ledger/causes.ts'
import { reconcile } from '@fotfeste/domain/ledger/reconcile.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { serve } from '@fotfeste/kit/serve.ts'
import type { Tables } from '../db/tables.gen.ts'
import { seeProtected } from '../queries/protection.ts'
import { readBooks } from '../queries/reconciliation.ts'

const shownDifference = (difference: Difference) => ({
  ...difference,
  remedy: CAUSES[difference.cause],
  items: difference.items.map((item) => ({ ...item })),
})

/** What was paid by us against ledger, bank and report (avstemming). */
export function reconciliation(kit: Kit<Tables>): void {
  serve(kit, getReconciliation, async ({ query }, { trx, caller, today }) => {
    const date = query.date ?? today
    const showsProtected = caller.scopes.has('fotfeste:protected.read')
    const [, books] = await Promise.all([seeProtected(trx), readBooks(trx, date, showsProtected)])
    const found = reconcile(books)
    const differences = found.differences.map(shownDifference)
    const persons = differences.flatMap(({ items }) => items.flatMap((one) => one.personId ?? []))
    return { status: 200, body: { date, ...found, differences }, persons: [...new Set(persons)] }
  })
}
