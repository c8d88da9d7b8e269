import type { Phase, Plan } from '@fotfeste/domain/introduction/plan.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { Id } from '@fotfeste/domain/values/ids.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import { here } from '@fotfeste/kit/here.ts'
import type { Compilable, Kysely } from 'kysely'
import type { PlanTable, Tables } from '../db/tables.gen.ts'

/** A version of a plan as the service holds one. */
export type HeldPlan = Plan & {
  readonly enrolmentId: Id<'Enrolment'>
  readonly norwegianGoal: PlanTable['norwegian_goal']
  readonly madeBy: string
  readonly madeOn: PlainDate
  readonly version: number
  readonly changedAt: string
}

/** Reads the newest version of a plan that the caller may see; null when there is none. */
export async function findPlan(
  trx: Kysely<Tables>,
  enrolmentId: Id<'Enrolment'>,
): Promise<HeldPlan | null> {
  const row = await trx
    .selectFrom('plan as p')
    .innerJoin('enrolment as e', (join) =>
      join.onRef('e.tenant', '=', 'p.tenant').onRef('e.id', '=', 'p.enrolment_id'),
    )
    .selectAll('p')
    .where('p.tenant', '=', here)
    .where('p.enrolment_id', '=', enrolmentId)
    .orderBy('p.version', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!row) return null
  return {
    enrolmentId: row.enrolment_id,
    needsOwnStudy: row.needs_own_study,
    reason: row.reason,
    norwegianGoal: row.norwegian_goal,
    phases: row.phases as readonly Phase[],
    madeBy: row.made_by,
    madeOn: row.made_on,
    version: row.version,
    changedAt: row.changed_at,
  }
}

/** Keeps a new version of a plan. */
export function insertPlan(trx: Kysely<Tables>, tenant: Tenant, plan: HeldPlan): Compilable {
  return trx.insertInto('plan').values({
    tenant,
    enrolment_id: plan.enrolmentId,
    version: plan.version,
    needs_own_study: plan.needsOwnStudy,
    reason: plan.reason,
    norwegian_goal: plan.norwegianGoal,
    phases: JSON.stringify(plan.phases),
    made_by: plan.madeBy,
    made_on: plan.madeOn,
    changed_at: plan.changedAt,
  })
}
