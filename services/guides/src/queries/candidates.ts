import type { GuideId, ReferralId } from '@fotfeste/domain/matching/codes.ts'
import type { PastPair } from '@fotfeste/domain/matching/exclusions.ts'
import { MAX_RUN_GUIDES, MAX_RUN_REFERRALS } from '@fotfeste/domain/matching/plan.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import type { Kysely } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'
import { type HeldGuide, lockGuide, lockGuidesForRun } from './guides.ts'
import { listPastPairs } from './matches.ts'
import { type HeldReferral, lockReferral, lockWaiting } from './referrals.ts'

/** Locks all whom a run looks at; what they came to before is read under the locks. */
export async function lockCandidates(
  trx: Kysely<Tables>,
  tenant: Tenant,
): Promise<{ refugees: HeldReferral[]; guides: HeldGuide[]; past: PastPair[] }> {
  const [refugees, guides] = await Promise.all([
    lockWaiting(trx, tenant, MAX_RUN_REFERRALS),
    lockGuidesForRun(trx, tenant, MAX_RUN_GUIDES),
  ])
  const personIds = refugees.map(({ personId }) => personId)
  return { refugees, guides, past: await listPastPairs(trx, tenant, personIds) }
}

type Named = { readonly guideId: GuideId; readonly referralId: ReferralId }

/** Locks the two whom a coordinator proposes. */
export async function lockPair(
  trx: Kysely<Tables>,
  tenant: Tenant,
  { guideId, referralId }: Named,
): Promise<{ refugee: HeldReferral | null; guide: HeldGuide | null; past: PastPair[] }> {
  const [refugee, guide] = await Promise.all([
    lockReferral(trx, tenant, referralId),
    lockGuide(trx, tenant, guideId),
  ])
  const past = refugee ? await listPastPairs(trx, tenant, [refugee.personId]) : []
  return { refugee, guide, past }
}
