import type { PermitGround } from '@fotfeste/domain/settlement/permit.ts'
import type { SettledGroup } from '@fotfeste/domain/settlement/year.ts'
import { dateOf } from '@fotfeste/domain/values/calendar.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import type { Kysely } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'

/** Counts the persons settled in a year, alike ones together; those the caller may not see are not counted. */
export async function countSettled(
  trx: Kysely<Tables>,
  tenant: Tenant,
  year: number,
): Promise<SettledGroup[]> {
  const rows = await trx
    .selectFrom('person')
    .select(['permit_ground', 'settled_by_agreement', 'unaccompanied_minor'])
    .select((eb) => eb.fn.countAll<number>().as('persons'))
    .where('tenant', '=', tenant)
    .where('settled_on', '>=', dateOf(year, 1, 1))
    .where('settled_on', '<=', dateOf(year, 12, 31))
    .groupBy(['permit_ground', 'settled_by_agreement', 'unaccompanied_minor'])
    .execute()
  return rows.map((row) => ({
    ground: row.permit_ground as PermitGround,
    byAgreement: row.settled_by_agreement,
    unaccompaniedMinor: row.unaccompanied_minor,
    persons: row.persons,
  }))
}
