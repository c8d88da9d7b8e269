import fc from 'fast-check'
import t from 'tap'
import { POLICY_DEFAULTS } from '../../src/stipend/policies.ts'
import {
  lastDayOfClaim,
  type OpenClaim,
  type SetOffTerms,
  setOffClaims,
} from '../../src/stipend/set-off.ts'
import { addToMonth, month } from '../../src/values/month.ts'
import { ore, subtractOre } from '../../src/values/ore.ts'
import { ratio } from '../../src/values/ratio.ts'
import { day } from './facts.ts'

const claim = (of: string, open: number, firstPaidOn = '2026-03-12'): OpenClaim => ({
  month: month(of),
  openOre: ore(open),
  firstPaidOn: day(firstPaidOn),
})
const terms = (more: Partial<SetOffTerms> = {}): SetOffTerms => ({
  month: month('2026-06'),
  payDate: day('2026-07-10'),
  programmeEnd: null,
  ordinaryOre: ore(2_275_817),
  rooms: [ratio(13_654_900, 12)],
  stopped: new Set(),
  policies: POLICY_DEFAULTS,
  law: 'integreringsloven § 25 first paragraph',
  ...more,
})
const gross = (of: SetOffTerms) => (setOffOre: number) =>
  subtractOre(of.ordinaryOre, ore(setOffOre))
const setOff = (claims: OpenClaim[], more: Partial<SetOffTerms> = {}) => {
  const of = terms(more)
  return setOffClaims(claims, of, gross(of))
}
const taken = (claims: OpenClaim[], more: Partial<SetOffTerms> = {}) =>
  setOff(claims, more).lines.map(({ month: of, line }) => [of, line.amountOre])

t.test('POL15: at most 10 % of the month, the oldest claim first', async (t) => {
  t.strictSame(taken([claim('2026-04', 500_000)]), [['2026-04', -227_581]], 'rounded down')
  t.strictSame(taken([claim('2026-05', 500_000), claim('2026-04', 100_000)]), [
    ['2026-04', -100_000],
    ['2026-05', -127_581],
  ])
  t.strictSame(taken([claim('2026-05', 500_000), claim('2026-04', 300_000)]), [
    ['2026-04', -227_581],
  ])
  t.strictSame(
    taken([claim('2026-04', 500_000)], { policies: { ...POLICY_DEFAULTS, setOffPercent: 25 } }),
    [['2026-04', -500_000]],
  )
})

t.test('POL15: a claim under 500 kr at once, beside one that fills the 10 %', async (t) => {
  const small = { ordinaryOre: ore(100_000) }
  t.strictSame(taken([claim('2026-04', 49_999)], small), [['2026-04', -49_999]])
  t.strictSame(taken([claim('2026-04', 50_000)], small), [['2026-04', -10_000]])
  t.strictSame(taken([claim('2026-04', 60_000), claim('2026-05', 30_000)], small), [
    ['2026-04', -10_000],
    ['2026-05', -30_000],
  ])
  t.strictSame(taken([claim('2026-04', 30_000), claim('2026-05', 60_000)], small), [
    ['2026-04', -30_000],
  ])
  t.strictSame(
    taken([claim('2026-04', 40_000), claim('2026-05', 40_000), claim('2026-03', 40_000)], small),
    [
      ['2026-03', -40_000],
      ['2026-04', -40_000],
      ['2026-05', -20_000],
    ],
    'never more than the benefit',
  )
})

t.test('the line says claim, rest and paragraph; the claim falls by as much', async (t) => {
  const { lines, claims, totalOre } = setOff([claim('2026-04', 500_000)], {
    law: 'introduksjonsloven § 14',
  })
  t.match(lines[0]?.line, {
    code: 'set-off',
    ruleKeys: ['POL15'],
    law: ['introduksjonsloven § 14'],
    explanation:
      'Set off against what was paid too much for 2026-04: 2275.81 kr of 5000.00 kr; 2724.19 kr is left of the claim.',
  })
  t.strictSame(claims, [{ month: month('2026-04'), kind: 'set-off', amountOre: ore(-227_581) }])
  t.equal(totalOre, 227_581)
})

t.test('nothing is set off', async (t) => {
  const own = [claim('2026-04', 500_000)]
  t.strictSame(taken([claim('2026-04', 0)]), [], 'without a claim')
  t.strictSame(taken(own, { stopped: new Set([month('2026-04')]) }), [], 'while it is stopped')
  t.strictSame(taken(own, { programmeEnd: day('2026-05-31') }), [], 'behind the programme')
  t.strictSame(
    taken(own, { programmeEnd: day('2026-06-01') }),
    [['2026-04', -227_581]],
    'but of its last month',
  )
  t.strictSame(taken(own, { ordinaryOre: ore(0) }), [], 'without ordinary benefit')
  const none = { ...POLICY_DEFAULTS, setOffPercent: 0 }
  t.strictSame(taken(own, { policies: none }), [], 'where the municipality takes no part')
})

t.test('a claim is time-barred three years after the payment [U]', async (t) => {
  t.equal(lastDayOfClaim(day('2024-02-29')), '2027-02-28')
  const own = [claim('2023-05', 500_000, '2023-07-10')]
  t.strictSame(taken(own), [['2023-05', -227_581]], 'the last day')
  t.strictSame(taken(own, { payDate: day('2026-07-11') }), [])
})

t.test('POL8: no set-off that carries the payment to the need of a decision', async (t) => {
  const own = [claim('2026-04', 500_000)]
  t.strictSame(taken(own, { rooms: [ratio(227_581, 1)] }), [], 'at the threshold')
  t.strictSame(taken(own, { rooms: [ratio(227_582, 1)] }), [['2026-04', -227_581]])
  t.strictSame(taken(own, { rooms: [ratio(227_582, 1), ratio(5, 2)] }), [], 'of any month paid')
  t.strictSame(taken(own, { rooms: [] }), [['2026-04', -227_581]], 'decided')
})

t.test('the protected amount is left after tax and attachments', async (t) => {
  const leaving = (protectedAmountOre: number, netAfter: (setOffOre: number) => number) =>
    setOffClaims(
      [claim('2026-04', 500_000)],
      terms({ policies: { ...POLICY_DEFAULTS, protectedAmountOre: ore(protectedAmountOre) } }),
      (setOffOre) => ore(netAfter(setOffOre)),
    ).totalOre
  const half = (setOffOre: number) => Math.floor((2_275_817 - setOffOre) / 2)
  t.equal(leaving(0, half), 227_581, 'no such amount is set')
  t.equal(leaving(1_000_000, half), 227_581, 'it is left anyway')
  t.equal(leaving(1_100_000, half), 75_817)
  t.equal(leaving(1_137_908, half), 1)
  t.equal(leaving(1_137_909, half), 0, 'it is not there without set-off either')
})

const someClaims = fc.uniqueArray(
  fc.record({ at: fc.integer({ min: 0, max: 30 }), open: fc.integer({ min: 0, max: 800_000 }) }),
  { selector: ({ at }) => at, maxLength: 6 },
)
const toClaims = (made: { at: number; open: number }[]): OpenClaim[] =>
  made.map(({ at, open }) => claim(addToMonth(month('2024-01'), at), open, '2024-02-12'))

t.test('never more than the claim, the benefit, and 10 % where a claim is not small', async () => {
  fc.assert(
    fc.property(someClaims, fc.integer({ min: 0, max: 3_000_000 }), (made, ordinary) => {
      const claims = toClaims(made)
      const { lines, totalOre, claims: changes } = setOff(claims, { ordinaryOre: ore(ordinary) })
      const openOf = (of: string) => claims.find((one) => one.month === of)?.openOre ?? 0
      const isWithin = lines.every(
        ({ month: of, line }) => line.amountOre < 0 && -line.amountOre <= openOf(of),
      )
      const great = lines.filter(({ month: of }) => openOf(of) >= 50_000)
      const greatOre = great.reduce((sum, { line }) => sum - line.amountOre, 0)
      return (
        isWithin &&
        totalOre <= ordinary &&
        10 * greatOre <= ordinary &&
        changes.reduce((sum, one) => sum + one.amountOre, 0) === -totalOre
      )
    }),
  )
})

t.test('an older claim is set off whole before a newer one that is not small', async () => {
  fc.assert(
    fc.property(someClaims, fc.integer({ min: 0, max: 3_000_000 }), (made, ordinary) => {
      const claims = toClaims(made)
      const { lines } = setOff(claims, { ordinaryOre: ore(ordinary) })
      const great = lines.filter(
        ({ month: of }) => (claims.find((one) => one.month === of)?.openOre ?? 0) >= 50_000,
      )
      const last = great.at(-1)?.month ?? ''
      return claims.every(({ month: of, openOre }) => {
        const own = lines.find((one) => one.month === of)?.line.amountOre ?? 0
        return openOre === 0 || of >= last || openOre + own === 0
      })
    }),
  )
})

t.test('no more could be set off where the net falls with it', async () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 500_000 }),
      fc.integer({ min: 500_000, max: 2_000_000 }),
      fc.integer({ min: 2, max: 9 }),
      (open, protectedOre, part) => {
        const of = terms({
          policies: { ...POLICY_DEFAULTS, protectedAmountOre: ore(protectedOre) },
        })
        const net = (setOffOre: number) =>
          ore(Math.floor(((of.ordinaryOre - setOffOre) * part) / 10))
        const own = [claim('2026-04', open)]
        const freelyOre = setOffClaims(own, of, () => of.ordinaryOre).totalOre
        const { totalOre } = setOffClaims(own, of, net)
        return totalOre === freelyOre || net(totalOre + 1) < protectedOre
      },
    ),
  )
})

t.test('a net that steps down is never left under the protected amount', async () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 500_000 }),
      fc.integer({ min: 1, max: 2_000_000 }),
      fc.integer({ min: 1, max: 50_000 }),
      (open, protectedOre, step) => {
        const of = terms({
          policies: { ...POLICY_DEFAULTS, protectedAmountOre: ore(protectedOre) },
        })
        const net = (setOffOre: number) => {
          const left = of.ordinaryOre - setOffOre
          return ore(left - Math.floor(Math.ceil(left / step) * step * 0.3))
        }
        const { totalOre } = setOffClaims([claim('2026-04', open)], of, net)
        return totalOre === 0 || net(totalOre) >= protectedOre
      },
    ),
  )
})
