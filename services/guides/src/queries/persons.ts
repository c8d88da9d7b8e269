import type { Gender } from '@fotfeste/domain/matching/codes.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { PersonId } from '@fotfeste/domain/values/ids.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'

/** What is held of a settled person. */
export type KnownPerson = {
  readonly id: PersonId
  readonly birthDate: PlainDate
  readonly gender: Gender
  readonly protected: boolean
  readonly settledOn: PlainDate
}

/**
 * Reads a settled person; null when settlement has not told of one, or the caller may not see them. Held
 * until the end, so that a protection that comes meanwhile finds what is made of the person here.
 */
export async function holdPerson(
  trx: Kysely<Tables>,
  tenant: Tenant,
  id: PersonId,
): Promise<KnownPerson | null> {
  const row = await trx
    .selectFrom('person')
    .select(['id', 'birth_date', 'gender', 'protected', 'settled_on'])
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .forShare()
    .executeTakeFirst()
  if (!row) return null
  const { birth_date: birthDate, settled_on: settledOn, ...rest } = row
  return { ...rest, birthDate, settledOn }
}

/** Takes in a person, or what is newer of one. */
export const keepPerson = (trx: Kysely<Tables>, tenant: Tenant, person: KnownPerson) =>
  trx
    .insertInto('person')
    .values({
      tenant: tenant,
      id: person.id,
      protected: person.protected,
      birth_date: person.birthDate,
      gender: person.gender,
      settled_on: person.settledOn,
    })
    .onConflict((conflict) =>
      conflict.columns(['tenant', 'id']).doUpdateSet((eb) => ({
        protected: eb.ref('excluded.protected'),
        birth_date: eb.ref('excluded.birth_date'),
        gender: eb.ref('excluded.gender'),
        settled_on: eb.ref('excluded.settled_on'),
      })),
    )
    .execute()

/** Corrects the facts of a person; of one never settled here nothing is kept. */
export const correctPerson = (
  trx: Kysely<Tables>,
  tenant: Tenant,
  person: Pick<KnownPerson, 'id' | 'birthDate' | 'gender'>,
) =>
  trx
    .updateTable('person')
    .set({ birth_date: person.birthDate, gender: person.gender })
    .where('tenant', '=', tenant)
    .where('id', '=', person.id)
    .execute()

/** Writes the corrected settlement date. */
export const moveSettledOn = (
  trx: Kysely<Tables>,
  tenant: Tenant,
  { personId, settledOn }: { readonly personId: PersonId; readonly settledOn: PlainDate },
) =>
  trx
    .updateTable('person')
    .set({ settled_on: settledOn })
    .where('tenant', '=', tenant)
    .where('id', '=', personId)
    .execute()

/** Hides or shows everything that is held of a person, and what the feed has told of their matches. */
export const setProtection = (
  trx: Kysely<Tables>,
  tenant: Tenant,
  { id, protected: isProtected }: Pick<KnownPerson, 'id' | 'protected'>,
): Promise<unknown>[] => [
  trx
    .updateTable('person')
    .set({ protected: isProtected })
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .execute(),
  ...(['referral', 'match', 'unmatched_referral'] as const).map((table) =>
    trx
      .updateTable(table)
      .set({ protected: isProtected })
      .where('tenant', '=', tenant)
      .where('person_id', '=', id)
      .execute(),
  ),
  sql`update system.feed f set protected = ${isProtected} from match m
    where m.tenant = ${tenant} and m.person_id = ${id} and f.tenant = m.tenant and f.subject = m.id`.execute(
    trx,
  ),
]
