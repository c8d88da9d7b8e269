import fc from 'fast-check'
import t from 'tap'
import { type SettledMonth, settleDifferences } from '../../src/stipend/differences.ts'
import { addToMonth, month } from '../../src/values/month.ts'
import { ore, sumOre } from '../../src/values/ore.ts'

const of = (
  which: string,
  ...[recomputed, paid, claim = 0]: [number, number, number?]
): SettledMonth => ({
  month: month(which),
  regime: 'integreringsloven',
  recomputedOre: ore(recomputed),
  paidOre: ore(paid),
  claimOre: ore(claim),
  paysHeld: false,
})
const settle = (...months: SettledMonth[]) => {
  const { lines, claims } = settleDifferences(months)
  return {
    lines: lines.map((one) => [one.month, one.line.amountOre]),
    claims: claims.map((one) => [one.month, one.amountOre]),
  }
}

t.test('TS-C5: a month that comes out the same gives no line', async (t) => {
  t.strictSame(settle(of('2026-04', 100, 100)), { lines: [], claims: [] })
  t.strictSame(settle(of('2026-06', 70, 50), of('2026-04', 60, 50), of('2026-05', 9, 9)), {
    lines: [
      ['2026-04', 10],
      ['2026-06', 20],
    ],
    claims: [],
  })
})

t.test(
  'a line says what of the payment is a claim already, so that its figures add up',
  async (t) => {
    const { lines } = settleDifferences([
      of('2026-04', 10_000, 15_000, 1_000),
      of('2026-05', 13_000, 10_000),
    ])
    t.strictSame(
      lines.map(({ line }) => line.explanation),
      [
        'Difference for 2026-04: computed again 100.00 kr, paid before 150.00 kr, 10.00 kr of it a claim already. 10.00 kr more was paid too much and stands as a claim.',
        'Difference for 2026-05: computed again 130.00 kr, paid before 100.00 kr.',
      ],
    )
    t.equal(lines[0]?.line.amountOre, -3_000)
  },
)

t.test('POL9: too low and too high meet each other, the rest is a claim', async (t) => {
  t.strictSame(settle(of('2026-04', 100, 150), of('2026-05', 130, 100)), {
    lines: [
      ['2026-04', -30],
      ['2026-05', 30],
    ],
    claims: [['2026-04', 20]],
  })
  t.strictSame(settle(of('2026-04', 100, 110), of('2026-05', 100, 130), of('2026-06', 115, 100)), {
    lines: [
      ['2026-04', -10],
      ['2026-05', -5],
      ['2026-06', 15],
    ],
    claims: [['2026-05', 25]],
  })
  t.strictSame(settle(of('2026-04', 100, 110)), { lines: [], claims: [['2026-04', 10]] })
})

t.test('a claim stands until the month is corrected back (TS-C2)', async (t) => {
  t.strictSame(settle(of('2026-04', 100, 110, 10)), { lines: [], claims: [] })
  t.strictSame(settle(of('2026-04', 110, 110, 10)), { lines: [], claims: [['2026-04', -10]] })
  t.strictSame(settle(of('2026-04', 115, 110, 10)), {
    lines: [['2026-04', 5]],
    claims: [['2026-04', -10]],
  })
  t.strictSame(settle(of('2026-04', 90, 110, 10)), { lines: [], claims: [['2026-04', 10]] })
})

t.test('each line says month, amounts and paragraph', async (t) => {
  const { lines } = settleDifferences([of('2026-04', 10000, 25000), of('2026-05', 20000, 10000)])
  const [down, up] = lines
  t.strictSame(up?.line.law, ['integreringsloven § 24'])
  t.strictSame(down?.line.law, ['integreringsloven § 25 first paragraph'])
  t.match(down?.line.explanation, /50\.00 kr more was paid too much and stands as a claim/)
  t.strictSame(up?.line.inputs, [
    { name: 'month', value: '2026-05' },
    { name: 'recomputed', value: '200.00' },
    { name: 'paid', value: '100.00' },
  ])
})

t.test('a month before the law cannot have been paid', async (t) => {
  t.throws(() => settleDifferences([of('2019-04', 100, 90)]))
})

t.test('after a run each month stands at what was recomputed, and nothing is taken', async () => {
  const amount = fc.integer({ min: 0, max: 1000 })
  const months = fc
    .array(fc.tuple(amount, amount, amount), { maxLength: 8 })
    .map((rows) =>
      rows.map(([recomputed, paid, claim], at) =>
        of(addToMonth(month('2025-01'), at), recomputed, paid + claim, claim),
      ),
    )
  fc.assert(
    fc.property(months, (settled) => {
      const { lines, claims } = settleDifferences(settled)
      const stands = settled.every((one) => {
        const paid = sumOre(lines.filter((l) => l.month === one.month).map((l) => l.line.amountOre))
        const claimed = sumOre(claims.filter((c) => c.month === one.month).map((c) => c.amountOre))
        const claim = one.claimOre + claimed
        return claim >= 0 && one.paidOre + paid - claim === one.recomputedOre
      })
      return stands && sumOre(lines.map((l) => l.line.amountOre)) >= 0
    }),
  )
})
