import { listNewerFacts } from '@fotfeste/contracts/payroll/newer-facts.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { pageOf, readCursor } from '@fotfeste/kit/page.ts'
import { serve } from '@fotfeste/kit/serve.ts'
import type { Tables } from '../db/tables.gen.ts'
import { listNewerFacts as list } from '../queries/newer-facts.ts'
import { findPayRun } from '../queries/pay-runs.ts'
import { noPayRun } from './pay-run-move.ts'

/** Whose facts came after a run's calculation. */
export function newerFacts(kit: Kit<Tables>): void {
  serve(kit, listNewerFacts, async ({ params, query }, { trx }) => {
    const run = await findPayRun(trx, params.payRunId)
    if (!run) return noPayRun
    const { limit } = query
    const rows = await list(trx, run, { after: readCursor(query.cursor), limit })
    const page = pageOf(rows, limit, {
      item: (row) => row,
      cursor: (row) => [row.code, row.personId],
    })
    return { status: 200, body: page, persons: page.items.map(({ personId }) => personId) }
  })
}
