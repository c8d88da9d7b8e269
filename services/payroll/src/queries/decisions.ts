import type { DecisionEffect } from '@fotfeste/domain/stipend/decision-steps.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { Id, PersonId } from '@fotfeste/domain/values/ids.ts'
import type { Month } from '@fotfeste/domain/values/month.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import { here } from '@fotfeste/kit/here.ts'
import type { Compilable, Kysely } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'

/** What was decided on a month's deduction (enkeltvedtak). */
export type Decision = {
  readonly decisionId: Id<'IndividualDecision'>
  readonly personId: PersonId
  readonly month: Month
  readonly effect: DecisionEffect
  readonly decidedOn: PlainDate
  readonly reference: string
  readonly enteredBy: string
  readonly enteredOn: PlainDate
}

/** All entries of a person in order of entry. */
export async function decisionsOfPerson(
  trx: Kysely<Tables>,
  personId: PersonId,
): Promise<Decision[]> {
  const rows = await trx
    .selectFrom('individual_decision')
    .selectAll()
    .where('tenant', '=', here)
    .where('person_id', '=', personId)
    .orderBy('id')
    .execute()
  return rows.map((row) => ({
    decisionId: row.id,
    personId: row.person_id,
    month: row.month,
    effect: row.effect,
    decidedOn: row.decided_on,
    reference: row.reference,
    enteredBy: row.entered_by,
    enteredOn: row.entered_on,
  }))
}

/** Keeps an entry. */
export function insertDecision(
  trx: Kysely<Tables>,
  decision: Decision,
  by: { readonly tenant: Tenant; readonly protected: boolean; readonly at: string },
): Compilable {
  return trx.insertInto('individual_decision').values({
    tenant: by.tenant,
    id: decision.decisionId,
    person_id: decision.personId,
    month: decision.month,
    protected: by.protected,
    effect: decision.effect,
    decided_on: decision.decidedOn,
    reference: decision.reference,
    entered_by: decision.enteredBy,
    entered_on: decision.enteredOn,
    entered_at: by.at,
  })
}
