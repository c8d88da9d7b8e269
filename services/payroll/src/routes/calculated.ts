import type { MonthToCalculate } from '@fotfeste/contracts/payroll/calculations.ts'
import { baseAmountOn } from '@fotfeste/domain/rates/base-amount.ts'
import type { CalculationRefusal } from '@fotfeste/domain/stipend/calculate-month.ts'
import { compareMonths } from '@fotfeste/domain/stipend/compare-months.ts'
import { explainChange } from '@fotfeste/domain/stipend/explain/explain-payment.ts'
import type { Language } from '@fotfeste/domain/stipend/explain/wording.ts'
import { monthContent } from '@fotfeste/domain/stipend/month-facts.ts'
import { calculateTaxed, type TaxedResult } from '@fotfeste/domain/stipend/taxed-month.ts'
import { readTaxCard } from '@fotfeste/domain/tax/tax-card.ts'
import type { WithholdingRefusal } from '@fotfeste/domain/tax/withholding.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import { firstDay } from '@fotfeste/domain/values/month.ts'
import { NO_ORE } from '@fotfeste/domain/values/ore.ts'
import { isRefusal, type Refusal } from '@fotfeste/domain/values/refusal.ts'
import type { TermsOn } from '../queries/terms.ts'
import { sentencesOf, shownExplained } from './explained.ts'
import { shownWithholding } from './shown.ts'

export type CalculatedRefusal = CalculationRefusal | WithholdingRefusal | 'tax-card-unclear'

export type Calculation = TaxedResult & {
  readonly month: MonthToCalculate['month']
  readonly asKnownOn: PlainDate
}

/** Calculates a month as it came in, by what was known on its day. */
export function calculated(
  body: MonthToCalculate,
  today: PlainDate,
  termsOn: TermsOn,
): Refusal<CalculatedRefusal> | Calculation {
  const { month, participant, asKnownOn = today } = body
  const terms = termsOn(asKnownOn)
  const card = body.taxCard && readTaxCard(body.taxCard)
  if (isRefusal(card)) return card
  const baseAmount = baseAmountOn(firstDay(month), asKnownOn, terms.registrations)
  const facts = { month, participant, ...monthContent(body) }
  const result = calculateTaxed(facts, card, { baseAmount, policies: terms.policies(month) })
  return isRefusal(result) ? result : { ...result, month, asKnownOn }
}

/** A month's benefit before tax as the answer shows it. */
export function shownBenefit(
  { month, asKnownOn, calculated }: Pick<Calculation, 'month' | 'asKnownOn' | 'calculated'>,
  language: Language | undefined,
) {
  const { lines, baseAmount, regimeLaw, ...rest } = calculated
  const { entitledDays: _days, unexcused: _unexcused, ...amounts } = rest
  return {
    month,
    asKnownOn,
    ...amounts,
    regimeLaw: [...regimeLaw],
    grunnbeloepOre: baseAmount.amountOre,
    grunnbeloepFrom: baseAmount.from,
    lines: lines.map((line) => shownExplained({ month, line }, language)),
  }
}

/** A calculation as the answer shows it, with the participant's sentences where a language is asked for. */
export function shownCalculation(of: Calculation, language: Language | undefined) {
  const { outcome, netOre } = of
  const { lines, grossOre } = of.calculated
  const { withholding } = outcome
  const payment = {
    grossOre,
    withholding,
    netOre,
    heldOre: NO_ORE,
    claimsOre: NO_ORE,
    isBlocked: false,
  }
  return {
    ...shownBenefit(of, language),
    ...shownWithholding(outcome),
    netOre,
    claimsOre: NO_ORE,
    sentences: sentencesOf({ ...payment, law: lines.flatMap(({ law }) => law) }, language),
  }
}

/** Two calculations of a month as the answer shows them, with what differs. */
export function shownComparison(
  before: Calculation,
  after: Calculation,
  language: Language | undefined,
) {
  const { lines, ...difference } = compareMonths(before, after)
  const sentence = language === undefined ? null : explainChange(language, difference.netOre)
  return {
    before: shownCalculation(before, language),
    after: shownCalculation(after, language),
    difference: { lines: [...lines], ...difference, sentence },
  }
}
