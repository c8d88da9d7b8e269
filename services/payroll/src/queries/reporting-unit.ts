import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import { here } from '@fotfeste/kit/here.ts'
import type { Compilable, Kysely } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'

/** The newest business unit that was registered. */
export function findReportingUnit(
  trx: Kysely<Tables>,
): Promise<{ unit: Tenant; version: number } | undefined> {
  return trx
    .selectFrom('reporting_unit')
    .select(['unit', 'version'])
    .where('tenant', '=', here)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** Keeps a new entry. */
export const insertReportingUnit = (
  trx: Kysely<Tables>,
  tenant: Tenant,
  entry: {
    readonly unit: Tenant
    readonly version: number
    readonly enteredBy: string
    readonly enteredOn: PlainDate
  },
): Compilable =>
  trx.insertInto('reporting_unit').values({
    ...{ tenant, version: entry.version, unit: entry.unit },
    ...{ entered_by: entry.enteredBy, entered_on: entry.enteredOn },
  })
