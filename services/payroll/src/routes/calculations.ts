import { calculateMonth } from '@fotfeste/contracts/payroll/calculations.ts'
import { baseAmountOn } from '@fotfeste/domain/rates/base-amount.ts'
import { calculateMonth as calculate } from '@fotfeste/domain/stipend/calculate-month.ts'
import { monthContent } from '@fotfeste/domain/stipend/month-facts.ts'
import { POLICIES, policyValues } from '@fotfeste/domain/stipend/policies.ts'
import { firstDay } from '@fotfeste/domain/values/month.ts'
import { NO_ORE } from '@fotfeste/domain/values/ore.ts'
import { isRefusal } from '@fotfeste/domain/values/refusal.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { serve } from '@fotfeste/kit/serve.ts'
import type { Tables } from '../db/tables.gen.ts'
import { NO_WITHHOLDING, shownLine } from './shown.ts'

const policies = policyValues(POLICIES)

/** Calculations without state (beregninger): G goes by its official day here. */
export function calculations(kit: Kit<Tables>): void {
  serve(kit, calculateMonth, async ({ body }, { today }) => {
    const { month, participant } = body
    const asKnownOn = body.asKnownOn ?? today
    const baseAmount = baseAmountOn(firstDay(month), asKnownOn, new Map())
    const facts = { month, participant, ...monthContent(body) }
    const result = calculate(facts, { baseAmount, policies })
    if (isRefusal(result)) return result
    const { lines, baseAmount: used, ...amounts } = result
    return {
      status: 200,
      body: {
        month,
        asKnownOn,
        ...amounts,
        grunnbeloepOre: used.amountOre,
        grunnbeloepFrom: used.from,
        lines: lines.map(shownLine),
        ...NO_WITHHOLDING,
        netOre: result.grossOre,
        claimsOre: NO_ORE,
      },
    }
  })
}
