import type { PersonId } from '../values/ids.ts'
import type { AnswerEntry } from './card-answer.ts'
import type { AnsweredCard } from './card-line.ts'

export const ENTRY_CODES = ['applied', 'unknown', 'double', 'invalid'] as const
export type EntryCode = (typeof ENTRY_CODES)[number]

/** What became of one employee of an answer. It never holds a national number. */
export type EntryOutcome = {
  readonly pointer: string
  readonly code: EntryCode
  readonly personId: PersonId | null
  readonly year: number | null
  readonly detail: string | null
}

export type NewCard = { readonly personId: PersonId; readonly card: AnsweredCard }

/** Who has which number, and the newest card held of each person and year. */
export type Known = {
  readonly personOf: ReadonlyMap<string, PersonId>
  readonly newest: (personId: PersonId, year: number) => AnsweredCard | null
}

/** The same facts, however their fields are ordered. */
const sameJson = (a: unknown, b: unknown): boolean =>
  JSON.stringify(ordered(a)) === JSON.stringify(ordered(b))

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, held]) => [name, ordered(held)]),
  )
}

const factsOf = ({ year, result, cardIdentifier, issuedOn, lines, notes }: AnsweredCard) => {
  const byCode = [...lines].sort((a, b) => (a.code < b.code ? -1 : 1))
  return { year, result, cardIdentifier, issuedOn, lines: byCode, notes: [...notes].sort() }
}

/** True when two cards of a person say the same. */
export const sameCard = (a: AnsweredCard, b: AnsweredCard): boolean =>
  sameJson(factsOf(a), factsOf(b))

const UNKNOWN =
  'Nobody in the programme has the number: register the person’s number in settlement (a D-number is replaced by the fødselsnummer there), then send the answer again.'
const TWICE = 'The answer names the person twice for the year; the first entry counts.'
const HELD = 'The same card is held already.'

const DETAILS: Readonly<Partial<Record<AnsweredCard['result'], string>>> = {
  'invalid-number':
    'The Tax Administration calls the number invalid: correct it in settlement, then order the card again.',
  'invalid-organisation':
    'The Tax Administration calls the organisation number invalid: have it corrected, then order the card again.',
  'replaced-number':
    'The D-number has been replaced: register the fødselsnummer in settlement, then order the card again.',
  'consider-work-permit':
    'The Tax Administration asks whether the person may work; there is no card until it is satisfied.',
}

/**
 * Matches an answer to persons by number and says of each entry what became of it: `applied`, `unknown`
 * (nobody has the number), `double` (named twice, or held already), `invalid` (cannot be read).
 */
export function matchAnswer(
  entries: readonly AnswerEntry[],
  known: Known,
): { readonly outcomes: readonly EntryOutcome[]; readonly cards: readonly NewCard[] } {
  const cards: NewCard[] = []
  const seen = new Set<string>()
  const outcomes = entries.map((entry): EntryOutcome => {
    const { pointer } = entry
    if ('invalid' in entry) {
      return { pointer, code: 'invalid', personId: null, year: null, detail: entry.invalid }
    }
    const { card } = entry
    const { year } = card
    const personId = known.personOf.get(entry.nationalNumber) ?? null
    if (personId === null) return { pointer, code: 'unknown', personId, year, detail: UNKNOWN }
    if (seen.has(`${personId} ${year}`)) {
      return { pointer, code: 'double', personId, year, detail: TWICE }
    }
    seen.add(`${personId} ${year}`)
    const newest = known.newest(personId, year)
    if (newest !== null && sameCard(newest, card)) {
      return { pointer, code: 'double', personId, year, detail: HELD }
    }
    cards.push({ personId, card })
    return { pointer, code: 'applied', personId, year, detail: DETAILS[card.result] ?? null }
  })
  return { outcomes, cards }
}
