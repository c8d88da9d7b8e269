import {
  getAMeldingFile,
  registerAMeldingReceipt,
} from '@fotfeste/contracts/payroll/a-meldinger.ts'
import { moveReport, RECEIPT_MOVES } from '@fotfeste/domain/reporting/report.ts'
import { isRefusal, refuse } from '@fotfeste/domain/values/refusal.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { requireScope } from '@fotfeste/kit/route.ts'
import { serve } from '@fotfeste/kit/serve.ts'
import type { Tables } from '../db/tables.gen.ts'
import { findReportFile, saveReceipt } from '../queries/report-receipts.ts'
import { reportBookedRuns } from '../queries/reported-runs.ts'
import { findReport, lockReport } from '../queries/reports.ts'
import { noReport, shownReport } from './shown-report.ts'

/** The message itself, and what became of it. */
export function deliveredReports(kit: Kit<Tables>): void {
  serve(kit, getAMeldingFile, async ({ params }, { trx, caller }) => {
    const [report, file] = await Promise.all([
      findReport(trx, params.reportId),
      findReportFile(trx, params.reportId),
    ])
    if (!report) return noReport
    requireScope(caller, 'fotfeste:identity.read')
    requireScope(caller, 'fotfeste:protected.read')
    if (!file) {
      return refuse(
        'report-state',
        `The a-melding is ${report.state} and has no file. ${report.reason ?? 'Read it again.'}`,
      )
    }
    return { status: 200, body: file.content, persons: file.persons }
  })

  serve(kit, registerAMeldingReceipt, async ({ params, body }, context) => {
    const { trx, caller, today, at, expectVersion } = context
    const report = await lockReport(trx, params.reportId)
    if (!report) return noReport
    expectVersion(report.version)
    const state = moveReport(report.state, RECEIPT_MOVES[body.outcome])
    if (isRefusal(state)) return state
    const next = { ...report, state, reason: null, version: report.version + 1 }
    const receipt = { ...body, enteredBy: caller.actor, enteredOn: today }
    const saved = saveReceipt(trx, caller.tenant, { report: next, receipt, at })
    return {
      status: 200,
      body: shownReport(next, today),
      version: next.version,
      save: [...saved, reportBookedRuns(trx, today)],
    }
  })
}
