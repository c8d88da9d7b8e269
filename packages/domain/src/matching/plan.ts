import { assert } from '../values/assert.ts'
import type { PlainDate } from '../values/calendar.ts'
import type { PersonId } from '../values/ids.ts'
import type { GuideId, ReferralId } from './codes.ts'
import { exclusionsOf, type PastPair } from './exclusions.ts'
import type { GuideFacts, RefugeeFacts } from './facts.ts'
import { firstObstacle, type Obstacle } from './obstacles.ts'
import { at, type Edge, problemOf } from './problem.ts'
import { type Score, scorePair } from './score.ts'
import { solve } from './solve.ts'
import { type Certificate, verify } from './verify.ts'

/** Named in every run, so that an old one can be computed again. */
export const SOLVER_VERSION = 'shortest-path-1'

/** At most so many guides and so many refugees are looked at in one run, those who have waited longest. */
export const MAX_RUN_GUIDES = 500
export const MAX_RUN_REFERRALS = 500

export type Candidates = {
  readonly guides: readonly GuideFacts[]
  readonly refugees: readonly RefugeeFacts[]
  readonly past: readonly PastPair[]
}

export type PlannedPair = {
  readonly guideId: GuideId
  readonly refugee: RefugeeFacts
  readonly score: Score
}

export type BlockedCount = { readonly obstacle: Obstacle; readonly guides: number }

/** Nobody may be matched with them, or the best total serves others. */
export const UNMATCHED_REASONS = ['no-feasible-guide', 'outcompeted'] as const
export type UnmatchedReason = (typeof UNMATCHED_REASONS)[number]

export type Unmatched = {
  readonly referralId: ReferralId
  readonly personId: PersonId
  readonly reason: UnmatchedReason
  /** How many guides fell at each obstacle, the first that stopped them. */
  readonly blocked: readonly BlockedCount[]
}

export type MatchingPlan = {
  readonly pairs: readonly PlannedPair[]
  readonly unmatched: readonly Unmatched[]
  readonly guides: number
  readonly slots: number
  readonly referrals: number
  readonly feasiblePairs: number
  readonly certificate: Certificate
}

type Row = { readonly refugee: RefugeeFacts; readonly blocked: Map<Obstacle, number> }

const byId = (a: { readonly id: string }, b: { readonly id: string }): number =>
  a.id < b.id ? -1 : 1

/** Judges and scores every guide with every refugee. */
function feasibleEdges(
  guides: readonly GuideFacts[],
  rows: readonly Row[],
  between: { readonly exclusions: ReadonlySet<string>; readonly today: PlainDate },
): Edge[] {
  return guides.flatMap((guide, guideAt) =>
    rows.flatMap(({ refugee, blocked }, refugeeAt) => {
      const obstacle = firstObstacle({ guide, refugee, ...between })
      if (obstacle === null)
        return { guide: guideAt, refugee: refugeeAt, weight: scorePair(guide, refugee).points }
      blocked.set(obstacle, (blocked.get(obstacle) ?? 0) + 1)
      return []
    }),
  )
}

function unmatchedOf({ refugee, blocked }: Row, nGuides: number): Unmatched {
  const counts = [...blocked].map(([obstacle, guides]) => ({ obstacle, guides }))
  const stopped = counts.reduce((total, { guides }) => total + guides, 0)
  return {
    referralId: refugee.id,
    personId: refugee.personId,
    reason: stopped === nGuides ? 'no-feasible-guide' : 'outcompeted',
    blocked: counts.toSorted((a, b) => b.guides - a.guides || (a.obstacle < b.obstacle ? -1 : 1)),
  }
}

/**
 * Matches refugees with guides for the best total score over all allowed pairs (S40): exact, proven by
 * its certificate, and the same whatever order the candidates come in. Protected persons are left out
 * altogether, of the counts too; a pair that ended is never proposed again.
 */
export function planMatches(candidates: Candidates, today: PlainDate): MatchingPlan {
  const guides = candidates.guides.toSorted(byId)
  const refugees = candidates.refugees.filter((refugee) => !refugee.protected).toSorted(byId)
  const rows: Row[] = refugees.map((refugee) => ({ refugee, blocked: new Map() }))
  const exclusions = exclusionsOf(candidates.past, today)
  const edges = feasibleEdges(guides, rows, { exclusions, today })
  const capacities = guides.map((guide) => Math.max(0, guide.capacity - guide.openMatches))
  const problem = problemOf(capacities, refugees.length, edges)
  const solution = solve(problem)
  const certificate = verify(problem, solution)
  assert(certificate.ok, 'a matching run is proven to be the best before anyone sees it')
  const served = new Map<number, number>()
  for (const [slot, held] of solution.slotRefugee.entries())
    served.set(held, at(problem.slotGuide, slot))
  const pairs = rows.flatMap(({ refugee }, index) => {
    const guide = guides[served.get(index) ?? -1]
    return guide ? [{ guideId: guide.id, refugee, score: scorePair(guide, refugee) }] : []
  })
  return {
    pairs,
    unmatched: rows
      .filter((_, index) => !served.has(index))
      .map((row) => unmatchedOf(row, guides.length)),
    guides: guides.length,
    slots: problem.slotGuide.length,
    referrals: refugees.length,
    feasiblePairs: edges.length,
    certificate,
  }
}
