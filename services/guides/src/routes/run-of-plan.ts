import type { MatchingRunId } from '@fotfeste/domain/matching/codes.ts'
import {
  type MatchingPlan,
  SOLVER_VERSION,
  UNMATCHED_REASONS,
} from '@fotfeste/domain/matching/plan.ts'
import { newMatch } from '@fotfeste/domain/matching/propose.ts'
import { SCORE_VERSION } from '@fotfeste/domain/matching/score.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { Id } from '@fotfeste/domain/values/ids.ts'
import type { HeldMatch } from '../queries/matches.ts'
import type { HeldRun } from '../queries/matching-runs.ts'

type Made = {
  readonly today: PlainDate
  readonly at: string
  readonly newId: <Kind extends string>() => Id<Kind>
}

const matchesOf = (plan: MatchingPlan, runId: MatchingRunId, { today, at, newId }: Made) =>
  plan.pairs.map(
    ({ guideId, refugee, score }): HeldMatch => ({
      ...newMatch(newId<'Match'>(), { guideId, refugee }, today),
      runId,
      score,
      scoreVersion: SCORE_VERSION,
      protected: false,
      version: 1,
      changedAt: at,
    }),
  )

/** A plan as it is stored and answered: the run, and the matches it proposes. */
export function runOf(
  plan: MatchingPlan,
  made: Made,
): { readonly run: HeldRun; readonly matches: readonly HeldMatch[] } {
  const id = made.newId<'MatchingRun'>()
  const matches = matchesOf(plan, id, made)
  const { guides, slots, referrals, feasiblePairs, certificate, unmatched } = plan
  const counts = UNMATCHED_REASONS.map((reason) => ({
    reason,
    referrals: unmatched.filter((left) => left.reason === reason).length,
  }))
  const run: HeldRun = {
    id,
    version: 1,
    ranOn: made.today,
    scoreVersion: SCORE_VERSION,
    solverVersion: SOLVER_VERSION,
    ...{ guides, slots, referrals, feasiblePairs },
    primal: certificate.primal,
    dual: certificate.dual,
    unmatchedCounts: counts.filter((count) => count.referrals > 0),
    changedAt: made.at,
    proposals: matches.map(({ id: matchId, guideId, referralId, personId, score }) => ({
      ...{ matchId, guideId, referralId, personId },
      score: score.points,
    })),
    unmatched,
  }
  return { run, matches }
}
