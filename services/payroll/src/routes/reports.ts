import {
  getAMelding,
  getAMeldingFile,
  getReportingUnit,
  listAMeldinger,
  registerAMeldingReceipt,
  registerReportingUnit,
  requestAMelding,
} from '@fotfeste/contracts/payroll/a-meldinger.ts'
import {
  moveReport,
  RECEIPT_MOVES,
  REPORT_REMEDIES,
  requestReport,
} from '@fotfeste/domain/reporting/report.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import { NO_ORE } from '@fotfeste/domain/values/ore.ts'
import { isRefusal, refuse } from '@fotfeste/domain/values/refusal.ts'
import { tenant as tenantOf } from '@fotfeste/domain/values/tenant.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { pageOf, readCursor } from '@fotfeste/kit/page.ts'
import { requireScope } from '@fotfeste/kit/route.ts'
import { serve } from '@fotfeste/kit/serve.ts'
import type { Tables } from '../db/tables.gen.ts'
import { lockEntries } from '../queries/base-amounts.ts'
import { reportBookedRuns } from '../queries/report-writing.ts'
import { runsPaidIn } from '../queries/reported-payslips.ts'
import { findReportingUnit, insertReportingUnit } from '../queries/reporting-unit.ts'
import {
  findReport,
  findReportFile,
  insertReport,
  listReports,
  listReportsOf,
  lockReport,
  type Report,
  saveReceipt,
  tryReportNow,
} from '../queries/reports.ts'

const notFound = refuse(
  'not-found',
  'There is no such a-melding: list them with GET /v1/a-meldinger.',
)

const NOTHING_YET = {
  ...{ reason: null, unit: null, persons: 0, problems: 0 },
  ...{ grossOre: NO_ORE, withheldOre: NO_ORE, taxAttachmentsOre: NO_ORE, writtenAt: null },
} as const

const AWAITED: readonly Report['state'][] = ['requested', 'written']

/** Taken apart by name: a report read with its lists is not sent with them twice. */
function shownReport(report: Report, today: PlainDate) {
  const { id, month, number, state, cause, replaces, reason, dueOn, unit, persons } = report
  const { problems, grossOre, withheldOre, taxAttachmentsOre } = report
  const { requestedBy, requestedOn, writtenAt, version } = report
  return {
    ...{ reportId: id, month, number, state, cause, replaces, reason, dueOn },
    isOverdue: dueOn < today && AWAITED.includes(state),
    ...{ unit, persons, problems, grossOre, withheldOre, taxAttachmentsOre },
    ...{ requestedBy, requestedOn, writtenAt, version },
  }
}

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
    if (!report) return notFound
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

/** The message itself, and what became of it. */
export function deliveredReports(kit: Kit<Tables>): void {
  serve(kit, getAMeldingFile, async ({ params }, { trx, caller }) => {
    const [report, file] = await Promise.all([
      findReport(trx, params.reportId),
      findReportFile(trx, params.reportId),
    ])
    if (!report) return notFound
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
    if (!report) return notFound
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

/** The business unit that payments are reported under (virksomhet). */
export function reportingUnit(kit: Kit<Tables>): void {
  serve(kit, registerReportingUnit, async ({ body }, { trx, caller, today }) => {
    const [, held] = await Promise.all([lockEntries(trx, 'reporting-unit'), findReportingUnit(trx)])
    const entry = { unit: tenantOf(body.unit), version: (held?.version ?? 0) + 1 }
    const by = { enteredBy: caller.actor, enteredOn: today }
    return {
      status: 200,
      body: entry,
      version: entry.version,
      save: [insertReportingUnit(trx, caller.tenant, { ...entry, ...by })],
    }
  })

  serve(kit, getReportingUnit, async (_input, { trx }) => {
    const held = await findReportingUnit(trx)
    if (!held) return { status: 200, body: { unit: null, version: 0 } }
    return { status: 200, body: held, version: held.version }
  })
}
