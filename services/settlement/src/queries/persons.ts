import type { PersonFacts } from '@fotfeste/domain/settlement/person.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { PersonId } from '@fotfeste/domain/values/ids.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import { type Asked, readOnePerson } from '@fotfeste/kit/access-log.ts'
import {
  type Compilable,
  type CompiledQuery,
  type Kysely,
  type RawBuilder,
  type Selectable,
  sql,
} from 'kysely'
import type { Tables } from '../db/tables.gen.ts'

export type AddressProtection = 'none' | 'confidential' | 'strictly-confidential'

/** A person as the service holds one. */
export type HeldPerson = {
  readonly id: PersonId
  readonly version: number
  readonly facts: PersonFacts
  readonly nationalNumber: string | null
  readonly dufNumber: string | null
  readonly addressProtection: AddressProtection
  readonly settledOn: PlainDate | null
  readonly changedAt: string
}

type Row = Selectable<Tables['person']>

const COLUMNS: RawBuilder<unknown> = sql.raw(
  `p.id, p.version, p.address_protection, p.given_name, p.family_name, p.birth_date, p.sex, p.citizenships,
   p.mother_tongue, p.interpreter_language, p.permit_ground, p.permit_granted_on, p.permit_valid_to,
   p.applied_from_abroad, p.arrived_on, p.settled_by_agreement, p.nordic_or_eea_citizen,
   p.reference_person_settled_on, p.unaccompanied_minor, p.national_number, p.duf_number, p.settled_on, p.changed_at`,
)

/** Reads one person and writes the access log, in one statement. */
export function readPerson(db: Kysely<Tables>, asked: Asked, id: PersonId): CompiledQuery {
  const found = sql<Row>`select ${COLUMNS} from t cross join lateral
    (select * from person where tenant = t.tenant and id = ${id}) p`
  return readOnePerson(asked, id, found).compile(db)
}

/** Inserts a person; a known national number breaks `person_national_number`. */
export function insertPerson(trx: Kysely<Tables>, tenant: Tenant, person: HeldPerson): Compilable {
  const { facts } = person
  return trx.insertInto('person').values({
    tenant,
    id: person.id,
    version: person.version,
    protected: person.addressProtection !== 'none',
    address_protection: person.addressProtection,
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
    unaccompanied_minor: facts.unaccompaniedMinor,
    national_number: person.nationalNumber,
    duf_number: person.dufNumber,
    settled_on: person.settledOn,
    changed_at: person.changedAt,
  })
}

/** A row as the domain knows it. */
export function toPerson(row: Row): HeldPerson {
  return {
    id: row.id as PersonId,
    version: row.version,
    facts: {
      givenName: row.given_name,
      familyName: row.family_name,
      birthDate: row.birth_date,
      sex: row.sex as PersonFacts['sex'],
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
      unaccompaniedMinor: row.unaccompanied_minor,
    },
    nationalNumber: row.national_number,
    dufNumber: row.duf_number,
    addressProtection: row.address_protection as AddressProtection,
    settledOn: row.settled_on,
    changedAt: row.changed_at,
  }
}
