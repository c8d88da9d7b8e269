import type { PersonId } from '@fotfeste/domain/values/ids.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import { here } from '@fotfeste/kit/here.ts'
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'

/** A transaction on payroll's tables. */
export type Trx = Kysely<Tables>

/** Locks a person known from introduction's feed; undefined when there is none that the token may see. */
export function lockPerson(
  trx: Trx,
  personId: PersonId,
): Promise<{ protected: boolean } | undefined> {
  return trx
    .selectFrom('person')
    .select('protected')
    .where('tenant', '=', here)
    .where('person_id', '=', personId)
    .forUpdate()
    .executeTakeFirst()
}

/** A person known from introduction's feed; undefined when there is none that the token may see. */
export function findPerson(
  trx: Trx,
  personId: PersonId,
): Promise<{ protected: boolean } | undefined> {
  return trx
    .selectFrom('person')
    .select('protected')
    .where('tenant', '=', here)
    .where('person_id', '=', personId)
    .executeTakeFirst()
}

/** Adds a person at the first event about them; their protection is what the newest event says. */
export async function upsertPerson(
  trx: Trx,
  tenant: Tenant,
  person: { personId: PersonId; protected: boolean },
): Promise<{ wasProtected: boolean }> {
  const { rows } = await sql<{ was_protected: boolean }>`
    insert into person (tenant, person_id, protected)
    values (${tenant}, ${person.personId}, ${person.protected})
    on conflict (tenant, person_id) do update set protected = person.protected
    returning protected as was_protected`.execute(trx)
  return { wasProtected: rows[0]?.was_protected ?? person.protected }
}
