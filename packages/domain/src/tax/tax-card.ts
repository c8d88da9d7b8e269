import { NO_ORE, type Ore } from '../values/ore.ts'
import { type Refusal, refuse } from '../values/refusal.ts'
import type { Rate } from './rounding.ts'

export const TAX_CARD_KINDS = ['table', 'percent', 'exemption'] as const

/** Months with withholding in a year, as a card says (antallMaanederForTrekk). */
export const MONTHS_OF_WITHHOLDING = [10.5, 11, 12] as const
export type MonthsOfWithholding = (typeof MONTHS_OF_WITHHOLDING)[number]

/** A tax card (skattekort) of one income year: its line for introduksjonsstønad. */
export type TaxCard =
  | {
      readonly kind: 'table'
      readonly year: number
      readonly table: string
      /** The percent that a table card carries for back pay (POL18); null where it has none. */
      readonly rate: Rate | null
      readonly months: MonthsOfWithholding | null
    }
  | {
      readonly kind: 'percent'
      readonly year: number
      readonly rate: Rate
      readonly months: MonthsOfWithholding | null
    }
  | {
      readonly kind: 'exemption'
      readonly year: number
      /** Free up to this much pay in the year (frikortbeløp); null without limit. */
      readonly limitOre: Ore | null
      /** What was paid under the card before, in the same year. */
      readonly usedOre: Ore
    }

/** A card as it comes from outside, where what does not apply is left out or null. */
export type GivenTaxCard = {
  readonly year: number
  readonly kind: (typeof TAX_CARD_KINDS)[number]
  readonly table?: string | null | undefined
  /** Percent with at most two decimals. */
  readonly percent?: number | null | undefined
  readonly monthsOfWithholding?: MonthsOfWithholding | null | undefined
  readonly exemptAmountOre?: Ore | null | undefined
  readonly exemptUsedOre?: Ore | null | undefined
}

/** A percent of at most two decimals in hundredths of a percent. */
export const rateOf = (percent: number): Rate => Math.round(percent * 100)

/** Reads a card: a table card names its table, a percent card its percent. */
export function readTaxCard(given: GivenTaxCard): Refusal<'tax-card-unclear'> | TaxCard {
  const { year, kind } = given
  const { table = null, percent = null, monthsOfWithholding: months = null } = given
  const rate = percent === null ? null : rateOf(percent)
  if (kind === 'exemption') {
    const limitOre = given.exemptAmountOre ?? null
    return { kind, year, limitOre, usedOre: given.exemptUsedOre ?? NO_ORE }
  }
  if (kind === 'table') {
    if (table !== null) return { kind, year, table, rate, months }
    return refuse(
      'tax-card-unclear',
      'A table card names its table, such as 8010.',
      '/taxCard/table',
    )
  }
  if (rate !== null) return { kind, year, rate, months }
  return refuse(
    'tax-card-unclear',
    'A percent card gives its percent, such as 32.',
    '/taxCard/percent',
  )
}
