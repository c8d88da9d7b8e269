import { type Tenant, tenant as tenantOf } from '@fotfeste/domain/values/tenant.ts'
import { inTransaction, systemView } from '@fotfeste/kit/db.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import type { Tables } from '../db/tables.gen.ts'
import { tenantsWith, type Work } from '../queries/work.ts'

type Walk = {
  readonly kit: Kit<Tables>
  readonly signal: AbortSignal
  /** Which municipalities are walked. */
  readonly work: Work
  /** Municipalities worked on at once. */
  readonly atOnce: number
}

/**
 * Does a job's work for the municipalities that have some until the signal. One municipality's trouble does not
 * hold up the others; the kit logs the first and tries again.
 */
export async function eachTenant(
  { kit, signal, work, atOnce }: Walk,
  workFor: (tenant: Tenant) => Promise<void>,
): Promise<void> {
  const left = (
    await inTransaction<Tables, Tenant[]>(kit.pool, systemView, (trx) => tenantsWith(trx, work))
  ).values()
  const errors: unknown[] = []
  const workOff = async () => {
    for (const tenant of left) {
      if (signal.aborted) return
      await workFor(tenantOf(tenant)).catch((error) => errors.push(error))
    }
  }
  await Promise.all(Array.from({ length: atOnce }, workOff))
  if (errors.length > 0) throw errors[0]
}
