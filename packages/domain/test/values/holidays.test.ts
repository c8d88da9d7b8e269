import t from 'tap'
import { plainDate, weekday } from '../../src/values/calendar.ts'
import {
  easterSunday,
  isDayOff,
  nextWorkingDay,
  previousBankingDay,
  publicHolidays,
} from '../../src/values/holidays.ts'

t.test('Easter Sunday falls where the church calendar has it', async (t) => {
  const known = ['1943-04-25', '1954-04-18', '1981-04-19', '2000-04-23', '2008-03-23', '2011-04-24']
  known.push('2018-04-01', '2019-04-21', '2020-04-12', '2021-04-04', '2022-04-17', '2023-04-09')
  known.push('2024-03-31', '2025-04-20', '2026-04-05', '2027-03-28', '2038-04-25', '2049-04-18')
  known.push('2076-04-19', '2100-03-28')
  for (const day of known) t.equal(easterSunday(Number(day.slice(0, 4))), day)
})

t.test('Easter is a Sunday from 22 March to 25 April in every year of the calendar', async (t) => {
  for (let year = 1900; year < 2200; year += 1) {
    const easter = easterSunday(year)
    const inRange = easter.slice(5) >= '03-22' && easter.slice(5) <= '04-25'
    if (weekday(easter) !== 7 || !inRange) t.fail(`${easter} is not an Easter Sunday`)
  }
})

t.test('N32: the days of integreringsforskriften § 17 in 2026', async (t) => {
  t.same([...publicHolidays(2026)].sort(), [
    '2026-01-01',
    '2026-04-02',
    '2026-04-03',
    '2026-04-05',
    '2026-04-06',
    '2026-05-01',
    '2026-05-14',
    '2026-05-17',
    '2026-05-24',
    '2026-05-25',
    '2026-12-25',
    '2026-12-26',
  ])
  t.equal(publicHolidays(2026), publicHolidays(2026), 'a year is worked out once')
})

t.test('a year in which Ascension Day is 1 May has one day less', async (t) => {
  t.equal(publicHolidays(2008).size, 11)
})

t.test('N32: Saturdays, Sundays and holidays are off; the eves are not', async (t) => {
  for (const day of ['2026-05-16', '2026-05-31', '2026-05-14', '2026-12-25', '2027-01-01'])
    t.ok(isDayOff(plainDate(day)), day)
  for (const day of ['2026-05-15', '2026-12-24', '2026-12-31', '2026-04-01'])
    t.notOk(isDayOff(plainDate(day)), day)
})

t.test('POL24: a deadline moves to the next working day', async (t) => {
  const cases = [
    ['2026-04-02', '2026-04-07'],
    ['2026-05-16', '2026-05-18'],
    ['2026-12-25', '2026-12-28'],
    ['2026-06-10', '2026-06-10'],
  ] as const
  for (const [day, moved] of cases) t.equal(nextWorkingDay(plainDate(day)), moved)
})

t.test('POL6: the pay day moves to the banking day before', async (t) => {
  const cases = [
    ['2026-04-06', '2026-04-01'],
    ['2026-07-12', '2026-07-10'],
    ['2027-01-01', '2026-12-31'],
    ['2026-06-12', '2026-06-12'],
  ] as const
  for (const [day, moved] of cases) t.equal(previousBankingDay(plainDate(day)), moved)
})
