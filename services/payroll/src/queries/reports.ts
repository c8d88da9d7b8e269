import type {
  HeldReport,
  ReceiptOutcome,
  ReportId,
  ReportProblem,
  ReportState,
} from '@fotfeste/domain/reporting/report.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { PersonId } from '@fotfeste/domain/values/ids.ts'
import type { Month } from '@fotfeste/domain/values/month.ts'
import type { Ore } from '@fotfeste/domain/values/ore.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import { exactlyOne } from '@fotfeste/kit/db.ts'
import { here } from '@fotfeste/kit/here.ts'
import { type Compilable, type Kysely, type Selectable, sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Tables } from '../db/tables.gen.ts'
import type { PayRunId } from './pay-runs.ts'

/** An a-melding as the service holds one, without its file. */
export type Report = {
  readonly id: ReportId
  readonly month: Month
  readonly number: number
  readonly state: ReportState
  readonly cause: string | null
  readonly replaces: ReportId | null
  readonly reason: string | null
  readonly dueOn: PlainDate
  readonly unit: string | null
  readonly persons: number
  readonly problems: number
  readonly grossOre: Ore
  readonly withheldOre: Ore
  readonly taxAttachmentsOre: Ore
  readonly requestedBy: string
  readonly requestedOn: PlainDate
  readonly writtenAt: string | null
  readonly version: number
}

type Row = Selectable<Tables['report']>

const toReport = (row: Row): Report => ({
  id: row.id,
  month: row.month,
  number: row.number,
  state: row.state,
  cause: row.cause,
  replaces: row.replaces_id,
  reason: row.reason,
  dueOn: row.due_on,
  unit: row.unit,
  persons: row.persons,
  problems: row.problems,
  grossOre: row.gross_ore,
  withheldOre: row.withheld_ore,
  taxAttachmentsOre: row.tax_attachments_ore,
  requestedBy: row.requested_by,
  requestedOn: row.requested_on,
  writtenAt: row.written_at,
  version: row.version,
})

/** Orders requests for messages: two at once would give two of the same number. */
export const lockReports = (trx: Kysely<Tables>): Promise<unknown> =>
  sql`select pg_advisory_xact_lock(hashtextextended(system.current_tenant() || ':report', 0))`.execute(
    trx,
  )

/** The month's messages with the runs each holds. */
export async function listReportsOf(
  trx: Kysely<Tables>,
  month: Month,
): Promise<(Report & HeldReport)[]> {
  const rows = await trx
    .selectFrom('report as r')
    .selectAll('r')
    .select((eb) =>
      jsonArrayFrom(
        eb
          .selectFrom('report_run as u')
          .select('u.run_id')
          .whereRef('u.tenant', '=', 'r.tenant')
          .whereRef('u.report_id', '=', 'r.id'),
      ).as('runs'),
    )
    .where('r.tenant', '=', here)
    .where('r.month', '=', month)
    .execute()
  return rows.map((row) => ({ ...toReport(row), runIds: row.runs.map(({ run_id }) => run_id) }))
}

/** Locks a message and reads it. */
export async function lockReport(trx: Kysely<Tables>, id: ReportId): Promise<Report | undefined> {
  const row = await trx
    .selectFrom('report')
    .selectAll()
    .where('tenant', '=', here)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row && toReport(row)
}

/** A page of messages, newest first, one more than the limit. */
export async function listReports(
  trx: Kysely<Tables>,
  page: {
    readonly month: Month | undefined
    readonly state: ReportState | undefined
    readonly before: string | null
    readonly limit: number
  },
): Promise<Report[]> {
  const { month, state, before, limit } = page
  const rows = await trx
    .selectFrom('report')
    .selectAll()
    .where('tenant', '=', here)
    .$if(month !== undefined, (query) => query.where('month', '=', month as Month))
    .$if(state !== undefined, (query) => query.where('state', '=', state as ReportState))
    .$if(before !== null, (query) => query.where('id', '<', before as ReportId))
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  return rows.map(toReport)
}

export type Receipt = {
  readonly outcome: ReceiptOutcome
  readonly reference: string | null
  readonly detail: string | null
  readonly enteredBy: string
  readonly enteredOn: PlainDate
}

export type WholeReport = Report & {
  readonly runIds: readonly PayRunId[]
  readonly problemPersons: readonly { readonly personId: PersonId; readonly code: ReportProblem }[]
  readonly receipts: readonly Receipt[]
}

const MOST_PROBLEMS = 200

/** A message with its runs, who keeps it from being written (as the token may see), and its receipts. */
export async function findReport(
  trx: Kysely<Tables>,
  id: ReportId,
): Promise<WholeReport | undefined> {
  const [report, runs, problems, receipts] = await Promise.all([
    trx
      .selectFrom('report')
      .selectAll()
      .where('tenant', '=', here)
      .where('id', '=', id)
      .executeTakeFirst(),
    trx
      .selectFrom('report_run')
      .select('run_id')
      .where('tenant', '=', here)
      .where('report_id', '=', id)
      .execute(),
    trx
      .selectFrom('report_problem')
      .select(['person_id', 'code'])
      .where('tenant', '=', here)
      .where('report_id', '=', id)
      .orderBy('person_id')
      .limit(MOST_PROBLEMS)
      .execute(),
    trx
      .selectFrom('report_receipt')
      .select(['outcome', 'reference', 'detail', 'entered_by', 'entered_on'])
      .where('tenant', '=', here)
      .where('report_id', '=', id)
      .orderBy('version')
      .execute(),
  ])
  if (!report) return undefined
  return {
    ...toReport(report),
    runIds: runs.map(({ run_id }) => run_id).sort(),
    problemPersons: problems.map(({ person_id, code }) => ({ personId: person_id, code })),
    receipts: receipts.map((row) => ({
      ...{ outcome: row.outcome, reference: row.reference, detail: row.detail },
      ...{ enteredBy: row.entered_by, enteredOn: row.entered_on },
    })),
  }
}

/** Keeps a new message that is asked for; the job writes it. */
export const insertReport = (
  trx: Kysely<Tables>,
  tenant: Tenant,
  report: Report & { readonly nextTryAt: string },
): Compilable =>
  trx.insertInto('report').values({
    tenant,
    id: report.id,
    month: report.month,
    number: report.number,
    state: report.state,
    cause: report.cause,
    replaces_id: report.replaces,
    due_on: report.dueOn,
    requested_by: report.requestedBy,
    requested_on: report.requestedOn,
    next_try_at: report.nextTryAt,
    version: report.version,
  })

/** Has a message that waits tried again at once. */
export const tryReportNow = (trx: Kysely<Tables>, id: ReportId, at: string): Compilable =>
  exactlyOne(
    trx
      .updateTable('report')
      .set({ next_try_at: at })
      .where('tenant', '=', here)
      .where('id', '=', id),
  ) as Compilable
