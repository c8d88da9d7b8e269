import { assert } from './assert.ts'

/**
 * An exact fraction (POL1: compute in exact fractions, round each pay line once).
 * The denominator is positive; the fraction is in lowest terms. Both are plain numbers while both are safe
 * integers, which they are for all ordinary money, and both big ones when one is not: always exact.
 */
export type Ratio = Plain | { readonly num: bigint; readonly den: bigint }
type Plain = { readonly num: number; readonly den: number }

const isPlain = (a: Ratio): a is Plain => typeof a.num === 'number'
const isSafe = Number.isSafeInteger

/** Below this, remainders are those of 32-bit integers, many times as quick. */
const SMALL = 2 ** 31

/** The greatest common divisor of two whole numbers, `b` positive. */
function divisorOf(a: number, b: number): number {
  let [x, y] = [a < 0 ? -a : a, b]
  while (y >= SMALL || x >= SMALL) {
    if (y === 0) return x
    const rest = x % y
    x = y
    y = rest
  }
  let [small, smaller] = [x | 0, y | 0]
  while (smaller !== 0) {
    const rest = (small % smaller) | 0
    small = smaller
    smaller = rest
  }
  return small
}

function bigDivisorOf(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b]
  while (y !== 0n) [x, y] = [y, x % y]
  return x
}

/** Lowest terms of two safe integers; adding zero makes minus zero zero. */
function lowest(num: number, den: number): Plain {
  if (den === 1) return { num: num + 0, den }
  const common = den < 0 ? -divisorOf(num, -den) : divisorOf(num, den)
  return { num: num / common + 0, den: den / common }
}

function lowestOfBig(num: bigint, den: bigint): Ratio {
  const common = den < 0n ? -bigDivisorOf(num, -den) : bigDivisorOf(num, den)
  const [n, d] = [num / common, den / common]
  const [plainNum, plainDen] = [Number(n), Number(d)]
  return isSafe(plainNum) && isSafe(plainDen)
    ? { num: plainNum, den: plainDen }
    : { num: n, den: d }
}

/** Builds the fraction num/den in lowest terms. `den` must not be zero. */
export function ratio(num: number | bigint, den: number | bigint): Ratio {
  assert(den !== 0 && den !== 0n, 'a fraction has a denominator other than zero')
  return typeof num === 'number' && typeof den === 'number' && isSafe(num) && isSafe(den)
    ? lowest(num, den)
    : lowestOfBig(BigInt(num), BigInt(den))
}

export const ZERO: Ratio = { num: 0, den: 1 }
export const ONE: Ratio = { num: 1, den: 1 }

export function plus(a: Ratio, b: Ratio): Ratio {
  if (isPlain(a) && isPlain(b)) {
    if (a.den === b.den) {
      const sum = a.num + b.num
      if (isSafe(sum)) return lowest(sum, a.den)
    } else {
      const [left, right, den] = [a.num * b.den, b.num * a.den, a.den * b.den]
      const sum = left + right
      if (isSafe(left) && isSafe(right) && isSafe(den) && isSafe(sum)) return lowest(sum, den)
    }
  }
  const [aDen, bDen] = [BigInt(a.den), BigInt(b.den)]
  return lowestOfBig(BigInt(a.num) * bDen + BigInt(b.num) * aDen, aDen * bDen)
}

export function times(a: Ratio, b: Ratio): Ratio {
  if (isPlain(a) && isPlain(b)) {
    const [num, den] = [a.num * b.num, a.den * b.den]
    if (isSafe(num) && isSafe(den)) return lowest(num, den)
  }
  return lowestOfBig(BigInt(a.num) * BigInt(b.num), BigInt(a.den) * BigInt(b.den))
}

export const negate = (a: Ratio): Ratio =>
  isPlain(a) ? { num: 0 - a.num, den: a.den } : { num: -a.num, den: a.den }
export const minus = (a: Ratio, b: Ratio): Ratio => plus(a, negate(b))

/** Negative, zero or positive as a is smaller than, equal to or greater than b. */
export function compare(a: Ratio, b: Ratio): number {
  if (isPlain(a) && isPlain(b)) {
    const [left, right] = [a.num * b.den, b.num * a.den]
    if (isSafe(left) && isSafe(right)) return left < right ? -1 : left > right ? 1 : 0
  }
  const difference = BigInt(a.num) * BigInt(b.den) - BigInt(b.num) * BigInt(a.den)
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}
export const least = (a: Ratio, b: Ratio): Ratio => (compare(a, b) <= 0 ? a : b)
export const greatest = (a: Ratio, b: Ratio): Ratio => (compare(a, b) >= 0 ? a : b)

/** The whole number towards zero: what remains without the fraction. */
export function wholePart(a: Ratio): number {
  if (isPlain(a)) return (a.num - (a.num % a.den)) / a.den + 0
  const whole = Number(a.num / a.den)
  assert(isSafe(whole), 'a whole number that can be counted with')
  return whole
}

/** The nearest whole number, halves away from zero (POL1: half up by size). */
export function roundHalfUp(a: Ratio): number {
  if (isPlain(a)) {
    const rest = Math.abs(a.num % a.den)
    const whole = wholePart(a)
    return rest < a.den - rest ? whole : whole + (a.num < 0 ? -1 : 1)
  }
  const size = a.num < 0n ? -a.num : a.num
  const rounded = (2n * size + a.den) / (2n * a.den)
  return wholePart({ num: a.num < 0n ? -rounded : rounded, den: 1n })
}

/** The fraction as people read it: `1`, `2/3`, `-5/6`. */
export function ratioText(a: Ratio): string {
  return Number(a.den) === 1 ? String(a.num) : `${a.num}/${a.den}`
}
