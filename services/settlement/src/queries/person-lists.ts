import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { Id, PersonId } from '@fotfeste/domain/values/ids.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import type { Kysely } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'
import type { AddressProtection } from './persons.ts'

export type ListedPerson = {
  readonly personId: PersonId
  readonly givenName: string
  readonly familyName: string
  readonly birthDate: PlainDate
  readonly householdId: Id<'Household'> | null
  readonly settledOn: PlainDate | null
  readonly addressProtection: AddressProtection
  readonly version: number
}

export type PersonPage = {
  readonly after: Id<'Person'>
  readonly limit: number
  readonly householdId: Id<'Household'> | null
  readonly isSettled: boolean | null
}

/** Persons in the order of registration, from behind `after`; never a number. */
export async function listPersons(
  trx: Kysely<Tables>,
  tenant: Tenant,
  page: PersonPage,
): Promise<ListedPerson[]> {
  const rows = await trx
    .selectFrom('person as p')
    .leftJoin('household_member as m', (join) =>
      join.onRef('m.tenant', '=', 'p.tenant').onRef('m.person_id', '=', 'p.id'),
    )
    .select(['p.id', 'p.given_name', 'p.family_name', 'p.birth_date', 'p.settled_on'])
    .select(['p.address_protection', 'p.version', 'm.household_id'])
    .where('p.tenant', '=', tenant)
    .where('p.id', '>', page.after)
    .$if(page.householdId !== null, (query) => query.where('m.household_id', '=', page.householdId))
    .$if(page.isSettled === true, (query) => query.where('p.settled_on', 'is not', null))
    .$if(page.isSettled === false, (query) => query.where('p.settled_on', 'is', null))
    .orderBy('p.id')
    .limit(page.limit)
    .execute()
  return rows.map((row) => ({
    personId: row.id as PersonId,
    givenName: row.given_name,
    familyName: row.family_name,
    birthDate: row.birth_date,
    householdId: row.household_id as Id<'Household'> | null,
    settledOn: row.settled_on,
    addressProtection: row.address_protection as AddressProtection,
    version: row.version,
  }))
}

export type HeldIdentity = {
  readonly personId: PersonId
  readonly nationalNumber: string | null
  readonly dufNumber: string | null
}

/** The numbers of the named persons whom the caller may see. */
export async function readNumbers(
  trx: Kysely<Tables>,
  tenant: Tenant,
  personIds: readonly PersonId[],
): Promise<HeldIdentity[]> {
  const rows = await trx
    .selectFrom('person')
    .select(['id', 'national_number', 'duf_number'])
    .where('tenant', '=', tenant)
    .where((eb) => eb('id', '=', eb.fn.any(eb.val([...personIds]))))
    .execute()
  return rows.map((row) => ({
    personId: row.id as PersonId,
    nationalNumber: row.national_number,
    dufNumber: row.duf_number,
  }))
}

/** The person who has these numbers, of those whom the caller may see; a number left null is not looked at. */
export async function findByNumbers(
  trx: Kysely<Tables>,
  tenant: Tenant,
  numbers: Omit<HeldIdentity, 'personId'>,
): Promise<PersonId | null> {
  const { nationalNumber, dufNumber } = numbers
  const row = await trx
    .selectFrom('person')
    .select('id')
    .where('tenant', '=', tenant)
    .$if(nationalNumber !== null, (query) => query.where('national_number', '=', nationalNumber))
    .$if(dufNumber !== null, (query) => query.where('duf_number', '=', dufNumber))
    .executeTakeFirst()
  return row?.id ?? null
}
