import type { BaseAmount } from '@fotfeste/domain/rates/base-amount.ts'
import type {
  RegulationKind,
  RegulationMove,
  RegulationState,
} from '@fotfeste/domain/stipend/regulation.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { Id } from '@fotfeste/domain/values/ids.ts'
import type { Month } from '@fotfeste/domain/values/month.ts'
import type { Ore } from '@fotfeste/domain/values/ore.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import { exactlyOne } from '@fotfeste/kit/db.ts'
import { here } from '@fotfeste/kit/here.ts'
import { type Compilable, type Kysely, type RawBuilder, sql } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'

export type RegulationId = Id<'Regulation'>

/** What a regulation's report comes to. */
export type Totals = {
  readonly persons: number
  readonly changes: number
  readonly review: number
  readonly alreadyNew: number
  readonly notPaidYet: number
  readonly months: number
  readonly differenceOre: Ore
}

/** A move as the history keeps it: who and when; null: the service itself. */
export type RegulationEvent = {
  readonly move: RegulationMove | 'start'
  readonly state: RegulationState
  readonly actor: string | null
  readonly on: PlainDate
}

/** A regulation as the service holds one. */
export type Regulation = {
  readonly id: RegulationId
  readonly year: number
  readonly kind: RegulationKind
  readonly state: RegulationState
  readonly status: 'official' | 'final' | 'proposed'
  readonly amount: BaseAmount
  readonly startedBy: string
  readonly asKnownOn: PlainDate
  readonly reason: string | null
  readonly payRunsSeen: string | null
  readonly totals: Totals | null
  readonly history: readonly RegulationEvent[]
  readonly version: number
}

/** The persons who approved it, in order. */
export const approversOf = ({ history }: Pick<Regulation, 'history'>): string[] =>
  history.flatMap(({ move, actor }) => (move === 'approve' && actor !== null ? [actor] : []))

type Row = {
  id: RegulationId
  year: number
  kind: RegulationKind
  state: RegulationState
  status: Regulation['status']
  amount_ore: Ore
  from_date: PlainDate
  known_on: PlainDate
  source: string
  started_by: string
  as_known_on: PlainDate
  reason: string | null
  pay_runs_seen: string | null
  totals: Totals | null
  history: RegulationEvent[]
  version: number
}

const toRegulation = (row: Row): Regulation => ({
  id: row.id,
  year: row.year,
  kind: row.kind,
  state: row.state,
  status: row.status,
  amount: {
    from: row.from_date,
    to: null,
    amountOre: row.amount_ore,
    knownOn: row.known_on,
    knownOnAssumed: false,
    source: row.source,
  },
  startedBy: row.started_by,
  asKnownOn: row.as_known_on,
  reason: row.reason,
  payRunsSeen: row.pay_runs_seen,
  totals: row.totals,
  history: row.history,
  version: row.version,
})

/** Regulations with their history; `rest` is what follows the municipality as a condition on `r`. */
export async function selectRegulations(
  trx: Kysely<Tables>,
  rest: RawBuilder<unknown>,
): Promise<Regulation[]> {
  const { rows } = await sql<Row>`
    select r.id, r.year, r.kind, r.state, r.status, r.amount_ore, r.from_date, r.known_on, r.source, r.started_by,
      r.as_known_on, r.reason, r.pay_runs_seen, r.totals, r.version,
      (select jsonb_agg(jsonb_build_object('move', e.move, 'state', e.to_state, 'actor', e.actor,
          'on', e.on_date) order by e.id)
        from regulation_event e where e.tenant = r.tenant and e.regulation_id = r.id) as history
    from regulation r where r.tenant = ${here} and ${rest}`.execute(trx)
  return rows.map(toRegulation)
}

/** Reads a regulation; with `lock` for a move of it. */
export async function findRegulation(
  trx: Kysely<Tables>,
  id: RegulationId,
  lock: boolean,
): Promise<Regulation | undefined> {
  const held = lock ? sql`for update` : sql``
  return (await selectRegulations(trx, sql`r.id = ${id} ${held}`))[0]
}

/** A page of regulations, newest first, one more than the limit. */
export const listRegulations = (
  trx: Kysely<Tables>,
  page: { readonly before: string | null; readonly limit: number },
): Promise<Regulation[]> => {
  const { before, limit } = page
  const behind = before === null ? sql`true` : sql`r.id < ${before}`
  return selectRegulations(trx, sql`${behind} order by r.id desc limit ${limit + 1}`)
}

/** What stands beside a regulation: its own kind and the pay runs. */
export async function besideRegulation(
  trx: Kysely<Tables>,
): Promise<{ hasOpenRun: boolean; openPayRun: Month | null; payRuns: string }> {
  const { rows } = await sql<{ open: boolean; pay_run: Month | null; pay_runs: string }>`
    select exists (select from regulation
        where tenant = ${here} and kind = 'run' and state in ('draft', 'calculated', 'approved', 'running')) as open,
      (select month from pay_run
        where tenant = ${here} and state in ('draft', 'waiting', 'calculated', 'approved') limit 1) as pay_run,
      ${payRunsNow} as pay_runs`.execute(trx)
  const row = rows[0]
  return {
    hasOpenRun: row?.open ?? false,
    openPayRun: row?.pay_run ?? null,
    payRuns: row?.pay_runs ?? '',
  }
}

/** The pay runs that stand, as one text: another one, or one less, makes another text. */
export const payRunsNow = sql`(
  select count(*) || ':' || coalesce(max(id::text), '') from pay_run
  where tenant = ${here} and state <> 'cancelled')`

/** Keeps a new regulation; a second open run breaks `regulation_one_open`. */
export function insertRegulation(
  trx: Kysely<Tables>,
  tenant: Tenant,
  regulation: Regulation,
): Compilable {
  const { amount } = regulation
  return trx.insertInto('regulation').values({
    tenant,
    id: regulation.id,
    year: regulation.year,
    kind: regulation.kind,
    state: regulation.state,
    status: regulation.status,
    amount_ore: amount.amountOre,
    from_date: amount.from,
    known_on: amount.knownOn,
    source: amount.source,
    started_by: regulation.startedBy,
    as_known_on: regulation.asKnownOn,
    version: regulation.version,
  })
}

/** Saves a person's move of a locked regulation; a run begins again from the first person. */
export function updateRegulation(trx: Kysely<Tables>, regulation: Regulation): Compilable {
  return exactlyOne(
    trx
      .updateTable('regulation')
      .set({ state: regulation.state, reason: null, cursor: null, version: regulation.version })
      .where('tenant', '=', here)
      .where('id', '=', regulation.id)
      .where('version', '=', regulation.version - 1),
  ) as Compilable
}

/** Keeps a move in the history; an approver who approves twice breaks `regulation_event_one_approval`. */
export function insertRegulationEvent(
  trx: Kysely<Tables>,
  of: { readonly tenant: Tenant; readonly id: RegulationId; readonly at: string },
  event: RegulationEvent,
): Compilable {
  return trx.insertInto('regulation_event').values({
    tenant: of.tenant,
    regulation_id: of.id,
    id: sql<Id<'RegulationEvent'>>`uuidv7()`,
    move: event.move,
    to_state: event.state,
    actor: event.actor,
    on_date: event.on,
    at: of.at,
  })
}
