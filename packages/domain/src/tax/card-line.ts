import type { PlainDate } from '../values/calendar.ts'
import { type Ore, ore } from '../values/ore.ts'
import type { Rate } from './rounding.ts'
import { MONTHS_OF_WITHHOLDING, type MonthsOfWithholding } from './tax-card.ts'

/** The code (trekkode) of the introduction benefit, whose line of a card is used before any other. */
export const BENEFIT_CODE = 'introduksjonsstoenad'

/** Codes of income (trekkoder) that a line of a tax card is for. */
export const INCOME_CODES = [
  'introduksjonsstoenad',
  'loennFraHovedarbeidsgiver',
  'loennFraBiarbeidsgiver',
  'loennFraNAV',
  'pensjon',
  'pensjonFraNAV',
  'loennTilUtenrikstjenestemann',
  'loennKunTrygdeavgiftTilUtenlandskBorger',
  'loennKunTrygdeavgiftTilUtenlandskBorgerSomGrensegjenger',
  'ufoeretrygdFraNAV',
  'ufoereytelserFraAndre',
] as const

/** The codes a municipality may choose for where a card has no line for the benefit (POL17). */
export const FALLBACK_TREKKODER = ['loennFraHovedarbeidsgiver', 'loennFraBiarbeidsgiver'] as const
export type FallbackTrekkode = (typeof FALLBACK_TREKKODER)[number]

/** What is withheld of one kind of income (forskuddstrekk). */
export type CardLine =
  | {
      readonly kind: 'table'
      readonly code: string
      readonly table: string
      readonly rate: Rate | null
      readonly months: MonthsOfWithholding | null
    }
  | {
      readonly kind: 'percent'
      readonly code: string
      readonly rate: Rate
      readonly months: MonthsOfWithholding | null
    }
  | { readonly kind: 'exemption'; readonly code: string; readonly limitOre: Ore | null }

/** What the Tax Administration answered of one person, beside the card itself. */
export const CARD_RESULTS = [
  'card',
  'no-card',
  'no-duty',
  'invalid-number',
  'invalid-organisation',
  'replaced-number',
  'consider-work-permit',
] as const
export type CardResult = (typeof CARD_RESULTS)[number]

/** One person's tax card (skattekort) of an income year, or why there is none. */
export type AnsweredCard = {
  readonly year: number
  readonly result: CardResult
  readonly cardIdentifier: string | null
  readonly issuedOn: PlainDate | null
  readonly lines: readonly CardLine[]
  /** Further information (tilleggsopplysning), such as `kildeskattPaaLoenn`. */
  readonly notes: readonly string[]
}

/** Reads a figure with at most two decimals, number or text, in hundredths; null for anything else. */
export function hundredthsOf(value: unknown): number | null {
  if (typeof value !== 'number' && typeof value !== 'string') return null
  const [, whole, part = ''] = /^(\d{1,8})(?:\.(\d{1,2}))?$/.exec(String(value).trim()) ?? []
  return whole === undefined ? null : Number(whole) * 100 + Number(part.padEnd(2, '0'))
}

/** A percent in hundredths, from 0 to 100 %. */
export function percentOf(value: unknown): Rate | null {
  const rate = hundredthsOf(value)
  return rate !== null && rate <= 10_000 ? rate : null
}

/** The months of withholding (antallMaanederForTrekk) that cards know. */
export function monthsOf(value: unknown): MonthsOfWithholding | null {
  const held = hundredthsOf(value)
  return MONTHS_OF_WITHHOLDING.find((months) => months * 100 === held) ?? null
}

/** An amount in kroner, whole or with øre. */
export function kronerOf(value: unknown): Ore | null {
  const amount = hundredthsOf(value)
  return amount === null ? null : ore(amount)
}
