import t from 'tap'
import { taxDueOn, workingDaysAfter, workingDaysBefore } from '../../src/payment/due-dates.ts'
import { plainDate as day } from '../../src/values/calendar.ts'

t.test('withheld tax is due the first working day after a payout from 2026 on', async (t) => {
  const table = [
    ['2026-01-12', '2026-01-13'],
    ['2026-06-12', '2026-06-15'],
    ['2026-04-30', '2026-05-04'],
    ['2026-12-24', '2026-12-28'],
  ] as const
  for (const [paid, due] of table) t.equal(taxDueOn(day(paid)), due, paid)
})

t.test('before that in two-monthly terms, on the next working day', async (t) => {
  const table = [
    ['2025-01-10', '2025-03-17'],
    ['2025-02-28', '2025-03-17'],
    ['2025-03-01', '2025-05-15'],
    ['2025-05-12', '2025-07-15'],
    ['2025-08-12', '2025-09-15'],
    ['2025-10-31', '2025-11-17'],
    ['2025-11-12', '2026-01-15'],
    ['2025-12-31', '2026-01-15'],
  ] as const
  for (const [paid, due] of table) t.equal(taxDueOn(day(paid)), due, paid)
})

t.test('working days are counted over weekends and holidays', async (t) => {
  t.equal(workingDaysBefore(day('2026-06-12'), 3), '2026-06-09')
  t.equal(workingDaysBefore(day('2026-05-18'), 1), '2026-05-15', 'over 17 May, a Sunday')
  t.equal(workingDaysBefore(day('2026-04-07'), 1), '2026-04-01', 'over Easter')
  t.equal(workingDaysAfter(day('2026-04-01'), 1), '2026-04-07')
  t.equal(workingDaysAfter(day('2026-06-12'), 0), '2026-06-12')
})
