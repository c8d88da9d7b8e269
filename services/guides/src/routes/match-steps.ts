import {
  acceptMatch,
  cancelMatch,
  declineMatch,
  endMatch,
  signMatch,
  startMatch,
} from '@fotfeste/contracts/guides/matches.ts'
import type { MatchId } from '@fotfeste/domain/matching/codes.ts'
import type { Match } from '@fotfeste/domain/matching/match.ts'
import * as step from '@fotfeste/domain/matching/match-steps.ts'
import { checkStillAllowed } from '@fotfeste/domain/matching/propose.ts'
import { isRefusal, type Refusal } from '@fotfeste/domain/values/refusal.ts'
import type { Context } from '@fotfeste/kit/answer.ts'
import type { NewEvent } from '@fotfeste/kit/event.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { serve } from '@fotfeste/kit/serve.ts'
import type { Tables } from '../db/tables.gen.ts'
import { findGuide } from '../queries/guides.ts'
import { type HeldMatch, lockMatch } from '../queries/matches.ts'
import { findReferral } from '../queries/referrals.ts'
import { ended, matched, started } from './match-events.ts'
import { saveMatch } from './save-match.ts'
import { nothing, shownMatch } from './shown.ts'

type Step<Code extends string> = {
  readonly matchId: MatchId
  readonly decide: (held: HeldMatch) => Refusal<Code> | Match | Promise<Refusal<Code> | Match>
  readonly tell?: (match: HeldMatch) => NewEvent
}

/** One step of a match: locked, judged, saved with what it does to guide and referral, told. */
async function take<Code extends string>(
  { trx, caller, at, expectVersion }: Context<Tables>,
  { matchId, decide, tell }: Step<Code>,
) {
  const held = await lockMatch(trx, caller.tenant, matchId)
  if (!held) return nothing
  expectVersion(held.version)
  const next = await decide(held)
  if (isRefusal(next)) return next
  const match: HeldMatch = { ...held, ...next, version: held.version + 1, changedAt: at }
  return {
    status: 200 as const,
    body: shownMatch(match),
    version: match.version,
    persons: [match.personId],
    save: saveMatch(trx, caller.tenant, match),
    ...(tell ? { event: tell(match) } : {}),
  }
}

/** Looks once more at guide and refugee before a pair goes on. */
async function lookAgain({ trx, caller, today }: Context<Tables>, held: HeldMatch) {
  const [guide, refugee] = await Promise.all([
    findGuide(trx, caller.tenant, held.guideId),
    findReferral(trx, caller.tenant, held.referralId),
  ])
  return guide && refugee ? checkStillAllowed(guide, refugee, today) : nothing
}

/** The steps of a match (kobling) from proposal to end. */
export function matchSteps(kit: Kit<Tables>): void {
  serve(kit, acceptMatch, ({ params: { matchId }, body }, context) =>
    take(context, {
      matchId,
      decide: (held) => step.acceptMatch(held, body.side, context.today),
    }),
  )

  serve(kit, declineMatch, ({ params: { matchId }, body }, context) =>
    take(context, {
      matchId,
      decide: (held) => step.declineMatch(held, body.side, context.today),
    }),
  )

  serve(kit, cancelMatch, ({ params: { matchId } }, context) =>
    take(context, { matchId, decide: (held) => step.cancelMatch(held, context.today) }),
  )

  serve(kit, signMatch, ({ params: { matchId }, body }, context) =>
    take(context, {
      matchId,
      decide: async (held) => {
        const next = step.signAgreement(held, body, context.today)
        return isRefusal(next) ? next : ((await lookAgain(context, held)) ?? next)
      },
      tell: matched,
    }),
  )

  serve(kit, startMatch, ({ params: { matchId }, body }, context) =>
    take(context, {
      matchId,
      decide: async (held) => {
        const next = step.startMatch(held, body.startedOn, context.today)
        return isRefusal(next) ? next : ((await lookAgain(context, held)) ?? next)
      },
      tell: started,
    }),
  )

  serve(kit, endMatch, ({ params: { matchId }, body }, context) =>
    take(context, {
      matchId,
      decide: (held) => step.endMatch(held, body, context.today),
      tell: ended,
    }),
  )
}
