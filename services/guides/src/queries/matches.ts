import type {
  GuideId,
  MatchId,
  MatchingRunId,
  ReferralId,
} from '@fotfeste/domain/matching/codes.ts'
import type { PastPair } from '@fotfeste/domain/matching/exclusions.ts'
import { type Match, type MatchState, OPEN_STATES } from '@fotfeste/domain/matching/match.ts'
import type { Score, TermScore } from '@fotfeste/domain/matching/score.ts'
import type { PersonId } from '@fotfeste/domain/values/ids.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import { exactlyOne } from '@fotfeste/kit/db.ts'
import type { Kysely, Selectable } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'

/** A match as the service holds one. */
export type HeldMatch = Match & {
  readonly runId: MatchingRunId | null
  readonly score: Score
  readonly scoreVersion: string
  readonly protected: boolean
  readonly version: number
  readonly changedAt: string
}

const selectMatches = (trx: Kysely<Tables>, tenant: Tenant) =>
  trx
    .selectFrom('match')
    .select(['id', 'version', 'run_id', 'guide_id', 'referral_id', 'person_id', 'protected'])
    .select(['state', 'score', 'score_version', 'terms', 'proposed_on', 'guide_accepted_on'])
    .select(['refugee_accepted_on', 'signed_on', 'months', 'weekly_minutes', 'started_on'])
    .select(['ended_on', 'end_reason', 'closed_on', 'declined_by', 'changed_at'])
    .where('tenant', '=', tenant)

type Row = Omit<Selectable<Tables['match']>, 'tenant'>

const toMatch = (row: Row): HeldMatch => ({
  id: row.id,
  version: row.version,
  runId: row.run_id,
  guideId: row.guide_id,
  referralId: row.referral_id,
  personId: row.person_id,
  protected: row.protected,
  state: row.state,
  score: { points: row.score, terms: row.terms as TermScore[] },
  scoreVersion: row.score_version,
  proposedOn: row.proposed_on,
  guideAcceptedOn: row.guide_accepted_on,
  refugeeAcceptedOn: row.refugee_accepted_on,
  agreement:
    row.signed_on !== null && row.months !== null && row.weekly_minutes !== null
      ? { signedOn: row.signed_on, months: row.months, weeklyMinutes: row.weekly_minutes }
      : null,
  startedOn: row.started_on,
  endedOn: row.ended_on,
  endReason: row.end_reason,
  closedOn: row.closed_on,
  declinedBy: row.declined_by,
  changedAt: row.changed_at,
})

/** Reads one match; null when there is none that the caller may see. */
export async function findMatch(
  trx: Kysely<Tables>,
  tenant: Tenant,
  id: MatchId,
): Promise<HeldMatch | null> {
  const row = await selectMatches(trx, tenant).where('id', '=', id).executeTakeFirst()
  return row ? toMatch(row) : null
}

/** Locks a match behind its referral: the order in which every command locks, so that none waits in a ring. */
export async function lockMatch(
  trx: Kysely<Tables>,
  tenant: Tenant,
  id: MatchId,
): Promise<HeldMatch | null> {
  const referral = trx
    .selectFrom('referral')
    .select('id')
    .where('tenant', '=', tenant)
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('match')
        .select('referral_id')
        .where('match.tenant', '=', tenant)
        .where('match.id', '=', id),
    )
    .forUpdate()
    .execute()
  const match = selectMatches(trx, tenant).where('id', '=', id).forUpdate().executeTakeFirst()
  const [, row] = await Promise.all([referral, match])
  return row ? toMatch(row) : null
}

/** Locks the one match of a locked referral that holds its place; null when it has none. */
export async function lockOpenMatch(
  trx: Kysely<Tables>,
  tenant: Tenant,
  referralId: ReferralId,
): Promise<HeldMatch | null> {
  const row = await selectMatches(trx, tenant)
    .where('referral_id', '=', referralId)
    .where('state', 'in', [...OPEN_STATES])
    .forUpdate()
    .executeTakeFirst()
  return row ? toMatch(row) : null
}

/** What these persons' matches came to that must not be, or not yet be, proposed again. */
export async function listPastPairs(
  trx: Kysely<Tables>,
  tenant: Tenant,
  personIds: readonly PersonId[],
): Promise<PastPair[]> {
  const rows = await trx
    .selectFrom('match')
    .select(['guide_id', 'person_id', 'ended_on', 'closed_on'])
    .where('tenant', '=', tenant)
    .where('state', 'in', ['ended', 'declined'])
    .where((eb) => eb('person_id', '=', eb.fn.any(eb.val([...personIds]))))
    .execute()
  return rows.flatMap(({ guide_id: guideId, person_id: personId, ended_on, closed_on }) => {
    const on = ended_on ?? closed_on
    return on === null ? [] : [{ guideId, personId, outcome: ended_on ? 'ended' : 'declined', on }]
  })
}

export type MatchPage = {
  readonly after: string | null
  readonly limit: number
  readonly state: MatchState | null
  readonly guideId: GuideId | null
  readonly referralId: ReferralId | null
  readonly runId: MatchingRunId | null
}

/** Matches in the order of proposal, from behind `after`. */
export async function listMatches(
  trx: Kysely<Tables>,
  tenant: Tenant,
  { after, limit, state, guideId, referralId, runId }: MatchPage,
): Promise<HeldMatch[]> {
  const rows = await selectMatches(trx, tenant)
    .$if(after !== null, (query) => query.where('id', '>', after as MatchId))
    .$if(state !== null, (query) => query.where('state', '=', state))
    .$if(guideId !== null, (query) => query.where('guide_id', '=', guideId))
    .$if(referralId !== null, (query) => query.where('referral_id', '=', referralId))
    .$if(runId !== null, (query) => query.where('run_id', '=', runId))
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(toMatch)
}

/** Moves a locked match to its next state. */
export const updateMatch = (trx: Kysely<Tables>, tenant: Tenant, match: HeldMatch) =>
  exactlyOne(
    trx
      .updateTable('match')
      .set({
        version: match.version,
        state: match.state,
        guide_accepted_on: match.guideAcceptedOn,
        refugee_accepted_on: match.refugeeAcceptedOn,
        signed_on: match.agreement?.signedOn ?? null,
        months: match.agreement?.months ?? null,
        weekly_minutes: match.agreement?.weeklyMinutes ?? null,
        started_on: match.startedOn,
        ended_on: match.endedOn,
        end_reason: match.endReason,
        closed_on: match.closedOn,
        declined_by: match.declinedBy,
        changed_at: match.changedAt,
      })
      .where('tenant', '=', tenant)
      .where('id', '=', match.id),
  )
