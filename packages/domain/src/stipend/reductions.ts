import { countDays, type DaySet } from '../values/day-set.ts'
import { ratio, ratioText, times } from '../values/ratio.ts'
import type { AbsentDay } from './absence.ts'
import { baseAfterLeaveOf, type MonthTerms, partRates } from './base.ts'
import type { FactorPart } from './entitlement.ts'
import { dayLimit, daysOfPart, type Hours, hoursOf } from './hours-of-absence.ts'
import { counted, lengthText, type Reduction, type Tally, takeReduction } from './line.ts'
import { baseAmountInputs } from './month-rates.ts'

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
