import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import type { Context } from '@fotfeste/kit/answer.ts'
import type { Tables } from '../db/tables.gen.ts'
import { holdPlaces } from '../queries/guides.ts'
import type { HeldMatch } from '../queries/matches.ts'
import {
  type HeldRun,
  insertMatches,
  insertRun,
  insertUnmatched,
} from '../queries/matching-runs.ts'
import { turnReferrals } from '../queries/referrals.ts'

type Made = { readonly run: HeldRun; readonly matches: readonly HeldMatch[] }

/** Saves a run with its proposals, each of which holds its guide's place and its refugee. */
export function saveRun(trx: Context<Tables>['trx'], tenant: Tenant, { run, matches }: Made) {
  const at = run.changedAt
  return [
    insertRun(trx, tenant, run),
    insertUnmatched(trx, tenant, { runId: run.id, left: run.unmatched }),
    ...saveProposals(trx, tenant, { matches, at }),
  ]
}

/** Saves proposed matches, by a run or by hand. */
export const saveProposals = (
  trx: Context<Tables>['trx'],
  tenant: Tenant,
  { matches, at }: { readonly matches: readonly HeldMatch[]; readonly at: string },
) => [
  insertMatches(trx, tenant, matches),
  turnReferrals(trx, tenant, {
    ids: matches.map(({ referralId }) => referralId),
    state: 'matched',
    at,
  }),
  holdPlaces(trx, tenant, { guideIds: matches.map(({ guideId }) => guideId), at }),
]
