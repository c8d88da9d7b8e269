import {
  getMatchingRun,
  listMatchingRuns,
  MAX_RUN_GUIDES,
  MAX_RUN_REFERRALS,
  runMatching,
} from '@fotfeste/contracts/guides/matching-runs.ts'
import { planMatches } from '@fotfeste/domain/matching/plan.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { pageOf, readCursor } from '@fotfeste/kit/page.ts'
import { serve } from '@fotfeste/kit/serve.ts'
import type { Tables } from '../db/tables.gen.ts'
import { holdPlaces, lockGuidesForRun } from '../queries/guides.ts'
import { listPastPairs } from '../queries/matches.ts'
import * as query from '../queries/matching-runs.ts'
import { lockWaiting, turnReferrals } from '../queries/referrals.ts'
import { runOf } from './run-of-plan.ts'
import { nothing, personsOf, shownRun, shownSummary } from './shown.ts'

/** Matching runs (koblingsrunder): whoever locks the waiting first is served first; the next run sees the rest. */
export function matchingRuns(kit: Kit<Tables>): void {
  serve(kit, runMatching, async (_input, { trx, caller: { tenant }, today, at, newId }) => {
    const [refugees, guides] = await Promise.all([
      lockWaiting(trx, tenant, MAX_RUN_REFERRALS),
      lockGuidesForRun(trx, tenant, MAX_RUN_GUIDES),
    ])
    const personIds = refugees.map(({ personId }) => personId)
    const past = await listPastPairs(trx, tenant, personIds)
    const plan = planMatches({ guides, refugees, past }, today)
    const { run, matches } = runOf(plan, { today, at, newId })
    return {
      status: 201,
      body: shownRun(run),
      version: 1,
      location: `/v1/matching-runs/${run.id}`,
      persons: personIds,
      save: [
        query.insertRun(trx, tenant, run),
        query.insertMatches(trx, tenant, matches),
        query.insertUnmatched(trx, tenant, { runId: run.id, left: run.unmatched }),
        turnReferrals(trx, tenant, {
          ids: matches.map(({ referralId }) => referralId),
          state: 'matched',
          at,
        }),
        holdPlaces(trx, tenant, { guideIds: matches.map(({ guideId }) => guideId), at }),
      ],
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
