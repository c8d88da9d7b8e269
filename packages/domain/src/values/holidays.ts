import { addDays, dateOf, type PlainDate, weekday, yearOf } from './calendar.ts'

/** Easter Sunday by the Gregorian computus (Meeus). */
export function easterSunday(year: number): PlainDate {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const h =
    (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7
  const m = Math.floor((a + 11 * h + 22 * l) / 451)
  const month = Math.floor((h + l - 7 * m + 114) / 31)
  return dateOf(year, month, ((h + l - 7 * m + 114) % 31) + 1)
}

const held = new Map<number, ReadonlySet<PlainDate>>()

/** The public holidays of a year: the days integreringsforskriften § 17 names beside Saturdays and Sundays. */
export function publicHolidays(year: number): ReadonlySet<PlainDate> {
  const known = held.get(year)
  if (known) return known
  const easter = easterSunday(year)
  const days = new Set([
    dateOf(year, 1, 1),
    addDays(easter, -3),
    addDays(easter, -2),
    easter,
    addDays(easter, 1),
    dateOf(year, 5, 1),
    dateOf(year, 5, 17),
    addDays(easter, 39),
    addDays(easter, 49),
    addDays(easter, 50),
    dateOf(year, 12, 25),
    dateOf(year, 12, 26),
  ])
  held.set(year, days)
  return days
}

/** True on Saturdays, Sundays and the days of integreringsforskriften § 17 (N32): never programme days (POL3). */
export const isDayOff = (date: PlainDate): boolean =>
  weekday(date) >= 6 || publicHolidays(yearOf(date)).has(date)

/** The first working day on or after a day (domstolloven § 149). */
export function nextWorkingDay(date: PlainDate): PlainDate {
  let day = date
  while (isDayOff(day)) day = addDays(day, 1)
  return day
}

/** The last banking day on or before a day (POL6). */
export function previousBankingDay(date: PlainDate): PlainDate {
  let day = date
  while (isDayOff(day)) day = addDays(day, -1)
  return day
}
