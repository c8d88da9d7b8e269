import { explainReason } from '@fotfeste/domain/stipend/explain/explain-payment.ts'
import type { Language } from '@fotfeste/domain/stipend/explain/wording.ts'
import type { WholePayslip } from '../queries/payslips.ts'
import { sentencesOf, shownExplained } from './explained.ts'
import { shownHead } from './shown.ts'

/** A payslip as its participant is told of it. */
export const explainedPayment = (slip: WholePayslip) => ({
  law: slip.lines.flatMap(({ line }) => line.law),
  grossOre: slip.grossOre,
  withholding: slip.withholding,
  netOre: slip.netOre,
  heldOre: slip.heldOre,
  claimsOre: slip.claimsOre,
  isBlocked: slip.state === 'blocked' && slip.grossOre > 0,
})

/** A payslip in full as the answer shows it. */
export function shownPayslip(slip: WholePayslip, language: Language | undefined) {
  const { withholding, withholdingReason, correctedOre, cardSource } = slip
  const { month: ofRun } = slip
  return {
    ...shownHead(slip),
    reasons: slip.reasons.map((reason) => ({
      ...reason,
      sentence: language === undefined ? null : explainReason(language, reason),
    })),
    lines: slip.lines.map(({ month, kind, line }) => ({
      ...{ month, kind },
      ...shownExplained({ month, line }, language),
    })),
    withholding: withholding && { ...withholding, law: [...withholding.law] },
    withholdingReason,
    correctedOre,
    cardSource,
    attachments: slip.attachments.map(({ line, ...what }) => ({
      ...what,
      line: shownExplained({ month: ofRun, line }, language),
    })),
    sentences: sentencesOf(explainedPayment(slip), language),
  }
}
