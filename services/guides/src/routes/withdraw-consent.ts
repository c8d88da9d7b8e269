import { withdrawConsent } from '@fotfeste/contracts/guides/referrals.ts'
import { withdrawFromMatch } from '@fotfeste/domain/matching/match-steps.ts'
import { withdrawReferral } from '@fotfeste/domain/matching/referral.ts'
import { isRefusal } from '@fotfeste/domain/values/refusal.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { serve } from '@fotfeste/kit/serve.ts'
import type { Tables } from '../db/tables.gen.ts'
import { freePlace } from '../queries/guides.ts'
import { lockOpenMatch, updateMatch } from '../queries/matches.ts'
import { lockReferral, updateReferral } from '../queries/referrals.ts'
import { ended } from './match-events.ts'
import { nothing, shownReferral } from './shown.ts'

/** A consent is withdrawn at any time (G7); the open match stops with it. */
export function withdrawal(kit: Kit<Tables>): void {
  serve(kit, withdrawConsent, async ({ params }, { trx, caller, today, at, expectVersion }) => {
    const [held, open] = await Promise.all([
      lockReferral(trx, caller.tenant, params.referralId),
      lockOpenMatch(trx, caller.tenant, params.referralId),
    ])
    if (!held) return nothing
    expectVersion(held.version)
    const withdrawn = withdrawReferral(held, today)
    if (isRefusal(withdrawn)) return withdrawn
    const referral = { ...held, ...withdrawn, version: held.version + 1, changedAt: at }
    const match = open && {
      ...open,
      ...withdrawFromMatch(open, today),
      ...{ version: open.version + 1, changedAt: at },
    }
    return {
      status: 200,
      body: shownReferral(referral),
      version: referral.version,
      persons: [held.personId],
      save: [
        updateReferral(trx, caller.tenant, referral),
        ...(match ? [updateMatch(trx, caller.tenant, match)] : []),
        ...(match ? [freePlace(trx, caller.tenant, { guideId: match.guideId, at })] : []),
      ],
      ...(match?.state === 'ended' ? { event: ended(match) } : {}),
    }
  })
}
