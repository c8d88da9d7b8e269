import type { Withholding } from '../../tax/withholding.ts'
import type { PlainDate } from '../../values/calendar.ts'
import { NO_ORE, negateOre, type Ore } from '../../values/ore.ts'
import type { PayslipReason } from '../payslip.ts'
import { explainLine } from './explain-line.ts'
import { explainPayment, explainReason, explainSum } from './explain-payment.ts'
import { amountText, dateText, filled, monthText, WORDINGS } from './forms.ts'
import {
  type PayslipChanges,
  type PayslipFigures,
  payslipChanges,
  signed,
} from './payslip-changes.ts'
import type { LabelKey, Language } from './wording.ts'

/** A payslip (lønnsslipp) as a person reads it. */
export type DocumentedPayslip = PayslipFigures & {
  readonly payslipId: string
  readonly personId: string
  /** The municipality's organisation number. */
  readonly tenant: string
  /** The payee's name; null while there is none. */
  readonly name: string | null
  readonly payDate: PlainDate
  readonly isBlocked: boolean
  readonly withholding: Withholding | null
  readonly heldOre: Ore
  readonly claimsOre: Ore
  /** What of it is not paid yet, and why. */
  readonly reasons: readonly Pick<PayslipReason, 'code' | 'month'>[]
}

/** An amount with what it is and why. */
export type DocumentRow = {
  readonly label: string
  readonly text: string | null
  readonly amount: string
  readonly isSum: boolean
}

/** A payslip as text in its order, for any form of paper. */
export type PayslipDocument = {
  readonly language: Language
  readonly title: string
  readonly month: string
  readonly facts: readonly (readonly [label: string, value: string])[]
  readonly paid: { readonly label: string; readonly amount: string; readonly text: string }
  readonly calculation: {
    readonly heading: string
    readonly columns: readonly string[]
    readonly rows: readonly DocumentRow[]
  }
  readonly notes: readonly { readonly heading: string; readonly text: string }[]
  readonly changes: PayslipChanges
  readonly questions: { readonly heading: string; readonly text: string }
  readonly pageOf: (page: number, pages: number) => string
}

/** Each line, the gross, the tax, each attachment, and what is left. */
function rowsOf(language: Language, slip: DocumentedPayslip, withheldText: string): DocumentRow[] {
  const { labels, lines: names } = WORDINGS[language]
  const row = (label: string, amount: Ore, text: string | null): DocumentRow => ({
    label,
    text,
    amount: signed(language, amount),
    isSum: false,
  })
  const sum = (label: string, amount: Ore): DocumentRow => ({
    ...row(label, amount, null),
    isSum: true,
  })
  return [
    ...slip.lines.map((of) =>
      row(
        `${names[of.line.code]}, ${monthText(language, of.month)}`,
        of.line.amountOre,
        explainLine(language, of),
      ),
    ),
    sum(labels.gross, slip.grossOre),
    row(labels.tax, negateOre(slip.withheldOre), withheldText),
    ...slip.attachments.map((line) =>
      row(names.attachment, line.amountOre, explainLine(language, { month: slip.month, line })),
    ),
    sum(slip.isBlocked ? labels['not-paid'] : labels.paid, slip.netOre),
  ]
}

/**
 * A payslip's text in a language: what is paid, how it comes about line by line with its paragraph, what is
 * held or claimed, and what changed since the payslip before.
 */
export function payslipDocument(
  language: Language,
  slip: DocumentedPayslip,
  before: PayslipFigures | null,
): PayslipDocument {
  const { labels } = WORDINGS[language]
  const law = slip.lines.flatMap(({ line }) => line.law)
  const told = explainPayment(language, { ...slip, law })
  const month = monthText(language, slip.month)
  const note = (key: LabelKey, text: string | null) =>
    text === null ? [] : [{ heading: labels[key], text }]
  const reasons = slip.reasons.flatMap((reason) => explainReason(language, reason) ?? [])
  const missing = note('missing', reasons.length === 0 ? null : reasons.join(' '))
  return {
    language,
    title: labels.title,
    month,
    facts: [
      ...(slip.name === null ? [] : [[labels.name, slip.name] as const]),
      [labels['person-id'], slip.personId],
      [labels['pay-date'], dateText(language, slip.payDate)],
      [labels['payslip-id'], slip.payslipId],
      [labels.municipality, slip.tenant.replace(/(\d{3})(?=\d)/g, '$1\u00a0')],
    ],
    paid: {
      label: slip.isBlocked ? labels['not-paid'] : labels.paid,
      amount: amountText(language, slip.isBlocked ? NO_ORE : slip.netOre),
      text: explainSum(language, { ...slip, law }),
    },
    calculation: {
      heading: labels.calculation,
      columns: [labels.what, labels.amount],
      rows: rowsOf(language, slip, told.withholding),
    },
    notes: [...missing, ...note('held', told.held), ...note('claim', told.claim)],
    changes: payslipChanges(language, before, slip),
    questions: { heading: labels.questions, text: labels['questions-text'] },
    pageOf: (page, pages) => filled(labels.page, { page: String(page), pages: String(pages) }),
  }
}
