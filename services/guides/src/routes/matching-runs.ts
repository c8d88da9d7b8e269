import {
  getMatchingRun,
  listMatchingRuns,
  runMatching,
} from '@fotfeste/contracts/guides/matching-runs.ts'
import { planMatches } from '@fotfeste/domain/matching/plan.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { pageOf, readCursor } from '@fotfeste/kit/page.ts'
import { serve } from '@fotfeste/kit/serve.ts'
import type { Tables } from '../db/tables.gen.ts'
import { lockCandidates } from '../queries/candidates.ts'
import * as query from '../queries/matching-runs.ts'
import { runOf } from './run-of-plan.ts'
import { saveRun } from './save-run.ts'
import { nothing, personsOf, shownRun, shownSummary } from './shown.ts'

/** Matching runs (koblingsrunder): whoever locks the waiting first is served first; the next run sees the rest. */
export function matchingRuns(kit: Kit<Tables>): void {
  serve(kit, runMatching, async (_input, context) => {
    const { trx, caller, today } = context
    const candidates = await lockCandidates(trx, caller.tenant)
    const made = runOf(planMatches(candidates, today), context)
    return {
      status: 201,
      body: shownRun(made.run),
      version: 1,
      location: `/v1/matching-runs/${made.run.id}`,
      persons: personsOf(made.run),
      save: saveRun(trx, caller.tenant, made),
    }
  })

  serve(kit, getMatchingRun, async ({ params }, { trx, caller }) => {
    const run = await query.findRun(trx, caller.tenant, params.runId)
    if (!run) return nothing
    return { status: 200, body: shownRun(run), version: run.version, persons: personsOf(run) }
  })

  serve(kit, listMatchingRuns, async ({ query: asked }, { trx, caller }) => {
    const { limit, cursor } = asked
    const after = readCursor(cursor)?.[1] ?? null
    const found = await query.listRuns(trx, caller.tenant, { after, limit: limit + 1 })
    const of = { item: shownSummary, cursor: ({ id }: query.RunSummary) => ['', id] as const }
    return { status: 200, body: pageOf(found, limit, of) }
  })
}
