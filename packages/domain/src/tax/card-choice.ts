import { monthNumber, type PlainDate, yearOf } from '../values/calendar.ts'
import type { Month } from '../values/month.ts'
import type { Ore } from '../values/ore.ts'
import { isRefusal, type Refusal, refuse } from '../values/refusal.ts'
import {
  type AnsweredCard,
  BENEFIT_CODE,
  type CardLine,
  type FallbackTrekkode,
} from './card-line.ts'
import type { TaxCard } from './tax-card.ts'
import { tableOf } from './years.ts'

/** How a card came here: posted by somebody, fetched from the Tax Administration, or typed in. */
export const CARD_SOURCES = ['import', 'api', 'by-hand'] as const
export type CardSource = (typeof CARD_SOURCES)[number]

/** A card as it is held: versions of one year count up, and what was answered last is the newest. */
export type HeldCard = AnsweredCard & {
  readonly version: number
  readonly source: CardSource
  readonly obtainedOn: PlainDate
}

export type ChosenCard = {
  readonly card: TaxCard
  /** The line that was used, for the payslip; at most 200 characters. */
  readonly cardSource: string
  /** True for last year's card in January: it is corrected when the year's own arrives. */
  readonly isLastYears: boolean
}

export type CardTerms = {
  /** The month of the payout: withholding belongs to its year. */
  readonly payout: Month
  /** The municipality's code for where the card has no line for the benefit; null: none. */
  readonly fallbackTrekkode: FallbackTrekkode | null
  /** What was paid in the year before this payment: it uses up an exemption card (frikort). */
  readonly usedOre: Ore
}

const WITHOUT_LIMIT: CardLine = { kind: 'exemption', code: BENEFIT_CODE, limitOre: null }

/** The line for the benefit itself, else the municipality's; no duty to withhold is freedom without limit. */
function lineOf(held: HeldCard, fallbackTrekkode: FallbackTrekkode | null): CardLine | undefined {
  if (held.result === 'no-duty') return WITHOUT_LIMIT
  return (
    held.lines.find(({ code }) => code === BENEFIT_CODE) ??
    held.lines.find(({ code }) => code === fallbackTrekkode)
  )
}

function cardOf(line: CardLine, year: number, usedOre: Ore): TaxCard {
  const { code: _code, ...rest } = line
  return rest.kind === 'exemption' ? { ...rest, year, usedOre } : { ...rest, year }
}

const MADE: Readonly<Record<CardSource, string>> = {
  import: 'imported',
  api: 'fetched',
  'by-hand': 'entered by hand',
}

function sourceOf(held: HeldCard, line: CardLine): string {
  const name = held.cardIdentifier === null ? 'Tax card' : `Tax card ${held.cardIdentifier}`
  const what = held.result === 'no-duty' ? 'No duty to withhold' : name
  const code = held.result === 'no-duty' ? '' : `, ${line.code}`
  const issued = held.issuedOn === null ? '' : `, issued ${held.issuedOn}`
  return `${what} of ${held.year}${code}${issued}, ${MADE[held.source]} ${held.obtainedOn}`
}

const newestFirst = (a: HeldCard, b: HeldCard): number => b.version - a.version

/** The newest card of a year that has a line to use: what was calculated last where the newest has none. */
function lastUsable(
  cards: readonly HeldCard[],
  year: number,
  fallbackTrekkode: FallbackTrekkode | null,
): { held: HeldCard; line: CardLine } | undefined {
  for (const held of cards.filter((one) => one.year === year).sort(newestFirst)) {
    // A person who entered that there is none takes back what was held.
    if (held.source === 'by-hand' && held.result === 'no-card') return undefined
    const line = lineOf(held, fallbackTrekkode)
    if (line !== undefined) return { held, line }
  }
  return undefined
}

const unknownTable = (line: CardLine, year: number): string | null => {
  if (line.kind !== 'table') return null
  const table = tableOf(year, line.table)
  return isRefusal(table) && table.refused === 'tax-table-unknown' ? line.table : null
}

const REMEDY = 'order the cards again, or enter the card by hand'

function whyInvalid(
  newest: HeldCard | undefined,
  year: number,
): Refusal<'tax-card-invalid'> | null {
  if (newest?.result === 'invalid-number') {
    return refuse(
      'tax-card-invalid',
      `The Tax Administration knows no person with the number given for ${year}: correct the number in settlement, then ${REMEDY}.`,
    )
  }
  if (newest?.result === 'invalid-organisation') {
    return refuse(
      'tax-card-invalid',
      `The Tax Administration does not take the municipality’s organisation number for ${year}: have it corrected, then ${REMEDY}.`,
    )
  }
  return null
}

/** Last year's table or percent; an exemption was given for its own year only. */
function lastYears(cards: readonly HeldCard[], terms: CardTerms): ChosenCard | null {
  const year = yearOf(terms.payout)
  const found = lastUsable(cards, year - 1, terms.fallbackTrekkode)
  if (!found || found.line.kind === 'exemption' || unknownTable(found.line, year)) return null
  const { held, line } = found
  const card = cardOf(line, year, terms.usedOre)
  return { card, cardSource: sourceOf(held, line), isLastYears: true }
}

/**
 * Chooses what a payment is taxed by (POL17): of the payout's year the line introduksjonsstoenad, else the
 * municipality's code, else the last calculated card that has one of them; in January last year's
 * (skattebetalingsforskriften § 5-5-1). Null is no card. Blocked where the Tax Administration calls a number
 * invalid or the card names a table that its year does not have.
 */
export function chooseCard(
  cards: readonly HeldCard[],
  terms: CardTerms,
): Refusal<'tax-card-invalid'> | ChosenCard | null {
  const year = yearOf(terms.payout)
  const found = lastUsable(cards, year, terms.fallbackTrekkode)
  if (found) {
    const { held, line } = found
    const unknown = unknownTable(line, year)
    if (unknown !== null) {
      return refuse(
        'tax-card-invalid',
        `The tax card of ${year} names table ${unknown}, which ${year} does not have: ${REMEDY}.`,
      )
    }
    const card = cardOf(line, year, terms.usedOre)
    return { card, cardSource: sourceOf(held, line), isLastYears: false }
  }
  const [newest] = cards.filter((one) => one.year === year).sort(newestFirst)
  const inJanuary = monthNumber(terms.payout) === 1 ? lastYears(cards, terms) : null
  return inJanuary ?? whyInvalid(newest, year)
}
