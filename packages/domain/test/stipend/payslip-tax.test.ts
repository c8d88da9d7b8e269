import fc from 'fast-check'
import t from 'tap'
import type { MonthFacts } from '../../src/stipend/month-facts.ts'
import { type Payslip, settlePerson } from '../../src/stipend/payslip.ts'
import { type TaxInputs, taxPayslip } from '../../src/stipend/payslip-tax.ts'
import { correctedOf, type UncardedPayment } from '../../src/stipend/tax-correction.ts'
import type { TaxCard } from '../../src/tax/tax-card.ts'
import { withholdMonth } from '../../src/tax/withholding.ts'
import { assert } from '../../src/values/assert.ts'
import { daysOf, month } from '../../src/values/month.ts'
import { NO_ORE, ore } from '../../src/values/ore.ts'
import { isRefusal } from '../../src/values/refusal.ts'
import { day, facts } from './facts.ts'
import { inputs, paidFor, percent32, runOf, table8000, taxedBy } from './run-inputs.ts'

const settle = (timesheets: MonthFacts[], payDate: string, tax: TaxInputs): Payslip => {
  const of = timesheets.at(-1)?.month ?? ''
  const slip = settlePerson(inputs(timesheets, { tax }), runOf(of, payDate))
  assert(slip !== null, 'there is a payslip')
  return slip
}

t.test('X33: a month in full by table, without a card, by percent, half in December', async (t) => {
  const withheld = (of: string, payDate: string, card: TaxCard | null) => {
    const slip = settle([facts(of)], payDate, taxedBy(card))
    t.equal(slip.netOre, slip.grossOre - slip.withheldOre)
    t.equal(slip.withholding?.amountOre, slip.withheldOre)
    return [slip.withheldOre / 100, slip.withholding?.basis]
  }
  t.same(withheld('2026-06', '2026-07-10', table8000), [
    3689,
    'Tax card 1: table 8000, month, 22758',
  ])
  t.same(withheld('2026-06', '2026-07-10', null), [11_379, 'no tax card, 50 %, 22758'])
  t.same(withheld('2026-06', '2026-07-10', percent32), [7282, 'Tax card 1: 32 %, 22758'])
  t.same(withheld('2026-11', '2026-12-11', table8000), [
    1844,
    'Tax card 1: table 8000, month, 22758, half in December',
  ])
})

t.test('X15: the programme starts on 10 June: three weeks of a third', async (t) => {
  const started = facts('2026-06', { participant: { programmeStart: day('2026-06-10') } })
  const slip = settle([started], '2026-07-10', taxedBy(table8000))
  t.match(slip, { grossOre: 1_593_072, withheldOre: 258_900, netOre: 1_334_172 })
  t.match(slip.taxedAs, { grossOre: 1_593_072, backPayOre: 0, extraOre: 0 })
  t.equal(slip.taxedAs?.days.length, 21)
  t.equal(slip.cardSource, 'Tax card 1')
})

t.test('POL17: a year whose rules are not known withholds nothing and says so', async (t) => {
  const slip = settle([facts('2026-12')], '2031-01-12', taxedBy({ ...table8000, year: 2031 }))
  t.match(slip, {
    state: 'payable',
    withholding: null,
    withholdingReason: /2031/,
    withheldOre: 0,
    netOre: 2_275_817,
  })
  const both = settlePerson(
    inputs([facts('2026-11'), facts('2026-12')], { tax: taxedBy(null) }),
    runOf('2026-12', '2031-01-12'),
  )
  t.match(both, { withholding: null, withheldOre: 0 })
})

t.test('a card that cannot be used blocks the payslip, never the run', async (t) => {
  for (const card of [
    { ...table8000, year: 2025 },
    { ...table8000, table: '8001' },
  ]) {
    const slip = settle([facts('2026-06')], '2026-07-10', taxedBy(card))
    t.match(slip, {
      state: 'blocked',
      counts: false,
      grossOre: 2_275_817,
      withheldOre: 0,
      netOre: 0,
      withholding: null,
      taxedAs: null,
      claims: { length: 0 },
      reasons: [
        { code: 'tax-card-invalid', month: '2026-06', detail: /Order the tax cards again/ },
      ],
    })
    t.equal(slip.lines.length, 1, 'its lines are shown')
  }
})

const lines = {
  month: month('2026-06'),
  payDate: day('2026-07-10'),
  days: daysOf(month('2026-06')),
  summerExemption: false,
}
const other = (of: string, amount: number) => ({ month: month(of), amountOre: ore(amount) })
const tax = (
  of: Partial<Parameters<typeof taxPayslip>[0]> & { others: ReturnType<typeof other>[] },
  by: TaxInputs = taxedBy(table8000),
) => {
  const taxed = taxPayslip({ ...lines, ordinaryOre: ore(2_275_817), ...of }, by)
  assert(!isRefusal(taxed), 'the card is good')
  return taxed
}
const byTable = (grossOre: number) => {
  const { days } = lines
  const taxed = withholdMonth({
    payout: month('2026-07'),
    grossOre: ore(grossOre),
    days,
    card: table8000,
    summerExemption: false,
  })
  return isRefusal(taxed) ? null : taxed.withholding?.amountOre
}

t.test('POL18: one other month of the income year goes into the sum', async (t) => {
  const one = tax({ others: [other('2026-05', 106_484)] })
  t.equal(one.withheldOre, byTable(2_275_817 + 106_484))
  t.match(one.taxedAs, { grossOre: 2_382_301, backPayOre: 0 })
  const december = tax({ others: [other('2025-12', 106_484)] })
  t.equal(december.withheldOre, one.withheldOre, 'last December is of the year')
})

t.test('POL18: more months, an earlier year or no ordinary benefit: by percent', async (t) => {
  const two = tax({ others: [other('2026-05', 106_484), other('2026-04', 50_000)] })
  t.equal(two.withheldOre, 368_900 + 50_000, '32 % of 1,564 kr')
  t.match(two.withholding, {
    basis: 'Tax card 1: table 8000, month, 22758; back pay: 32 %, 1564',
    law: [
      'skattebetalingsforskriften § 5-10-2',
      'skattebetalingsforskriften § 5-5-4',
      'skattebetalingsforskriften § 5-10-1',
      'skattebetalingsforskriften § 5-10-4',
    ],
  })
  t.match(two.taxedAs, { grossOre: 2_432_301, backPayOre: 156_484 })
  t.equal(tax({ others: [other('2025-11', 106_484)] }).withheldOre, 368_900 + 34_000)
  const alone = tax({ ordinaryOre: NO_ORE, others: [other('2026-05', 106_484)] })
  t.match(alone, { withheldOre: 34_000, taxedAs: { backPayOre: 106_484 } })
  t.strictSame(alone.taxedAs.days, [])
  const late = { ...lines, month: month('2025-11'), ordinaryOre: ore(2_000_000), others: [] }
  t.match(taxPayslip({ ...late, payDate: day('2026-01-12') }, taxedBy(table8000)), {
    withheldOre: 640_000,
  })
  const without = tax(
    { others: [other('2026-05', 106_484), other('2026-04', 50_000)] },
    taxedBy(null),
  )
  t.equal(without.withheldOre, 1_137_900 + 78_200)
  t.equal(without.withholding?.basis, 'no tax card, 50 %, 22758; back pay: no tax card, 50 %, 1564')
})

t.test('set-off beyond the ordinary benefit leaves back pay', async (t) => {
  const taxed = tax({ ordinaryOre: ore(-10_000), others: [other('2026-05', 110_000)] })
  t.match(taxed, { withheldOre: 32_000, taxedAs: { grossOre: 100_000, backPayOre: 100_000 } })
})

t.test('an exemption card has one balance for both parts of a payment', async (t) => {
  const card = { kind: 'exemption', year: 2026, limitOre: ore(10_000_000), usedOre: ore(7_600_000) }
  const others = [other('2026-05', 106_484), other('2026-04', 50_000)]
  const taxed = tax({ others }, taxedBy(card as TaxCard))
  t.equal(taxed.withheldOre, 16_100, 'half of what goes beyond: 2,432,301 - 2,400,000')
})

t.test('a participant may have more withheld, as far as there is something', async (t) => {
  const more = tax({ others: [] }, taxedBy(table8000, { extraOre: ore(50_000) }))
  t.match(more, { withheldOre: 418_900, taxedAs: { extraOre: 50_000 } })
  t.match(more.withholding?.basis, /; 500\.00 kr more by own wish$/)
  const all = tax({ others: [] }, taxedBy(table8000, { extraOre: ore(9_000_000) }))
  t.match(all, { withheldOre: 2_275_800, taxedAs: { extraOre: 1_906_900 } })
})

const uncarded = (payout: string, gross: number, withheld: number): UncardedPayment => ({
  payout: month(payout),
  grossOre: ore(gross),
  backPayOre: NO_ORE,
  days: daysOf(month('2026-04')),
  extraOre: NO_ORE,
  byLastYears: false,
  withheldOre: ore(withheld),
})
const givenBack = (uncardedOre: number) => ({ januaryOre: NO_ORE, uncardedOre: ore(uncardedOre) })

t.test('POL17: a card that comes late gives back, never below zero withheld', async (t) => {
  const withoutCard = [uncarded('2026-05', 2_169_333, 1_084_600)]
  const dueOre = 1_084_600 - 329_100
  const given: number[] = []
  for (let at = 0; at < 4; at++) {
    const corrected = givenBack(given.reduce((sum, amount) => sum + amount, 0))
    const slip = tax({ others: [] }, taxedBy(table8000, { withoutCard, corrected }))
    t.equal(slip.withheldOre + correctedOf(slip.correction), 368_900)
    given.push(correctedOf(slip.correction))
  }
  t.strictSame(given, [368_900, 368_900, dueOre - 2 * 368_900, 0])
  const basis = tax({ others: [] }, taxedBy(table8000, { withoutCard })).withholding?.basis
  t.match(basis, /; 3689\.00 kr less for payments taxed without the card$/)
  const wished = taxedBy(table8000, { withoutCard, extraOre: ore(50_000) })
  t.match(
    tax({ others: [] }, wished),
    { withheldOre: 0, correction: givenBack(418_900) },
    'the wish too',
  )
})

t.test('what was withheld by wish, in another year, or too little stays', async (t) => {
  const one = uncarded('2026-05', 2_169_333, 1_084_600)
  const corrected = (...withoutCard: UncardedPayment[]) =>
    correctedOf(tax({ others: [] }, taxedBy(percent32, { withoutCard })).correction)
  t.equal(corrected(one), 1_084_600 - 694_100)
  t.equal(corrected({ ...one, extraOre: ore(50_000), withheldOre: ore(1_134_600) }), 390_500)
  t.equal(corrected(uncarded('2025-12', 2_169_333, 1_084_600)), 0)
  t.equal(corrected(uncarded('2026-01', 2_169_333, 300_000)), 0, 'too little is not collected here')
  t.equal(corrected(one, uncarded('2026-01', 2_169_333, 300_000)), 0, 'they are one sum')
  const back = { ...one, backPayOre: ore(1_000_000) }
  t.equal(corrected(back), 390_500, 'back pay by the same percent')
  const still = tax({ others: [] }, taxedBy(null, { withoutCard: [one] }))
  t.match(still.correction, givenBack(0))
})

t.test('an exemption card that comes late is used up by what was paid before it', async (t) => {
  const withoutCard = [
    uncarded('2026-06', 2_000_000, 1_000_000),
    uncarded('2026-05', 1_000_000, 500_000),
    uncarded('2026-05', 500_000, 250_000),
  ]
  const card = (limit: number) => ({
    kind: 'exemption' as const,
    year: 2026,
    limitOre: ore(limit),
    usedOre: ore(3_500_000),
  })
  const corrected = (limit: number) =>
    taxPayslip(
      { ...lines, ordinaryOre: ore(5_000_000), others: [] },
      taxedBy(card(limit), { withoutCard }),
    )
  t.match(corrected(2_000_000), { withheldOre: 1_500_000, correction: givenBack(1_000_000) })
  const [first, second] = [
    uncarded('2026-05', 100_100, 50_000),
    uncarded('2026-06', 150_150, 75_000),
  ]
  for (const past of [
    [first, second],
    [second, first],
  ]) {
    const by = taxedBy(card(50_150), { withoutCard: past as UncardedPayment[] })
    t.match(
      tax({ others: [] }, by),
      { correction: givenBack(125_000 - 99_900) },
      'in the order of payment',
    )
  }
  t.match(
    corrected(10_000_000),
    { withheldOre: 0, correction: givenBack(0) },
    'nothing is withheld to give of',
  )
})

t.test('a table that its year does not have is found by what is taxed again', async (t) => {
  const card = { ...table8000, table: '8001' }
  const withoutCard = [uncarded('2026-05', 2_169_333, 1_084_600)]
  const taxed = taxPayslip(
    { ...lines, ordinaryOre: NO_ORE, others: [other('2026-05', 106_484)] },
    taxedBy(card, { withoutCard }),
  )
  t.match(taxed, { refused: 'tax-card-invalid' })
  const others = [other('2026-05', 106_484), other('2026-04', 106_484)]
  const both = taxPayslip({ ...lines, ordinaryOre: ore(1_000_000), others }, taxedBy(card))
  t.match(both, { refused: 'tax-card-invalid' }, 'beside back pay too')
})

const somePast = fc.array(
  fc.record({
    payout: fc.integer({ min: 1, max: 6 }),
    gross: fc.integer({ min: 100, max: 3_000_000 }),
  }),
  { minLength: 1, maxLength: 5 },
)
const someCard = fc.constantFrom<TaxCard>(table8000, percent32, {
  kind: 'percent',
  year: 2026,
  rate: 4_950,
  months: null,
})

t.test(
  'what later payments give back adds up to what the card makes of the earlier ones',
  async () => {
    fc.assert(
      fc.property(somePast, someCard, fc.nat({ max: 90_000 }), (past, card, extra) => {
        const withoutCard = past.map(({ payout, gross }) => {
          const none = withholdMonth({
            payout: month('2026-07'),
            grossOre: ore(gross),
            days: daysOf(month('2026-04')),
            card: null,
            summerExemption: false,
          })
          const withheld = isRefusal(none) ? 0 : (none.withholding?.amountOre ?? 0)
          return uncarded(`2026-0${payout}`, gross, withheld)
        })
        const right = withoutCard.map(({ payout, grossOre, days }) => {
          const own = withholdMonth({ payout, grossOre, days, card, summerExemption: false })
          return isRefusal(own) ? 0 : (own.withholding?.amountOre ?? 0)
        })
        const due = withoutCard.reduce(
          (sum, one, at) => sum + one.withheldOre - (right[at] ?? 0),
          0,
        )
        let correctedOre = NO_ORE
        for (let at = 0; at < 60; at++) {
          const by = taxedBy(card, {
            withoutCard,
            corrected: givenBack(correctedOre),
            extraOre: ore(100 * (extra % 900)),
          })
          const slip = tax({ others: [] }, by)
          const { uncardedOre } = slip.correction
          if (slip.withheldOre < 0 || uncardedOre < 0) return false
          if (correctedOre < due && uncardedOre === 0) return false
          correctedOre = ore(correctedOre + uncardedOre)
        }
        return correctedOre === due
      }),
      { numRuns: 60 },
    )
  },
)

const somePayment = fc.record({
  ordinary: fc.integer({ min: -500_000, max: 3_000_000 }),
  back: fc.array(fc.integer({ min: 0, max: 400_000 }), { maxLength: 3 }),
  card: fc.option(someCard),
  extra: fc.integer({ min: 0, max: 30_000 }),
})

t.test('withheld lies between nothing and the gross, in whole kroner', async () => {
  fc.assert(
    fc.property(somePayment, ({ ordinary, back, card, extra }) => {
      const others = back.map((amount, at) => other(`2026-0${at + 1}`, amount + 200_000))
      const gross = ordinary + others.reduce((sum, { amountOre }) => sum + amountOre, 0)
      fc.pre(gross >= 0)
      const by = taxedBy(card, { extraOre: ore(100 * extra) })
      const { withheldOre } = tax({ ordinaryOre: ore(ordinary), others }, by)
      return withheldOre >= 0 && withheldOre <= gross && withheldOre % 100 === 0
    }),
  )
})

t.test('X12 end to end: June with the difference for May, by the table of the sum', async (t) => {
  const slip = settlePerson(
    inputs([facts('2026-05'), facts('2026-06')], {
      ledger: [paidFor('2026-05', 2_169_333)],
      tax: taxedBy(table8000),
    }),
    runOf('2026-06', '2026-07-10'),
  )
  t.match(slip, { grossOre: 2_382_301, withheldOre: byTable(2_382_301) })
})

t.test('POL19: the payout in June is free where the municipality has set so', async (t) => {
  const free = settlePerson(
    inputs([facts('2026-05')], { tax: taxedBy(table8000) }),
    runOf('2026-05', '2026-06-12', { summerExemption: true }),
  )
  t.match(free, { withheldOre: 0, withholding: { basis: /free in June/ } })
  t.match(settle([facts('2026-05')], '2026-06-12', taxedBy(table8000)), { withheldOre: 368_900 })
})
