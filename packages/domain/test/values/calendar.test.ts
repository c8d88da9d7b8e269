import fc from 'fast-check'
import t from 'tap'
import {
  addDays,
  addMonths,
  ageOn,
  birthdayIn,
  dateOf,
  dayOf,
  daysBetween,
  daysInMonthOf,
  eachDay,
  earlier,
  isPlainDate,
  later,
  monthNumber,
  plainDate,
  weekday,
  yearOf,
} from '../../src/values/calendar.ts'

const anyDay = fc
  .integer({ min: 0, max: 109_571 })
  .map((days) => Temporal.PlainDate.from('1900-01-01').add({ days }).toString())
  .map(plainDate)

const holdsFor = <Inputs>(property: fc.IProperty<Inputs>, numRuns: number) =>
  fc.assert(property, { numRuns })

t.test('a day is text that names a day which exists', async (t) => {
  for (const text of ['2024-02-29', '2000-02-29', '1900-01-01', '2199-12-31', '2026-11-30'])
    t.ok(isPlainDate(text), text)
  const wrong = ['2026-02-29', '1900-02-29', '2100-02-29', '2026-02-30', '2026-04-31', '2026-00-10']
  wrong.push('2026-13-01', '2026-01-00', '2026-01-32', '1899-12-31', '2200-01-01', '', '2026-1-1')
  wrong.push('2026-01-01T00:00', '20260101', ' 2026-01-01', '２０２６-01-01')
  for (const text of wrong) t.notOk(isPlainDate(text), text)
  t.throws(() => plainDate('2026-02-30'), {
    message: 'invariant broken: there is no day 2026-02-30',
  })
})

t.test('a day is built of its numbers and read back', async (t) => {
  const day = dateOf(2026, 3, 7)
  t.equal(day, '2026-03-07')
  t.same([yearOf(day), monthNumber(day), dayOf(day)], [2026, 3, 7])
  t.throws(() => dateOf(2026, 2, 29))
  t.throws(() => dateOf(26, 2, 1))
})

t.test('months have the lengths of the Gregorian calendar', async (t) => {
  const lengths = (year: number) =>
    Array.from({ length: 12 }, (_, at) => daysInMonthOf(year, at + 1))
  t.same(lengths(2026), [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
  for (const [year, length] of [
    [2024, 29],
    [2000, 29],
    [1900, 28],
    [2100, 28],
  ] as const)
    t.equal(daysInMonthOf(year, 2), length, String(year))
  t.equal(daysInMonthOf(2026, 13), 0, 'a month that does not exist has no days')
})

t.test('arithmetic with days equals Temporal', async () => {
  holdsFor(
    fc.property(anyDay, fc.integer({ min: -700, max: 700 }), (day, days) => {
      const expected = Temporal.PlainDate.from(day).add({ days }).toString()
      fc.pre(isPlainDate(expected))
      return addDays(day, days) === expected
    }),
    500,
  )
  holdsFor(
    fc.property(anyDay, (day) => weekday(day) === Temporal.PlainDate.from(day).dayOfWeek),
    300,
  )
})

t.test('days between count both ends, as Temporal counts', async (t) => {
  holdsFor(
    fc.property(anyDay, anyDay, (from, to) => {
      const apart = Temporal.PlainDate.from(from).until(to).days
      return daysBetween(from, to) === Math.max(0, apart + 1)
    }),
    300,
  )
  const day = plainDate('2026-05-01')
  t.equal(daysBetween(day, day), 1)
  t.equal(daysBetween(plainDate('2026-05-02'), day), 0)
})

t.test('POL24: months later is the same day number or the last day of the month', async (t) => {
  const cases = [
    ['2026-01-31', 1, '2026-02-28'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2026-08-31', 3, '2026-11-30'],
    ['2026-01-15', 3, '2026-04-15'],
    ['2026-11-15', 3, '2027-02-15'],
    ['2026-01-15', -1, '2025-12-15'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2024-02-29', 48, '2028-02-29'],
  ] as const
  for (const [from, months, to] of cases) t.equal(addMonths(plainDate(from), months), to)
  holdsFor(
    fc.property(anyDay, fc.integer({ min: -120, max: 120 }), (day, months) => {
      const expected = Temporal.PlainDate.from(day).add({ months }).toString()
      fc.pre(isPlainDate(expected))
      return addMonths(day, months) === expected
    }),
    300,
  )
})

t.test('each day of a stretch comes once and in order', async (t) => {
  t.same(eachDay(plainDate('2026-02-27'), plainDate('2026-03-02')), [
    '2026-02-27',
    '2026-02-28',
    '2026-03-01',
    '2026-03-02',
  ])
  t.same(eachDay(plainDate('2026-03-02'), plainDate('2026-03-01')), [])
  t.same(eachDay(plainDate('2199-12-31'), plainDate('2199-12-31')), ['2199-12-31'])
})

t.test('the earlier and the later of two days', async (t) => {
  const [first, second] = [plainDate('2025-12-31'), plainDate('2026-01-01')]
  t.same([earlier(first, second), earlier(second, first)], [first, first])
  t.same([later(first, second), later(second, first)], [second, second])
})

t.test('POL5: age changes on the birthday; born 29 February on 28 February', async (t) => {
  const cases = [
    ['2001-05-12', '2026-05-11', 24],
    ['2001-05-12', '2026-05-12', 25],
    ['2000-02-29', '2025-02-27', 24],
    ['2000-02-29', '2025-02-28', 25],
    ['2000-02-29', '2024-02-28', 23],
    ['2000-02-29', '2024-02-29', 24],
    ['2026-05-12', '2026-05-12', 0],
  ] as const
  for (const [born, on, age] of cases)
    t.equal(ageOn(plainDate(born), plainDate(on)), age, `born ${born}, on ${on}`)
  t.equal(birthdayIn(plainDate('2000-02-29'), 25), '2025-02-28')
  holdsFor(
    fc.property(anyDay, fc.integer({ min: 1, max: 90 }), (born, age) => {
      fc.pre(yearOf(born) + age < 2199)
      const birthday = birthdayIn(born, age)
      return ageOn(born, birthday) === age && ageOn(born, addDays(birthday, -1)) === age - 1
    }),
    200,
  )
})
