import { type Tenant, tenant as tenantOf } from '@fotfeste/domain/values/tenant.ts'
import { inTransaction } from '@fotfeste/kit/db.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import type { Tables } from '../db/tables.gen.ts'
import { listTenants } from '../queries/calculation.ts'

/**
 * Does a job's work for one municipality after the other until the signal. One municipality's trouble does not
 * hold up the others; the kit logs the first and tries again.
 */
export async function eachTenant(
  kit: Kit<Tables>,
  signal: AbortSignal,
  work: (tenant: Tenant) => Promise<void>,
): Promise<void> {
  const view = { tenant: null, seesProtected: false, isSystem: true }
  const tenants = await inTransaction<Tables, Tenant[]>(kit.pool, view, listTenants)
  const errors: unknown[] = []
  for (const tenant of tenants) {
    if (signal.aborted) return
    await work(tenantOf(tenant)).catch((error) => errors.push(error))
  }
  if (errors.length > 0) throw errors[0]
}
