import type { CaseState, CaseStatus } from '@fotfeste/domain/settlement/case.ts'
import type { Relation } from '@fotfeste/domain/settlement/household.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { Id, PersonId } from '@fotfeste/domain/values/ids.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import { exactlyOne } from '@fotfeste/kit/db.ts'
import type { Compilable, Kysely } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Tables } from '../db/tables.gen.ts'
import { instantOf } from './instant.ts'

export type DeclineReason =
  | 'number-reached'
  | 'no-housing'
  | 'no-services'
  | 'withdrawn-by-imdi'
  | 'other'
export type Dwelling =
  | 'municipal'
  | 'private-rental'
  | 'found-by-refugee'
  | 'shared-housing'
  | 'foster-home'
  | 'with-relatives'
  | 'host-family'
  | 'other'

export type CaseMember = {
  readonly personId: PersonId
  readonly relation: Relation
  readonly settledOn: PlainDate | null
}

/** A settlement date that was corrected, and why. */
export type HeldCorrection = {
  readonly personId: PersonId
  readonly settledOnBefore: PlainDate
  readonly settledOn: PlainDate
  readonly reason: string
  readonly correctedBy: string
  readonly correctedAt: string
}

/** A settlement case as the service holds one. */
export type HeldCase = CaseState & {
  readonly id: Id<'SettlementCase'>
  readonly householdId: Id<'Household'>
  readonly version: number
  readonly reference: string
  readonly declineReason: DeclineReason | null
  readonly dwelling: Dwelling | null
  readonly members: readonly CaseMember[]
  readonly corrections: readonly HeldCorrection[]
  readonly protected: boolean
  readonly changedAt: string
}

function selectCases(trx: Kysely<Tables>, tenant: Tenant) {
  return trx
    .selectFrom('settlement_case as c')
    .where('c.tenant', '=', tenant)
    .select(['c.id', 'c.household_id', 'c.status', 'c.proposed_on', 'c.reference', 'c.answered_on'])
    .select(['c.decline_reason', 'c.housing_found_on', 'c.dwelling', 'c.protected', 'c.version'])
    .select('c.changed_at')
    .select((eb) =>
      jsonArrayFrom(
        eb
          .selectFrom('settlement_case_member as m')
          .innerJoin('person as p', (join) =>
            join.onRef('p.tenant', '=', 'm.tenant').onRef('p.id', '=', 'm.person_id'),
          )
          .select(['m.person_id', 'm.relation', 'p.settled_on'])
          .whereRef('m.tenant', '=', 'c.tenant')
          .whereRef('m.case_id', '=', 'c.id')
          .orderBy('m.place')
          .orderBy('m.person_id'),
      ).as('members'),
    )
    .select((eb) =>
      jsonArrayFrom(
        eb
          .selectFrom('settlement_correction as k')
          .select(['k.person_id as personId', 'k.settled_on_before as settledOnBefore'])
          .select(['k.settled_on as settledOn', 'k.reason', 'k.corrected_by as correctedBy'])
          .select(instantOf('k.corrected_at').as('correctedAt'))
          .whereRef('k.tenant', '=', 'c.tenant')
          .whereRef('k.case_id', '=', 'c.id')
          .orderBy('k.version'),
      ).as('corrections'),
    )
}
type Row = Awaited<ReturnType<ReturnType<typeof selectCases>['execute']>>[number]

function toCase(row: Row): HeldCase {
  return {
    id: row.id as Id<'SettlementCase'>,
    householdId: row.household_id as Id<'Household'>,
    status: row.status as CaseStatus,
    proposedOn: row.proposed_on,
    reference: row.reference,
    answeredOn: row.answered_on,
    declineReason: row.decline_reason as DeclineReason | null,
    housingFoundOn: row.housing_found_on,
    dwelling: row.dwelling as Dwelling | null,
    protected: row.protected,
    corrections: row.corrections.map(({ personId, ...correction }) => ({
      ...correction,
      personId: personId as PersonId,
    })),
    members: row.members.map((member) => ({
      personId: member.person_id as PersonId,
      relation: member.relation as Relation,
      settledOn: member.settled_on,
    })),
    version: row.version,
    changedAt: row.changed_at,
  }
}

/** Reads one case; null when there is none. */
export async function findCase(
  trx: Kysely<Tables>,
  tenant: Tenant,
  id: Id<'SettlementCase'>,
): Promise<HeldCase | null> {
  const row = await selectCases(trx, tenant).where('c.id', '=', id).executeTakeFirst()
  return row ? toCase(row) : null
}

/** Locks a case, then reads it as it is under the lock: two statements, one trip. */
export async function lockCase(
  trx: Kysely<Tables>,
  tenant: Tenant,
  id: Id<'SettlementCase'>,
): Promise<HeldCase | null> {
  const locked = trx
    .selectFrom('settlement_case')
    .select('id')
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .execute()
  const [, found] = await Promise.all([locked, findCase(trx, tenant, id)])
  return found
}

/** True while the household has a case that is neither declined nor settled. */
export async function hasOpenCase(
  trx: Kysely<Tables>,
  tenant: Tenant,
  householdId: Id<'Household'>,
): Promise<boolean> {
  const open = await trx
    .selectFrom('settlement_case')
    .select('id')
    .where('tenant', '=', tenant)
    .where('household_id', '=', householdId)
    .where('status', 'in', ['proposed', 'accepted', 'housing-found'])
    .executeTakeFirst()
  return open !== undefined
}

export type CasePage = {
  readonly after: Id<'SettlementCase'>
  readonly limit: number
  readonly status: CaseStatus | null
  readonly householdId: Id<'Household'> | null
}

/** Cases in the order of registration, from behind `after`. */
export async function listCases(
  trx: Kysely<Tables>,
  tenant: Tenant,
  page: CasePage,
): Promise<HeldCase[]> {
  const rows = await selectCases(trx, tenant)
    .where('c.id', '>', page.after)
    .$if(page.status !== null, (query) => query.where('c.status', '=', page.status))
    .$if(page.householdId !== null, (query) => query.where('c.household_id', '=', page.householdId))
    .orderBy('c.id')
    .limit(page.limit)
    .execute()
  return rows.map(toCase)
}

/** Inserts a proposed case with those it is to settle; a second open one breaks `settlement_case_one_open`. */
export function insertCase(trx: Kysely<Tables>, tenant: Tenant, held: HeldCase): Compilable[] {
  return [
    trx.insertInto('settlement_case').values({
      tenant,
      id: held.id,
      household_id: held.householdId,
      status: held.status,
      proposed_on: held.proposedOn,
      reference: held.reference,
      protected: held.protected,
      version: held.version,
      changed_at: held.changedAt,
    }),
    trx.insertInto('settlement_case_member').values(
      held.members.map(({ personId, relation }, at) => ({
        tenant,
        case_id: held.id,
        person_id: personId,
        relation,
        place: at + 1,
        protected: held.protected,
      })),
    ),
  ]
}

/** Moves a locked case to its next state. */
export function updateCase(trx: Kysely<Tables>, tenant: Tenant, held: HeldCase): Compilable {
  return exactlyOne(
    trx
      .updateTable('settlement_case')
      .set({
        status: held.status,
        answered_on: held.answeredOn,
        decline_reason: held.declineReason,
        housing_found_on: held.housingFoundOn,
        dwelling: held.dwelling,
        version: held.version,
        changed_at: held.changedAt,
      })
      .where('tenant', '=', tenant)
      .where('id', '=', held.id)
      .where('version', '=', held.version - 1),
  ) as Compilable
}
