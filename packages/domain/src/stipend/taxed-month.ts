import type { TaxCard } from '../tax/tax-card.ts'
import {
  payoutMonth,
  type WithholdingOutcome,
  type WithholdingRefusal,
  withholdMonth,
} from '../tax/withholding.ts'
import { NO_ORE, type Ore, subtractOre } from '../values/ore.ts'
import type { Refusal } from '../values/refusal.ts'
import {
  type CalculatedMonth,
  type CalculationRefusal,
  calculateMonth,
  type Parameters,
} from './calculate-month.ts'
import type { MonthFacts } from './month-facts.ts'

/** A month's benefit and its tax, as if it were paid alone in the month after (POL6). */
export type TaxedResult = {
  readonly calculated: CalculatedMonth
  readonly outcome: WithholdingOutcome
  readonly withheldOre: Ore
  readonly netOre: Ore
}

/** Computes a month and withholds of it by a card; null is no card. */
export function calculateTaxed(
  facts: MonthFacts,
  card: TaxCard | null,
  parameters: Parameters,
): Refusal<CalculationRefusal | WithholdingRefusal> | TaxedResult {
  const calculated = calculateMonth(facts, parameters)
  if ('refused' in calculated) return calculated
  const { grossOre, entitledDays: days } = calculated
  const payout = payoutMonth(facts.month)
  const { summerExemption } = parameters.policies
  const outcome = withholdMonth({ payout, days, grossOre, card, summerExemption })
  if ('refused' in outcome) return outcome
  const withheldOre = outcome.withholding?.amountOre ?? NO_ORE
  return { calculated, outcome, withheldOre, netOre: subtractOre(grossOre, withheldOre) }
}
