import { monthNumber, type PlainDate, yearOf } from '../values/calendar.ts'
import { addToMonth, type Month } from '../values/month.ts'
import { type Ore, ore, subtractOre } from '../values/ore.ts'
import { isRefusal, type Refusal, refuse } from '../values/refusal.ts'
import { lookUp } from './pay-period.ts'
import { byPercent, type Step, WHOLE_KRONER, wholeKroner, withoutCard } from './percent.ts'
import type { Table } from './table.ts'
import type { MonthsOfWithholding, TaxCard } from './tax-card.ts'
import { TAX_YEARS, tableOf } from './years.ts'

/** Withheld tax (forskuddstrekk) of one payment: whole kroner kept in øre. */
export type Withholding = {
  readonly amountOre: Ore
  /** What it was read from: `table 8010, month, 21409`. */
  readonly basis: string
  readonly law: readonly string[]
}

/** Where the rules of a year are not known nothing is withheld, and it says so: never an error (POL17). */
export type WithholdingOutcome =
  | { readonly withholding: Withholding; readonly withholdingReason: null }
  | { readonly withholding: null; readonly withholdingReason: string }

export type WithholdingRefusal = 'tax-card-year' | 'tax-table-unknown'

/** A payment of benefit, with the card it is taxed by; null is no card. */
export type TaxedPayment = {
  /** The month of the payout: withholding belongs to its year (POL17). */
  readonly payout: Month
  readonly grossOre: Ore
  readonly card: TaxCard | null
}

/** The payment of one month. */
export type TaxedMonth = TaxedPayment & {
  /** The entitled calendar days of the month paid for, in order. */
  readonly days: readonly PlainDate[]
  /** POL19: the municipality's setting frees the payout in June. */
  readonly summerExemption: boolean
}

/** A month's benefit is paid out in the month after (POL6). */
export const payoutMonth = (of: Month): Month => addToMonth(of, 1)

const BY_TABLE = ['skattebetalingsforskriften § 5-10-2', WHOLE_KRONER]
const BACK_PAY = 'skattebetalingsforskriften § 5-10-1'
const CARD = 'skattebetalingsloven § 5-1'
const FREE_PERIOD = 'skattebetalingsloven § 5-7'

/** The months of withholding that a table is built on, for a card that names none. */
const monthsOf = ({ kind, twelveMonths }: Table): MonthsOfWithholding =>
  twelveMonths ? 12 : kind === 'pension' ? 11 : 10.5

/**
 * The payout in December (POL19): half is free where tax is withheld in 10.5 months, all of it where it
 * is in 11, nothing where it is in 12. Half is rounded down. The payout in June is free where tax is withheld
 * in 10.5 months and the municipality has set it so.
 */
function afterFreePeriod(of: TaxedMonth, months: MonthsOfWithholding, step: Step): Step {
  const { kroner, basis, law } = step
  const inYear = monthNumber(of.payout)
  if (inYear === 6 && months === 10.5 && of.summerExemption) {
    return { kroner: 0, basis: `${basis}, free in June`, law: [...law, FREE_PERIOD] }
  }
  if (inYear !== 12 || months === 12) return step
  const isHalf = months === 10.5
  return {
    kroner: isHalf ? (kroner - (kroner % 2)) / 2 : 0,
    basis: `${basis}, ${isHalf ? 'half' : 'free'} in December`,
    law: [...law, FREE_PERIOD],
  }
}

/** Free up to the card's limit in the year; what lies above it is taxed as without a card [U]. */
function underExemption(card: TaxCard & { kind: 'exemption' }, grossOre: Ore): Step {
  const { year, limitOre, usedOre } = card
  const left = limitOre === null ? grossOre : Math.max(0, subtractOre(limitOre, usedOre))
  if (grossOre <= left) return { kroner: 0, basis: 'exemption card', law: [CARD] }
  const rest = withoutCard(year, wholeKroner(ore(grossOre - left)))
  return { ...rest, basis: `exemption card used up, ${rest.basis}`, law: [CARD, ...rest.law] }
}

function stepOf(of: TaxedMonth): Refusal<WithholdingRefusal> | Step {
  const { payout, days, card } = of
  const [year, kroner] = [yearOf(payout), wholeKroner(of.grossOre)]
  if (card === null) return withoutCard(year, kroner)
  if (card.kind === 'exemption') return underExemption(card, of.grossOre)
  if (card.kind === 'percent') {
    return afterFreePeriod(of, card.months ?? 12, byPercent(kroner, card.rate))
  }
  const table = tableOf(year, card.table)
  if ('refused' in table) return refuse('tax-table-unknown', table.detail, '/taxCard/table')
  const name = `table ${card.table}`
  if (kroner === 0) return { kroner, basis: `${name}, nothing to withhold`, law: BY_TABLE }
  const { withheldKroner, text } = lookUp(table, kroner, days)
  const step = { kroner: withheldKroner, basis: `${name}, ${text}`, law: BY_TABLE }
  return afterFreePeriod(of, card.months ?? monthsOf(table), step)
}

/** Checks the card's year and that the payout's year is known before anything is withheld. */
function withhold(
  { payout, card }: TaxedPayment,
  step: () => Refusal<WithholdingRefusal> | Step,
): Refusal<WithholdingRefusal> | WithholdingOutcome {
  const year = yearOf(payout)
  if (card !== null && card.year !== year) {
    return refuse(
      'tax-card-year',
      `The month is paid out in ${payout}; give the tax card of ${year}, or null for none.`,
      '/taxCard/year',
    )
  }
  if (!TAX_YEARS.has(year)) {
    const withholdingReason = `The rules of withholding in ${year}, the year of the payout, are not known.`
    return { withholding: null, withholdingReason }
  }
  const taken = step()
  if (isRefusal(taken)) return taken
  const { kroner, basis, law } = taken
  return { withholding: { amountOre: ore(100 * kroner), basis, law }, withholdingReason: null }
}

/**
 * Withholds of one month's benefit (POL17, POL19): table cards by the entitled days, percent cards of
 * whole kroner, exemption cards up to their limit, no card half (30 % before 2025). Never above the gross.
 */
export const withholdMonth = (of: TaxedMonth): Refusal<WithholdingRefusal> | WithholdingOutcome =>
  withhold(of, () => stepOf(of))

/**
 * Withholds of back pay for several months, an earlier income year or without ordinary benefit beside it
 * (POL18): the percent of the card, which table cards carry too, else as without a card.
 */
export const withholdBackPay = (
  of: TaxedPayment,
): Refusal<WithholdingRefusal> | WithholdingOutcome =>
  withhold(of, () => {
    const { payout, grossOre, card } = of
    if (card?.kind === 'exemption') return underExemption(card, grossOre)
    const kroner = wholeKroner(grossOre)
    const rate = card?.rate ?? null
    const step = rate === null ? withoutCard(yearOf(payout), kroner) : byPercent(kroner, rate)
    return { ...step, law: [BACK_PAY, ...step.law] }
  })
