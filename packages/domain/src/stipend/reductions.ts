import type { AbsenceKind } from '../introduction/absence-kind.ts'
import { dayOf } from '../values/calendar.ts'
import { countDays, type DaySet, isInSet } from '../values/day-set.ts'
import { plus, type Ratio, ratio, ratioText, times, wholePart } from '../values/ratio.ts'
import type { AbsentDay } from './absence.ts'
import { baseAfterLeaveOf, type MonthTerms, partRates } from './base.ts'
import type { FactorPart } from './entitlement.ts'
import {
  counted,
  type LineInput,
  lengthText,
  once,
  type Reduction,
  type Tally,
  takeReduction,
} from './line.ts'
import { baseAmountInputs, type FactorRates } from './month-rates.ts'

/** The absent days of one factor's part of the month: deductions use the rate of their day (POL5). */
const daysOfPart = (
  { parts }: MonthTerms,
  part: FactorPart,
  days: readonly AbsentDay[],
): readonly AbsentDay[] =>
  parts.length === 1 ? days : days.filter((day) => isInSet(part.entitled, dayOf(day.date)))

/** Minutes rounded down to whole steps; doubt goes to the participant (POL2). */
const steps = (terms: MonthTerms, minutes: number): number =>
  minutes - (minutes % terms.policies.absenceStepMinutes)

type Hours = {
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
function hoursOf(terms: MonthTerms, part: FactorPart, of: HoursOf): Hours | null {
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

const isLeaveKind = (kind: AbsenceKind): kind is 'parental-leave' | 'unpaid-leave' =>
  kind === 'parental-leave' || kind === 'unpaid-leave'

/** Unpaid leave for part of a day, and breastfeeding above the paid hour: hours x H (POL2). */
export function takeUnpaidHours(
  terms: MonthTerms,
  days: readonly AbsentDay[],
  tally: Tally,
): Tally {
  if (!days.some((day) => day.unpaidMinutes > 0)) return tally
  return terms.parts.reduce((so, part) => {
    const hours = hoursOf(terms, part, {
      days: daysOfPart(terms, part, days),
      minutes: (day) => day.unpaidMinutes,
      spent: () => 0,
    })
    return hours ? takeReduction(so, unpaidLine(terms, part, hours)) : so
  }, tally)
}

function unpaidLine(terms: MonthTerms, part: FactorPart, hours: Hours): Reduction {
  const { paragraphs, keys } = terms.rules
  const kinds = [...new Set(hours.days.flatMap((day) => day.unpaidKinds))].sort()
  const { hourlyText } = partRates(terms, part)
  return {
    code: 'leave-without-benefit',
    exact: hours.exact,
    quantity: { value: ratioText(ratio(hours.minutes, 60)), unit: 'hour' },
    factor: part.text,
    dates: hours.days.map((day) => day.date),
    ruleKeys: once([
      'POL2',
      ...kinds.flatMap((kind) =>
        isLeaveKind(kind) ? keys.interruption[kind] : keys.breastfeeding,
      ),
    ]),
    law: once(
      kinds.map((kind) =>
        isLeaveKind(kind) ? paragraphs.interruption[kind] : paragraphs.breastfeeding,
      ),
    ),
    inputs: [
      ...baseAmountInputs(terms.rates),
      { name: 'hourRate', value: hourlyText },
      ...dayLimit(terms, part, hours),
      ...kinds.map((value) => ({ name: 'leave', value })),
    ],
    explanation: `${lengthText(hours.minutes)} without benefit (${kinds.join(', ')}) at ${hourlyText} kr an hour, never more than a day rate a day.`,
  }
}

/** The day rate, where it limits what hours cost. */
const dayLimit = (terms: MonthTerms, part: FactorPart, { isCapped }: Hours): LineInput[] =>
  isCapped ? [{ name: 'atMostADay', value: partRates(terms, part).dailyText }] : []

function wholeDaysLine(
  terms: MonthTerms,
  part: FactorPart,
  missed: { days: readonly AbsentDay[]; isWholeMonth: boolean },
): Reduction {
  const { daily, dailyText } = partRates(terms, part)
  const count = missed.days.length
  const { paragraphs, keys } = terms.rules
  const inputs = [...baseAmountInputs(terms.rates), { name: 'dayRate', value: dailyText }]
  return {
    code: 'unexcused-absence-days',
    exact: missed.isWholeMonth ? baseAfterLeaveOf(terms, part) : times(daily, ratio(count, 1)),
    quantity: { value: String(count), unit: 'day' },
    factor: part.text,
    dates: missed.days.map((day) => day.date),
    ruleKeys: [keys.unexcused, 'POL2', 'POL3'],
    law: missed.isWholeMonth ? [...paragraphs.unexcused, paragraphs.payment] : paragraphs.unexcused,
    inputs: missed.isWholeMonth
      ? [...inputs, { name: 'missed', value: 'every-programme-day' }]
      : inputs,
    explanation: missed.isWholeMonth
      ? 'Every programme day was missed without excuse: the absence has the length of the month, and the whole base is deducted.'
      : `${counted(count, 'whole programme day')} missed without excuse at ${dailyText} kr a day.`,
  }
}

function hoursLine(terms: MonthTerms, part: FactorPart, hours: Hours): Reduction {
  const { hourlyText } = partRates(terms, part)
  const capped = hours.isCapped ? ', each day at most a day rate' : ''
  return {
    code: 'unexcused-absence-hours',
    exact: hours.exact,
    quantity: { value: ratioText(ratio(hours.minutes, 60)), unit: 'hour' },
    factor: part.text,
    dates: hours.days.map((day) => day.date),
    ruleKeys: [terms.rules.keys.unexcused, 'POL2'],
    law: terms.rules.paragraphs.unexcused,
    inputs: [
      ...baseAmountInputs(terms.rates),
      { name: 'hourRate', value: hourlyText },
      ...dayLimit(terms, part, hours),
    ],
    explanation: `${lengthText(hours.minutes)} missed without excuse at ${hourlyText} kr an hour${capped}.`,
  }
}

/**
 * Fifth step of POL11: unexcused absence (ugyldig fravær), hours and then whole days, at most two lines for
 * each rate (POL1).
 * When every programme day with benefit is a whole unexcused day, the whole base goes (POL3).
 */
export function takeUnexcused(
  terms: MonthTerms,
  absent: { days: readonly AbsentDay[]; programmeDays: DaySet },
  tally: Tally,
): Tally {
  if (absent.days.length === 0) return tally
  const whole = absent.days.filter((day) => day.wholeUnexcused)
  const isWholeMonth = whole.length > 0 && whole.length === countDays(absent.programmeDays)
  return terms.parts.reduce((so, part) => {
    const own = daysOfPart(terms, part, absent.days)
    const days = own.filter((day) => day.wholeUnexcused)
    const hours = hoursOf(terms, part, {
      days: own,
      minutes: (day) => day.unexcusedMinutes,
      spent: (day) => day.unpaidMinutes,
    })
    const afterHours = hours ? takeReduction(so, hoursLine(terms, part, hours)) : so
    return days.length > 0 || isWholeMonth
      ? takeReduction(afterHours, wholeDaysLine(terms, part, { days, isWholeMonth }))
      : afterHours
  }, tally)
}
