import t from 'tap'
import { alertsOf, type WatchedRun } from '../../src/payment/alerts.ts'
import { plainDate as day } from '../../src/values/calendar.ts'
import { month } from '../../src/values/month.ts'

const limits = { receiptWithinBankingDays: 1, approveBeforePayDays: 3 }
const open: WatchedRun = {
  id: 'run' as never,
  month: month('2026-05'),
  payDate: day('2026-06-12'),
  approvedOn: null,
  releasedOn: null,
  unanswered: 0,
  failed: 0,
  failedSince: null,
  unpaid: 0,
}
const codes = (run: WatchedRun, today: string) =>
  alertsOf([run], limits, day(today)).map(({ code, since }) => `${code} ${since}`)

t.test('a run not approved three working days before its pay date', async (t) => {
  t.strictSame(codes(open, '2026-06-08'), [])
  t.strictSame(codes(open, '2026-06-09'), ['run-not-approved 2026-06-09'])
  t.strictSame(codes({ ...open, approvedOn: day('2026-06-08') }, '2026-06-12'), [])
})

t.test('a file that the bank has not answered in its time', async (t) => {
  const released = { ...open, releasedOn: day('2026-06-10'), unanswered: 2 }
  t.strictSame(codes(released, '2026-06-11'), [])
  t.strictSame(codes(released, '2026-06-12'), ['no-receipt 2026-06-12'])
  t.strictSame(codes({ ...released, unanswered: 0 }, '2026-07-12'), [])
})

t.test('payments that failed and amounts that wait for a payee, the oldest first', async (t) => {
  const released = { ...open, releasedOn: day('2026-06-10'), failed: 1, unpaid: 2 }
  const alerts = alertsOf(
    [{ ...released, failedSince: day('2026-06-15') }],
    limits,
    day('2026-06-15'),
  )
  t.match(alerts, [
    { code: 'payees-unconfirmed', payments: 2, since: '2026-06-10', payRunId: 'run' },
    { code: 'payments-failed', payments: 1, since: '2026-06-15', month: '2026-05' },
  ])
  t.match(alertsOf([released], limits, day('2026-06-15')), [{}, { since: '2026-06-10' }])
})
