import type { Withholding } from '../../tax/withholding.ts'
import { type Ore, ore } from '../../values/ore.ts'
import type { PayslipReason } from '../payslip.ts'
import { explainWithholding } from './explain-withholding.ts'
import { amountText, filled, lawsText, monthText, WORDINGS } from './forms.ts'
import { type Language, REASONS, type SentenceKey } from './wording.ts'

/** What a payment comes to beside its lines. */
export type ExplainedPayment = {
  /** Paragraphs of the lines: the payment is of the law that they are of. */
  readonly law: readonly string[]
  readonly grossOre: Ore
  /** Null when it was not calculated. */
  readonly withholding: Withholding | null
  readonly netOre: Ore
  readonly heldOre: Ore
  readonly claimsOre: Ore
  /** Something is due, and nothing is paid until a reason is gone. */
  readonly isBlocked: boolean
}

/** The sentences of a payment; null for what there is not. */
export type PaymentSentences = {
  readonly withholding: string
  readonly held: string | null
  readonly claim: string | null
  readonly total: string
}

/** Where each law of the benefit says what payments share: of payment, too much paid, decisions. */
const PARAGRAPHS = {
  integreringsloven: {
    payment: 'integreringsloven § 24',
    overpayment: 'integreringsloven § 25 first paragraph',
    decision: 'integreringsloven § 46 second paragraph g',
  },
  introduksjonsloven: {
    payment: 'introduksjonsloven § 13',
    overpayment: 'introduksjonsloven § 14',
    decision: 'introduksjonsloven § 21 e',
  },
} as const

const paragraphsOf = ({ law }: ExplainedPayment) =>
  PARAGRAPHS[law[0]?.startsWith('introduksjonsloven') ? 'introduksjonsloven' : 'integreringsloven']

/** What the total is made of, or when it comes; null where the benefit is paid whole. */
function besideTotal(language: Language, payment: ExplainedPayment): string | null {
  const { grossOre, netOre, isBlocked } = payment
  const less = ore(grossOre - netOre)
  if (!isBlocked && less === 0) return null
  const of = { gross: amountText(language, grossOre), less: amountText(language, less) }
  return filled(WORDINGS[language].additions[isBlocked ? 'not-paid-yet' : 'total-of'], of)
}

/** Below the sum itself: what it is made of, and the paragraph it is paid by. */
export function explainSum(language: Language, payment: ExplainedPayment): string {
  const law = lawsText(language, [paragraphsOf(payment).payment])
  const beside = besideTotal(language, payment)
  return [
    ...(beside === null ? [] : [beside]),
    `${law.charAt(0).toUpperCase()}${law.slice(1)}.`,
  ].join(' ')
}

/** What a participant is told of a payment: its tax, what is held, what is claimed, and what they get. */
export function explainPayment(language: Language, payment: ExplainedPayment): PaymentSentences {
  const { netOre, heldOre, claimsOre } = payment
  const { sentences } = WORDINGS[language]
  const law = paragraphsOf(payment)
  const say = (key: SentenceKey, amountOre: Ore, paragraph: string): string =>
    filled(sentences[key], {
      amount: amountText(language, amountOre),
      law: lawsText(language, [paragraph]),
    })
  const total = say('total', netOre, law.payment)
  const beside = besideTotal(language, payment)
  return {
    withholding: explainWithholding(language, payment.withholding),
    held: heldOre > 0 ? say('held', heldOre, law.decision) : null,
    claim: claimsOre > 0 ? say('claim', claimsOre, law.overpayment) : null,
    total: beside === null ? total : `${total} ${beside}`,
  }
}

/** What other facts would change in what is paid out. */
export function explainChange(language: Language, netOre: Ore): string {
  const key = netOre > 0 ? 'changed-more' : netOre < 0 ? 'changed-less' : 'changed-nothing'
  return filled(WORDINGS[language].additions[key], { amount: amountText(language, netOre) })
}

/** Why something is not paid yet; null for what waits for a decision, which is told as held. */
export function explainReason(
  language: Language,
  reason: Pick<PayslipReason, 'code' | 'month'>,
): string | null {
  const { code, month } = reason
  if (code === 'individual-decision-missing') return null
  const own = REASONS.find((key) => key === code) ?? 'cannot-be-calculated'
  return filled(WORDINGS[language].reasons[own], { month: monthText(language, month) })
}
