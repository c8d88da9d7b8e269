import fc from 'fast-check'
import t from 'tap'
import { PERIODS, STEP_WIDTHS } from '../../src/tax/periods.ts'
import { type TaxedMonth, withholdMonth } from '../../src/tax/withholding.ts'
import { TAX_YEARS, withholdFromTable } from '../../src/tax/years.ts'
import { addToMonth, daysOf, month } from '../../src/values/month.ts'
import { ore } from '../../src/values/ore.ts'

const runs = { numRuns: 2000 }

const someTable = fc
  .constantFrom(...TAX_YEARS)
  .chain(([year, tables]) =>
    fc.record({ year: fc.constant(year), table: fc.constantFrom(...tables.keys()) }),
  )
const somePeriod = fc.constantFrom(...PERIODS)
const someGross = fc.oneof(fc.nat(4000), fc.nat(60_000), fc.nat(1_000_000))
const someEntry = fc
  .tuple(someTable, somePeriod, someGross)
  .map(([of, period, grossKroner]) => ({ ...of, period, grossKroner }))

/** What a table that is there withholds. */
const withheld = (entry: Parameters<typeof withholdFromTable>[0]): number => {
  const amount = withholdFromTable(entry)
  return typeof amount === 'number' ? amount : Number.NaN
}

t.test('withheld is whole kroner, never below zero and never above the gross', async () => {
  fc.assert(
    fc.property(someEntry, (entry) => {
      const amount = withheld(entry)
      return Number.isSafeInteger(amount) && amount >= 0 && amount <= entry.grossKroner
    }),
    runs,
  )
})

t.test('within one table and period a higher gross never withholds less', async () => {
  fc.assert(
    fc.property(someEntry, fc.oneof(fc.nat(200), fc.nat(20_000)), (entry, more) => {
      const higher = { ...entry, grossKroner: entry.grossKroner + more }
      return withheld(entry) <= withheld(higher)
    }),
    runs,
  )
})

t.test('the same step has the same tax, but where the gross itself is the limit', async () => {
  fc.assert(
    fc.property(someEntry, fc.nat(99), (entry, within) => {
      const width = STEP_WIDTHS[entry.period]
      const from = entry.grossKroner - (entry.grossKroner % width)
      const [low, other] = [from, from + (within % width)].map((grossKroner) => ({
        ...entry,
        grossKroner,
      }))
      if (low === undefined || other === undefined) return false
      const comparesGross = entry.year === 2016 && TAX_YEARS.get(2016)?.get(entry.table)?.top
      if (comparesGross && from >= comparesGross.amounts[entry.period]) return true
      return withheld(low) === Math.min(withheld(other), from)
    }),
    runs,
  )
})

/** Two tables of one year and class: one name beside the other, apart from their deductions. */
const someTwins = fc.constantFrom(...TAX_YEARS).chain(([year, tables]) => {
  const wage = [...tables].filter(([, { kind }]) => kind === 'wage' || kind === 'pension')
  return fc
    .tuple(fc.constantFrom(...wage), fc.constantFrom(...wage))
    .filter(([[, one], [, other]]) => one.kind === other.kind)
    .map(([one, other]) => ({ year, one, other }))
})

t.test('within one class a higher table deduction never raises the tax', async () => {
  fc.assert(
    fc.property(someTwins, somePeriod, someGross, ({ year, one, other }, period, grossKroner) => {
      const [less, more] = one[1].allowance <= other[1].allowance ? [one, other] : [other, one]
      const at = (table: string) => withheld({ year, table, period, grossKroner })
      return at(more[0]) <= at(less[0])
    }),
    runs,
  )
})

const someCard = (year: number): fc.Arbitrary<TaxedMonth['card']> =>
  fc.oneof(
    fc.constant(null),
    fc.record({
      kind: fc.constant('table' as const),
      year: fc.constant(year),
      table: fc.constantFrom(...(TAX_YEARS.get(year)?.keys() ?? [])),
      rate: fc.constant(null),
      months: fc.constantFrom(null, 10.5, 11, 12),
    }),
    fc.record({
      kind: fc.constant('percent' as const),
      year: fc.constant(year),
      rate: fc.integer({ min: 0, max: 10_000 }),
      months: fc.constantFrom(null, 10.5, 11, 12),
    }),
    fc.record({
      kind: fc.constant('exemption' as const),
      year: fc.constant(year),
      limitOre: fc.option(fc.nat(20_000_000).map(ore)),
      usedOre: fc.nat(20_000_000).map(ore),
    }),
  )

/** A month paid out in the month after, with some of its days entitled. */
const somePayment: fc.Arbitrary<TaxedMonth> = fc.integer({ min: 0, max: 131 }).chain((at) => {
  const payout = addToMonth(month('2016-01'), at)
  const days = daysOf(addToMonth(payout, -1))
  return fc.record({
    payout: fc.constant(payout),
    days: fc.subarray(days, { minLength: 1 }),
    grossOre: fc.nat(4_000_000).map(ore),
    card: someCard(Number(payout.slice(0, 4))),
    summerExemption: fc.boolean(),
  })
})

t.test(
  'whatever the card, the days and the month: whole kroner, never above the gross',
  async () => {
    fc.assert(
      fc.property(somePayment, (payment) => {
        const outcome = withholdMonth(payment)
        if (!('withholding' in outcome) || outcome.withholding === null) return false
        const { amountOre } = outcome.withholding
        return amountOre % 100 === 0 && amountOre >= 0 && amountOre <= payment.grossOre
      }),
      runs,
    )
  },
)
