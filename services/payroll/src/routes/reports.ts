import {
  getAMelding,
  listAMeldinger,
  requestAMelding,
} from '@fotfeste/contracts/payroll/a-meldinger.ts'
import { REPORT_REMEDIES, requestReport } from '@fotfeste/domain/reporting/report.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import { NO_ORE } from '@fotfeste/domain/values/ore.ts'
import { isRefusal } from '@fotfeste/domain/values/refusal.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { pageOf, readCursor } from '@fotfeste/kit/page.ts'
import { serve } from '@fotfeste/kit/serve.ts'
import type { Tables } from '../db/tables.gen.ts'
import { lockEntries } from '../queries/base-amounts.ts'
import { runsPaidIn } from '../queries/reported-payslips.ts'
import {
  findReport,
  insertReport,
  listReports,
  listReportsOf,
  type Report,
  tryReportNow,
} from '../queries/reports.ts'
import { noReport, shownReport } from './shown-report.ts'

const NOTHING_YET = {
  ...{ reason: null, unit: null, persons: 0, problems: 0 },
  ...{ grossOre: NO_ORE, withheldOre: NO_ORE, taxAttachmentsOre: NO_ORE, writtenAt: null },
} as const

const asked = (report: Report, today: PlainDate) => ({
  status: 202 as const,
  body: shownReport(report, today),
  version: report.version,
  location: `/v1/a-meldinger/${report.id}`,
})

/** A-meldinger: asked for and read. */
export function reports(kit: Kit<Tables>): void {
  serve(kit, requestAMelding, async ({ body }, { trx, caller, today, at, newId }) => {
    const { month, cause } = body
    const [, held, runs] = await Promise.all([
      lockEntries(trx, 'report'),
      listReportsOf(trx, month),
      runsPaidIn(trx, month),
    ])
    const decision = requestReport({ month, cause, reports: held, runs }, today)
    if (isRefusal(decision)) return decision
    if ('again' in decision) {
      const { again } = decision
      return { ...asked(again, today), save: [tryReportNow(trx, again.id, at)] }
    }
    const fresh = { id: newId<'Report'>(), month, cause, state: 'requested', version: 1 } as const
    const by = { requestedBy: caller.actor, requestedOn: today }
    const report: Report = { ...NOTHING_YET, ...fresh, ...by, ...decision }
    const save = [insertReport(trx, caller.tenant, { ...report, nextTryAt: at })]
    return { ...asked(report, today), save }
  })

  serve(kit, listAMeldinger, async ({ query }, { trx, today }) => {
    const { month, state, limit } = query
    const before = readCursor(query.cursor)?.[1] ?? null
    const rows = await listReports(trx, { month, state, before, limit })
    const item = (report: Report) => shownReport(report, today)
    return {
      status: 200,
      body: pageOf(rows, limit, { item, cursor: (row) => [row.id, row.id] }),
    }
  })

  serve(kit, getAMelding, async ({ params }, { trx, today }) => {
    const report = await findReport(trx, params.reportId)
    if (!report) return noReport
    const problemPersons = report.problemPersons.map((one) => ({
      ...one,
      detail: REPORT_REMEDIES[one.code],
    }))
    const { runIds, receipts } = report
    const lists = { payRunIds: [...runIds], problemPersons, receipts: [...receipts] }
    return {
      status: 200,
      body: { ...shownReport(report, today), ...lists },
      version: report.version,
      persons: problemPersons.map(({ personId }) => personId),
    }
  })
}
