import type { AbsenceKind } from '../introduction/absence-kind.ts'
import { kroner, roundToOre } from '../values/ore.ts'
import {
  compare,
  least,
  minus,
  plus,
  type Ratio,
  ratio,
  ratioText,
  times,
  ZERO,
} from '../values/ratio.ts'
import type { AbsentDay } from './absence.ts'
import { baseAfterLeaveOf, dayRate, hourRate, type MonthTerms } from './base.ts'
import { entitledDays, type FactorPart } from './entitlement.ts'
import { counted, lengthText, once, type Reduction, type Tally, takeReduction } from './line.ts'
import { baseAmountInputs } from './month-rates.ts'

/** The absent days of one factor's part of the month: deductions use the rate of their day (POL5). */
const daysOfPart = (part: FactorPart, days: readonly AbsentDay[]): readonly AbsentDay[] => {
  const own = new Set(entitledDays(part).map((day) => day.date))
  return days.filter((day) => own.has(day.date))
}

/** Minutes rounded down to whole steps; doubt goes to the participant (POL2). */
const steps = (terms: MonthTerms, minutes: number): number =>
  minutes - (minutes % terms.policies.absenceStepMinutes)

type Hours = {
  readonly minutes: number
  readonly exact: Ratio
  readonly days: readonly AbsentDay[]
}

/**
 * Sums hours of absence over the days, exact: hours x H, with what the same day has cost before it
 * never more than D for that day (POL2: reached at 5 h 8 min 20 s).
 */
function hoursOf(
  terms: MonthTerms,
  part: FactorPart,
  of: {
    days: readonly AbsentDay[]
    minutes: (day: AbsentDay) => number
    spent: (day: AbsentDay) => number
  },
): Hours {
  const worth = (minutes: number): Ratio =>
    least(times(hourRate(terms, part.factor), ratio(minutes, 60)), dayRate(terms, part.factor))
  const days = of.days.filter((day) => steps(terms, of.minutes(day)) > 0)
  const exact = days.reduce((sum, day) => {
    const spent = steps(terms, of.spent(day))
    const cost = minus(worth(spent + steps(terms, of.minutes(day))), worth(spent))
    return plus(sum, cost)
  }, ZERO)
  return { minutes: days.reduce((sum, day) => sum + steps(terms, of.minutes(day)), 0), exact, days }
}

const isLeaveKind = (kind: AbsenceKind): kind is 'parental-leave' | 'unpaid-leave' =>
  kind === 'parental-leave' || kind === 'unpaid-leave'

/** Unpaid leave for part of a day, and breastfeeding above the paid hour: hours x H (POL2). */
export function takeUnpaidHours(
  terms: MonthTerms,
  days: readonly AbsentDay[],
  tally: Tally,
): Tally {
  const { paragraphs, keys } = terms.rules
  return terms.parts.reduce((so, part) => {
    const hours = hoursOf(terms, part, {
      days: daysOfPart(part, days),
      minutes: (day) => day.unpaidMinutes,
      spent: () => 0,
    })
    const kinds = [...new Set(hours.days.flatMap((day) => day.unpaidKinds))].sort()
    const count = ratioText(ratio(hours.minutes, 60))
    const rate = kroner(roundToOre(hourRate(terms, part.factor)))
    return takeReduction(so, {
      code: 'leave-without-benefit',
      exact: hours.exact,
      quantity: { value: count, unit: 'hour' },
      factor: ratioText(part.factor),
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
      inputs: [...baseAmountInputs(terms.rates), { name: 'hourRate', value: rate }],
      explanation: `${lengthText(hours.minutes)} without benefit (${kinds.join(', ')}) at ${rate} kr an hour, never more than a day rate a day.`,
    })
  }, tally)
}

function wholeDaysLine(
  terms: MonthTerms,
  part: FactorPart,
  missed: { days: readonly AbsentDay[]; isWholeMonth: boolean },
): Reduction {
  const rate = dayRate(terms, part.factor)
  const count = missed.days.length
  const rateText = kroner(roundToOre(rate))
  return {
    code: 'unexcused-absence-days',
    exact: missed.isWholeMonth ? baseAfterLeaveOf(terms, part) : times(rate, ratio(count, 1)),
    quantity: { value: String(count), unit: 'day' },
    factor: ratioText(part.factor),
    dates: missed.days.map((day) => day.date),
    ruleKeys: [terms.rules.keys.unexcused, 'POL2', 'POL3'],
    law: missed.isWholeMonth
      ? [...terms.rules.paragraphs.unexcused, terms.rules.paragraphs.payment]
      : terms.rules.paragraphs.unexcused,
    inputs: [...baseAmountInputs(terms.rates), { name: 'dayRate', value: rateText }],
    explanation: missed.isWholeMonth
      ? 'Every programme day was missed without excuse: the absence has the length of the month, and the whole base is deducted.'
      : `${counted(count, 'whole programme day')} missed without excuse at ${rateText} kr a day.`,
  }
}

function hoursLine(terms: MonthTerms, part: FactorPart, hours: Hours): Reduction {
  const rate = kroner(roundToOre(hourRate(terms, part.factor)))
  const count = ratioText(ratio(hours.minutes, 60))
  const full = times(hourRate(terms, part.factor), ratio(hours.minutes, 60))
  const capped = compare(hours.exact, full) < 0 ? ', each day at most a day rate' : ''
  return {
    code: 'unexcused-absence-hours',
    exact: hours.exact,
    quantity: { value: count, unit: 'hour' },
    factor: ratioText(part.factor),
    dates: hours.days.map((day) => day.date),
    ruleKeys: [terms.rules.keys.unexcused, 'POL2'],
    law: terms.rules.paragraphs.unexcused,
    inputs: [...baseAmountInputs(terms.rates), { name: 'hourRate', value: rate }],
    explanation: `${lengthText(hours.minutes)} missed without excuse at ${rate} kr an hour${capped}.`,
  }
}

/**
 * Fifth step of POL11: unexcused absence (ugyldig fravær), hours and then whole days, at most two lines for
 * each rate (POL1).
 * When every programme day with benefit is a whole unexcused day, the whole base goes (POL3).
 */
export function takeUnexcused(
  terms: MonthTerms,
  absent: { days: readonly AbsentDay[]; programmeDays: number },
  tally: Tally,
): Tally {
  const whole = absent.days.filter((day) => day.wholeUnexcused)
  const isWholeMonth = whole.length > 0 && whole.length === absent.programmeDays
  return terms.parts.reduce((so, part) => {
    const own = daysOfPart(part, absent.days)
    const days = own.filter((day) => day.wholeUnexcused)
    const hours = hoursOf(terms, part, {
      days: own,
      minutes: (day) => day.unexcusedMinutes,
      spent: (day) => day.unpaidMinutes,
    })
    const afterHours = takeReduction(so, hoursLine(terms, part, hours))
    return days.length > 0 || isWholeMonth
      ? takeReduction(afterHours, wholeDaysLine(terms, part, { days, isWholeMonth }))
      : afterHours
  }, tally)
}
