import { assert } from '../../values/assert.ts'
import { dayOf, monthNumber, type PlainDate, yearOf } from '../../values/calendar.ts'
import type { Month } from '../../values/month.ts'
import { kroner, type Ore, ore } from '../../values/ore.ts'
import { en } from './en.ts'
import { nb } from './nb.ts'
import { nn } from './nn.ts'
import { listed } from './norwegian.ts'
import type { Figures, Language, Wording } from './wording.ts'

export const WORDINGS: Readonly<Record<Language, Wording>> = { nb, nn, en }

/** An amount in the language's form; signs are the sentence's to say. */
export function amountText(language: Language, amount: Ore): string {
  const [whole = '', cents = ''] = kroner(ore(Math.abs(amount))).split('.')
  return WORDINGS[language].forms.amount(whole, cents)
}

const monthName = (language: Language, of: string): string =>
  WORDINGS[language].forms.months[monthNumber(of) - 1] as string

/** `mai 2026`. */
export const monthText = (language: Language, of: Month): string =>
  `${monthName(language, of)} ${yearOf(of)}`

/** `12. mai 2026`. */
export const dateText = (language: Language, date: PlainDate): string =>
  WORDINGS[language].forms.date(dayOf(date), monthName(language, date), yearOf(date))

/** Days of one month in their order, days that follow each other as one: `4.–8. og 12. mai`. */
export function datesText(language: Language, dates: readonly PlainDate[]): string {
  const runs: [number, number][] = []
  for (const day of dates.map(dayOf)) {
    const last = runs.at(-1)
    if (last && last[1] + 1 === day) last[1] = day
    else runs.push([day, day])
  }
  return WORDINGS[language].forms.days(runs, monthName(language, dates[0] as PlainDate))
}

/** Texts as a list: `a, b og c`. */
export const listText = (language: Language, texts: readonly string[]): string =>
  listed(texts, WORDINGS[language].forms.and)

/** A decimal number that came with a point. */
export const numberText = (language: Language, text: string): string =>
  text.replace('.', WORDINGS[language].forms.decimal)

/** A citation in the language: `integreringslova § 20 tredje ledd`. */
export const lawText = (language: Language, law: string): string =>
  WORDINGS[language].forms.citations
    .reduce((text, [pattern, by]) => text.replace(pattern, by), law)
    // A number stays with what it is the number of.
    .replace(/(§|section) /g, '$1\u00a0')

/** Paragraphs together; a law that follows itself is named once. */
export function lawsText(language: Language, laws: readonly string[]): string {
  const named = [...new Set(laws)].map((law, at, all) => {
    const name = law.slice(0, law.indexOf(' §'))
    return at > 0 && all[at - 1]?.startsWith(`${name} §`) ? law.slice(name.length + 1) : law
  })
  return listText(
    language,
    named.map((law) => lawText(language, law)),
  )
}

/** Puts the figures in their places. */
export const filled = (sentence: string, figures: Figures): string =>
  sentence.replace(/\{(\w+)\}/g, (_place, name: string) => {
    const figure = figures[name]
    assert(figure !== undefined, `a sentence is given its ${name}`)
    return figure
  })
