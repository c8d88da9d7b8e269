import type { PayRunState } from '@fotfeste/domain/stipend/pay-run.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { PersonId } from '@fotfeste/domain/values/ids.ts'
import type { Month } from '@fotfeste/domain/values/month.ts'
import { here } from '@fotfeste/kit/here.ts'
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'
import type { Registration } from './base-amounts.ts'
import type { PayRunId } from './pay-runs.ts'
import type { HeldSetting } from './policies.ts'
import { keepOwnMove } from './run-events.ts'

/** A run that a job works on. */
export type OpenRun = {
  readonly id: PayRunId
  readonly month: Month
  readonly asKnownOn: PlainDate
  /** Null until the inputs are frozen. */
  readonly registrations: readonly Registration[] | null
  readonly policies: readonly HeldSetting[]
  readonly payDate: PlainDate
  /** The last person that is done. */
  readonly cursor: PersonId
}

const BEFORE_ALL = '00000000-0000-0000-0000-000000000000'

/**
 * From here on the transaction reads by index. A statement keeps the plan of its first time on a connection;
 * made while a table was empty, it would read the whole of it for each person ever after.
 */
export const readByIndex = (trx: Kysely<Tables>): Promise<unknown> =>
  sql`select set_config('enable_seqscan', 'off', true)`.execute(trx)

/** The municipality's run that waits for work; with `lock` none while another copy works on it. */
export async function findOpenRun(
  trx: Kysely<Tables>,
  lock: boolean,
): Promise<OpenRun | undefined> {
  const row = await trx
    .selectFrom('pay_run')
    .select(['id', 'month', 'as_known_on', 'registrations', 'policies', 'pay_date', 'cursor'])
    .where('tenant', '=', here)
    .where('state', 'in', ['draft', 'waiting'])
    .$if(lock, (query) => query.forUpdate().skipLocked())
    .executeTakeFirst()
  return (
    row && {
      id: row.id,
      month: row.month,
      asKnownOn: row.as_known_on,
      registrations: row.registrations as readonly Registration[] | null,
      policies: (row.policies ?? []) as readonly HeldSetting[],
      payDate: row.pay_date,
      cursor: (row.cursor ?? BEFORE_ALL) as PersonId,
    }
  )
}

/** Says why a run waits; nothing is written when it says so already. */
export async function waitFor(
  trx: Kysely<Tables>,
  id: PayRunId,
  wait: { readonly reason: string; readonly on: PlainDate },
): Promise<void> {
  const { reason: why, on } = wait
  const { rows } = await sql<{ state: PayRunState }>`
    with held as (select tenant, id, state from pay_run
      where tenant = ${here} and id = ${id} for update)
    update pay_run r set state = 'waiting', reason = ${why}, version = r.version + 1
    from held where r.tenant = held.tenant and r.id = held.id
      and (held.state = 'draft' or (held.state = 'waiting' and r.reason <> ${why}))
    returning held.state`.execute(trx)
  const from = rows[0]?.state
  if (from) await keepOwnMove(trx, id, { move: 'wait', from, to: 'waiting', on, why })
}
