import type { PayRunMove, PayRunState } from '@fotfeste/domain/stipend/pay-run.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { Id } from '@fotfeste/domain/values/ids.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import { here } from '@fotfeste/kit/here.ts'
import { type Compilable, type Kysely, sql } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'
import type { PayRunId } from './pay-runs.ts'

/** One move of a run: who, when, why. */
export type RunEvent = {
  readonly move: PayRunMove | 'start' | 'approve-first'
  readonly from: PayRunState | null
  readonly to: PayRunState
  /** Issuer and subject; null: the service itself. */
  readonly actor: string | null
  readonly at: string
  readonly on: PlainDate
  readonly why: string | null
}

export type HeldRunEvent = RunEvent & { readonly id: Id<'PayRunEvent'> }

/** Keeps a move of a run. */
export function insertRunEvent(
  trx: Kysely<Tables>,
  of: { readonly tenant: Tenant; readonly runId: PayRunId },
  event: RunEvent,
): Compilable {
  return trx.insertInto('pay_run_event').values({
    tenant: of.tenant,
    run_id: of.runId,
    id: sql<Id<'PayRunEvent'>>`uuidv7()`,
    at: event.at,
    on_date: event.on,
    actor: event.actor,
    move: event.move,
    from_state: event.from,
    to_state: event.to,
    why: event.why,
  })
}

/** Keeps a move that the service itself makes. */
export function keepOwnMove(
  trx: Kysely<Tables>,
  runId: PayRunId,
  event: Pick<RunEvent, 'move' | 'from' | 'to' | 'on' | 'why'>,
): Promise<unknown> {
  return sql`
    insert into pay_run_event (tenant, run_id, id, at, on_date, actor, move, from_state, to_state, why)
    select tenant, id, uuidv7(), clock_timestamp(), ${event.on}, null, ${event.move}, ${event.from}, ${event.to},
      ${event.why}
    from pay_run where tenant = ${here} and id = ${runId}`.execute(trx)
}

/** A page of a run's moves, first to last, one more than the limit. */
export async function listRunEvents(
  trx: Kysely<Tables>,
  page: { readonly runId: PayRunId; readonly after: string | null; readonly limit: number },
): Promise<HeldRunEvent[]> {
  const { runId, after, limit } = page
  const rows = await trx
    .selectFrom('pay_run_event')
    .select(['id', 'at', 'on_date', 'actor', 'move', 'from_state', 'to_state', 'why'])
    .where('tenant', '=', here)
    .where('run_id', '=', runId)
    .$if(after !== null, (query) => query.where('id', '>', after as Id<'PayRunEvent'>))
    .orderBy('id')
    .limit(limit + 1)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    at: row.at,
    on: row.on_date,
    actor: row.actor,
    move: row.move as RunEvent['move'],
    from: row.from_state as PayRunState | null,
    to: row.to_state as PayRunState,
    why: row.why,
  }))
}
