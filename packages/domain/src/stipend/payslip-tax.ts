import { wholeKroner } from '../tax/percent.ts'
import type { TaxCard } from '../tax/tax-card.ts'
import type { Withholding } from '../tax/withholding.ts'
import { assert } from '../values/assert.ts'
import { type PlainDate, yearOf } from '../values/calendar.ts'
import { type Month, month, monthOf } from '../values/month.ts'
import { addOre, kroner, NO_ORE, type Ore, ore, subtractOre, sumOre } from '../values/ore.ts'
import { isRefusal, type Refusal, refuse } from '../values/refusal.ts'
import {
  type Correction,
  type CorrectionInputs,
  correct,
  correctedOf,
  correctionDue,
  correctionText,
  NO_CORRECTION,
} from './tax-correction.ts'
import { type TaxedAs, withholdBoth } from './taxed-payment.ts'

/** What a payment is taxed by. */
export type TaxInputs = {
  /** Of the payout's year; null: no card. An exemption card's `usedOre` is all that was paid in the year before. */
  readonly card: TaxCard | null
  /** The card's line as the payslip names it; null without a card. */
  readonly cardSource: string | null
  /** The participant's wish for more, whole kroner for each payment. */
  readonly extraOre: Ore
} & CorrectionInputs

/** A payment's lines as tax sees them: benefit of the run's month after set-off, and each other month's. */
export type TaxedLines = {
  readonly month: Month
  readonly payDate: PlainDate
  readonly ordinaryOre: Ore
  /** Entitled calendar days of the run's month. */
  readonly days: readonly PlainDate[]
  /** What is paid for each other month: back pay (POL18). */
  readonly others: readonly { readonly month: Month; readonly amountOre: Ore }[]
  /** POL19: the municipality's setting frees the payout in June. */
  readonly summerExemption: boolean
}

export type SlipTax = {
  readonly withholding: Withholding | null
  readonly withholdingReason: string | null
  readonly withheldOre: Ore
  /** Inside `withheldOre` already. */
  readonly correction: Correction
  readonly taxedAs: TaxedAs
}

/** Earned in the income year, or in December before (skattebetalingsforskriften § 5-10-1). */
const isOfYear = (of: Month, year: number): boolean =>
  yearOf(of) === year || of === month(`${year - 1}-12`)

/**
 * Splits a payment for the tables (POL18): with ordinary benefit of the income year, one other month of it
 * goes into the sum; more months, an earlier year or no ordinary benefit beside it are back pay.
 */
function split(lines: TaxedLines): { readonly grossOre: Ore; readonly backPayOre: Ore } {
  const { payDate, ordinaryOre, others } = lines
  const year = yearOf(payDate)
  const othersOre = sumOre(others.map(({ amountOre }) => amountOre))
  const grossOre = addOre(ordinaryOre, othersOre)
  if (ordinaryOre <= 0 || !isOfYear(lines.month, year)) return { grossOre, backPayOre: grossOre }
  const [other, second] = others
  const isInSum = other !== undefined && second === undefined && isOfYear(other.month, year)
  return { grossOre, backPayOre: isInSum ? NO_ORE : othersOre }
}

const invalidCard = ({ detail }: Refusal<string>): Refusal<'tax-card-invalid'> =>
  refuse(
    'tax-card-invalid',
    `${detail} Order the tax cards again, or enter the card by hand; the payment comes with the next run.`,
  )

/** The basis with where the card came from, the wish, and what of earlier withholding is put right. */
function withBeside(
  base: Withholding,
  { card, cardSource }: TaxInputs,
  of: { readonly payout: Month; readonly extraOre: Ore; readonly correction: Correction },
): Pick<Withholding, 'basis' | 'law'> {
  const { payout, extraOre, correction } = of
  const source = cardSource === null ? '' : `${cardSource}: `
  const extra = extraOre > 0 ? [`${kroner(extraOre)} kr more by own wish`] : []
  const { parts, law } = correctionText(correction, { card, payout })
  return {
    basis: [`${source}${base.basis}`, ...extra, ...parts].join('; '),
    law: [...new Set([...base.law, ...law])],
  }
}

/**
 * Withholds of a payslip (forskuddstrekk, POL17 to POL19), by the rules of the pay date's year: the
 * month's benefit by the card, back pay by percent, the participant's wish on top, and what was withheld
 * without a card of the year put right. Never below zero, never above the whole kroner of the gross.
 */
export function taxPayslip(
  lines: TaxedLines,
  tax: TaxInputs,
): Refusal<'tax-card-invalid'> | SlipTax {
  const { payDate, summerExemption } = lines
  const payout = monthOf(payDate)
  const parts = split(lines)
  const days = parts.backPayOre === parts.grossOre ? [] : lines.days
  const taxed = withholdBoth({ ...parts, days, payout, summerExemption }, tax.card)
  if (isRefusal(taxed)) return invalidCard(taxed)
  const base = taxed.withholding
  if (base === null) {
    const taxedAs = { ...parts, days, extraOre: NO_ORE }
    return { ...taxed, withheldOre: NO_ORE, correction: NO_CORRECTION, taxedAs }
  }
  const leftOre = ore(100 * wholeKroner(subtractOre(parts.grossOre, base.amountOre)))
  const extraOre = ore(Math.min(tax.extraOre, leftOre))
  const beforeOre = addOre(base.amountOre, extraOre)
  const due = correctionDue(tax, { payout, summerExemption })
  if (isRefusal(due)) return invalidCard(due)
  const correction = correct(due, { beforeOre, leftOre: subtractOre(leftOre, extraOre) })
  const withheldOre = subtractOre(beforeOre, correctedOf(correction))
  assert(withheldOre >= 0 && withheldOre <= parts.grossOre, 'withheld lies between zero and gross')
  return {
    withholding: {
      amountOre: withheldOre,
      ...withBeside(base, tax, { payout, extraOre, correction }),
    },
    withholdingReason: null,
    withheldOre,
    correction,
    taxedAs: { ...parts, days, extraOre },
  }
}
