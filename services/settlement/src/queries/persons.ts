import type { PersonFacts } from '@fotfeste/domain/settlement/person.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { Id, PersonId } from '@fotfeste/domain/values/ids.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import { type Asked, readOnePerson } from '@fotfeste/kit/access-log.ts'
import { type Compilable, type CompiledQuery, type Kysely, type Selectable, sql } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'

export type AddressProtection = Tables['person']['address_protection']

/** A person as the service holds one. */
export type HeldPerson = {
  readonly id: PersonId
  readonly version: number
  readonly facts: PersonFacts
  readonly nationalNumber: string | null
  readonly dufNumber: string | null
  readonly addressProtection: AddressProtection
  readonly settledOn: PlainDate | null
  /** Null without a household, and for a caller who may not see the household. */
  readonly householdId: Id<'Household'> | null
  readonly changedAt: string
}

/** What a read of a person selects from `person p` and its row of `household_member m`. */
const COLUMNS = [
  'p.id',
  'p.version',
  'p.address_protection',
  'p.given_name',
  'p.family_name',
  'p.birth_date',
  'p.sex',
  'p.citizenships',
  'p.mother_tongue',
  'p.interpreter_language',
  'p.permit_ground',
  'p.permit_granted_on',
  'p.permit_valid_to',
  'p.applied_from_abroad',
  'p.arrived_on',
  'p.settled_by_agreement',
  'p.nordic_or_eea_citizen',
  'p.reference_person_settled_on',
  'p.permit_applied_on',
  'p.unaccompanied_minor',
  'p.national_number',
  'p.duf_number',
  'p.settled_on',
  'p.changed_at',
  'm.household_id',
] as const
type Column = (typeof COLUMNS)[number]
type FieldOf<C extends Column> = C extends `${string}.${infer Field}` ? Field : never
/** A row of a person, with the household where the caller may see it. */
export type PersonRow = Pick<
  Selectable<Tables['person']>,
  Exclude<FieldOf<Column>, 'household_id'>
> & { readonly household_id: Id<'Household'> | null }

/**
 * Reads one person and writes the access log, in one statement. `offset 0` keeps each subquery whole, so
 * that it can only run behind `t`, which sets the tenant: flattened, a plan might read a table first.
 */
export function readPerson(db: Kysely<Tables>, asked: Asked, id: PersonId): CompiledQuery {
  const found = sql<PersonRow>`select ${sql.raw(COLUMNS.join(', '))} from t
    cross join lateral (select * from person where tenant = t.tenant and id = ${id} offset 0) p
    left join lateral (
      select household_id from household_member where tenant = t.tenant and person_id = p.id offset 0
    ) m on true`
  return readOnePerson(asked, id, found).compile(db)
}

/** Persons with their households, for reads within a transaction. */
export const selectPersons = (trx: Kysely<Tables>, tenant: Tenant) =>
  trx
    .selectFrom('person as p')
    .leftJoin('household_member as m', (join) =>
      join.onRef('m.tenant', '=', 'p.tenant').onRef('m.person_id', '=', 'p.id'),
    )
    .select([...COLUMNS])
    .where('p.tenant', '=', tenant)

/** The columns of a person's facts. */
export const columnsOfFacts = (facts: PersonFacts) => ({
  given_name: facts.givenName,
  family_name: facts.familyName,
  birth_date: facts.birthDate,
  sex: facts.sex,
  citizenships: [...facts.citizenships],
  mother_tongue: facts.motherTongue,
  interpreter_language: facts.interpreterLanguage,
  permit_ground: facts.permit?.ground ?? null,
  permit_granted_on: facts.permit?.grantedOn ?? null,
  permit_valid_to: facts.permit?.validTo ?? null,
  applied_from_abroad: facts.appliedFromAbroad,
  arrived_on: facts.arrivedOn,
  settled_by_agreement: facts.settledByAgreement,
  nordic_or_eea_citizen: facts.nordicOrEeaCitizen,
  reference_person_settled_on: facts.referencePersonSettledOn,
  permit_applied_on: facts.permitAppliedOn,
  unaccompanied_minor: facts.unaccompaniedMinor,
})

/** Inserts a person; a number that another has breaks `person_national_number` or `person_duf_number`. */
export function insertPerson(trx: Kysely<Tables>, tenant: Tenant, person: HeldPerson): Compilable {
  return trx.insertInto('person').values({
    tenant,
    id: person.id,
    version: person.version,
    protected: person.addressProtection !== 'none',
    address_protection: person.addressProtection,
    ...columnsOfFacts(person.facts),
    national_number: person.nationalNumber,
    duf_number: person.dufNumber,
    settled_on: person.settledOn,
    changed_at: person.changedAt,
  })
}

/** A row as the domain knows it. */
export function toPerson(row: PersonRow): HeldPerson {
  return {
    id: row.id,
    version: row.version,
    facts: {
      givenName: row.given_name,
      familyName: row.family_name,
      birthDate: row.birth_date,
      sex: row.sex,
      citizenships: row.citizenships,
      motherTongue: row.mother_tongue,
      interpreterLanguage: row.interpreter_language,
      permit:
        row.permit_ground && row.permit_granted_on
          ? {
              ground: row.permit_ground as NonNullable<PersonFacts['permit']>['ground'],
              grantedOn: row.permit_granted_on,
              validTo: row.permit_valid_to,
            }
          : null,
      appliedFromAbroad: row.applied_from_abroad,
      arrivedOn: row.arrived_on,
      settledByAgreement: row.settled_by_agreement,
      nordicOrEeaCitizen: row.nordic_or_eea_citizen,
      referencePersonSettledOn: row.reference_person_settled_on,
      permitAppliedOn: row.permit_applied_on,
      unaccompaniedMinor: row.unaccompanied_minor,
    },
    nationalNumber: row.national_number,
    dufNumber: row.duf_number,
    addressProtection: row.address_protection,
    settledOn: row.settled_on,
    householdId: row.household_id,
    changedAt: row.changed_at,
  }
}
