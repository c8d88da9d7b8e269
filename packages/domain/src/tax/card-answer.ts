import { isPlainDate, type PlainDate } from '../values/calendar.ts'
import { type Refusal, refuse } from '../values/refusal.ts'
import {
  type AnsweredCard,
  type CardLine,
  type CardResult,
  INCOME_CODES,
  kronerOf,
  monthsOf,
  percentOf,
} from './card-line.ts'

/** One employee of an answer: its place in the document, and what was said or why it cannot be read. */
export type AnswerEntry =
  | { readonly pointer: string; readonly nationalNumber: string; readonly card: AnsweredCard }
  | { readonly pointer: string; readonly invalid: string }

export type AnswerRefusal = 'tax-card-answer-refused' | 'tax-card-answer-unreadable'

/** A reading that failed says why. */
type Fault = { readonly fault: string }
const fault = (why: string): Fault => ({ fault: why })
const isFault = (value: unknown): value is Fault =>
  typeof value === 'object' && value !== null && 'fault' in value

type Fields = Readonly<Record<string, unknown>>
const fieldsOf = (value: unknown): Fields | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** Number or text as text; anything else is null. */
const textOf = (value: unknown): string | null =>
  typeof value === 'string' || typeof value === 'number' ? String(value).trim() : null

/** Codes are written camelCase or UPPER_SNAKE: both without underscores in small letters are the same. */
const folded = (code: string): string => code.replaceAll('_', '').toLowerCase()
const byFold = (codes: readonly string[]): ReadonlyMap<string, string> =>
  new Map(codes.map((code) => [folded(code), code]))

const RESULTS: ReadonlyMap<string, CardResult> = new Map([
  ['skattekortopplysningerok', 'card'],
  ['ikkeskattekort', 'no-card'],
  ['ikketrekkplikt', 'no-duty'],
  ['ugyldigfoedselsellerdnummer', 'invalid-number'],
  ['ugyldigorganisasjonsnummer', 'invalid-organisation'],
  ['utgaattdnummerskattekortforfoedselsnummererlevert', 'replaced-number'],
  ['vurderarbeidstillatelse', 'consider-work-permit'],
])
const CODES = byFold(INCOME_CODES)
const NOTES = byFold([
  'oppholdPaaSvalbard',
  'kildeskattPaaPensjon',
  'oppholdITiltakssone',
  'kildeskattPaaLoenn',
])
const CODE_FORM = /^[A-Za-z_]{1,80}$/

/** A code by its known spelling; one that is new is kept as it came. */
const spelt = (codes: ReadonlyMap<string, string>, value: unknown): string | null => {
  const text = textOf(value)
  return text !== null && CODE_FORM.test(text) ? (codes.get(folded(text)) ?? text) : null
}

const isGiven = (value: unknown): boolean => value !== undefined && value !== null

function readTable(code: string, of: Fields): CardLine | Fault {
  const table = textOf(of['tabellnummer'])
  if (table === null || !/^\d{4}P?$/.test(table)) return fault('tabellnummer is no table number')
  const rate = percentOf(of['prosentsats'])
  if (rate === null && isGiven(of['prosentsats'])) return fault('prosentsats is no percent')
  const months = monthsOf(of['antallMaanederForTrekk'])
  if (months === null && isGiven(of['antallMaanederForTrekk'])) return MONTHS_FAULT
  return { kind: 'table', code, table, rate, months }
}

const MONTHS_FAULT = fault('antallMaanederForTrekk is not 10.5, 11 or 12')

function readPercent(code: string, of: Fields): CardLine | Fault {
  const rate = percentOf(of['prosentsats'])
  if (rate === null) return fault('prosentsats is no percent')
  const months = monthsOf(of['antallMaanederForTrekk'])
  if (months === null && isGiven(of['antallMaanederForTrekk'])) return MONTHS_FAULT
  return { kind: 'percent', code, rate, months }
}

function readExemption(code: string, of: Fields): CardLine | Fault {
  if (!isGiven(of['frikortbeloep'])) return { kind: 'exemption', code, limitOre: null }
  const limitOre = kronerOf(of['frikortbeloep'])
  return limitOre === null
    ? fault('frikortbeloep is no amount')
    : { kind: 'exemption', code, limitOre }
}

const KINDS = { trekktabell: readTable, trekkprosent: readPercent, frikort: readExemption } as const

/** One line of a card (forskuddstrekk): a code and exactly one of table, percent and exemption. */
function readLine(value: unknown): CardLine | Fault {
  const line = fieldsOf(value)
  const code = spelt(CODES, line?.['trekkode'])
  if (line === null || code === null) return fault('trekkode is missing or no code')
  const given = (['trekktabell', 'trekkprosent', 'frikort'] as const).filter((kind) =>
    isGiven(line[kind]),
  )
  const [kind, second] = given
  const of = kind && fieldsOf(line[kind])
  if (!kind || !of || second) {
    return fault(`${code} has not exactly one of trekktabell, trekkprosent and frikort`)
  }
  const read = KINDS[kind](code, of)
  return isFault(read) ? fault(`${code}: ${read.fault}`) : read
}

type CardFacts = Pick<AnsweredCard, 'cardIdentifier' | 'issuedOn' | 'lines'>
const NO_FACTS: CardFacts = { cardIdentifier: null, issuedOn: null, lines: [] }

function readFacts(value: unknown): CardFacts | Fault {
  if (!isGiven(value)) return NO_FACTS
  const card = fieldsOf(value)
  if (card === null) return fault('skattekort is no object')
  const cardIdentifier = textOf(card['skattekortidentifikator'])
  if (cardIdentifier !== null && !/^[!-~]{1,30}$/.test(cardIdentifier)) {
    return fault('skattekortidentifikator is longer than 30 characters or not plain')
  }
  const issued = textOf(card['utstedtDato'])?.slice(0, 10) ?? null
  if (issued !== null && !isPlainDate(issued)) return fault('utstedtDato is no day')
  const lines: CardLine[] = []
  for (const line of listOf(card['forskuddstrekk'])) {
    const read = readLine(line)
    if (isFault(read)) return read
    if (lines.some(({ code }) => code === read.code)) return fault(`${read.code} is there twice`)
    lines.push(read)
  }
  return { cardIdentifier, issuedOn: issued as PlainDate | null, lines }
}

function yearOfCard(value: unknown): number | null {
  const text = textOf(value)
  return text !== null && /^2[01]\d{2}$/.test(text) ? Number(text) : null
}

/** Reads one employee (arbeidstaker). */
function readEmployee(value: unknown): { nationalNumber: string; card: AnsweredCard } | Fault {
  const of = fieldsOf(value)
  if (of === null) return fault('arbeidstaker is no object')
  const nationalNumber = textOf(of['arbeidstakeridentifikator'])
  if (nationalNumber === null || !/^\d{11}$/.test(nationalNumber)) {
    return fault('arbeidstakeridentifikator is not eleven digits')
  }
  const result = RESULTS.get(folded(textOf(of['resultatForSkattekort']) ?? ''))
  if (result === undefined) return fault('resultatForSkattekort is missing or unknown')
  const year = yearOfCard(of['inntektsaar'])
  if (year === null) return fault('inntektsaar is no year')
  const facts = readFacts(of['skattekort'])
  if (isFault(facts)) return facts
  if (result === 'card' && facts.lines.length === 0)
    return fault('skattekort has no forskuddstrekk')
  const notes = listOf(of['tilleggsopplysning']).flatMap((note) => spelt(NOTES, note) ?? [])
  return { nationalNumber, card: { year, result, ...facts, notes } }
}

/** Reads one employer (arbeidsgiver): each employee by itself, a wrong one beside right ones. */
function readEmployer(value: unknown, at: number, organisation: string): AnswerEntry[] {
  const of = fieldsOf(value) ?? {}
  const number = textOf(fieldsOf(of['arbeidsgiveridentifikator'])?.['organisasjonsnummer']) ?? ''
  const named = /^\d{9}$/.test(number) ? `organisation ${number}` : 'another organisation'
  return listOf(of['arbeidstaker']).map((employee, index): AnswerEntry => {
    const pointer = `/arbeidsgiver/${at}/arbeidstaker/${index}`
    if (number !== organisation) {
      const invalid = `The answer is to ${named}, not to ${organisation}.`
      return { pointer, invalid }
    }
    const read = readEmployee(employee)
    return isFault(read) ? { pointer, invalid: `${read.fault}.` } : { pointer, ...read }
  })
}

const REFUSED: ReadonlyMap<string, string> = new Map([
  ['ugyldigforespoersel', 'the order was not valid (UGYLDIG_FORESPOERSEL): order again'],
  ['ugyldiginntektsaar', 'the year is not one it gives cards of (UGYLDIG_INNTEKTSAAR)'],
])

/**
 * Reads the Tax Administration’s answer to an employer (skattekort til arbeidsgiver), camelCase with numbers
 * or UPPER_SNAKE with text. Refused as a whole only when it is no answer or itself a refusal; an employee that
 * cannot be read is told by its place, never by its number.
 */
export function readAnswer(
  answer: unknown,
  organisation: string,
): Refusal<AnswerRefusal> | readonly AnswerEntry[] {
  const of = fieldsOf(answer)
  const status = folded(textOf(of?.['status']) ?? 'forespoerselok')
  const refused = REFUSED.get(status)
  if (refused !== undefined) {
    return refuse('tax-card-answer-refused', `The Tax Administration answered that ${refused}.`)
  }
  if (status !== 'forespoerselok' || !Array.isArray(of?.['arbeidsgiver'])) {
    return refuse(
      'tax-card-answer-unreadable',
      'This is no answer with tax cards: it has the status FORESPOERSEL_OK or none, and a list arbeidsgiver.',
      '/answer/arbeidsgiver',
    )
  }
  return of['arbeidsgiver'].flatMap((employer, at) => readEmployer(employer, at, organisation))
}
