import fc from 'fast-check'
import t from 'tap'
import { plainDate } from '../../src/values/calendar.ts'
import {
  addToMonth,
  daysInMonth,
  daysOf,
  eachMonth,
  firstDay,
  isMonth,
  lastDay,
  month,
  monthOf,
} from '../../src/values/month.ts'
import { daysIn, holds, overlap, period } from '../../src/values/period.ts'

const anyMonth = fc
  .tuple(fc.integer({ min: 1950, max: 2150 }), fc.integer({ min: 1, max: 12 }))
  .map(([year, number]) => month(`${year}-${String(number).padStart(2, '0')}`))

t.test('a month is text that names a month which exists', async (t) => {
  for (const text of ['1900-01', '2026-09', '2026-10', '2199-12']) t.ok(isMonth(text), text)
  for (const text of ['1899-12', '2200-01', '2026-00', '2026-13', '2026-1', '2026', '2026-05-01'])
    t.notOk(isMonth(text), text)
  t.throws(() => month('2026-13'), { message: 'invariant broken: there is no month 2026-13' })
})

t.test('a month knows its days', async (t) => {
  const february = month('2024-02')
  t.same([firstDay(february), lastDay(february)], ['2024-02-01', '2024-02-29'])
  t.equal(daysInMonth(february), 29)
  t.equal(daysOf(february).length, 29)
  t.equal(monthOf(plainDate('2024-02-29')), february)
})

t.test('months are added and taken away across years', async (t) => {
  t.equal(addToMonth(month('2026-11'), 3), '2027-02')
  t.equal(addToMonth(month('2026-01'), -1), '2025-12')
  fc.assert(
    fc.property(anyMonth, fc.integer({ min: -500, max: 500 }), (of, months) => {
      const expected = Temporal.PlainYearMonth.from(of).add({ months }).toString()
      return addToMonth(of, months) === expected
    }),
    { numRuns: 200 },
  )
})

t.test('each month of a stretch comes once and in order', async (t) => {
  t.same(eachMonth(month('2025-11'), month('2026-02')), [
    '2025-11',
    '2025-12',
    '2026-01',
    '2026-02',
  ])
  t.same(eachMonth(month('2026-02'), month('2026-01')), [])
})

const closed = (from: string, to: string) => period(plainDate(from), plainDate(to))
const open = (from: string) => period(plainDate(from), null)

t.test('a period does not end before it begins', async (t) => {
  t.same(closed('2026-05-01', '2026-05-01'), { from: '2026-05-01', to: '2026-05-01' })
  t.throws(() => closed('2026-05-02', '2026-05-01'), /does not end before it begins/)
})

t.test('a period holds its first and its last day', async (t) => {
  const may = closed('2026-05-01', '2026-05-31')
  for (const day of ['2026-05-01', '2026-05-17', '2026-05-31'])
    t.ok(holds(may, plainDate(day)), day)
  for (const day of ['2026-04-30', '2026-06-01']) t.notOk(holds(may, plainDate(day)), day)
  t.ok(holds(open('2026-05-01'), plainDate('2199-12-31')))
  t.notOk(holds(open('2026-05-01'), plainDate('2026-04-30')))
})

t.test('the common part of two periods', async (t) => {
  const may = closed('2026-05-01', '2026-05-31')
  t.same(overlap(may, closed('2026-05-20', '2026-06-10')), closed('2026-05-20', '2026-05-31'))
  t.same(overlap(may, closed('2026-05-31', '2026-06-10')), closed('2026-05-31', '2026-05-31'))
  t.equal(overlap(may, closed('2026-06-01', '2026-06-10')), null)
  t.same(overlap(may, open('2026-05-20')), closed('2026-05-20', '2026-05-31'))
  t.same(overlap(open('2026-05-20'), may), closed('2026-05-20', '2026-05-31'))
  t.same(overlap(open('2026-05-20'), open('2026-06-01')), open('2026-06-01'))
  t.equal(overlap(open('2026-06-01'), may), null)
})

t.test('days in a period count both ends', async (t) => {
  t.equal(daysIn({ from: plainDate('2026-05-01'), to: plainDate('2026-05-31') }), 31)
})
