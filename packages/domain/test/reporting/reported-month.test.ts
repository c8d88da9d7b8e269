import fc from 'fast-check'
import t from 'tap'
import { incomesOf, type PaidPayslip, reportedMonth } from '../../src/reporting/reported-month.ts'
import { plainDate } from '../../src/values/calendar.ts'
import type { PersonId } from '../../src/values/ids.ts'
import { addToMonth, month } from '../../src/values/month.ts'
import { ore, sumOre } from '../../src/values/ore.ts'

const months = (...sums: readonly (readonly [string, number])[]) =>
  sums.map(([of, amount]) => ({ month: month(of), amountOre: ore(amount) }))
const kari = '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6b01' as PersonId
const ali = '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6b02' as PersonId
const slip = (more: Partial<PaidPayslip>): PaidPayslip => ({
  personId: kari,
  payDate: plainDate('2026-06-12'),
  months: months(['2026-05', 2275817]),
  withheldOre: ore(313700),
  taxAttached: [],
  ...more,
})

t.test(
  'what was set off lowers the newest months first, and none is below zero (POL15)',
  async (t) => {
    const examples: [string, PaidPayslip['months'], PaidPayslip['months']][] = [
      ['nothing set off', months(['2026-05', 300]), months(['2026-05', 300])],
      ['out of the newest', months(['2026-03', -100], ['2026-05', 300]), months(['2026-05', 200])],
      [
        'the newest is used up',
        months(['2026-03', -350], ['2026-04', 100], ['2026-05', 300]),
        months(['2026-04', 50]),
      ],
      [
        'two lines of a month',
        months(['2026-05', 300], ['2026-04', 40], ['2026-05', -100], ['2026-04', -40]),
        months(['2026-05', 200]),
      ],
      ['nothing left', months(['2026-04', -300], ['2026-05', 300]), []],
    ]
    for (const [name, given, told] of examples) t.strictSame(incomesOf(given), told, name)
    t.throws(() => incomesOf(months(['2026-05', -1])), /less than nothing/)
  },
)

t.test('a correction is reported in the month it is paid, by the month it is for', async (t) => {
  const back = slip({ months: months(['2026-05', 106483], ['2026-06', 2275817]) })
  t.strictSame(reportedMonth([back]).persons[0]?.incomes, back.months)
})

t.test('payslips of a person are one receiver; days of payout have a sum each', async (t) => {
  const reported = reportedMonth([
    slip({ personId: ali, withheldOre: ore(0) }),
    slip({
      taxAttached: [
        { class: 'public-dues', amountOre: ore(99900) },
        { class: 'coordinated', amountOre: ore(20000) },
        { class: 'coordinated', amountOre: ore(10000) },
      ],
    }),
    slip({
      payDate: plainDate('2026-06-19'),
      months: months(['2026-05', 100000]),
      withheldOre: ore(50000),
      taxAttached: [{ class: 'public-dues', amountOre: ore(0) }],
    }),
  ])
  t.strictSame(
    reported.persons.map(({ personId, grossOre, withheldOre }) => [
      personId,
      grossOre,
      withheldOre,
    ]),
    [
      [kari, 2375817, 363700],
      [ali, 2275817, 0],
    ],
  )
  t.strictSame(
    reported.persons[0]?.taxAttachments,
    [
      { payDate: '2026-06-12', class: 'coordinated', amountOre: 30000 },
      { payDate: '2026-06-12', class: 'public-dues', amountOre: 99900 },
    ],
    'a sum for each day and class; what is nothing is left out',
  )
  t.strictSame(reported.withheld, [
    { payDate: '2026-06-12', amountOre: 313700 },
    { payDate: '2026-06-19', amountOre: 50000 },
  ])
  t.match(reported, { grossOre: 4651634, withheldOre: 363700, taxAttachmentsOre: 129900 })
  t.strictSame(reportedMonth([]).withheld, [])
})

const amounts = fc.array(
  fc.record({ back: fc.integer({ min: 0, max: 11 }), amount: fc.integer({ min: -5e6, max: 5e6 }) }),
  { minLength: 1, maxLength: 12 },
)
const slips = fc.array(
  fc.record({
    person: fc.constantFrom(kari, ali),
    dayOfMonth: fc.integer({ min: 10, max: 28 }),
    parts: amounts,
    tax: fc.integer({ min: 0, max: 9000 }),
  }),
  { maxLength: 8 },
)

t.test('reported is what was paid and withheld, whoever and whenever (I26)', async (t) => {
  fc.assert(
    fc.property(slips, (given) => {
      const paid = given.map(({ person, dayOfMonth, parts, tax }) => {
        const sums = parts.map(({ back, amount }) => ({
          month: addToMonth(month('2026-05'), -back),
          amountOre: ore(amount),
        }))
        const gross = sumOre(sums.map(({ amountOre }) => amountOre))
        // A payslip's gross is never below zero: the run's own month makes up for it.
        const own = { month: month('2026-05'), amountOre: ore(Math.max(0, -gross)) }
        const payDate = plainDate(`2026-06-${dayOfMonth}`)
        return slip({
          personId: person,
          payDate,
          months: [...sums, own],
          withheldOre: ore(tax * 100),
        })
      })
      const reported = reportedMonth(paid)
      const gross = paid.flatMap((one) => one.months.map(({ amountOre }) => amountOre))
      const tax = sumOre(paid.map(({ withheldOre }) => withheldOre))
      const incomes = reported.persons.flatMap((person) => person.incomes)
      return (
        reported.grossOre === sumOre(gross) &&
        incomes.every(({ amountOre }) => amountOre > 0) &&
        reported.withheldOre === tax &&
        sumOre(reported.withheld.map(({ amountOre }) => amountOre)) === tax &&
        sumOre(reported.persons.map(({ withheldOre }) => withheldOre)) === tax
      )
    }),
  )
  t.pass('for every month of payslips tried')
})

t.test('the order of payslips does not matter', async (t) => {
  const one = slip({ taxAttached: [{ class: 'public-dues', amountOre: ore(5000) }] })
  const other = slip({ payDate: plainDate('2026-06-19'), months: months(['2026-04', 500]) })
  const third = slip({ personId: ali })
  const told = reportedMonth([one, other, third])
  t.strictSame(reportedMonth([third, other, one]), told)
})
