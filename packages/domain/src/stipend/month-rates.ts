import type { BaseAmount } from '../rates/base-amount.ts'
import { kroner, roundToOre } from '../values/ore.ts'
import { type Ratio, ratio, ratioText, times } from '../values/ratio.ts'
import type { LineInput } from './line.ts'

/** What a day and an hour are worth with a factor, exact and as lines print them. */
export type FactorRates = {
  readonly monthly: Ratio
  readonly monthlyText: string
  readonly daily: Ratio
  readonly dailyText: string
  readonly hourly: Ratio
  readonly hourlyText: string
}

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
  /** G as every line of the month names it. */
  readonly inputs: readonly LineInput[]
  /** The rates with each factor that was asked for, by its text. */
  readonly withFactor: Map<string, FactorRates>
}

function makeRates(baseAmount: BaseAmount): MonthRates {
  const annual = ratio(2 * baseAmount.amountOre, 1)
  const monthly = times(annual, ratio(1, 12))
  return {
    baseAmount,
    annual,
    monthly,
    daily: times(monthly, ratio(1, 30)),
    hourly: times(annual, ratio(1, 1850)),
    inputs: [
      { name: 'grunnbeloep', value: kroner(baseAmount.amountOre) },
      { name: 'grunnbeloepFrom', value: baseAmount.from },
    ],
    withFactor: new Map(),
  }
}

const held = new WeakMap<BaseAmount, MonthRates>()

/** The rates of a base amount: computed once for each. */
export function ratesOf(baseAmount: BaseAmount): MonthRates {
  const known = held.get(baseAmount)
  if (known) return known
  const made = makeRates(baseAmount)
  held.set(baseAmount, made)
  return made
}

/** The rates with the person's factor, computed once for each. */
export function ratesWith(rates: MonthRates, factor: Ratio): FactorRates {
  const key = ratioText(factor)
  const known = rates.withFactor.get(key)
  if (known) return known
  const [monthly, daily, hourly] = [rates.monthly, rates.daily, rates.hourly].map((rate) =>
    times(rate, factor),
  ) as [Ratio, Ratio, Ratio]
  const text = (exact: Ratio): string => kroner(roundToOre(exact))
  const [monthlyText, dailyText, hourlyText] = [text(monthly), text(daily), text(hourly)]
  const made = { monthly, monthlyText, daily, dailyText, hourly, hourlyText }
  rates.withFactor.set(key, made)
  return made
}

/** G as every line of the month names it, for a line to add its own figures to. */
export const baseAmountInputs = ({ inputs }: MonthRates): readonly LineInput[] => inputs
