import type { PlainDate } from '../values/calendar.ts'
import { type Refusal, refuse } from '../values/refusal.ts'
import type { GuideId, MatchId } from './codes.ts'
import type { GuideFacts, RefugeeFacts } from './facts.ts'
import type { Match } from './match.ts'
import { firstObstacle, OBSTACLE_TEXTS, type Pair } from './obstacles.ts'

/** A match at its beginning. */
export const newMatch = (
  id: MatchId,
  { guideId, refugee }: { readonly guideId: GuideId; readonly refugee: RefugeeFacts },
  today: PlainDate,
): Match => ({
  id,
  guideId,
  referralId: refugee.id,
  personId: refugee.personId,
  state: 'proposed',
  proposedOn: today,
  guideAcceptedOn: null,
  refugeeAcceptedOn: null,
  agreement: null,
  startedOn: null,
  endedOn: null,
  endReason: null,
  closedOn: null,
  declinedBy: null,
})

export type ProposeRefusal = 'referral-not-waiting' | 'guide-full' | 'pair-not-allowed'

/** Whether a coordinator may propose this pair by hand: every hard constraint is a bar, not a warning. */
export function checkProposal(pair: Pair): Refusal<ProposeRefusal> | null {
  if (pair.refugee.state !== 'waiting')
    return refuse(
      'referral-not-waiting',
      `The referral is ${pair.refugee.state}; only a waiting refugee is matched.`,
      '/referralId',
    )
  if (pair.guide.openMatches >= pair.guide.capacity)
    return refuse(
      'guide-full',
      `The guide’s ${pair.guide.capacity} places are held; choose another guide or end a match first.`,
      '/guideId',
    )
  const obstacle = firstObstacle(pair)
  return obstacle === null
    ? null
    : refuse('pair-not-allowed', `This pair is not matched: ${OBSTACLE_TEXTS[obstacle]}.`)
}

/**
 * Whether a pair that holds its place may go on to agreement or first meeting: what was true at the
 * proposal is looked at once more. A guide who paused since keeps the pairs they have.
 */
export function checkStillAllowed(
  guide: GuideFacts,
  refugee: RefugeeFacts,
  today: PlainDate,
): Refusal<'pair-not-allowed'> | null {
  const obstacle = firstObstacle({
    guide: { ...guide, state: 'available', openMatches: guide.openMatches - 1 },
    refugee: { ...refugee, state: 'waiting' },
    exclusions: new Set(),
    today,
  })
  return obstacle === null
    ? null
    : refuse('pair-not-allowed', `The pair cannot go on: ${OBSTACLE_TEXTS[obstacle]}.`)
}
