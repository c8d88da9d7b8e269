import { lengthOf } from '../../values/day-set.ts'
import type { Month } from '../../values/month.ts'
import { NO_ORE, type Ore, ore } from '../../values/ore.ts'
import type { PayLine } from '../line.ts'
import { amountText, listText } from './forms.ts'
import type { Language, Wording } from './wording.ts'

/** A line with the month it is for. */
export type ExplainedLine = { readonly month: Month; readonly line: PayLine }

/** Kroner as inputs have them, `22758.17`. */
export const oreOf = (kroner: string): Ore => ore(Number(kroner.replace('.', '')))

export const all = (line: PayLine, name: string): string[] =>
  line.inputs.filter((input) => input.name === name).map((input) => input.value)
export const first = (line: PayLine, name: string): string | undefined => all(line, name)[0]

/** Reads `14/31` as its two numbers. */
function shareOf(text: string): readonly [number, number] {
  const [num = '0', den = '1'] = text.split('/')
  return [Number(num), Number(den)]
}

/** A line on its way into a language's words. */
export type Words = {
  readonly language: Language
  readonly of: ExplainedLine
  readonly wording: Wording
}

export const money = ({ language }: Words, kroner: string | undefined): string =>
  amountText(language, kroner === undefined ? NO_ORE : oreOf(kroner))

/** Days of a line's share of the month. */
export function daysOfShare({ of, wording }: Words): string {
  const { value, unit } = of.line.quantity
  const [num, den] = shareOf(value)
  const days = unit === 'month' ? Math.round((lengthOf(of.month) * num) / den) : num
  return wording.forms.countOfDays(days)
}

export function hoursOf({ of, wording }: Words): string {
  const [num, den] = shareOf(of.line.quantity.value)
  const minutes = Math.round((60 * num) / den)
  return wording.forms.hours(Math.floor(minutes / 60), minutes % 60)
}

export const leaveOf = ({ language, of, wording }: Words): string =>
  listText(
    language,
    all(of.line, 'leave').map((kind) => wording.leave[kind as keyof Wording['leave']]),
  )

/** The other benefits with their amounts: `dagpenger (4 000,00 kr)`. */
export function benefitsOf(words: Words): string {
  const { language, of, wording } = words
  return listText(
    language,
    of.line.inputs.map(
      ({ name, value }) =>
        `${wording.benefits[name as keyof Wording['benefits']]} (${money(words, value)})`,
    ),
  )
}
