import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'

/** Work of a job, as a condition on the municipality `t`; null: it may be anywhere. */
export type Work = RawBuilder<unknown> | null

/** A pay run to calculate. */
export const PAY_RUN_WORK = sql`exists (
  select from pay_run r where r.tenant = t.orgnr and r.state in ('draft', 'waiting'))`

/** A message to write, or booked runs that a message received meanwhile may have reported. */
export const REPORT_WORK = sql`(
  exists (select from report r where r.tenant = t.orgnr and r.state = 'requested')
  or exists (select from pay_run r where r.tenant = t.orgnr and r.state = 'booked'))`

/** A regulation to walk. */
export const REGULATION_WORK = sql`exists (
  select from regulation r where r.tenant = t.orgnr and r.state in ('draft', 'running'))`

/** The municipalities that have the work: one statement under the system's view, however many they are. */
export async function tenantsWith(trx: Kysely<Tables>, work: Work): Promise<Tenant[]> {
  const { rows } = await sql<{ orgnr: Tenant }>`
    select t.orgnr from system.tenant t where t.active and ${work ?? sql`true`} order by t.orgnr`.execute(
    trx,
  )
  return rows.map(({ orgnr }) => orgnr)
}
