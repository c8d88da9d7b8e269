import { addDays, eachDay, type PlainDate } from '../values/calendar.ts'
import { isDayOff } from '../values/holidays.ts'
import type { Period } from '../values/period.ts'

/** Monday to Friday outside integreringsforskriften § 17, both ends included (POL3, N32). */
export const workingDaysOf = (from: PlainDate, to: PlainDate): PlainDate[] =>
  eachDay(from, to).filter((day) => !isDayOff(day))

/** The day `count` working days after; the day itself when `count` is 0. */
export function addWorkingDays(date: PlainDate, count: number): PlainDate {
  let day = date
  for (let left = count; left > 0; ) {
    day = addDays(day, 1)
    if (!isDayOff(day)) left -= 1
  }
  return day
}

/** A period whose both ends are known. */
export type ClosedPeriod = Period & { readonly to: PlainDate }
