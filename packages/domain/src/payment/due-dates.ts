import { addDays, dateOf, monthNumber, type PlainDate, yearOf } from '../values/calendar.ts'
import { isDayOff, nextWorkingDay } from '../values/holidays.ts'

/** The first year whose withheld tax is paid the working day after the payout. */
const BY_PAYOUT_FROM = 2026

/**
 * When withheld tax is due (skattebetalingsloven § 10-10): from 2026 the first working day after the payout;
 * before that in two-monthly terms, on the 15th of the month after the term, moved to the next working day (POL24).
 */
export function taxDueOn(payDate: PlainDate): PlainDate {
  const year = yearOf(payDate)
  if (year >= BY_PAYOUT_FROM) return nextWorkingDay(addDays(payDate, 1))
  const lastOfTerm = monthNumber(payDate) + (monthNumber(payDate) % 2)
  const due = lastOfTerm === 12 ? dateOf(year + 1, 1, 15) : dateOf(year, lastOfTerm + 1, 15)
  return nextWorkingDay(due)
}

/** The working day so many working days before a day. */
export const workingDaysBefore = (day: PlainDate, count: number): PlainDate =>
  stepWorkingDays(day, count, -1)

/** The working day so many working days after a day. */
export const workingDaysAfter = (day: PlainDate, count: number): PlainDate =>
  stepWorkingDays(day, count, 1)

function stepWorkingDays(from: PlainDate, count: number, step: 1 | -1): PlainDate {
  let day = from
  for (let left = count; left > 0; left -= 1) {
    do day = addDays(day, step)
    while (isDayOff(day))
  }
  return day
}
