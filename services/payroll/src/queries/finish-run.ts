import type { PayRunState } from '@fotfeste/domain/stipend/pay-run.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import { here } from '@fotfeste/kit/here.ts'
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'
import { digestOfRun } from './digest.ts'
import type { PayRunId } from './pay-runs.ts'
import { keepOwnMove } from './run-events.ts'

/** The run is calculated: it can be approved, by the digest of what it would pay. */
export async function finishRun(
  trx: Kysely<Tables>,
  id: PayRunId,
  today: PlainDate,
): Promise<void> {
  const before = await trx
    .updateTable('pay_run')
    .set({ calculated_at: sql<string>`clock_timestamp()` })
    .where('tenant', '=', here)
    .where('id', '=', id)
    .returning('state')
    .executeTakeFirstOrThrow()
  const { digest, repayments, repaidOre } = await digestOfRun(trx, id)
  const from = before.state as PayRunState
  await Promise.all([
    trx
      .updateTable('pay_run')
      .set({ state: 'calculated', reason: null, calculated_on: today, version: sql`version + 1` })
      .set({ digest, repayments, repaid_ore: repaidOre })
      .where('tenant', '=', here)
      .where('id', '=', id)
      .execute(),
    keepOwnMove(trx, id, { move: 'calculate', from, to: 'calculated', on: today, why: null }),
  ])
}
