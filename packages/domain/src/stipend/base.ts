import type { InterruptionKind } from '../introduction/interruption.ts'
import type { RegimeAnswer } from '../introduction/regime.ts'
import { countDays, type DaySet, datesOf, lengthOf, NO_DAYS, without } from '../values/day-set.ts'
import type { Month } from '../values/month.ts'
import { roundToOre, subtractOre } from '../values/ore.ts'
import { greatest, minus, ONE, type Ratio, ratio, ratioText, times, ZERO } from '../values/ratio.ts'
import { type Entitlement, type FactorPart, leaveKindsOn } from './entitlement.ts'
import {
  addEarning,
  counted,
  EMPTY_TALLY,
  type LineInput,
  once,
  type Reduction,
  type Tally,
  takeReduction,
} from './line.ts'
import { baseAmountInputs, type FactorRates, type MonthRates, ratesWith } from './month-rates.ts'
import type { StipendPolicies } from './policies.ts'
import type { RuleSet } from './rule-sets.ts'

/** What the steps of a month share. */
export type MonthTerms = Entitlement & {
  readonly month: Month
  readonly under: RegimeAnswer
  readonly rules: RuleSet
  readonly rates: MonthRates
  readonly policies: StipendPolicies
}

export const entitledCount = (terms: MonthTerms): number => countDays(terms.entitled)

/** True for a month inside the programme from its first day to its last. */
const isWholeMonth = ({ month, inProgramme }: MonthTerms): boolean =>
  countDays(inProgramme) === lengthOf(month)

/** A part's rates: M, D and H with the factor, before §§ 22-23 (POL11). */
export const partRates = (terms: MonthTerms, part: FactorPart): FactorRates =>
  ratesWith(terms.rates, part.factor)

/**
 * A part's share of the base before leave. A month inside the programme from its first day to its
 * last is M, split by days (POL5); any other counts days x D, at most 30 and so never above M (POL4).
 */
export function baseOf(terms: MonthTerms, part: FactorPart): Ratio {
  const { monthly, daily } = partRates(terms, part)
  const days = countDays(part.days)
  return isWholeMonth(terms)
    ? times(monthly, ratio(days, lengthOf(terms.month)))
    : times(daily, ratio(days, 1))
}

function baseLine(terms: MonthTerms, part: FactorPart): Reduction {
  const { rules, rates, month, parts } = terms
  const isWhole = isWholeMonth(terms)
  const [days, ofMonth] = [countDays(part.days), lengthOf(month)]
  const whole = ratesWith(rates, ONE)
  const rate = isWhole ? whole.monthlyText : whole.dailyText
  const span = isWhole
    ? days === ofMonth
      ? 'one month'
      : `${days} of the ${ofMonth} days of the month`
    : `${counted(days, 'calendar day')}, first and last programme day included,`
  const factor = part.why === '' ? '' : ` x ${part.text} (${part.why})`
  const less = part.lessBecause.map((value): LineInput => ({ name: 'lessBecause', value }))
  return {
    code: 'introduction-benefit',
    exact: baseOf(terms, part),
    quantity: isWhole
      ? { value: days === ofMonth ? '1' : ratioText(ratio(days, ofMonth)), unit: 'month' }
      : { value: String(days), unit: 'day' },
    factor: part.text,
    dates: [],
    ruleKeys: [...rules.keys.base, ...part.ruleKeys, 'POL4', ...(parts.length > 1 ? ['POL5'] : [])],
    law: [...rules.paragraphs.base, ...part.law],
    inputs: [
      ...baseAmountInputs(rates),
      { name: isWhole ? 'monthRate' : 'dayRate', value: rate },
      ...less,
    ],
    explanation: `Introduction benefit for ${span} at ${rate} kr a ${isWhole ? 'month' : 'day'}${factor}.`,
  }
}

const leaveInputs = (kinds: readonly string[]): LineInput[] =>
  kinds.map((value) => ({ name: 'leave', value }))

/** A month inside the programme without one day of benefit: a single line of 0 with its reason (POL25). */
function emptyBase(terms: MonthTerms, kinds: readonly InterruptionKind[]): Reduction {
  return {
    code: 'introduction-benefit',
    exact: ZERO,
    quantity: { value: '0', unit: 'day' },
    factor: terms.parts.map((part) => part.text).join(', '),
    dates: [],
    ruleKeys: ['POL4a', 'POL25'],
    law: once([
      ...terms.rules.paragraphs.base,
      ...kinds.map((kind) => terms.rules.paragraphs.interruption[kind]),
    ]),
    inputs: [...baseAmountInputs(terms.rates), ...leaveInputs(kinds)],
    explanation: `No day of the month carries benefit (${kinds.join(', ')}): nothing is paid.`,
  }
}

/** What the lines of leave have in common: which days, of which kinds, by which rules. */
function leaveLine(
  terms: MonthTerms,
  days: DaySet,
): Pick<Reduction, 'ruleKeys' | 'law'> & { readonly kinds: readonly InterruptionKind[] } {
  const { paragraphs, keys } = terms.rules
  const kinds = leaveKindsOn(terms.leave, days)
  return {
    ruleKeys: once(['POL4a', ...kinds.flatMap((kind) => keys.interruption[kind])]),
    law: once(kinds.map((kind) => paragraphs.interruption[kind])),
    kinds,
  }
}

/** POL4a up to the limit: each day of leave takes a day rate from the base. */
function leaveByDay(terms: MonthTerms, part: FactorPart): Reduction {
  const { daily, dailyText } = partRates(terms, part)
  const own = without(part.days, part.entitled)
  const count = countDays(own)
  const { kinds, ruleKeys, law } = leaveLine(terms, own)
  return {
    code: 'leave-without-benefit',
    exact: times(daily, ratio(count, 1)),
    quantity: { value: String(count), unit: 'day' },
    factor: part.text,
    dates: datesOf(terms.month, own),
    ruleKeys,
    law,
    inputs: [
      ...baseAmountInputs(terms.rates),
      { name: 'dayRate', value: dailyText },
      ...leaveInputs(kinds),
    ],
    explanation: `${counted(count, 'calendar day')} without benefit (${kinds.join(', ')}) at ${dailyText} kr a day.`,
  }
}

/**
 * POL4a above the limit: the remaining days are paid by their day rate, so a part's line is what that leaves
 * over of its base, in øre too. Where none of its days is on leave that gives a little back in a month of 31 days.
 */
function leaveAboveLimit(terms: MonthTerms, part: FactorPart): Reduction {
  const { daily, dailyText } = partRates(terms, part)
  const all = without(terms.inProgramme, terms.entitled)
  const own = without(part.days, part.entitled)
  const remaining = countDays(part.entitled)
  const count = countDays(all)
  const { kinds, ruleKeys, law } = leaveLine(terms, all)
  const [base, paid] = [baseOf(terms, part), times(daily, ratio(remaining, 1))]
  return {
    code: 'leave-without-benefit',
    exact: minus(base, paid),
    roundedOre: subtractOre(roundToOre(base), roundToOre(paid)),
    quantity: { value: String(countDays(own)), unit: 'day' },
    factor: part.text,
    dates: datesOf(terms.month, own),
    ruleKeys,
    law,
    inputs: [
      ...baseAmountInputs(terms.rates),
      { name: 'dayRate', value: dailyText },
      { name: 'leaveDaysOfMonth', value: String(count) },
      { name: 'paidDays', value: String(remaining) },
      ...leaveInputs(kinds),
    ],
    explanation: `${counted(count, 'calendar day')} of the month without benefit (${kinds.join(', ')}), more than ${terms.policies.leaveByDayLimit}: of this base ${counted(remaining, 'remaining day')} at ${dailyText} kr a day ${remaining === 1 ? 'is' : 'are'} paid, and the rest is taken.`,
  }
}

/** The first two steps of POL11: the base, and the leave without benefit taken from it. */
export function baseAfterLeave(terms: MonthTerms): Tally {
  const { parts, entitled, inProgramme, leave } = terms
  if (entitled === NO_DAYS) {
    const kinds = parts.flatMap((part) => leaveKindsOn(leave, part.days))
    return addEarning(EMPTY_TALLY, emptyBase(terms, [...new Set(kinds)]))
  }
  const base = parts.reduce((tally, part) => addEarning(tally, baseLine(terms, part)), EMPTY_TALLY)
  if (entitled === inProgramme) return base
  const lineOf = isAboveLimit(terms) ? leaveAboveLimit : leaveByDay
  return parts.reduce((tally, part) => takeReduction(tally, lineOf(terms, part)), base)
}

/** POL4a: with more days of leave than this the remaining days are paid, not the others taken. */
const isAboveLimit = ({ inProgramme, entitled, policies }: MonthTerms): boolean =>
  countDays(without(inProgramme, entitled)) > policies.leaveByDayLimit

/**
 * What a part's days are worth after leave: the base that a wholly missed month loses (POL3). Never below
 * zero: a part's leave can cost more than its share of a month of 31 days, and then takes from another.
 */
export function baseAfterLeaveOf(terms: MonthTerms, part: FactorPart): Ratio {
  const { daily } = partRates(terms, part)
  if (isAboveLimit(terms)) return times(daily, ratio(countDays(part.entitled), 1))
  const own = countDays(without(part.days, part.entitled))
  return greatest(ZERO, minus(baseOf(terms, part), times(daily, ratio(own, 1))))
}
