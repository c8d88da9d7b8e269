import { assert } from './assert.ts'

declare const dateBrand: unique symbol
/** A calendar day `YYYY-MM-DD` in Norway. Compares as text. */
export type PlainDate = string & { readonly [dateBrand]: 'PlainDate' }

const FORM = /^\d{4}-\d{2}-\d{2}$/
const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
}

/** Days of a month, month from 1 to 12. */
export function daysInMonthOf(year: number, month: number): number {
  return month === 2 && isLeapYear(year) ? 29 : (MONTH_LENGTHS[month - 1] ?? 0)
}

/** True for a day that exists, from the year 1900 to 2199. */
export function isPlainDate(text: string): text is PlainDate {
  if (!FORM.test(text)) return false
  const [year, month, day] = [yearOf(text), monthNumber(text), dayOf(text)]
  return year >= 1900 && year < 2200 && day >= 1 && day <= daysInMonthOf(year, month)
}

/** Makes a day of text; stops when there is no such day. */
export function plainDate(text: string): PlainDate {
  assert(isPlainDate(text), `there is no day ${text}`)
  return text as PlainDate
}

/** The number of two digits, without a text of its own: days are asked for a million times a run. */
const twoDigits = (text: string, at: number): number =>
  10 * text.charCodeAt(at) + text.charCodeAt(at + 1) - 11 * 48

export const yearOf = (date: string): number => 100 * twoDigits(date, 0) + twoDigits(date, 2)
export const monthNumber = (date: string): number => twoDigits(date, 5)
export const dayOf = (date: string): number => twoDigits(date, 8)

/** Builds a day of its numbers. */
export function dateOf(year: number, month: number, day: number): PlainDate {
  return plainDate(
    `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`,
  )
}

/** Days since 1 March of the year 0 in the proleptic Gregorian calendar: whole, so days subtract. */
function dayNumber(date: string): number {
  const month = monthNumber(date)
  const year = yearOf(date) - (month <= 2 ? 1 : 0)
  const shifted = month <= 2 ? month + 9 : month - 3
  const yearDays =
    365 * year + Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400)
  return yearDays + Math.floor((153 * shifted + 2) / 5) + dayOf(date) - 1
}

function dateOfDayNumber(number: number): PlainDate {
  const era = Math.floor(number / 146097)
  const dayOfEra = number - era * 146097
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36524) -
      Math.floor(dayOfEra / 146096)) /
      365,
  )
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shifted = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1
  const month = shifted < 10 ? shifted + 3 : shifted - 9
  return dateOf(era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month, day)
}

/** The day `days` after (or before, when negative). */
export const addDays = (date: PlainDate, days: number): PlainDate =>
  dateOfDayNumber(dayNumber(date) + days)

/** Calendar days from `from` to `to`, both included; 0 when `to` is before `from`. */
export const daysBetween = (from: PlainDate, to: PlainDate): number =>
  Math.max(0, dayNumber(to) - dayNumber(from) + 1)

/** The same day number `months` later, or that month's last day (POL24, domstolloven § 148). */
export function addMonths(date: PlainDate, months: number): PlainDate {
  const index = yearOf(date) * 12 + monthNumber(date) - 1 + months
  const [year, month] = [Math.floor(index / 12), (index % 12) + 1]
  return dateOf(year, month, Math.min(dayOf(date), daysInMonthOf(year, month)))
}

/** ISO day of the week: Monday 1 to Sunday 7. */
export const weekday = (date: PlainDate): number => ((dayNumber(date) + 2) % 7) + 1

/** Every day from `from` to `to`, both included. */
export const eachDay = (from: PlainDate, to: PlainDate): PlainDate[] =>
  Array.from({ length: daysBetween(from, to) }, (_, at) => addDays(from, at))

export const earlier = (a: PlainDate, b: PlainDate): PlainDate => (a <= b ? a : b)
export const later = (a: PlainDate, b: PlainDate): PlainDate => (a >= b ? a : b)

/** Completed years of age on a day; born 29 February: a year older on 28 February (POL5, POL24). */
export function ageOn(birthDate: PlainDate, on: PlainDate): number {
  const years = yearOf(on) - yearOf(birthDate)
  return on >= birthdayIn(birthDate, years) ? years : years - 1
}

/** The day on which a person turns `age`. */
export const birthdayIn = (birthDate: PlainDate, age: number): PlainDate =>
  addMonths(birthDate, 12 * age)
