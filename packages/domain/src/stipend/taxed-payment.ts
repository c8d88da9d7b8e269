import type { TaxCard } from '../tax/tax-card.ts'
import { type WithholdingOutcome, withholdBackPay, withholdMonth } from '../tax/withholding.ts'
import { assert } from '../values/assert.ts'
import type { PlainDate } from '../values/calendar.ts'
import type { Month } from '../values/month.ts'
import { addOre, type Ore, subtractOre } from '../values/ore.ts'
import { isRefusal, type Refusal } from '../values/refusal.ts'

/** How a payment was taxed: kept with it, so that it can be taxed again when a card arrives (POL17). */
export type TaxedAs = {
  readonly grossOre: Ore
  /** What of the gross is taxed as back pay, by percent (POL18). */
  readonly backPayOre: Ore
  /** Entitled calendar days of the month that the rest is taxed as; none when all is back pay. */
  readonly days: readonly PlainDate[]
  /** What was withheld beside the rules, as the participant wished. */
  readonly extraOre: Ore
}

/** An exemption card has one running balance: the later part of a payment finds less left of it. */
const afterUse = (card: TaxCard | null, paidOre: Ore): TaxCard | null =>
  card?.kind === 'exemption' ? { ...card, usedOre: addOre(card.usedOre, paidOre) } : card

/** Withholds of the two parts of one payment. */
export function withholdBoth(
  of: Omit<TaxedAs, 'extraOre'> & { readonly payout: Month; readonly summerExemption: boolean },
  card: TaxCard | null,
): Refusal<string> | WithholdingOutcome {
  const { payout, days, backPayOre, summerExemption } = of
  const monthOre = subtractOre(of.grossOre, backPayOre)
  if (backPayOre === 0)
    return withholdMonth({ payout, grossOre: monthOre, days, card, summerExemption })
  const backCard = afterUse(card, monthOre)
  const backPay = withholdBackPay({ payout, grossOre: backPayOre, card: backCard })
  if (monthOre === 0 || isRefusal(backPay) || !backPay.withholding) return backPay
  const own = withholdMonth({ payout, grossOre: monthOre, days, card, summerExemption })
  if (isRefusal(own)) return own
  assert(own.withholding !== null, 'both parts are of one year')
  const [one, two] = [own.withholding, backPay.withholding]
  return {
    withholding: {
      amountOre: addOre(one.amountOre, two.amountOre),
      basis: `${one.basis}; back pay: ${two.basis}`,
      law: [...new Set([...one.law, ...two.law])],
    },
    withholdingReason: null,
  }
}
