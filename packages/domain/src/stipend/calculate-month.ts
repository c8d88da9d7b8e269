import { type Regime, regimeOf } from '../introduction/regime.ts'
import type { BaseAmount } from '../rates/base-amount.ts'
import { assert } from '../values/assert.ts'
import type { PlainDate } from '../values/calendar.ts'
import { datesOf, NO_DAYS } from '../values/day-set.ts'
import { firstDay } from '../values/month.ts'
import { addOre, NO_ORE, type Ore, roundToOre } from '../values/ore.ts'
import { compare, type Ratio, ratio, times, ZERO } from '../values/ratio.ts'
import { isRefusal, type Refusal, refuse } from '../values/refusal.ts'
import { type AbsenceRefusal, absentDays, checkAbsences } from './absence.ts'
import { baseAfterLeave, type MonthTerms } from './base.ts'
import { coordinate } from './coordination.ts'
import { type EntitlementRefusal, entitlementOf, programmeDaysOf } from './entitlement.ts'
import { type PayLine, type Tally, taken } from './line.ts'
import type { MonthFacts } from './month-facts.ts'
import { ratesOf } from './month-rates.ts'
import { checkPaidWork, type PaidWorkRefusal, takePaidWork } from './paid-work.ts'
import type { StipendPolicies } from './policies.ts'
import { takeUnexcused } from './reductions.ts'
import { ruleSetOn } from './rule-sets.ts'
import { takeUnpaidHours } from './unpaid-hours.ts'

export type CalculationRefusal =
  | 'month-outside-programme'
  | 'month-outside-law'
  | 'base-amount-unknown'
  | EntitlementRefusal
  | AbsenceRefusal
  | PaidWorkRefusal

/** One month's introduction benefit (introduksjonsstønad) with the lines that add up to it. */
export type CalculatedMonth = {
  readonly regime: Regime
  /** Why that law, and by which paragraph (N1). */
  readonly regimeReason: string
  readonly regimeLaw: readonly string[]
  readonly baseAmount: BaseAmount
  /** The rates of 2 G before any factor, rounded for display. */
  readonly annualOre: Ore
  readonly monthlyOre: Ore
  readonly dailyOre: Ore
  readonly hourlyOre: Ore
  readonly lines: readonly PayLine[]
  readonly grossOre: Ore
  /** Calendar days with benefit, in order: the tax goes by their number (POL17). */
  readonly entitledDays: readonly PlainDate[]
  /** POL8: the deduction for unexcused absence needs an individual decision (enkeltvedtak). */
  readonly requiresIndividualDecision: boolean
  readonly unexcused: BeforeUnexcused
}

/** The month before and after the deduction for unexcused absence (§ 21), exact: what POL8 compares. */
export type BeforeUnexcused = {
  readonly before: Ratio
  readonly left: Ratio
  /** What the month comes to when nothing is deducted for it. */
  readonly beforeOre: Ore
}

/** Dated parameters: G as it was known, and the municipality's policies. */
export type Parameters = {
  readonly baseAmount: BaseAmount | null
  readonly policies: StipendPolicies
}

function termsOf(
  facts: MonthFacts,
  parameters: Parameters,
): Refusal<CalculationRefusal> | MonthTerms {
  const { month, participant } = facts
  const { programmeStart, programmeEnd } = participant
  const under = regimeOf(participant)
  const { regime } = under
  const rules = ruleSetOn(regime, firstDay(month))
  if (rules === null) {
    return refuse('month-outside-law', `${regime} gave no benefit yet in ${month}.`, '/month')
  }
  if (parameters.baseAmount === null) {
    return refuse(
      'base-amount-unknown',
      `No base amount for ${month} was known on that day; ask as known on a later day.`,
      '/asKnownOn',
    )
  }
  const entitlement = entitlementOf(facts, rules)
  if ('refused' in entitlement) return entitlement
  if (entitlement.inProgramme === NO_DAYS) {
    const until = programmeEnd === null ? 'on' : `until ${programmeEnd}`
    return refuse(
      'month-outside-programme',
      `${month} lies outside the programme, which runs from ${programmeStart} ${until}.`,
      '/month',
    )
  }
  const { baseAmount, policies } = parameters
  const { parts, leave, inProgramme, entitled } = entitlement
  const rates = ratesOf(baseAmount)
  return { month, under, rules, rates, policies, parts, leave, inProgramme, entitled }
}

/**
 * POL8: unexcused absence of at least half of what the month gives after leave, §§ 22 and 23, and of
 * at least 1/12 G; both compared in exact fractions (N46 g; O18 e).
 */
function needsDecision(terms: MonthTerms, before: Tally, after: Tally): boolean {
  const deduction = taken(before, after)
  if (compare(deduction, ZERO) === 0) return false
  const twelfth = ratio(terms.rates.baseAmount.amountOre, 12)
  return (
    compare(times(deduction, ratio(2, 1)), before.left) >= 0 && compare(deduction, twelfth) >= 0
  )
}

/**
 * Computes one month's benefit in POL11's order: base, leave without benefit, coordination § 22,
 * paid work § 23, unexcused absence § 21. Exact fractions throughout, one rounding to a line (POL1).
 */
export function calculateMonth(
  facts: MonthFacts,
  parameters: Parameters,
): Refusal<CalculationRefusal> | CalculatedMonth {
  const terms = termsOf(facts, parameters)
  if (isRefusal(terms)) return terms
  const programmeDays = programmeDaysOf(facts, terms)
  const unfit =
    checkAbsences(facts, terms, programmeDays) ?? checkPaidWork(facts.month, terms, facts.paidWork)
  if (unfit) return unfit
  const days = absentDays(facts.absences, parameters.policies.breastfeedingMinutes)
  const base = takeUnpaidHours(terms, days, baseAfterLeave(terms))
  const coordinated = coordinate(terms, facts.benefits, base)
  const worked = takePaidWork(terms, facts.paidWork, coordinated)
  const final = takeUnexcused(terms, { days, programmeDays }, worked)
  const { rates, under } = terms
  const grossOre = final.lines.reduce((sum, line) => addOre(sum, line.amountOre), NO_ORE)
  assert(
    grossOre >= NO_ORE && grossOre === final.leftOre,
    'a month adds up and is never below zero',
  )
  assert(compare(final.left, ZERO) >= 0, 'what is left is never below zero')
  return {
    ...{ regime: under.regime, regimeReason: under.reason, regimeLaw: under.law },
    baseAmount: rates.baseAmount,
    annualOre: roundToOre(rates.annual),
    monthlyOre: roundToOre(rates.monthly),
    dailyOre: roundToOre(rates.daily),
    hourlyOre: roundToOre(rates.hourly),
    lines: final.lines,
    grossOre,
    entitledDays: datesOf(terms.month, terms.entitled),
    requiresIndividualDecision: needsDecision(terms, worked, final),
    unexcused: { before: worked.left, left: final.left, beforeOre: worked.leftOre },
  }
}
