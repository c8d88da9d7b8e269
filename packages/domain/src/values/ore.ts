import { assert } from './assert.ts'
import { type Ratio, roundHalfUp } from './ratio.ts'

declare const oreBrand: unique symbol
/** An amount of money in whole øre, a safe integer. 100 øre = 1 krone. */
export type Ore = number & { readonly [oreBrand]: 'Ore' }

/** Makes an amount of a whole number of øre; stops on anything else. */
export function ore(value: number): Ore {
  assert(Number.isSafeInteger(value), `an amount is a whole number of øre, not ${value}`)
  return (value === 0 ? 0 : value) as Ore
}

export const NO_ORE: Ore = ore(0)
export const addOre = (a: Ore, b: Ore): Ore => ore(a + b)
export const subtractOre = (a: Ore, b: Ore): Ore => ore(a - b)
export const negateOre = (a: Ore): Ore => ore(-a)
export const sumOre = (amounts: readonly Ore[]): Ore => amounts.reduce(addOre, NO_ORE)

/** Rounds an exact number of øre once, half up by size (POL1). */
export function roundToOre(exact: Ratio): Ore {
  return ore(roundHalfUp(exact))
}

/** The amount in kroner with two decimals and a point, as in payment files: `22758.17`. */
export function kroner(amount: Ore): string {
  const size = Math.abs(amount)
  const whole = Math.floor(size / 100)
  return `${amount < 0 ? '-' : ''}${whole}.${String(size % 100).padStart(2, '0')}`
}

/** The amount as people read it in Norwegian: `22 758,17`. */
export function kronerText(amount: Ore): string {
  const [whole = '', cents = ''] = kroner(amount).split('.')
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ' ')},${cents}`
}
