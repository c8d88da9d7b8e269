import type { Registrations } from '@fotfeste/domain/rates/base-amount.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { Id } from '@fotfeste/domain/values/ids.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import { type Compilable, type Kysely, sql } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'

export type Registration = {
  readonly year: number
  readonly version: number
  readonly registeredOn: PlainDate | null
}

/** The newest entry of each year. */
export async function listRegistrations(trx: Kysely<Tables>): Promise<Registration[]> {
  const rows = await trx
    .selectFrom('base_amount_registration')
    .distinctOn('year')
    .select(['year', 'version', 'registered_on'])
    .orderBy('year')
    .orderBy('version', 'desc')
    .execute()
  return rows.map((row) => ({
    year: row.year,
    version: row.version,
    registeredOn: row.registered_on,
  }))
}

export const toRegistrations = (entries: readonly Registration[]): Registrations =>
  new Map(entries.map(({ year, registeredOn }) => [year, registeredOn]))

/** The first day on which a run that stands used the year's G; null when none did. */
export async function firstUseOf(trx: Kysely<Tables>, year: number): Promise<PlainDate | null> {
  const row = await trx
    .selectFrom('pay_run')
    .select('as_known_on')
    .where('base_amount_year', '>=', year)
    .where('state', '<>', 'cancelled')
    .orderBy('as_known_on')
    .limit(1)
    .executeTakeFirst()
  return row?.as_known_on ?? null
}

/** Keeps an entry; two at once break the key and one is told to read again. */
export function insertRegistration(
  trx: Kysely<Tables>,
  tenant: Tenant,
  entry: Registration & {
    readonly id: Id<'BaseAmountRegistration'>
    readonly enteredBy: string
    readonly enteredOn: PlainDate
  },
): Compilable {
  return trx.insertInto('base_amount_registration').values({
    tenant,
    year: entry.year,
    version: entry.version,
    id: entry.id,
    registered_on: entry.registeredOn,
    entered_by: entry.enteredBy,
    entered_on: entry.enteredOn,
  })
}

/** One entry at a time in a municipality: the numbers of versions follow each other. */
export const lockEntries = (trx: Kysely<Tables>, of: string): Promise<unknown> =>
  sql`select pg_advisory_xact_lock(hashtextextended(${of} || system.current_tenant(), 4209))`.execute(
    trx,
  )
