import type { PlainDate } from '../values/calendar.ts'
import { isRefusal, type Refusal, refuse } from '../values/refusal.ts'
import type { AnsweredCard, CardLine } from './card-line.ts'
import { type GivenTaxCard, readTaxCard } from './tax-card.ts'
import { tableOf } from './years.ts'

/** A card as a person types it in from what the participant shows. */
export type EnteredCard = {
  readonly result: 'card' | 'no-card' | 'no-duty'
  readonly cardIdentifier: string | null
  readonly issuedOn: PlainDate | null
  readonly lines: readonly (Omit<GivenTaxCard, 'year' | 'exemptUsedOre'> & {
    readonly code: string
  })[]
}

export type EnteredRefusal = 'tax-card-unclear' | 'tax-table-unknown'

function enterLine(
  { code, ...given }: EnteredCard['lines'][number],
  year: number,
): Refusal<EnteredRefusal> | CardLine {
  const card = readTaxCard({ year, ...given })
  if (isRefusal(card)) return card
  if (card.kind === 'exemption') return { kind: card.kind, code, limitOre: card.limitOre }
  const { year: _year, ...line } = card
  if (line.kind === 'percent') return { ...line, code }
  const table = tableOf(year, line.table)
  return isRefusal(table) && table.refused === 'tax-table-unknown'
    ? refuse('tax-table-unknown', table.detail, '/taxCard/table')
    : { ...line, code }
}

/**
 * Enters a card by hand: each line complete, each code once, no table that its year does not have. A year whose
 * tables are not known yet is taken as it is.
 */
export function enterCard(
  entered: EnteredCard,
  year: number,
): Refusal<EnteredRefusal> | AnsweredCard {
  const { result, cardIdentifier, issuedOn } = entered
  if ((result === 'card') !== entered.lines.length > 0) {
    const detail =
      'A card has at least one line; where there is none, or no duty, there is no line.'
    return refuse('tax-card-unclear', detail, '/lines')
  }
  const lines: CardLine[] = []
  for (const [at, given] of entered.lines.entries()) {
    const line = enterLine(given, year)
    if (isRefusal(line)) {
      const field = line.pointer?.split('/').at(-1)
      return refuse(line.refused, line.detail, `/lines/${at}/${field}`)
    }
    if (lines.some(({ code }) => code === line.code)) {
      const detail = `The code ${line.code} stands twice: leave one line of each code.`
      return refuse('tax-card-unclear', detail, `/lines/${at}/code`)
    }
    lines.push(line)
  }
  return { year, result, cardIdentifier, issuedOn, lines, notes: [] }
}

/** A line as it is shown: what its kind does not have is null. */
export const shownCardLine = (line: CardLine) => ({
  code: line.code,
  kind: line.kind,
  table: line.kind === 'table' ? line.table : null,
  percent: line.kind === 'exemption' || line.rate === null ? null : line.rate / 100,
  monthsOfWithholding: line.kind === 'exemption' ? null : line.months,
  exemptAmountOre: line.kind === 'exemption' ? line.limitOre : null,
})
