import type { BaseAmount } from '../rates/base-amount.ts'
import { kroner } from '../values/ore.ts'
import { type Ratio, ratio, times } from '../values/ratio.ts'
import type { LineInput } from './line.ts'

/** The rates of a month before any factor, exact, in øre (O11, O12, N36). */
export type MonthRates = {
  readonly baseAmount: BaseAmount
  /** 2 G. */
  readonly annual: Ratio
  /** M: a twelfth of the year. */
  readonly monthly: Ratio
  /** D: a thirtieth of the month. */
  readonly daily: Ratio
  /** H: one of 1,850 parts of the year; not consistent with D (S48). */
  readonly hourly: Ratio
}

export function ratesOf(baseAmount: BaseAmount): MonthRates {
  const annual = ratio(2 * baseAmount.amountOre, 1)
  const monthly = times(annual, ratio(1, 12))
  return {
    baseAmount,
    annual,
    monthly,
    daily: times(monthly, ratio(1, 30)),
    hourly: times(annual, ratio(1, 1850)),
  }
}

/** G as every line of the month names it. */
export const baseAmountInputs = ({ baseAmount }: MonthRates): LineInput[] => [
  { name: 'grunnbeloep', value: kroner(baseAmount.amountOre) },
  { name: 'grunnbeloepFrom', value: baseAmount.from },
]
