import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import { sql } from 'kysely'

/**
 * The tenant of the transaction, stable within a statement: unlike the row policy's function it can
 * open an index. The policy still judges every row. Not for a statement that sets the tenant itself.
 */
export const here = sql<Tenant>`current_setting('app.tenant')`
