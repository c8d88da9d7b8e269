import type { ReportId } from '@fotfeste/domain/reporting/report.ts'
import type { PersonId } from '@fotfeste/domain/values/ids.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import { exactlyOne } from '@fotfeste/kit/db.ts'
import { here } from '@fotfeste/kit/here.ts'
import type { Compilable, Kysely } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'
import type { Receipt, Report } from './reports.ts'

/** Saves a move of a locked message that a receipt makes, and the receipt. */
export function saveReceipt(
  trx: Kysely<Tables>,
  tenant: Tenant,
  of: { readonly report: Report; readonly receipt: Receipt; readonly at: string },
): Compilable[] {
  const { report, receipt, at } = of
  return [
    exactlyOne(
      trx
        .updateTable('report')
        .set({ state: report.state, reason: null, version: report.version })
        .where('tenant', '=', here)
        .where('id', '=', report.id)
        .where('version', '=', report.version - 1),
    ) as Compilable,
    trx.insertInto('report_receipt').values({
      tenant,
      report_id: report.id,
      version: report.version,
      outcome: receipt.outcome,
      reference: receipt.reference,
      detail: receipt.detail,
      entered_by: receipt.enteredBy,
      entered_on: receipt.enteredOn,
      entered_at: at,
    }),
  ]
}

/** The file of a message, and whom it names; undefined while it is not written. */
export async function findReportFile(
  trx: Kysely<Tables>,
  id: ReportId,
): Promise<{ content: string; persons: PersonId[] } | undefined> {
  const [file, persons] = await Promise.all([
    trx
      .selectFrom('report_file')
      .select('content')
      .where('tenant', '=', here)
      .where('report_id', '=', id)
      .executeTakeFirst(),
    trx
      .selectFrom('report_person')
      .select('person_id')
      .where('tenant', '=', here)
      .where('report_id', '=', id)
      .execute(),
  ])
  return file && { content: file.content, persons: persons.map(({ person_id }) => person_id) }
}
