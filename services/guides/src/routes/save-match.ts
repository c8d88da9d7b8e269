import { isOpen } from '@fotfeste/domain/matching/match.ts'
import { referralAfter } from '@fotfeste/domain/matching/referral.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import type { Context } from '@fotfeste/kit/answer.ts'
import type { Tables } from '../db/tables.gen.ts'
import { freePlace } from '../queries/guides.ts'
import { type HeldMatch, updateMatch } from '../queries/matches.ts'
import { turnReferrals } from '../queries/referrals.ts'

/** Saves a step of a match; one that closed gives the guide the place back and the refugee their turn. */
export function saveMatch(trx: Context<Tables>['trx'], tenant: Tenant, match: HeldMatch) {
  const saved = updateMatch(trx, tenant, match)
  if (isOpen(match)) return [saved]
  const { guideId, referralId, changedAt: at } = match
  return [
    saved,
    turnReferrals(trx, tenant, { ids: [referralId], state: referralAfter(match), at }),
    freePlace(trx, tenant, { guideId, at }),
  ]
}
