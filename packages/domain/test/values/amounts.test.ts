import fc from 'fast-check'
import t from 'tap'
import { MINUTES_PER_DAY, minutes, wholeQuarters } from '../../src/values/minutes.ts'
import {
  addOre,
  kroner,
  kronerText,
  NO_ORE,
  negateOre,
  ore,
  roundToOre,
  subtractOre,
  sumOre,
} from '../../src/values/ore.ts'
import { ratio } from '../../src/values/ratio.ts'

t.test('an amount is a whole and safe number of øre', async (t) => {
  for (const value of [0, 1, -1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER])
    t.equal(ore(value), value)
  for (const value of [0.1, 33.33, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])
    t.throws(() => ore(value), /whole number of øre/)
})

t.test('no amount is minus zero', async (t) => {
  t.ok(Object.is(ore(-0), 0))
  t.ok(Object.is(negateOre(NO_ORE), 0))
})

t.test('amounts are added, taken away and summed; too much stops', async (t) => {
  t.equal(addOre(ore(250), ore(-50)), 200)
  t.equal(subtractOre(ore(250), ore(300)), -50)
  t.equal(negateOre(ore(250)), -250)
  t.equal(sumOre([ore(1), ore(2), ore(-4)]), -1)
  t.equal(sumOre([]), 0)
  t.throws(() => addOre(ore(Number.MAX_SAFE_INTEGER), ore(1)))
})

t.test('N36, POL1: month, day and hour of 2G at G 136,549 kr', async (t) => {
  const year = 2 * 13_654_900
  t.equal(roundToOre(ratio(year, 12)), 2_275_817)
  t.equal(roundToOre(ratio(year, 360)), 75_861)
  t.equal(roundToOre(ratio(year, 1850)), 14_762)
  t.equal(roundToOre(ratio(-4 * year, 1850)), -59_048)
})

t.test('an amount in a payment file has a point and two decimals', async (t) => {
  const cases = [
    [2_275_817, '22758.17'],
    [5, '0.05'],
    [-5, '-0.05'],
    [0, '0.00'],
    [100, '1.00'],
  ] as const
  for (const [value, text] of cases) t.equal(kroner(ore(value)), text)
})

t.test('an amount is read with a comma and grouped thousands', async (t) => {
  const cases = [
    [2_275_817, '22 758,17'],
    [-2_275_817, '-22 758,17'],
    [99_999, '999,99'],
    [123_456_789_00, '123 456 789,00'],
  ] as const
  for (const [value, text] of cases) t.equal(kronerText(ore(value)), text)
})

t.test('the text of any amount gives the amount back', async (t) => {
  const back = fc.property(fc.maxSafeInteger(), (value) => {
    const [whole, cents] = kroner(ore(value)).replace('-', '').split('.')
    const size = BigInt(whole ?? '') * 100n + BigInt(cents ?? '')
    return size === BigInt(Math.abs(value)) && kroner(ore(value)).startsWith('-') === value < 0
  })
  t.equal(fc.check(back).failed, false)
})

t.test('a length of time is a whole number of minutes, zero or more', async (t) => {
  t.equal(minutes(0), 0)
  t.equal(minutes(MINUTES_PER_DAY), 1440)
  for (const value of [-1, 0.5, Number.NaN, 2 ** 53]) t.throws(() => minutes(value), /whole number/)
})

t.test('POL2: minutes are rounded down to whole quarters', async (t) => {
  for (const [value, quarters] of [
    [0, 0],
    [14, 0],
    [15, 15],
    [59, 45],
    [60, 60],
    [315, 315],
  ] as const)
    t.equal(wholeQuarters(minutes(value)), quarters)
})
