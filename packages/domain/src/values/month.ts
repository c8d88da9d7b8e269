import { assert } from './assert.ts'
import { dateOf, daysInMonthOf, eachDay, monthNumber, type PlainDate, yearOf } from './calendar.ts'

declare const monthBrand: unique symbol
/** A calendar month `YYYY-MM`. Compares as text. */
export type Month = string & { readonly [monthBrand]: 'Month' }

/** True for a month that exists, from the year 1900 to 2199. */
export function isMonth(text: string): text is Month {
  return /^(19|20|21)\d{2}-(0[1-9]|1[0-2])$/.test(text)
}

/** Makes a month of text; stops when there is no such month. */
export function month(text: string): Month {
  assert(isMonth(text), `there is no month ${text}`)
  return text as Month
}

export const monthOf = (date: PlainDate): Month => month(date.slice(0, 7))
export const firstDay = (of: Month): PlainDate => `${of}-01` as PlainDate
export const daysInMonth = (of: Month): number => daysInMonthOf(yearOf(of), monthNumber(of))
export const lastDay = (of: Month): PlainDate =>
  dateOf(yearOf(of), monthNumber(of), daysInMonth(of))
export const daysOf = (of: Month): PlainDate[] => eachDay(firstDay(of), lastDay(of))

/** The month `count` later (or earlier, when negative). */
export function addToMonth(of: Month, count: number): Month {
  const index = yearOf(of) * 12 + monthNumber(of) - 1 + count
  return month(
    `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}`,
  )
}

/** Every month from `from` to `to`, both included. */
export function eachMonth(from: Month, to: Month): Month[] {
  const months: Month[] = []
  for (let of = from; of <= to; of = addToMonth(of, 1)) months.push(of)
  return months
}
