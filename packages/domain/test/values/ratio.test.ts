import fc from 'fast-check'
import t from 'tap'
import {
  compare,
  greatest,
  least,
  minus,
  negate,
  ONE,
  plus,
  type Ratio,
  ratio,
  ratioText,
  roundHalfUp,
  times,
  ZERO,
} from '../../src/values/ratio.ts'

const whole = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n })
const positive = fc.bigInt({ min: 1n, max: 10n ** 9n })
const anyRatio = fc.tuple(whole, positive).map(([num, den]) => ratio(num, den))
const same = (a: Ratio, b: Ratio) => a.num === b.num && a.den === b.den

t.test('a fraction is in lowest terms with a positive denominator', async (t) => {
  t.same(ratio(6, 4), { num: 3n, den: 2n })
  t.same(ratio(6, -4), { num: -3n, den: 2n })
  t.same(ratio(-6n, -4n), { num: 3n, den: 2n })
  t.same(ratio(0, -7), ZERO)
  t.same(ratio(5, 5), ONE)
  t.throws(() => ratio(1, 0), /denominator other than zero/)
})

t.test('sums and products obey the laws of fractions', async (t) => {
  const laws = fc.property(anyRatio, anyRatio, anyRatio, (a, b, c) => {
    const held = [
      same(plus(a, b), plus(b, a)),
      same(plus(plus(a, b), c), plus(a, plus(b, c))),
      same(times(a, b), times(b, a)),
      same(times(a, plus(b, c)), plus(times(a, b), times(a, c))),
      same(plus(a, ZERO), a),
      same(times(a, ONE), a),
      same(minus(a, a), ZERO),
      same(plus(minus(a, b), b), a),
      same(negate(negate(a)), a),
    ]
    return held.every(Boolean)
  })
  t.equal(fc.check(laws, { numRuns: 300 }).failed, false)
})

t.test('comparing agrees with the sign of the difference', async (t) => {
  t.same([compare(ratio(1, 3), ratio(1, 2)), compare(ratio(2, 4), ratio(1, 2))], [-1, 0])
  t.equal(compare(ratio(-1, 3), ratio(-1, 2)), 1)
  t.same(least(ratio(1, 3), ratio(1, 2)), ratio(1, 3))
  t.same(least(ratio(1, 2), ratio(1, 3)), ratio(1, 3))
  t.same(greatest(ratio(1, 3), ratio(1, 2)), ratio(1, 2))
  t.same(greatest(ratio(1, 2), ratio(1, 3)), ratio(1, 2))
  const order = fc.property(anyRatio, anyRatio, (a, b) => {
    const { num } = minus(a, b)
    return compare(a, b) === (num > 0n ? 1 : num < 0n ? -1 : 0)
  })
  t.equal(fc.check(order, { numRuns: 200 }).failed, false)
})

t.test('POL1: halves are rounded up by size', async (t) => {
  const cases = [
    [ratio(1, 2), 1n],
    [ratio(-1, 2), -1n],
    [ratio(59_0485, 10), 59_049n],
    [ratio(-59_0485, 10), -59_049n],
    [ratio(14, 10), 1n],
    [ratio(15, 10), 2n],
    [ratio(-14, 10), -1n],
    [ZERO, 0n],
  ] as const
  for (const [exact, rounded] of cases) t.equal(roundHalfUp(exact), rounded, ratioText(exact))
})

t.test('a rounded fraction is at most one half away', async (t) => {
  const near = fc.property(anyRatio, (a) => {
    const away = minus(ratio(roundHalfUp(a), 1), a)
    return compare(greatest(away, negate(away)), ratio(1, 2)) <= 0
  })
  t.equal(fc.check(near, { numRuns: 300 }).failed, false)
})

t.test('a fraction is read as people write it', async (t) => {
  t.same([ONE, ratio(2, 3), ratio(-5, 6), ratio(8, 4)].map(ratioText), ['1', '2/3', '-5/6', '2'])
})
