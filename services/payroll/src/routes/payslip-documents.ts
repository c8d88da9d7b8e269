import { getPayslipDocument } from '@fotfeste/contracts/payroll/payslips.ts'
import { payslipDocument } from '@fotfeste/domain/stipend/explain/payslip-document.ts'
import { refuse } from '@fotfeste/domain/values/refusal.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { serve } from '@fotfeste/kit/serve.ts'
import type { Tables } from '../db/tables.gen.ts'
import { findPayslipForPaper } from '../queries/payslip-documents.ts'
import type { WholePayslip } from '../queries/payslips.ts'
import { explainedPayment } from './shown-payslip.ts'

const noPayslip = refuse('not-found', 'There is no such payslip that your token may see.')

const figuresOf = (slip: WholePayslip) => ({
  ...slip,
  attachments: slip.attachments.map(({ line }) => line),
})

/** Payslips (lønnsslipper) for the participant to read and keep. */
export function payslipDocuments(kit: Kit<Tables>): void {
  serve(kit, getPayslipDocument, async ({ params, query }, { trx, caller }) => {
    const found = await findPayslipForPaper(trx, params.payslipId)
    if (!found) return noPayslip
    const { slip, name, before } = found
    const { id: payslipId, personId } = slip
    const { isBlocked } = explainedPayment(slip)
    const of = { ...figuresOf(slip), payslipId, personId, tenant: caller.tenant, name, isBlocked }
    const document = payslipDocument(query.language, of, before && figuresOf(before))
    // With its fonts it is a tenth of what the service loads: it comes with the first document.
    const { payslipPdf } = await import('../documents/payslip-pdf.ts')
    const body = await payslipPdf(document, slip.payDate)
    return { status: 200, body, persons: [personId] }
  })
}
