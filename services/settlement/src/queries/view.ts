import { type Kysely, sql } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'

/** From here on the transaction sees protected persons. */
export const seeProtected = sql`select set_config('app.protected', 'on', true)`

const keepView = sql`
  select set_config('app.protected_before', current_setting('app.protected'), true)`
const restoreView = sql`
  select set_config('app.protected', current_setting('app.protected_before'), true)`

/**
 * Reads with protected persons in sight, whoever asks: for what goes into the feed, never for an answer.
 * Step by step, not in one trip, since what a statement sees depends on the one before it.
 */
export async function seeingProtected<Read>(
  trx: Kysely<Tables>,
  read: () => Promise<Read>,
): Promise<Read> {
  await keepView.execute(trx)
  await seeProtected.execute(trx)
  const found = await read()
  await restoreView.execute(trx)
  return found
}
