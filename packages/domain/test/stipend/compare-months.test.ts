import fc from 'fast-check'
import t from 'tap'
import { baseAmountOn } from '../../src/rates/base-amount.ts'
import { compareMonths } from '../../src/stipend/compare-months.ts'
import type { MonthFacts } from '../../src/stipend/month-facts.ts'
import { calculateTaxed, type TaxedResult } from '../../src/stipend/taxed-month.ts'
import { assert } from '../../src/values/assert.ts'
import { isDayOff } from '../../src/values/holidays.ts'
import { daysOf, firstDay, month } from '../../src/values/month.ts'
import { sumOre } from '../../src/values/ore.ts'
import { isRefusal } from '../../src/values/refusal.ts'
import { day, dayAbsent, facts, minutesAbsent, policies } from './facts.ts'

const card = { kind: 'table', year: 2026, table: '8010', rate: 2200, months: 10.5 } as const
const terms = (of: MonthFacts) => ({
  baseAmount: baseAmountOn(firstDay(of.month), day('2030-01-01'), new Map()),
  policies,
})
function taxed(of: MonthFacts): TaxedResult {
  const result = calculateTaxed(of, card, terms(of))
  assert(!isRefusal(result), 'calculated and taxed')
  return result
}
const of = (absences: MonthFacts['absences']) => facts('2026-05', { absences })
const missed = [minutesAbsent('2026-05-12', 240), dayAbsent('2026-05-19')]

t.test('the example of the API page, had the day been excused', async (t) => {
  const excused = [minutesAbsent('2026-05-12', 240), dayAbsent('2026-05-19', 'self-certified')]
  t.same(compareMonths(taxed(of(missed)), taxed(of(excused))), {
    lines: [
      {
        code: 'unexcused-absence-days',
        factor: '1',
        beforeOre: -75861,
        afterOre: 0,
        differenceOre: 75861,
      },
    ],
    grossOre: 75861,
    withheldOre: 25300,
    netOre: 50561,
    explanation:
      'Under the changed facts the benefit is 758.61 kr more, withheld tax 253.00 kr more, and what is paid out 505.61 kr more.',
  })
})

t.test(
  'leave of days and of hours are compared apart; nothing changed gives no line',
  async (t) => {
    const leave = { from: day('2026-05-04'), to: day('2026-05-05'), kind: 'unpaid-leave' } as const
    const hours = of([minutesAbsent('2026-05-12', 60, 'unpaid-leave')])
    const both = { ...hours, participant: { ...hours.participant, interruptions: [leave] } }
    const { lines, explanation } = compareMonths(taxed(hours), taxed(both))
    t.same(
      lines.map(({ code, beforeOre, differenceOre }) => [code, beforeOre, differenceOre]),
      [['leave-without-benefit', 0, -151721]],
    )
    t.match(explanation, /the benefit is 1517\.21 kr less/)
    const same = compareMonths(taxed(hours), taxed(hours))
    t.match(same, { lines: [], grossOre: 0, netOre: 0, explanation: /the benefit is the same/ })
  },
)

t.test(
  'the differences add up to that of the gross, and gross less tax to that of the net',
  async () => {
    const days = daysOf(month('2026-05')).filter((date) => !isDayOff(date))
    const some = fc.subarray(days).map((own) => taxed(of(own.map((date) => dayAbsent(date)))))
    const law = fc.property(some, some, (before, after) => {
      const { lines, grossOre, withheldOre, netOre } = compareMonths(before, after)
      const sum = sumOre(lines.map(({ differenceOre }) => differenceOre))
      return sum === grossOre && netOre === grossOre - withheldOre
    })
    fc.assert(law, { numRuns: 100 })
  },
)

t.test('what the month or the card refuses is refused', async (t) => {
  const outside = facts('2025-12')
  t.match(calculateTaxed(outside, card, terms(outside)), { refused: 'month-outside-programme' })
  const may = facts('2026-05')
  t.match(calculateTaxed(may, { ...card, year: 2025 }, terms(may)), { refused: 'tax-card-year' })
  const later = facts('2030-05')
  t.match(calculateTaxed(later, null, terms(later)), {
    withheldOre: 0,
    outcome: { withholding: null },
  })
})
