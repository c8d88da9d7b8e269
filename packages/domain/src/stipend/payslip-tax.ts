import { wholeKroner } from '../tax/percent.ts'
import type { TaxCard } from '../tax/tax-card.ts'
import {
  type Withholding,
  type WithholdingOutcome,
  withholdBackPay,
  withholdMonth,
} from '../tax/withholding.ts'
import { assert } from '../values/assert.ts'
import { type PlainDate, yearOf } from '../values/calendar.ts'
import { type Month, month, monthOf } from '../values/month.ts'
import { addOre, kroner, NO_ORE, type Ore, ore, subtractOre, sumOre } from '../values/ore.ts'
import { isRefusal, type Refusal, refuse } from '../values/refusal.ts'

/** How a payment was taxed: kept with it, so that it can be taxed again when a card arrives (POL17). */
export type TaxedAs = {
  readonly grossOre: Ore
  /** What of the gross is taxed as back pay, by percent (POL18). */
  readonly backPayOre: Ore
  /** Entitled calendar days of the month that the rest is taxed as; none when all is back pay. */
  readonly days: readonly PlainDate[]
  /** What was withheld beside the rules, as the participant wished. */
  readonly extraOre: Ore
}

/** An earlier payment of the same income year that was taxed without a card, or in January by last year's. */
export type UncardedPayment = TaxedAs & {
  /** The month of the payout. */
  readonly payout: Month
  /** All that was withheld of it, the wish included. */
  readonly withheldOre: Ore
}

/** What a payment is taxed by. */
export type TaxInputs = {
  /** Of the payout's year; null: no card. An exemption card's `usedOre` is all that was paid in the year before. */
  readonly card: TaxCard | null
  /** The card's line as the payslip names it; null without a card. */
  readonly cardSource: string | null
  /** The participant's wish for more, whole kroner for each payment. */
  readonly extraOre: Ore
  readonly withoutCard: readonly UncardedPayment[]
  /** What of those was given back by earlier payments of the year. */
  readonly correctedOre: Ore
}

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
  /** What of earlier withholding this payment gives back; inside `withheldOre` already. */
  readonly correctedOre: Ore
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

/** An exemption card has one running balance: the later part of a payment finds less left of it. */
const afterUse = (card: TaxCard | null, paidOre: Ore): TaxCard | null =>
  card?.kind === 'exemption' ? { ...card, usedOre: addOre(card.usedOre, paidOre) } : card

/** Withholds of the two parts of one payment. */
function withholdBoth(
  of: Omit<TaxedAs, 'extraOre'> & { readonly payout: Month; readonly summerExemption: boolean },
  card: TaxCard | null,
): Refusal<string> | WithholdingOutcome {
  const { payout, days, backPayOre, summerExemption } = of
  const monthOre = subtractOre(of.grossOre, backPayOre)
  if (backPayOre === 0)
    return withholdMonth({ payout, grossOre: monthOre, days, card, summerExemption })
  const backCard = afterUse(card, monthOre)
  const backPay = withholdBackPay({ payout, grossOre: backPayOre, card: backCard })
  if (monthOre === 0 || isRefusal(backPay) || !backPay.withholding) return backPay
  const own = withholdMonth({ payout, grossOre: monthOre, days, card, summerExemption })
  if (isRefusal(own)) return own
  assert(own.withholding !== null, 'both parts are of one year')
  const [one, two] = [own.withholding, backPay.withholding]
  return {
    withholding: {
      amountOre: addOre(one.amountOre, two.amountOre),
      basis: `${one.basis}; back pay: ${two.basis}`,
      law: [...new Set([...one.law, ...two.law])],
    },
    withholdingReason: null,
  }
}

const earlierFirst = (a: UncardedPayment, b: UncardedPayment): number =>
  a.payout === b.payout ? a.grossOre - b.grossOre : a.payout < b.payout ? -1 : 1

/**
 * What was withheld too much of earlier payments, by the card that is here now (POL17); what was withheld
 * too little is left to the tax settlement.
 */
function toGiveBack(
  tax: TaxInputs,
  card: TaxCard,
  { payDate, summerExemption }: TaxedLines,
): Refusal<string> | Ore {
  const year = yearOf(payDate)
  let usedOre: Ore = NO_ORE
  let tooMuchOre: Ore = NO_ORE
  const ofYear = tax.withoutCard.filter(({ payout }) => yearOf(payout) === year)
  for (const past of ofYear.toSorted(earlierFirst)) {
    const held = card.kind === 'exemption' ? { ...card, usedOre } : card
    const again = withholdBoth({ ...past, summerExemption }, held)
    if (isRefusal(again)) return again
    assert(again.withholding !== null, 'the earlier payment is of the same year')
    const takenOre = subtractOre(past.withheldOre, past.extraOre)
    tooMuchOre = ore(tooMuchOre + takenOre - again.withholding.amountOre)
    usedOre = addOre(usedOre, past.grossOre)
  }
  return ore(Math.max(0, tooMuchOre - tax.correctedOre))
}

const invalidCard = ({ detail }: Refusal<string>): Refusal<'tax-card-invalid'> =>
  refuse(
    'tax-card-invalid',
    `${detail} Order the tax cards again, or enter the card by hand; the payment comes with the next run.`,
  )

function basisOf(
  base: Withholding,
  { cardSource }: TaxInputs,
  { extraOre, correctedOre }: { extraOre: Ore; correctedOre: Ore },
): string {
  const source = cardSource === null ? '' : `${cardSource}: `
  const extra = extraOre > 0 ? `; ${kroner(extraOre)} kr more by own wish` : ''
  const less =
    correctedOre > 0 ? `; ${kroner(correctedOre)} kr less for payments taxed without the card` : ''
  return `${source}${base.basis}${extra}${less}`
}

/**
 * Withholds of a payslip (forskuddstrekk, POL17 to POL19), by the rules of the pay date's year: the
 * month's benefit by the card, back pay by percent, the participant's wish on top, and less what a card
 * that came late shows was withheld too much. Never below zero: the rest of that waits. Never above gross.
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
    return { ...taxed, withheldOre: NO_ORE, correctedOre: NO_ORE, taxedAs }
  }
  const leftOre = ore(100 * wholeKroner(subtractOre(parts.grossOre, base.amountOre)))
  const extraOre = ore(Math.min(tax.extraOre, leftOre))
  const beforeOre = addOre(base.amountOre, extraOre)
  const dueOre = tax.card === null ? NO_ORE : toGiveBack(tax, tax.card, lines)
  if (isRefusal(dueOre)) return invalidCard(dueOre)
  const correctedOre = ore(Math.min(beforeOre, dueOre))
  const withheldOre = subtractOre(beforeOre, correctedOre)
  assert(withheldOre >= 0 && withheldOre <= parts.grossOre, 'withheld lies between zero and gross')
  return {
    withholding: {
      amountOre: withheldOre,
      basis: basisOf(base, tax, { extraOre, correctedOre }),
      law: base.law,
    },
    withholdingReason: null,
    withheldOre,
    correctedOre,
    taxedAs: { ...parts, days, extraOre },
  }
}
