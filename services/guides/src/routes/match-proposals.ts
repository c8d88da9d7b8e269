import { getMatch, listMatches, proposeMatch } from '@fotfeste/contracts/guides/matches.ts'
import { exclusionsOf } from '@fotfeste/domain/matching/exclusions.ts'
import { checkProposal, newMatch } from '@fotfeste/domain/matching/propose.ts'
import { SCORE_VERSION, scorePair } from '@fotfeste/domain/matching/score.ts'
import { refuse } from '@fotfeste/domain/values/refusal.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { pageOf, readCursor } from '@fotfeste/kit/page.ts'
import { serve } from '@fotfeste/kit/serve.ts'
import type { Tables } from '../db/tables.gen.ts'
import { lockPair } from '../queries/candidates.ts'
import * as query from '../queries/matches.ts'
import { saveProposals } from './save-run.ts'
import { nothing, shownMatch } from './shown.ts'

const unknownReferral = refuse('referral-unknown', 'Refer the person first.', '/referralId')
const unknownGuide = refuse('guide-unknown', 'Register the guide first.', '/guideId')

/** Matches (koblinger): read, and proposed by hand. */
export function matchProposals(kit: Kit<Tables>): void {
  serve(kit, proposeMatch, async ({ body }, { trx, caller: { tenant }, today, at, newId }) => {
    const { guide, refugee, past } = await lockPair(trx, tenant, body)
    if (!refugee) return unknownReferral
    if (!guide) return unknownGuide
    const wrong = checkProposal({ guide, refugee, exclusions: exclusionsOf(past, today), today })
    if (wrong) return wrong
    const match: query.HeldMatch = {
      ...newMatch(newId<'Match'>(), { guideId: guide.id, refugee }, today),
      ...{ runId: null, score: scorePair(guide, refugee), scoreVersion: SCORE_VERSION },
      ...{ protected: refugee.protected, version: 1, changedAt: at },
    }
    return {
      status: 201,
      body: shownMatch(match),
      version: 1,
      location: `/v1/matches/${match.id}`,
      persons: [match.personId],
      save: saveProposals(trx, tenant, { matches: [match], at }),
    }
  })

  serve(kit, getMatch, async ({ params }, { trx, caller }) => {
    const match = await query.findMatch(trx, caller.tenant, params.matchId)
    if (!match) return nothing
    const { version, personId } = match
    return { status: 200, body: shownMatch(match), version, persons: [personId] }
  })

  serve(kit, listMatches, async ({ query: asked }, { trx, caller }) => {
    const { limit, cursor, state = null, guideId = null, referralId = null, runId = null } = asked
    const after = readCursor(cursor)?.[1] ?? null
    const page = { after, limit: limit + 1, state, guideId, referralId, runId }
    const found = await query.listMatches(trx, caller.tenant, page)
    const of = { item: shownMatch, cursor: ({ id }: query.HeldMatch) => ['', id] as const }
    const body = pageOf(found, limit, of)
    return { status: 200, body, persons: body.items.map((match) => match.personId) }
  })
}
