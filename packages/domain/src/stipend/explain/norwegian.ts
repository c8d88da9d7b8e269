import type { Forms } from './wording.ts'

const day = (of: number): string => `${of}.`
const runText = ([from, to]: readonly [number, number]): string =>
  from === to ? day(from) : `${day(from)}–${day(to)}`

/** `a`, `a og b`, `a, b og c`. */
export const listed = (texts: readonly string[], and: string): string =>
  texts.length < 2
    ? texts.join('')
    : `${texts.slice(0, -1).join(', ')} ${and} ${texts.slice(-1).join('')}`

/** Paragraphs are counted alike in both written forms; only the laws' names differ. */
const ORDINALS = [
  [/\bfirst\b/g, 'første'],
  [/\bsecond\b/g, 'andre'],
  [/\bthird\b/g, 'tredje'],
  [/\bfourth\b/g, 'fjerde'],
  [/\bfifth\b/g, 'femte'],
  [/\bparagraph ([a-z])$/g, 'ledd bokstav $1'],
  [/§ (\d+) ([a-z])$/g, '§ $1 bokstav $2'],
  [/\bparagraph\b/g, 'ledd'],
  [/\band\b/g, 'og'],
  [/\b(\d+) July\b/g, '$1. juli'],
  [/\bnr\b/g, 'nr.'],
] as const

export const MONTHS = [
  'januar',
  'februar',
  'mars',
  'april',
  'mai',
  'juni',
  'juli',
  'august',
  'september',
  'oktober',
  'november',
  'desember',
]

/** Numbers and dates as both Norwegian written forms have them: `22 758,17 kr`, `12. mai 2026`. */
export const norwegianForms = (of: {
  readonly countOfDays: Forms['countOfDays']
  readonly hours: Forms['hours']
  readonly laws: Forms['citations']
}): Forms => ({
  amount: (whole, cents) => `${whole.replace(/\B(?=(\d{3})+$)/g, '\u00a0')},${cents}\u00a0kr`,
  months: MONTHS,
  date: (on, month, year) => `${day(on)}\u00a0${month} ${year}`,
  days: (runs, month) => `${listed(runs.map(runText), 'og')} ${month}`,
  and: 'og',
  countOfDays: of.countOfDays,
  hours: of.hours,
  decimal: ',',
  citations: [...of.laws, ...ORDINALS],
})
