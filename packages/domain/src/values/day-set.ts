import { dayOf, monthNumber, type PlainDate, yearOf } from './calendar.ts'
import { isDayOff } from './holidays.ts'
import { daysOf, type Month } from './month.ts'

declare const daySetBrand: unique symbol
/** Some days of one month: day 1 is the lowest bit. Sets of the same month meet by `&` and `|`. */
export type DaySet = number & { readonly [daySetBrand]: 'DaySet' }

export const NO_DAYS = 0 as DaySet
export const both = (a: DaySet, b: DaySet): DaySet => (a & b) as DaySet
export const either = (a: DaySet, b: DaySet): DaySet => (a | b) as DaySet
export const without = (a: DaySet, b: DaySet): DaySet => (a & ~b) as DaySet

/** How many days are in the set. */
export function countDays(set: DaySet): number {
  let count = 0
  for (let rest: number = set; rest !== 0; rest &= rest - 1) count += 1
  return count
}

export const isInSet = (set: DaySet, day: number): boolean => ((set >>> (day - 1)) & 1) === 1

/** The lowest day, for order; 32 for none. */
export const firstOf = (set: DaySet): number => (set === NO_DAYS ? 32 : 32 - Math.clz32(set & -set))

type HeldMonth = {
  readonly dates: readonly PlainDate[]
  readonly all: DaySet
  readonly off: DaySet
}
const held = new Map<Month, HeldMonth>()

/** A month's days, computed once. */
function monthHeld(of: Month): HeldMonth {
  const known = held.get(of)
  if (known) return known
  const dates = daysOf(of)
  const all = (2 ** dates.length - 1) as DaySet
  const off = dates.reduce((set, date, at) => (isDayOff(date) ? set | (1 << at) : set), 0)
  const made = { dates, all, off: off as DaySet }
  held.set(of, made)
  return made
}

export const lengthOf = (of: Month): number => monthHeld(of).dates.length
/** Saturdays, Sundays and the days of integreringsforskriften § 17: never programme days (POL3). */
export const daysOffIn = (of: Month): DaySet => monthHeld(of).off

/** The days of the set in their order. */
export function datesOf(of: Month, set: DaySet): readonly PlainDate[] {
  const { dates, all } = monthHeld(of)
  return set === all ? dates : dates.filter((_, at) => ((set >>> at) & 1) === 1)
}

/** The month's days from one day to another, both included; `to` null is open. */
export function daysWithin(of: Month, from: PlainDate, to: PlainDate | null): DaySet {
  const { dates, all } = monthHeld(of)
  const [first, last] = [dates[0] as PlainDate, dates.at(-1) as PlainDate]
  if (from > last || (to !== null && to < first)) return NO_DAYS
  const low = from <= first ? 0 : dayOf(from) - 1
  const until = to === null || to >= last ? dates.length : dayOf(to)
  return (until <= low ? 0 : all & (2 ** until - 2 ** low)) as DaySet
}

/** True when the date lies in the month: asked a million times a run, so by numbers. */
export const isInMonth = (of: Month, date: PlainDate): boolean =>
  monthNumber(date) === monthNumber(of) && yearOf(date) === yearOf(of)

/** Those of the dates that lie in the month. */
export function daysAmong(of: Month, dates: readonly PlainDate[]): DaySet {
  let set = 0
  for (const date of dates) if (isInMonth(of, date)) set |= 1 << (dayOf(date) - 1)
  return set as DaySet
}
