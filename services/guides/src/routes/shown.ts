import type { Profile, Wishes } from '@fotfeste/domain/matching/facts.ts'
import { plannedEndOf } from '@fotfeste/domain/matching/match.ts'
import { refuse } from '@fotfeste/domain/values/refusal.ts'
import type { HeldGuide } from '../queries/guides.ts'
import type { HeldMatch } from '../queries/matches.ts'
import type { HeldRun, RunSummary } from '../queries/matching-runs.ts'
import type { HeldReferral } from '../queries/referrals.ts'

export const nothing = refuse(
  'not-found',
  'There is nothing under this id that your token may see: check the id and the municipality.',
)

const shownProfile = (profile: Profile) => ({
  ...profile,
  languages: [...profile.languages],
  interests: [...profile.interests],
  availability: [...profile.availability],
})
const shownWishes = (wishes: Wishes) => ({ ...wishes, dealBreakers: [...wishes.dealBreakers] })

export function shownGuide(guide: HeldGuide) {
  const { id: guideId, profile, knowsTrades, traits, ...rest } = guide
  const lists = { knowsTrades: [...knowsTrades], traits: [...traits] }
  return { guideId, ...rest, ...lists, profile: shownProfile(profile) }
}

export const shownReferral = (referral: HeldReferral) => ({
  referralId: referral.id,
  personId: referral.personId,
  state: referral.state,
  consentGivenOn: referral.consentGivenOn,
  guardianConsentOn: referral.guardianConsentOn,
  withdrawnOn: referral.withdrawnOn,
  profile: shownProfile(referral.profile),
  wishes: shownWishes(referral.wishes),
  version: referral.version,
  changedAt: referral.changedAt,
})

export function shownMatch(match: HeldMatch) {
  const { id: matchId, score, protected: _protected, ...rest } = match
  const told = { score: score.points, terms: [...score.terms], plannedEndOn: plannedEndOf(match) }
  return { matchId, ...rest, ...told }
}

export function shownSummary(run: RunSummary) {
  const { id: runId, primal, dual, unmatchedCounts, ...rest } = run
  const certificate = { ok: primal === dual, primal, dual }
  return { runId, ...rest, total: primal, certificate, unmatchedCounts: [...unmatchedCounts] }
}

export function shownRun({ proposals, unmatched, ...summary }: HeldRun) {
  return {
    ...shownSummary(summary),
    proposals: proposals.map(({ personId: _personId, ...proposal }) => proposal),
    unmatched: unmatched.map(({ referralId, reason, blocked }) => ({
      referralId,
      reason,
      blocked: [...blocked],
    })),
  }
}

/** Everyone whose facts a run tells something of. */
export const personsOf = (run: HeldRun): string[] =>
  [...run.proposals, ...run.unmatched].map(({ personId }) => personId)
