import type { InterruptionKind } from '../introduction/interruption.ts'
import { daysInMonth, type Month } from '../values/month.ts'
import { kroner, roundToOre } from '../values/ore.ts'
import { greatest, minus, type Ratio, ratio, ratioText, times, ZERO } from '../values/ratio.ts'
import { entitledDays, type FactorPart, isLeave, type ProgrammeDay } from './entitlement.ts'
import {
  addEarning,
  counted,
  EMPTY_TALLY,
  once,
  type Reduction,
  type Tally,
  takeReduction,
} from './line.ts'
import { baseAmountInputs, type MonthRates } from './month-rates.ts'
import type { StipendPolicies } from './policies.ts'
import type { RuleSet } from './rule-sets.ts'

/** What the steps of a month share. */
export type MonthTerms = {
  readonly month: Month
  readonly rules: RuleSet
  readonly rates: MonthRates
  readonly policies: StipendPolicies
  readonly parts: readonly FactorPart[]
}

const daysOfParts = (parts: readonly FactorPart[]): number =>
  parts.reduce((sum, part) => sum + part.days.length, 0)

export const entitledCount = (parts: readonly FactorPart[]): number =>
  parts.reduce((sum, part) => sum + entitledDays(part).length, 0)

/** A part's day rate: D with the factor, before §§ 22-23 (POL11). */
export const dayRate = (terms: MonthTerms, factor: Ratio): Ratio => times(terms.rates.daily, factor)
export const hourRate = (terms: MonthTerms, factor: Ratio): Ratio =>
  times(terms.rates.hourly, factor)

/**
 * A part's share of the base before leave. A month inside the programme from its first day to its
 * last is M, split by days (POL5); any other counts days x D, at most 30 and so never above M (POL4).
 */
export function baseOf(terms: MonthTerms, part: FactorPart): Ratio {
  const [days, ofMonth] = [part.days.length, daysInMonth(terms.month)]
  return daysOfParts(terms.parts) === ofMonth
    ? times(times(terms.rates.monthly, ratio(days, ofMonth)), part.factor)
    : times(dayRate(terms, part.factor), ratio(days, 1))
}

function baseLine(terms: MonthTerms, part: FactorPart): Reduction {
  const { rules, rates, month, parts } = terms
  const isWhole = daysOfParts(parts) === daysInMonth(month)
  const days = part.days.length
  const share = ratio(days, daysInMonth(month))
  const rate = isWhole ? rates.monthly : rates.daily
  const span = isWhole
    ? days === daysInMonth(month)
      ? 'one month'
      : `${days} of the ${daysInMonth(month)} days of the month`
    : `${counted(days, 'calendar day')}, first and last programme day included,`
  const factor = part.why === '' ? '' : ` x ${ratioText(part.factor)} (${part.why})`
  return {
    code: 'introduction-benefit',
    exact: baseOf(terms, part),
    quantity: isWhole
      ? { value: ratioText(share), unit: 'month' }
      : { value: String(days), unit: 'day' },
    factor: ratioText(part.factor),
    dates: [],
    ruleKeys: [...rules.keys.base, ...part.ruleKeys, 'POL4', ...(parts.length > 1 ? ['POL5'] : [])],
    law: [...rules.paragraphs.base, ...part.law],
    inputs: [
      ...baseAmountInputs(rates),
      { name: isWhole ? 'monthRate' : 'dayRate', value: kroner(roundToOre(rate)) },
    ],
    explanation: `Introduction benefit for ${span} at ${kroner(roundToOre(rate))} kr a ${isWhole ? 'month' : 'day'}${factor}.`,
  }
}

/** A month inside the programme without one day of benefit: a single line of 0 with its reason (POL25). */
function emptyBase(terms: MonthTerms, kinds: readonly InterruptionKind[]): Reduction {
  return {
    code: 'introduction-benefit',
    exact: ZERO,
    quantity: { value: '0', unit: 'day' },
    factor: terms.parts.map((part) => ratioText(part.factor)).join(', '),
    dates: [],
    ruleKeys: ['POL4a', 'POL25'],
    law: once([
      ...terms.rules.paragraphs.base,
      ...kinds.map((kind) => terms.rules.paragraphs.interruption[kind]),
    ]),
    inputs: baseAmountInputs(terms.rates),
    explanation: `No day of the month carries benefit (${kinds.join(', ')}): nothing is paid.`,
  }
}

type LeaveDay = ProgrammeDay & { readonly leave: InterruptionKind }

/** What the lines of leave have in common: which days, of which kinds, by which rules. */
function leaveOf(
  terms: MonthTerms,
  days: readonly LeaveDay[],
): Pick<Reduction, 'code' | 'quantity' | 'dates' | 'ruleKeys' | 'law'> & { kinds: string } {
  const { paragraphs, keys } = terms.rules
  const kinds = [...new Set(days.map((day) => day.leave))]
  return {
    code: 'leave-without-benefit',
    quantity: { value: String(days.length), unit: 'day' },
    dates: days.map((day) => day.date),
    ruleKeys: once(['POL4a', ...kinds.flatMap((kind) => keys.interruption[kind])]),
    law: once(kinds.map((kind) => paragraphs.interruption[kind])),
    kinds: kinds.join(', '),
  }
}

/** POL4a up to the limit: each day of leave takes a day rate from the base. */
function leaveByDay(terms: MonthTerms, part: FactorPart): Reduction {
  const rate = dayRate(terms, part.factor)
  const rateText = kroner(roundToOre(rate))
  const own = part.days.filter(isLeave)
  const { kinds, ...line } = leaveOf(terms, own)
  return {
    ...line,
    exact: times(rate, ratio(own.length, 1)),
    factor: ratioText(part.factor),
    inputs: [...baseAmountInputs(terms.rates), { name: 'dayRate', value: rateText }],
    explanation: `${counted(own.length, 'calendar day')} without benefit (${kinds}) at ${rateText} kr a day.`,
  }
}

/**
 * POL4a above the limit: the remaining days are paid by their day rate, so a part's line is what that leaves
 * over of its base. Where none of its days is on leave that gives a little back in a month of 31 days.
 */
function leaveAboveLimit(terms: MonthTerms, part: FactorPart): Reduction {
  const rate = dayRate(terms, part.factor)
  const rateText = kroner(roundToOre(rate))
  const all = terms.parts.flatMap((one) => one.days.filter(isLeave))
  const own = part.days.filter(isLeave)
  const remaining = part.days.length - own.length
  const { kinds, ...line } = leaveOf(terms, all)
  return {
    ...line,
    exact: minus(baseOf(terms, part), times(rate, ratio(remaining, 1))),
    quantity: { value: String(own.length), unit: 'day' },
    factor: ratioText(part.factor),
    dates: own.map((day) => day.date),
    inputs: [
      ...baseAmountInputs(terms.rates),
      { name: 'dayRate', value: rateText },
      { name: 'leaveDaysOfMonth', value: String(all.length) },
    ],
    explanation: `${counted(all.length, 'calendar day')} of the month without benefit (${kinds}), more than ${terms.policies.leaveByDayLimit}: of this base ${counted(remaining, 'remaining day')} at ${rateText} kr a day ${remaining === 1 ? 'is' : 'are'} paid, and the rest is taken.`,
  }
}

/** The first two steps of POL11: the base, and the leave without benefit taken from it. */
export function baseAfterLeave(terms: MonthTerms): Tally {
  const { parts } = terms
  const leaveDays = daysOfParts(parts) - entitledCount(parts)
  if (entitledCount(parts) === 0) {
    const kinds = parts.flatMap((part) => part.days.filter(isLeave).map((day) => day.leave))
    return addEarning(EMPTY_TALLY, emptyBase(terms, [...new Set(kinds)]))
  }
  const base = parts.reduce((tally, part) => addEarning(tally, baseLine(terms, part)), EMPTY_TALLY)
  if (leaveDays === 0) return base
  const lineOf = leaveDays > terms.policies.leaveByDayLimit ? leaveAboveLimit : leaveByDay
  return parts.reduce((tally, part) => takeReduction(tally, lineOf(terms, part)), base)
}

/**
 * What a part's days are worth after leave: the base that a wholly missed month loses (POL3). Never below
 * zero: a part's leave can cost more than its share of a month of 31 days, and then takes from another.
 */
export function baseAfterLeaveOf(terms: MonthTerms, part: FactorPart): Ratio {
  const rate = dayRate(terms, part.factor)
  const leaveDays = daysOfParts(terms.parts) - entitledCount(terms.parts)
  const [own, remaining] = [part.days.filter(isLeave).length, entitledDays(part).length]
  if (leaveDays > terms.policies.leaveByDayLimit) return times(rate, ratio(remaining, 1))
  return greatest(ZERO, minus(baseOf(terms, part), times(rate, ratio(own, 1))))
}
