import type { HouseholdMember } from '@fotfeste/domain/settlement/household.ts'
import type { Id, PersonId } from '@fotfeste/domain/values/ids.ts'
import { exactlyOne } from '@fotfeste/kit/db.ts'
import type { Compilable, Kysely } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'
import { columnsOfFacts, type HeldPerson, selectPersons, toPerson } from './persons.ts'

/** The household a person lives in, as consumers of the feed need it. */
export type HouseholdFacts = {
  readonly id: Id<'Household'>
  readonly protected: boolean
  readonly members: readonly Pick<HouseholdMember, 'personId' | 'birthDate' | 'relation'>[]
}

export type LockedPerson = {
  readonly person: HeldPerson
  readonly household: HouseholdFacts | null
}

async function findHouseholdOf(trx: Kysely<Tables>, id: PersonId): Promise<HouseholdFacts | null> {
  const rows = await trx
    .selectFrom('household_member as self')
    .innerJoin('household_member as m', (join) =>
      join.onRef('m.tenant', '=', 'self.tenant').onRef('m.household_id', '=', 'self.household_id'),
    )
    .innerJoin('person as p', (join) =>
      join.onRef('p.tenant', '=', 'm.tenant').onRef('p.id', '=', 'm.person_id'),
    )
    .select(['m.household_id', 'm.person_id', 'm.relation', 'm.protected', 'p.birth_date'])
    .where('self.person_id', '=', id)
    .orderBy('m.place')
    .execute()
  const [first] = rows
  if (!first) return null
  return {
    id: first.household_id as Id<'Household'>,
    protected: first.protected,
    members: rows.map((row) => ({
      personId: row.person_id as PersonId,
      birthDate: row.birth_date,
      relation: row.relation as HouseholdMember['relation'],
    })),
  }
}

/** Locks a person, then reads person and household as they are under the lock: one trip. */
export async function lockPerson(trx: Kysely<Tables>, id: PersonId): Promise<LockedPerson | null> {
  const locked = trx.selectFrom('person').select('id').where('id', '=', id).forUpdate().execute()
  const read = selectPersons(trx).where('p.id', '=', id).executeTakeFirst()
  const [, row, household] = await Promise.all([locked, read, findHouseholdOf(trx, id)])
  return row ? { person: toPerson(row), household } : null
}

function updatePerson(
  trx: Kysely<Tables>,
  person: HeldPerson,
  columns: Partial<ReturnType<typeof columnsOfFacts>> & {
    readonly national_number?: string | null
    readonly duf_number?: string | null
  },
): Compilable {
  return exactlyOne(
    trx
      .updateTable('person')
      .set({ ...columns, version: person.version, changed_at: person.changedAt })
      .where('id', '=', person.id)
      .where('version', '=', person.version - 1),
  ) as Compilable
}

/** Writes the facts of a locked person. */
export const updateFacts = (trx: Kysely<Tables>, person: HeldPerson): Compilable =>
  updatePerson(trx, person, columnsOfFacts(person.facts))

/** Writes the numbers of a locked person; one that another has breaks a unique constraint. */
export const updateNumbers = (trx: Kysely<Tables>, person: HeldPerson): Compilable =>
  updatePerson(trx, person, {
    national_number: person.nationalNumber,
    duf_number: person.dufNumber,
  })
