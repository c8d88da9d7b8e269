import type { HouseholdMember, Relation } from '@fotfeste/domain/settlement/household.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { Id, PersonId } from '@fotfeste/domain/values/ids.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import { exactlyOne } from '@fotfeste/kit/db.ts'
import { type Compilable, type Kysely, sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Tables } from '../db/tables.gen.ts'

export type HeldHousehold = {
  readonly id: Id<'Household'>
  readonly version: number
  readonly members: readonly { readonly personId: PersonId; readonly relation: Relation }[]
  readonly changedAt: string
}

/** A person as the composition of a household sees one. */
export type Candidate = Omit<HouseholdMember, 'relation'> & {
  readonly isSettled: boolean
  readonly protected: boolean
  readonly householdId: Id<'Household'> | null
}

function selectHouseholds(trx: Kysely<Tables>, tenant: Tenant) {
  return trx
    .selectFrom('household as h')
    .where('h.tenant', '=', tenant)
    .select(['h.id', 'h.version', 'h.changed_at'])
    .select((eb) =>
      jsonArrayFrom(
        eb
          .selectFrom('household_member as m')
          .select(['m.person_id', 'm.relation'])
          .whereRef('m.tenant', '=', 'h.tenant')
          .whereRef('m.household_id', '=', 'h.id')
          .orderBy('m.place'),
      ).as('members'),
    )
}
type Row = Awaited<ReturnType<ReturnType<typeof selectHouseholds>['execute']>>[number]

function toHousehold(row: Row): HeldHousehold {
  return {
    id: row.id as Id<'Household'>,
    version: row.version,
    members: row.members.map(({ person_id, relation }) => ({
      personId: person_id as PersonId,
      relation: relation as Relation,
    })),
    changedAt: row.changed_at,
  }
}

/** Reads one household; null when there is none. */
export async function findHousehold(
  trx: Kysely<Tables>,
  tenant: Tenant,
  id: Id<'Household'>,
): Promise<HeldHousehold | null> {
  const row = await selectHouseholds(trx, tenant).where('h.id', '=', id).executeTakeFirst()
  return row ? toHousehold(row) : null
}

/** Locks a household, then reads it as it is under the lock: two statements, one trip. */
export async function lockHousehold(
  trx: Kysely<Tables>,
  tenant: Tenant,
  id: Id<'Household'>,
): Promise<HeldHousehold | null> {
  const locked = trx
    .selectFrom('household')
    .select('id')
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .execute()
  const [, found] = await Promise.all([locked, findHousehold(trx, tenant, id)])
  return found
}

/** Households in the order of registration, from behind `after`. */
export async function listHouseholds(
  trx: Kysely<Tables>,
  tenant: Tenant,
  page: { readonly after: Id<'Household'>; readonly limit: number },
): Promise<HeldHousehold[]> {
  const rows = await selectHouseholds(trx, tenant)
    .where('h.id', '>', page.after)
    .orderBy('h.id')
    .limit(page.limit)
    .execute()
  return rows.map(toHousehold)
}

/** Locks the named persons, in the order of their ids so that two households do not wait on each other. */
export async function lockCandidates(
  trx: Kysely<Tables>,
  tenant: Tenant,
  personIds: readonly PersonId[],
): Promise<Candidate[]> {
  const rows = await trx
    .selectFrom('person as p')
    .leftJoin('household_member as m', (join) =>
      join.onRef('m.tenant', '=', 'p.tenant').onRef('m.person_id', '=', 'p.id'),
    )
    .select(['p.id', 'p.birth_date', 'p.unaccompanied_minor', 'p.settled_on', 'p.protected'])
    .select('m.household_id')
    .where('p.tenant', '=', tenant)
    .where('p.id', 'in', [...personIds])
    .orderBy('p.id')
    .forNoKeyUpdate('p')
    .execute()
  return rows.map((row) => ({
    personId: row.id as PersonId,
    birthDate: row.birth_date as PlainDate,
    unaccompaniedMinor: row.unaccompanied_minor,
    isSettled: row.settled_on !== null,
    protected: row.protected,
    householdId: row.household_id as Id<'Household'> | null,
  }))
}

type Saved = {
  readonly tenant: Tenant
  readonly household: HeldHousehold
  readonly isProtected: boolean
}

function insertMembers(trx: Kysely<Tables>, { tenant, household, isProtected }: Saved): Compilable {
  const rows = household.members.map(({ personId, relation }, at) => ({
    tenant,
    household_id: household.id,
    person_id: personId,
    relation,
    place: at + 1,
    protected: isProtected,
  }))
  return trx.insertInto('household_member').values(rows)
}

/** Inserts a household; a person who is in another one breaks `household_member_once`. */
export function insertHousehold(trx: Kysely<Tables>, saved: Saved): Compilable[] {
  const { tenant, household, isProtected } = saved
  return [
    trx.insertInto('household').values({
      tenant,
      id: household.id,
      protected: isProtected,
      version: household.version,
      changed_at: household.changedAt,
    }),
    insertMembers(trx, saved),
  ]
}

/** Replaces the members of a locked household. */
export function replaceMembers(trx: Kysely<Tables>, saved: Saved): Compilable[] {
  const { tenant, household, isProtected } = saved
  return [
    exactlyOne(
      trx
        .updateTable('household')
        .set({
          version: household.version,
          changed_at: household.changedAt,
          protected: isProtected,
        })
        .where('tenant', '=', tenant)
        .where('id', '=', household.id)
        .where('version', '=', household.version - 1),
    ) as Compilable,
    trx
      .deleteFrom('household_member')
      .where('tenant', '=', tenant)
      .where('household_id', '=', household.id),
    insertMembers(trx, saved),
  ]
}

/**
 * Names whoever of the household is unsettled on its open case, when there is one, with the relation
 * of now; nobody leaves an open case.
 */
export function bringCaseAlong(trx: Kysely<Tables>, saved: Saved): Compilable {
  const { tenant, household, isProtected } = saved
  const insert = sql`
    insert into settlement_case_member (tenant, case_id, person_id, relation, place, protected)
    select c.tenant, c.id, m.person_id, m.relation, m.place, ${isProtected}
    from settlement_case c
    join household_member m on m.tenant = c.tenant and m.household_id = c.household_id
    join person p on p.tenant = m.tenant and p.id = m.person_id
    where c.tenant = ${tenant} and c.household_id = ${household.id} and c.status in ('proposed', 'accepted', 'housing-found')
      and p.settled_on is null
    on conflict (tenant, case_id, person_id)
      do update set relation = excluded.relation, place = excluded.place`
  return { compile: () => insert.compile(trx) }
}

/** Those of a household who are still to be settled. */
export async function findUnsettled(
  trx: Kysely<Tables>,
  tenant: Tenant,
  householdId: Id<'Household'>,
) {
  const rows = await trx
    .selectFrom('household_member as m')
    .innerJoin('person as p', (join) =>
      join.onRef('p.tenant', '=', 'm.tenant').onRef('p.id', '=', 'm.person_id'),
    )
    .select(['m.person_id', 'm.relation', 'm.protected'])
    .where('m.tenant', '=', tenant)
    .where('m.household_id', '=', householdId)
    .where('p.settled_on', 'is', null)
    .orderBy('m.place')
    .execute()
  return rows.map((row) => ({
    personId: row.person_id as PersonId,
    relation: row.relation as Relation,
    protected: row.protected,
  }))
}
