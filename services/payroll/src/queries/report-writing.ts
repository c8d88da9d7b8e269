import type { ReportId, ReportProblem } from '@fotfeste/domain/reporting/report.ts'
import type { ReportedMonth } from '@fotfeste/domain/reporting/reported-month.ts'
import type { PersonId } from '@fotfeste/domain/values/ids.ts'
import type { Month } from '@fotfeste/domain/values/month.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import { here } from '@fotfeste/kit/here.ts'
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'
import type { PayRunId } from './pay-runs.ts'

export type DueReport = {
  readonly id: ReportId
  readonly month: Month
  readonly replaces: ReportId | null
  /** Now, ISO 8601, UTC. */
  readonly at: string
}

/** The message to be tried now, the longest waiting first; `lockedId` locks that one, if it still is to be written. */
export async function findDueReport(
  trx: Kysely<Tables>,
  lockedId: ReportId | null,
): Promise<DueReport | undefined> {
  const row = await trx
    .selectFrom('report')
    .select(['id', 'month', 'replaces_id'])
    .select(
      sql<string>`to_char(now() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`.as('at'),
    )
    .where('tenant', '=', here)
    .where('state', '=', 'requested')
    .$if(lockedId === null, (query) => query.where('next_try_at', '<=', sql<string>`now()`))
    .$if(lockedId !== null, (query) => query.where('id', '=', lockedId as ReportId).forUpdate())
    .orderBy('next_try_at')
    .limit(1)
    .executeTakeFirst()
  return row && { id: row.id, month: row.month, replaces: row.replaces_id, at: row.at }
}

/** Says why a message waits, and when it is tried again. */
export async function postponeReport(
  trx: Kysely<Tables>,
  id: ReportId,
  why: { readonly reason: string; readonly seconds: number; readonly problems: number },
): Promise<void> {
  await trx
    .updateTable('report')
    .set({
      reason: why.reason,
      problems: why.problems,
      next_try_at: sql`now() + make_interval(secs => ${why.seconds})`,
    })
    .where('tenant', '=', here)
    .where('id', '=', id)
    .where('state', '=', 'requested')
    .execute()
}

type ProblemPerson = {
  readonly personId: PersonId
  readonly protected: boolean
  readonly code: ReportProblem
}

/** Who keeps a message from being written, in place of who did before. */
export async function replaceProblems(
  trx: Kysely<Tables>,
  tenant: Tenant,
  of: { readonly id: ReportId; readonly persons: readonly ProblemPerson[] },
): Promise<void> {
  await trx
    .deleteFrom('report_problem')
    .where('tenant', '=', tenant)
    .where('report_id', '=', of.id)
    .execute()
  await sql`insert into report_problem (tenant, report_id, person_id, protected, code)
    select ${tenant}, ${of.id}, p."personId", p.protected, p.code
    from jsonb_to_recordset(${JSON.stringify(of.persons)}::jsonb)
      as p("personId" uuid, protected boolean, code text)`.execute(trx)
}

export type WrittenReport = {
  readonly id: ReportId
  readonly unit: Tenant
  readonly writtenAt: string
  readonly content: string
  readonly runIds: readonly PayRunId[]
  readonly month: ReportedMonth
  readonly isProtected: (personId: PersonId) => boolean
}

/** Keeps a written message: its file, its runs, its persons and its sums. */
export async function storeReport(
  trx: Kysely<Tables>,
  tenant: Tenant,
  written: WrittenReport,
): Promise<void> {
  const { id, month } = written
  const persons = month.persons.map((person) => ({
    personId: person.personId,
    protected: written.isProtected(person.personId),
    gross: person.grossOre,
    withheld: person.withheldOre,
    attached: person.taxAttachments.reduce((sum, { amountOre }) => sum + amountOre, 0),
  }))
  await Promise.all([
    trx
      .deleteFrom('report_problem')
      .where('tenant', '=', tenant)
      .where('report_id', '=', id)
      .execute(),
    sql`insert into report_run (tenant, report_id, run_id)
      select ${tenant}, ${id}, r from unnest(${written.runIds}::uuid[]) as r`.execute(trx),
    sql`insert into report_person (tenant, report_id, person_id, protected, gross_ore, withheld_ore,
        tax_attachments_ore)
      select ${tenant}, ${id}, p."personId", p.protected, p.gross, p.withheld, p.attached
      from jsonb_to_recordset(${JSON.stringify(persons)}::jsonb) as p("personId" uuid, protected boolean,
        gross bigint, withheld bigint, attached bigint)`.execute(trx),
    trx
      .insertInto('report_file')
      .values({
        ...{ tenant, report_id: id, protected: true, content: written.content },
        sha256: sql`encode(sha256(convert_to(${written.content}, 'UTF8')), 'hex')`,
      })
      .execute(),
    trx
      .updateTable('report')
      .set({
        ...{ state: 'written', reason: null, problems: 0 },
        ...{ unit: written.unit, written_at: written.writtenAt },
        persons: persons.length,
        gross_ore: month.grossOre,
        withheld_ore: month.withheldOre,
        tax_attachments_ore: month.taxAttachmentsOre,
        version: sql`version + 1`,
      })
      .where('tenant', '=', tenant)
      .where('id', '=', id)
      .where('state', '=', 'requested')
      .execute(),
  ])
}
