import type { HouseholdMember } from '@fotfeste/domain/settlement/household.ts'
import type { Id, PersonId } from '@fotfeste/domain/values/ids.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import { exactlyOne } from '@fotfeste/kit/db.ts'
import type { Compilable, Kysely } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'
import { columnsOfFacts, type HeldPerson, selectPersons, toPerson } from './persons.ts'
import { seeingProtected } from './view.ts'

/** The household a person lives in, as consumers of the feed need it. */
export type HouseholdFacts = {
  readonly id: Id<'Household'>
  readonly protected: boolean
  readonly members: readonly Pick<HouseholdMember, 'personId' | 'birthDate' | 'relation'>[]
}

/** Locks the household of a person; the change of a member's protection waits for it. */
async function lockHouseholdOf(trx: Kysely<Tables>, tenant: Tenant, id: PersonId): Promise<void> {
  await trx
    .selectFrom('household')
    .select('id')
    .where('tenant', '=', tenant)
    .where('id', '=', (eb) =>
      eb
        .selectFrom('household_member')
        .select('household_id')
        .where('tenant', '=', tenant)
        .where('person_id', '=', id),
    )
    .forNoKeyUpdate()
    .execute()
}

async function findHouseholdOf(
  trx: Kysely<Tables>,
  tenant: Tenant,
  id: PersonId,
): Promise<HouseholdFacts | null> {
  const rows = await trx
    .selectFrom('household_member as self')
    .innerJoin('household_member as m', (join) =>
      join.onRef('m.tenant', '=', 'self.tenant').onRef('m.household_id', '=', 'self.household_id'),
    )
    .innerJoin('person as p', (join) =>
      join.onRef('p.tenant', '=', 'm.tenant').onRef('p.id', '=', 'm.person_id'),
    )
    .select(['m.household_id', 'm.person_id', 'm.relation', 'm.protected', 'p.birth_date'])
    .where('self.tenant', '=', tenant)
    .where('self.person_id', '=', id)
    .orderBy('m.place')
    .execute()
  const [first] = rows
  if (!first) return null
  return {
    id: first.household_id,
    protected: first.protected,
    members: rows.map((row) => ({
      personId: row.person_id,
      birthDate: row.birth_date,
      relation: row.relation,
    })),
  }
}

/** Locks a person, then reads the person as it is under the lock; null when there is none for this caller. */
export async function lockPerson(
  trx: Kysely<Tables>,
  tenant: Tenant,
  id: PersonId,
): Promise<HeldPerson | null> {
  const locked = trx
    .selectFrom('person')
    .select('id')
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .execute()
  const read = selectPersons(trx, tenant).where('p.id', '=', id).executeTakeFirst()
  const [, row] = await Promise.all([locked, read])
  return row ? toPerson(row) : null
}

/** Reads, under its lock, the household of a locked person, whole, for the feed: also one the caller may not see. */
export const lockHouseholdFacts = (
  trx: Kysely<Tables>,
  tenant: Tenant,
  id: PersonId,
): Promise<HouseholdFacts | null> =>
  seeingProtected(trx, async () => {
    await lockHouseholdOf(trx, tenant, id)
    return findHouseholdOf(trx, tenant, id)
  })

type NumberColumns = { readonly national_number: string | null; readonly duf_number: string | null }

function updatePerson(
  trx: Kysely<Tables>,
  of: { readonly tenant: Tenant; readonly person: HeldPerson },
  columns: ReturnType<typeof columnsOfFacts> | NumberColumns,
): Compilable {
  const { tenant, person } = of
  return exactlyOne(
    trx
      .updateTable('person')
      .set({ ...columns, version: person.version, changed_at: person.changedAt })
      .where('tenant', '=', tenant)
      .where('id', '=', person.id)
      .where('version', '=', person.version - 1),
  ) as Compilable
}

/** Writes the facts of a locked person. */
export const updateFacts = (trx: Kysely<Tables>, tenant: Tenant, person: HeldPerson): Compilable =>
  updatePerson(trx, { tenant, person }, columnsOfFacts(person.facts))

/** Writes the numbers of a locked person; one that another has breaks a unique constraint. */
export const updateNumbers = (
  trx: Kysely<Tables>,
  tenant: Tenant,
  person: HeldPerson,
): Compilable =>
  updatePerson(
    trx,
    { tenant, person },
    { national_number: person.nationalNumber, duf_number: person.dufNumber },
  )
