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
  wholePart,
  ZERO,
} from '../../src/values/ratio.ts'

const whole = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n })
const positive = fc.bigInt({ min: 1n, max: 10n ** 9n })
const anyRatio = fc.tuple(whole, positive).map(([num, den]) => ratio(num, den))
const same = (a: Ratio, b: Ratio) => a.num === b.num && a.den === b.den

t.test('a fraction is in lowest terms with a positive denominator', async (t) => {
  t.same(ratio(6, 4), { num: 3, den: 2 })
  t.same(ratio(6, -4), { num: -3, den: 2 })
  t.same(ratio(-6n, -4n), { num: 3, den: 2 })
  t.same(ratio(0, -7), ZERO)
  t.same(ratio(5, 5), ONE)
  t.same(ratio(3 * 2 ** 40, 2 ** 40), { num: 3, den: 1 }, 'a divisor too great for 32 bits')
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
    return compare(a, b) === (num > 0 ? 1 : num < 0 ? -1 : 0)
  })
  t.equal(fc.check(order, { numRuns: 200 }).failed, false)
})

t.test('POL1: halves are rounded up by size', async (t) => {
  const cases = [
    [ratio(1, 2), 1],
    [ratio(-1, 2), -1],
    [ratio(59_0485, 10), 59_049],
    [ratio(-59_0485, 10), -59_049],
    [ratio(14, 10), 1],
    [ratio(15, 10), 2],
    [ratio(-14, 10), -1],
    [ZERO, 0],
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

/** The same arithmetic with big integers alone, the slow and obvious way. */
type Big = readonly [num: bigint, den: bigint]
const bigOf = (a: Ratio): Big => [BigInt(a.num), BigInt(a.den)]
const equal = (a: Ratio, [num, den]: Big) => BigInt(a.num) * den === num * BigInt(a.den)
const isCanonical = ({ num, den }: Ratio) =>
  typeof num === 'bigint' || typeof den === 'bigint'
    ? !(Number.isSafeInteger(Number(num)) && Number.isSafeInteger(Number(den)))
    : Number.isSafeInteger(num) && Number.isSafeInteger(den) && !Object.is(num, -0)

t.test('whatever the size, sums, products and rounding are those of big integers', async () => {
  const size = fc.constantFrom(1n, 2n ** 20n, 2n ** 31n, 2n ** 53n, 2n ** 70n)
  const anyBig = fc
    .tuple(size, fc.bigInt({ min: -1000n, max: 1000n }), size, fc.bigInt({ min: 1n, max: 1000n }))
    .map(([by, num, over, den]) => ratio(by * num + 1n, over + den))
  const law = fc.property(anyBig, anyBig, (a, b) => {
    const [[an, ad], [bn, bd]] = [bigOf(a), bigOf(b)]
    const difference = an * bd - bn * ad
    const held = [
      isCanonical(a),
      compare(a, a) === 0,
      isCanonical(plus(a, b)) && equal(plus(a, b), [an * bd + bn * ad, ad * bd]),
      isCanonical(times(a, b)) && equal(times(a, b), [an * bn, ad * bd]),
      equal(negate(a), [-an, ad]),
      compare(a, b) === (difference < 0n ? -1 : difference > 0n ? 1 : 0),
      BigInt(ratioText(a).split('/')[0] ?? '') === an,
    ]
    return held.every(Boolean)
  })
  fc.assert(law, { numRuns: 2000 })
})

t.test(
  'a big fraction is rounded and cut as a small one; what cannot be counted stops',
  async (t) => {
    const half = ratio(2n ** 54n + 1n, 2n ** 53n)
    t.equal(typeof half.num, 'bigint')
    t.same([roundHalfUp(half), roundHalfUp(negate(half)), wholePart(half)], [2, -2, 2])
    t.same([wholePart(ratio(7, 2)), wholePart(ratio(-7, 2)), wholePart(ratio(-1, 2))], [3, -3, 0])
    t.throws(() => wholePart(ratio(2n ** 60n, 1)), /can be counted with/)
  },
)
