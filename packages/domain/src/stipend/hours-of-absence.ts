import { dayOf } from '../values/calendar.ts'
import { isInSet } from '../values/day-set.ts'
import { plus, type Ratio, ratio, times, wholePart } from '../values/ratio.ts'
import type { AbsentDay } from './absence.ts'
import { type MonthTerms, partRates } from './base.ts'
import type { FactorPart } from './entitlement.ts'
import type { LineInput } from './line.ts'
import type { FactorRates } from './month-rates.ts'

/** The absent days of one factor's part of the month: deductions use the rate of their day (POL5). */
export const daysOfPart = (
  { parts }: MonthTerms,
  part: FactorPart,
  days: readonly AbsentDay[],
): readonly AbsentDay[] =>
  parts.length === 1 ? days : days.filter((day) => isInSet(part.entitled, dayOf(day.date)))

/** Minutes rounded down to whole steps; doubt goes to the participant (POL2). */
const steps = (terms: MonthTerms, minutes: number): number =>
  minutes - (minutes % terms.policies.absenceStepMinutes)

/** Hours of absence on some days, with what they cost. */
export type Hours = {
  readonly minutes: number
  readonly exact: Ratio
  readonly isCapped: boolean
  readonly days: readonly AbsentDay[]
}

/** The most whole minutes that cost less than a day rate: 5 h 8 min. */
const minutesBelowDay = ({ daily, hourly }: FactorRates): number =>
  wholePart(times(daily, ratio(60 * Number(hourly.den), Number(hourly.num))))

type HoursOf = {
  readonly days: readonly AbsentDay[]
  readonly minutes: (day: AbsentDay) => number
  readonly spent: (day: AbsentDay) => number
}

/**
 * Sums hours of absence over the days, exact: hours x H, with what the same day has cost before it
 * never more than D for that day (POL2: reached at 5 h 8 min 20 s). Null when no step of time was missed.
 */
export function hoursOf(terms: MonthTerms, part: FactorPart, of: HoursOf): Hours | null {
  const days = of.days.filter((day) => steps(terms, of.minutes(day)) > 0)
  if (days.length === 0) return null
  const rates = partRates(terms, part)
  const most = minutesBelowDay(rates)
  let [minutes, byTime, byDay] = [0, 0, 0]
  for (const day of days) {
    const spent = steps(terms, of.spent(day))
    const own = steps(terms, of.minutes(day))
    minutes += own
    const [from, to] = [spent > most, spent + own > most]
    if (!from && to) byDay += 1
    if (!from) byTime += to ? -spent : own
  }
  const exact = plus(times(rates.hourly, ratio(byTime, 60)), times(rates.daily, ratio(byDay, 1)))
  return { minutes, exact, isCapped: byTime !== minutes, days }
}

/** The day rate, where it limits what hours cost. */
export const dayLimit = (terms: MonthTerms, part: FactorPart, { isCapped }: Hours): LineInput[] =>
  isCapped ? [{ name: 'atMostADay', value: partRates(terms, part).dailyText }] : []
