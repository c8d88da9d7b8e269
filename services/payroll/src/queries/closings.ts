import type { OpenRun } from '@fotfeste/domain/ledger/closing.ts'
import { REMEDIES } from '@fotfeste/domain/ledger/closing.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { Id } from '@fotfeste/domain/values/ids.ts'
import { lastDay, type Month } from '@fotfeste/domain/values/month.ts'
import type { Ore } from '@fotfeste/domain/values/ore.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import { here } from '@fotfeste/kit/here.ts'
import { type Compilable, type Kysely, sql } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'

/** A month of the ledger that was closed, with every month before it. */
export type Closing = {
  readonly id: Id<'LedgerClosing'>
  readonly month: Month
  readonly lastNumber: number
  readonly lastHash: string
  readonly entries: number
  readonly debitOre: Ore
  readonly closedBy: string
  readonly closedOn: PlainDate
}

/** The newest closed month; null when none is. */
export async function closedThrough(trx: Kysely<Tables>): Promise<Month | null> {
  const row = await trx
    .selectFrom('ledger_closing')
    .select('month')
    .where('tenant', '=', here)
    .orderBy('month', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.month ?? null
}

/** A page of closings, the newest month first, one more than the limit. */
export async function listClosings(
  trx: Kysely<Tables>,
  page: { readonly before: string | null; readonly limit: number },
): Promise<Closing[]> {
  const { before, limit } = page
  const rows = await trx
    .selectFrom('ledger_closing')
    .select(['id', 'month', 'last_number', 'last_hash', 'entries', 'debit_ore', 'closed_by'])
    .select('closed_on')
    .where('tenant', '=', here)
    .$if(before !== null, (query) => query.where('month', '<', before as Month))
    .orderBy('month', 'desc')
    .limit(limit + 1)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    month: row.month,
    lastNumber: row.last_number,
    lastHash: row.last_hash,
    entries: row.entries,
    debitOre: row.debit_ore,
    closedBy: row.closed_by,
    closedOn: row.closed_on,
  }))
}

/** Keeps a closing. */
export const insertClosing = (
  trx: Kysely<Tables>,
  of: { readonly tenant: Tenant; readonly at: string },
  closing: Closing,
): Compilable =>
  trx.insertInto('ledger_closing').values({
    tenant: of.tenant,
    id: closing.id,
    month: closing.month,
    last_number: closing.lastNumber,
    last_hash: closing.lastHash,
    entries: closing.entries,
    debit_ore: closing.debitOre,
    closed_by: closing.closedBy,
    closed_on: closing.closedOn,
    closed_at: of.at,
  })

/** What was booked in a month. */
export async function bookedIn(
  trx: Kysely<Tables>,
  month: Month,
): Promise<Pick<Closing, 'entries' | 'debitOre'>> {
  const { rows } = await sql<Pick<Closing, 'entries' | 'debitOre'>>`
    select (count(*) filter (where line = 1))::int as entries,
      (coalesce(sum(amount_ore) filter (where amount_ore > 0), 0))::bigint as "debitOre"
    from ledger_posting
    where tenant = ${here} and booked_on between ${`${month}-01`} and ${lastDay(month)}`.execute(
    trx,
  )
  return rows[0] as Pick<Closing, 'entries' | 'debitOre'>
}

/** So many open runs are named when a month cannot be closed. */
const NAMED = 5

/**
 * The runs that were to pay by the end of a month and are not at their end, the oldest first. A run that paid nobody
 * has nothing to report; runs from before payments were held have no digest, and are with the bank since long.
 */
export async function openRunsOf(
  trx: Kysely<Tables>,
  month: Month,
): Promise<{ readonly openRuns: OpenRun[]; readonly openCount: number }> {
  const { rows } = await sql<OpenRun & { readonly all: number }>`
    select id, month, state, (count(*) over ())::int as all from pay_run
    where tenant = ${here} and pay_date <= ${lastDay(month)} and state = any(${Object.keys(REMEDIES)}::text[])
      and (released_on is null or digest is not null) and (state <> 'booked' or gross_ore > 0)
    order by pay_date, id limit ${NAMED}`.execute(trx)
  return {
    openRuns: rows.map(({ id, month: of, state }) => ({ id, month: of, state })),
    openCount: rows[0]?.all ?? 0,
  }
}
