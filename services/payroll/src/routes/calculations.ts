import { calculateMonth } from '@fotfeste/contracts/payroll/calculations.ts'
import { baseAmountOn } from '@fotfeste/domain/rates/base-amount.ts'
import { calculateMonth as calculate } from '@fotfeste/domain/stipend/calculate-month.ts'
import { monthContent } from '@fotfeste/domain/stipend/month-facts.ts'
import { readTaxCard } from '@fotfeste/domain/tax/tax-card.ts'
import { payoutMonth, withholdMonth } from '@fotfeste/domain/tax/withholding.ts'
import { firstDay } from '@fotfeste/domain/values/month.ts'
import { NO_ORE, subtractOre } from '@fotfeste/domain/values/ore.ts'
import { isRefusal } from '@fotfeste/domain/values/refusal.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { serve } from '@fotfeste/kit/serve.ts'
import type { Tables } from '../db/tables.gen.ts'
import { readTerms } from '../queries/terms.ts'
import { shownLine, shownWithholding } from './shown.ts'

/** Calculations without state (beregninger): G goes by the day of its adoption here. */
export function calculations(kit: Kit<Tables>): void {
  serve(kit, calculateMonth, async ({ body }, { trx, today }) => {
    const { month, participant } = body
    const asKnownOn = body.asKnownOn ?? today
    const terms = await readTerms(trx, asKnownOn)
    const policies = terms.policies(month)
    const baseAmount = baseAmountOn(firstDay(month), asKnownOn, terms.registrations)
    const facts = { month, participant, ...monthContent(body) }
    const result = calculate(facts, { baseAmount, policies })
    if (isRefusal(result)) return result
    const {
      lines,
      baseAmount: used,
      entitledDays: days,
      unexcused: _unexcused,
      ...amounts
    } = result
    const card = body.taxCard && readTaxCard(body.taxCard)
    if (isRefusal(card)) return card
    const { grossOre } = amounts
    const taxed = withholdMonth({ payout: payoutMonth(month), days, grossOre, card })
    if (isRefusal(taxed)) return taxed
    return {
      status: 200,
      body: {
        month,
        asKnownOn,
        ...amounts,
        grunnbeloepOre: used.amountOre,
        grunnbeloepFrom: used.from,
        lines: lines.map(shownLine),
        ...shownWithholding(taxed),
        netOre: subtractOre(grossOre, taxed.withholding?.amountOre ?? NO_ORE),
        claimsOre: NO_ORE,
      },
    }
  })
}
