import { assert } from './assert.ts'

/**
 * An exact fraction (POL1: compute in exact fractions, round each pay line once).
 * The denominator is positive; the fraction is in lowest terms.
 */
export type Ratio = { readonly num: bigint; readonly den: bigint }

/** The greatest common divisor; `b` is positive. */
function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b]
  while (y !== 0n) [x, y] = [y, x % y]
  return x
}

/** Builds the fraction num/den in lowest terms. `den` must not be zero. */
export function ratio(num: number | bigint, den: number | bigint): Ratio {
  const [n, d] = [BigInt(num), BigInt(den)]
  assert(d !== 0n, 'a fraction has a denominator other than zero')
  const sign = d < 0n ? -1n : 1n
  const common = gcd(n, d * sign)
  return { num: (n * sign) / common, den: (d * sign) / common }
}

export const ZERO: Ratio = { num: 0n, den: 1n }
export const ONE: Ratio = { num: 1n, den: 1n }

export const plus = (a: Ratio, b: Ratio): Ratio =>
  ratio(a.num * b.den + b.num * a.den, a.den * b.den)
export const minus = (a: Ratio, b: Ratio): Ratio => plus(a, { num: -b.num, den: b.den })
export const times = (a: Ratio, b: Ratio): Ratio => ratio(a.num * b.num, a.den * b.den)
export const negate = (a: Ratio): Ratio => ({ num: -a.num, den: a.den })

/** Negative, zero or positive as a is smaller than, equal to or greater than b. */
export function compare(a: Ratio, b: Ratio): number {
  const difference = a.num * b.den - b.num * a.den
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}
export const least = (a: Ratio, b: Ratio): Ratio => (compare(a, b) <= 0 ? a : b)
export const greatest = (a: Ratio, b: Ratio): Ratio => (compare(a, b) >= 0 ? a : b)

/** The nearest whole number, halves away from zero (POL1: half up by size). */
export function roundHalfUp(a: Ratio): bigint {
  const size = a.num < 0n ? -a.num : a.num
  const rounded = (2n * size + a.den) / (2n * a.den)
  return a.num < 0n ? -rounded : rounded
}

/** The fraction as people read it: `1`, `2/3`, `-5/6`. */
export function ratioText(a: Ratio): string {
  return a.den === 1n ? String(a.num) : `${a.num}/${a.den}`
}
