import type {
  GuideId,
  MatchId,
  MatchingRunId,
  ReferralId,
} from '@fotfeste/domain/matching/codes.ts'
import type { BlockedCount, Unmatched, UnmatchedReason } from '@fotfeste/domain/matching/plan.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { PersonId } from '@fotfeste/domain/values/ids.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import { type Compilable, type Kysely, type RawBuilder, sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Tables } from '../db/tables.gen.ts'
import type { HeldMatch } from './matches.ts'

export type RunSummary = {
  readonly id: MatchingRunId
  readonly version: number
  readonly ranOn: PlainDate
  readonly scoreVersion: string
  readonly solverVersion: string
  readonly guides: number
  readonly slots: number
  readonly referrals: number
  readonly feasiblePairs: number
  readonly primal: number
  readonly dual: number
  readonly unmatchedCounts: readonly {
    readonly reason: UnmatchedReason
    readonly referrals: number
  }[]
  readonly changedAt: string
}

export type HeldRun = RunSummary & {
  readonly proposals: readonly {
    readonly matchId: MatchId
    readonly guideId: GuideId
    readonly referralId: ReferralId
    readonly personId: PersonId
    readonly score: number
  }[]
  readonly unmatched: readonly Unmatched[]
}

const selectRuns = (trx: Kysely<Tables>, tenant: Tenant) =>
  trx
    .selectFrom('matching_run as r')
    .select(['r.id', 'r.version', 'r.ran_on', 'r.score_version', 'r.solver_version', 'r.guides'])
    .select(['r.slots', 'r.referrals', 'r.feasible_pairs', 'r.primal_total', 'r.dual_total'])
    .select('r.changed_at')
    .select((eb) =>
      jsonArrayFrom(
        eb
          .selectFrom('unmatched_referral as u')
          .select((of) => ['u.reason', of.fn.countAll<number>().as('referrals')])
          .whereRef('u.tenant', '=', 'r.tenant')
          .whereRef('u.run_id', '=', 'r.id')
          .groupBy('u.reason')
          .orderBy('u.reason'),
      ).as('unmatched_counts'),
    )
    .where('r.tenant', '=', tenant)

type Row = Awaited<ReturnType<ReturnType<typeof selectRuns>['execute']>>[number]

const toSummary = (row: Row): RunSummary => ({
  id: row.id,
  version: row.version,
  ranOn: row.ran_on,
  scoreVersion: row.score_version,
  solverVersion: row.solver_version,
  guides: row.guides,
  slots: row.slots,
  referrals: row.referrals,
  feasiblePairs: row.feasible_pairs,
  primal: row.primal_total,
  dual: row.dual_total,
  unmatchedCounts: row.unmatched_counts,
  changedAt: row.changed_at,
})

/** Reads one run with its proposals and those it left; persons the caller may not see are in neither. */
export async function findRun(
  trx: Kysely<Tables>,
  tenant: Tenant,
  id: MatchingRunId,
): Promise<HeldRun | null> {
  const [row, proposals, unmatched] = await Promise.all([
    selectRuns(trx, tenant).where('r.id', '=', id).executeTakeFirst(),
    trx
      .selectFrom('match')
      .select(['id as matchId', 'guide_id as guideId', 'referral_id as referralId'])
      .select(['person_id as personId', 'score'])
      .where('tenant', '=', tenant)
      .where('run_id', '=', id)
      .orderBy('referral_id')
      .execute(),
    trx
      .selectFrom('unmatched_referral')
      .select(['referral_id', 'person_id', 'reason', 'blocked'])
      .where('tenant', '=', tenant)
      .where('run_id', '=', id)
      .orderBy('referral_id')
      .execute(),
  ])
  if (!row) return null
  const left = unmatched.map(({ referral_id, person_id, reason, blocked }) => ({
    referralId: referral_id,
    personId: person_id,
    reason,
    blocked: blocked as BlockedCount[],
  }))
  return { ...toSummary(row), proposals, unmatched: left }
}

/** Runs in the order in which they were made, from behind `after`. */
export async function listRuns(
  trx: Kysely<Tables>,
  tenant: Tenant,
  { after, limit }: { readonly after: string | null; readonly limit: number },
): Promise<RunSummary[]> {
  const rows = await selectRuns(trx, tenant)
    .$if(after !== null, (query) => query.where('r.id', '>', after as MatchingRunId))
    .orderBy('r.id')
    .limit(limit)
    .execute()
  return rows.map(toSummary)
}

export const insertRun = (trx: Kysely<Tables>, tenant: Tenant, run: RunSummary) =>
  trx.insertInto('matching_run').values({
    tenant,
    id: run.id,
    version: run.version,
    ran_on: run.ranOn,
    score_version: run.scoreVersion,
    solver_version: run.solverVersion,
    guides: run.guides,
    slots: run.slots,
    referrals: run.referrals,
    feasible_pairs: run.feasiblePairs,
    primal_total: run.primal,
    dual_total: run.dual,
    changed_at: run.changedAt,
  })

const written = (trx: Kysely<Tables>, raw: RawBuilder<unknown>): Compilable => ({
  compile: () => raw.compile(trx),
})

/** Inserts what a run left, all in one statement. */
export function insertUnmatched(
  trx: Kysely<Tables>,
  tenant: Tenant,
  { runId, left }: { readonly runId: MatchingRunId; readonly left: readonly Unmatched[] },
): Compilable {
  return written(
    trx,
    sql`insert into unmatched_referral (tenant, run_id, referral_id, person_id, protected, reason, blocked)
      select ${tenant}, ${runId}, "referralId", "personId", false, reason, blocked
      from jsonb_to_recordset(${JSON.stringify(left)}::jsonb)
        as u("referralId" uuid, "personId" uuid, reason text, blocked jsonb)`,
  )
}

/** Inserts proposed matches, all in one statement; a refugee who has an open one breaks `match_one_open`. */
export function insertMatches(
  trx: Kysely<Tables>,
  tenant: Tenant,
  matches: readonly HeldMatch[],
): Compilable {
  const rows = matches.map(({ score, ...match }) => ({
    ...match,
    points: score.points,
    terms: score.terms,
  }))
  return written(
    trx,
    sql`insert into match (tenant, id, version, run_id, guide_id, referral_id, person_id, protected, state,
        score, score_version, terms, proposed_on, changed_at)
      select ${tenant}, id, version, "runId", "guideId", "referralId", "personId", protected, state,
        points, "scoreVersion", terms, "proposedOn", "changedAt"
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as m(id uuid, version int, "runId" uuid,
        "guideId" uuid, "referralId" uuid, "personId" uuid, protected boolean, state text, points int,
        "scoreVersion" text, terms jsonb, "proposedOn" date, "changedAt" timestamptz)`,
  )
}
