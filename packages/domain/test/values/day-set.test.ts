import fc from 'fast-check'
import t from 'tap'
import { type PlainDate, plainDate } from '../../src/values/calendar.ts'
import {
  both,
  countDays,
  type DaySet,
  datesOf,
  daysAmong,
  daysOffIn,
  daysWithin,
  either,
  firstOf,
  isInSet,
  lengthOf,
  NO_DAYS,
  without,
} from '../../src/values/day-set.ts'
import { isDayOff } from '../../src/values/holidays.ts'
import { addToMonth, daysOf, firstDay, month } from '../../src/values/month.ts'

const someMonth = fc.integer({ min: 0, max: 400 }).map((n) => addToMonth(month('2000-01'), n))
const someDay = fc
  .date({ min: new Date('1999-06-01'), max: new Date('2034-01-01'), noInvalidDate: true })
  .map((date) => plainDate(date.toISOString().slice(0, 10)))

t.test('days from one to another are those that lie between, by their text', async () => {
  const law = fc.property(someMonth, someDay, fc.option(someDay), (of, from, to) => {
    const between = daysOf(of).filter((day) => from <= day && (to === null || day <= to))
    const set = daysWithin(of, from, to)
    const listed = datesOf(of, set)
    return JSON.stringify(listed) === JSON.stringify(between) && countDays(set) === between.length
  })
  fc.assert(law, { numRuns: 500 })
})

t.test('a span inside a month, to each of its ends', async () => {
  const law = fc.property(someMonth, fc.nat(30), fc.nat(30), (of, a, b) => {
    const days = daysOf(of)
    const [from, to] = [days[a % days.length], days[b % days.length]] as [PlainDate, PlainDate]
    const set = daysWithin(of, from, to)
    return days.every((day, at) => isInSet(set, at + 1) === (from <= day && day <= to))
  })
  fc.assert(law, { numRuns: 300 })
})

t.test('sets meet, join and part like sets of dates', async () => {
  const numbers = fc.uniqueArray(fc.integer({ min: 1, max: 28 }))
  const of = month('2026-05')
  const setOf = (days: number[]) =>
    daysAmong(
      of,
      days.map((day) => plainDate(`2026-05-${String(day).padStart(2, '0')}`)),
    )
  const days = (set: DaySet) => datesOf(of, set).map((date) => Number(date.slice(8)))
  const law = fc.property(numbers, numbers, (a, b) => {
    const [x, y] = [new Set(a), new Set(b)]
    const same = (set: DaySet, wanted: Set<number>) =>
      JSON.stringify(days(set)) === JSON.stringify([...wanted].sort((p, q) => p - q))
    return (
      same(both(setOf(a), setOf(b)), x.intersection(y)) &&
      same(either(setOf(a), setOf(b)), x.union(y)) &&
      same(without(setOf(a), setOf(b)), x.difference(y)) &&
      firstOf(setOf(a)) === Math.min(32, ...a)
    )
  })
  fc.assert(law, { numRuns: 300 })
})

t.test('the 31st day is a day like others, and dates of other months are left out', async (t) => {
  const of = month('2026-05')
  const all = daysWithin(of, firstDay(of), null)
  t.same([countDays(all), lengthOf(of), isInSet(all, 31)], [31, 31, true])
  t.equal(daysAmong(of, [plainDate('2026-04-30'), plainDate('2026-06-01')]), NO_DAYS)
  const off = datesOf(of, daysOffIn(of))
  t.same(off, daysOf(of).filter(isDayOff))
})
