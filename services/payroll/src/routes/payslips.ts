import { getPaymentFile } from '@fotfeste/contracts/payroll/pay-runs.ts'
import { getPayslip, listPayslips } from '@fotfeste/contracts/payroll/payslips.ts'
import { refuse } from '@fotfeste/domain/values/refusal.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { pageOf, readCursor } from '@fotfeste/kit/page.ts'
import { requireScope } from '@fotfeste/kit/route.ts'
import { serve } from '@fotfeste/kit/serve.ts'
import type { Tables } from '../db/tables.gen.ts'
import { findPayRun } from '../queries/pay-runs.ts'
import { findPaymentFile } from '../queries/payment-files.ts'
import { findPayslip, listPayslips as list } from '../queries/payslips.ts'
import { shownHead } from './shown.ts'
import { shownPayslip } from './shown-payslip.ts'

const noRun = refuse('not-found', 'There is no such pay run: list them with GET /v1/pay-runs.')

/** Payslips (lønnsslipper): one a person and run. */
export function payslips(kit: Kit<Tables>): void {
  serve(kit, listPayslips, async ({ params, query }, { trx }) => {
    const { personId, state, limit } = query
    const after = readCursor(query.cursor)?.[1] ?? null
    const [run, rows] = await Promise.all([
      findPayRun(trx, params.payRunId),
      list(trx, { runId: params.payRunId, personId, state, after, limit }),
    ])
    if (!run) return noRun
    const page = pageOf(rows, limit, { item: shownHead, cursor: (row) => [row.id, row.id] })
    return { status: 200, body: page, persons: page.items.map((item) => item.personId) }
  })

  serve(kit, getPayslip, async ({ params, query }, { trx }) => {
    const slip = await findPayslip(trx, params.payslipId)
    if (!slip) return refuse('not-found', 'There is no such payslip that your token may see.')
    return {
      status: 200,
      body: shownPayslip(slip, query.explain),
      persons: [slip.personId],
    }
  })
}

/** The payment file (betalingsfil) of a released run. */
export function paymentFile(kit: Kit<Tables>): void {
  serve(kit, getPaymentFile, async ({ params }, { trx, caller }) => {
    const [run, file] = await Promise.all([
      findPayRun(trx, params.payRunId),
      findPaymentFile(trx, params.payRunId),
    ])
    if (!run) return noRun
    requireScope(caller, 'fotfeste:identity.read')
    requireScope(caller, 'fotfeste:protected.read')
    if (run.releasedAt === null) {
      return refuse(
        'not-released',
        `The pay run is ${run.state}; its file exists once it is released.`,
      )
    }
    if (!file) {
      return refuse('nothing-to-pay', 'Nobody is paid by this run; there is no file to send.')
    }
    return { status: 200, body: file.content, persons: file.persons }
  })
}
