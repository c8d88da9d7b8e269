import type { HouseholdFact } from '@fotfeste/domain/introduction/household.ts'
import type { ExtensionGround } from '@fotfeste/domain/introduction/programme.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { Id } from '@fotfeste/domain/values/ids.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import { exactlyOne } from '@fotfeste/kit/db.ts'
import { here } from '@fotfeste/kit/here.ts'
import type { Compilable, Kysely } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'
import type { HeldEnrolment } from './enrolments.ts'

/** Who writes, in which tenant, and when. */
export type Written = { readonly tenant: Tenant; readonly by: string; readonly at: string }

/** Inserts a decided programme; a second open one of the person breaks `enrolment_one_open`. */
export function insertEnrolment(
  trx: Kysely<Tables>,
  tenant: Tenant,
  held: HeldEnrolment,
): Compilable {
  return trx.insertInto('enrolment').values({
    tenant,
    id: held.id,
    version: held.version,
    protected: held.protected,
    person_id: held.personId as string as Id<'Participant'>,
    state: held.state,
    regime: held.regime,
    standing: held.standing,
    decided_on: held.decidedOn,
    claimed_on: held.claimedOn,
    case_reference: held.caseReference,
    goal: held.goal,
    completed_upper_secondary: held.completedUpperSecondary,
    youth_departure: held.youthDeparture,
    planned_start: held.plannedStart,
    planned_end: held.plannedEnd,
    rule_months: held.rule.months,
    rule_extension_months: held.rule.extensionMonths,
    rule_is_certain: held.rule.isCertain,
    rule_keys: [...held.rule.ruleKeys],
    rule_law: held.rule.law,
    assessment_keys: [...held.assessment.ruleKeys],
    assessment_law: [...held.assessment.law],
    changed_at: held.changedAt,
  })
}

/** Moves a locked programme to its next version. */
export function updateEnrolment(trx: Kysely<Tables>, held: HeldEnrolment): Compilable {
  return exactlyOne(
    trx
      .updateTable('enrolment')
      .set({
        state: held.state,
        started_on: held.startedOn,
        planned_end: held.plannedEnd,
        ended_on: held.endedOn,
        end_reason: held.endReason,
        end_case_reference: held.endCaseReference,
        version: held.version,
        changed_at: held.changedAt,
      })
      .where('tenant', '=', here)
      .where('id', '=', held.id)
      .where('version', '=', held.version - 1),
  ) as Compilable
}

export type Of<Added> = Written & { readonly enrolmentId: Id<'Enrolment'>; readonly added: Added }

/** Writes the household facts of a day, in place of what the day had. */
export function upsertHousehold(
  trx: Kysely<Tables>,
  { added, ...of }: Of<HouseholdFact>,
): Compilable {
  const facts = {
    lives_with_parent: added.livesWithParent,
    partner_in_programme: added.partnerInProgramme,
    has_children: added.hasChildren,
    registered_by: of.by,
    registered_at: of.at,
  }
  return trx
    .insertInto('household_fact')
    .values({ tenant: of.tenant, enrolment_id: of.enrolmentId, from_day: added.from, ...facts })
    .onConflict((conflict) =>
      conflict.columns(['tenant', 'enrolment_id', 'from_day']).doUpdateSet(facts),
    )
}

export type HeldExtension = {
  readonly id: Id<'Extension'>
  readonly plannedEndBefore: PlainDate
  readonly plannedEnd: PlainDate
  readonly ground: ExtensionGround
  readonly reason: string
  readonly caseReference: string
}

/** Keeps the decision that moved the end. */
export function insertExtension(
  trx: Kysely<Tables>,
  { added, ...of }: Of<HeldExtension>,
): Compilable {
  return trx.insertInto('extension').values({
    tenant: of.tenant,
    id: added.id,
    enrolment_id: of.enrolmentId,
    planned_end_before: added.plannedEndBefore,
    planned_end: added.plannedEnd,
    ground: added.ground,
    reason: added.reason,
    case_reference: added.caseReference,
    registered_by: of.by,
    registered_at: of.at,
  })
}
