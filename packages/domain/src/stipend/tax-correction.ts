import type { TaxCard } from '../tax/tax-card.ts'
import { assert } from '../values/assert.ts'
import { monthNumber, yearOf } from '../values/calendar.ts'
import type { Month } from '../values/month.ts'
import { addOre, kroner, NO_ORE, type Ore, ore, subtractOre, sumOre } from '../values/ore.ts'
import { isRefusal, type Refusal } from '../values/refusal.ts'
import { type TaxedAs, withholdBoth } from './taxed-payment.ts'

/** An earlier payment of the same income year that was taxed without a card of that year. */
export type UncardedPayment = TaxedAs & {
  /** The month of the payout. */
  readonly payout: Month
  /** True where last year's card was used (January, skattebetalingsforskriften § 5-5-1), false where none was. */
  readonly byLastYears: boolean
  /** All that was withheld of it, the wish included, before what it put right of others. */
  readonly withheldOre: Ore
}

/** What earlier withholding is put right by (POL17). */
export type CorrectionInputs = {
  readonly card: TaxCard | null
  /** True where the card is last year's: the year's own is not here yet. */
  readonly isLastYears: boolean
  readonly withoutCard: readonly UncardedPayment[]
  /** What earlier payments of the year put right. */
  readonly corrected: Correction
}

/** What is put right of earlier withholding: positive is given back, negative is withheld more. */
export type Correction = {
  /** Of what was withheld by last year's card. */
  readonly januaryOre: Ore
  /** Of what was withheld without a card; never negative. */
  readonly uncardedOre: Ore
}

export const NO_CORRECTION: Correction = { januaryOre: NO_ORE, uncardedOre: NO_ORE }

export const correctedOf = ({ januaryOre, uncardedOre }: Correction): Ore =>
  addOre(januaryOre, uncardedOre)

/** When a payment puts right what was withheld before it. */
export type CorrectedIn = { readonly payout: Month; readonly summerExemption: boolean }

const earlierFirst = (a: UncardedPayment, b: UncardedPayment): number =>
  a.payout === b.payout ? a.grossOre - b.grossOre : a.payout < b.payout ? -1 : 1

/** What was withheld of each payment beyond what the card makes of it; below zero where it was too little. */
function excesses(
  { card, withoutCard }: CorrectionInputs,
  { payout: now, summerExemption }: CorrectedIn,
): Refusal<string> | (UncardedPayment & { readonly excessOre: Ore })[] {
  let usedOre: Ore = NO_ORE
  const found: (UncardedPayment & { readonly excessOre: Ore })[] = []
  const ofYear = withoutCard.filter(({ payout }) => yearOf(payout) === yearOf(now))
  for (const past of ofYear.toSorted(earlierFirst)) {
    const held = card?.kind === 'exemption' ? { ...card, usedOre } : card
    const again = withholdBoth({ ...past, summerExemption }, held)
    if (isRefusal(again)) return again
    assert(again.withholding !== null, 'the earlier payment is of the same year')
    const byRuleOre = subtractOre(past.withheldOre, past.extraOre)
    found.push({ ...past, excessOre: subtractOre(byRuleOre, again.withholding.amountOre) })
    usedOre = addOre(usedOre, past.grossOre)
  }
  return found
}

const totalOf = (of: readonly { readonly excessOre: Ore }[]): Ore =>
  sumOre(of.map(({ excessOre }) => excessOre))

const orNothing = (amount: Ore): Ore => ore(Math.max(0, amount))

/**
 * What is to be put right (skattebetalingsforskriften § 5-5-2). January by last year's card shall be, both
 * ways, as soon as the year's card is here and by the end of February (second paragraph); in a payout of
 * February that still has no card, by the rate without one (third paragraph). What was withheld without a
 * card is given back when one comes (first paragraph), and what January was made to pay by that rate is
 * such withholding; what was too little there is left to the tax settlement, for the paragraph says `may`.
 */
export function correctionDue(
  inputs: CorrectionInputs,
  at: CorrectedIn,
): Refusal<string> | Correction {
  const { card, isLastYears, corrected } = inputs
  const inYear = monthNumber(at.payout)
  if (isLastYears || (card === null && inYear !== 2)) return NO_CORRECTION
  const all = excesses(inputs, at)
  if (isRefusal(all)) return all
  const january = all.filter(({ byLastYears }) => byLastYears)
  const uncarded = all.filter(({ byLastYears }) => !byLastYears)
  const januaryOre = subtractOre(totalOf(january), corrected.januaryOre)
  const uncardedOre = orNothing(subtractOre(totalOf(uncarded), corrected.uncardedOre))
  if (inYear <= 2) return { januaryOre, uncardedOre: card === null ? NO_ORE : uncardedOre }
  const wasWithoutCard = uncarded.some(({ payout }) => monthNumber(payout) === 2)
  return { januaryOre: wasWithoutCard ? orNothing(januaryOre) : NO_ORE, uncardedOre }
}

/**
 * Puts right what one payment has room for: no more is given back than is withheld of it, no more is
 * withheld than is left of it. The rest waits for the next payment.
 */
export function correct(
  due: Correction,
  { beforeOre, leftOre }: { readonly beforeOre: Ore; readonly leftOre: Ore },
): Correction {
  const januaryOre = Math.max(due.januaryOre, -(leftOre + due.uncardedOre))
  const givenOre = Math.min(januaryOre, beforeOre)
  return {
    januaryOre: ore(givenOre),
    uncardedOre: ore(Math.min(due.uncardedOre, beforeOre - givenOre)),
  }
}

const CORRECTION = 'skattebetalingsforskriften § 5-5-2'

/** How a withholding names what it puts right, and by which paragraphs. */
export function correctionText(
  correction: Correction,
  by: { readonly card: TaxCard | null; readonly payout: Month },
): { readonly parts: readonly string[]; readonly law: readonly string[] } {
  const isLate = monthNumber(by.payout) > 2
  const uncardedOre = isLate ? correctedOf(correction) : correction.uncardedOre
  const januaryOre = isLate ? NO_ORE : correction.januaryOre
  const parts: string[] = []
  const law: string[] = []
  if (uncardedOre > 0) {
    parts.push(`${kroner(uncardedOre)} kr less for payments taxed without the card`)
    law.push(`${CORRECTION} first paragraph`)
  }
  if (januaryOre !== 0) {
    const which = januaryOre > 0 ? 'less' : 'more'
    parts.push(`${kroner(ore(Math.abs(januaryOre)))} kr ${which} for January, by last year’s card`)
    law.push(`${CORRECTION} ${by.card === null ? 'third' : 'second'} paragraph`)
  }
  return { parts, law }
}
