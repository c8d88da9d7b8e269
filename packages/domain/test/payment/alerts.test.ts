import t from 'tap'
import { alertsOf } from '../../src/payment/alerts.ts'
import type { WatchedRun } from '../../src/payment/run-alerts.ts'
import type { Upkeep } from '../../src/payment/upkeep-alerts.ts'
import { plainDate as day } from '../../src/values/calendar.ts'
import { month } from '../../src/values/month.ts'

const limits = {
  ...{ receiptWithinBankingDays: 1, approveBeforePayDays: 3, taxCardsWithinDays: 1 },
  ...{ useBaseAmountWithinDays: 30, timeBarWarningDays: 180 },
}
const nothing: Upkeep = { orders: [], unused: [], reviews: [], claims: [], ledger: null }
const open: WatchedRun = {
  id: 'run' as never,
  month: month('2026-05'),
  payDate: day('2026-06-12'),
  calculatedOn: null,
  approvedOn: null,
  releasedOn: null,
  payable: 0,
  cardsOn: null,
  unanswered: 0,
  failed: 0,
  failedSince: null,
  unpaid: 0,
}
const codes = (run: WatchedRun, today: string) =>
  alertsOf({ ...nothing, runs: [run] }, limits, day(today)).map(
    ({ code, since }) => `${code} ${since}`,
  )

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
  const runs = [{ ...released, failedSince: day('2026-06-15') }]
  const alerts = alertsOf({ ...nothing, runs }, limits, day('2026-06-15'))
  t.match(alerts, [
    { code: 'payees-unconfirmed', count: 2, since: '2026-06-10', payRunId: 'run' },
    { code: 'payments-failed', count: 1, since: '2026-06-15', month: '2026-05' },
  ])
  const first = alertsOf({ ...nothing, runs: [released] }, limits, day('2026-06-15'))
  t.match(first, [{}, { since: '2026-06-10' }])
})

t.test('a run is calculated with cards that were fetched for it', async (t) => {
  const run = { ...open, calculatedOn: day('2026-06-01'), payable: 40 }
  const fetched = (on: string | null, more: Partial<WatchedRun> = {}) =>
    codes({ ...run, cardsOn: on === null ? null : day(on), ...more }, '2026-06-01')
  const old = ['tax-cards-not-refreshed 2026-06-01']
  t.strictSame(fetched('2026-06-01'), [])
  t.strictSame(fetched('2026-05-31'), [], 'within a day')
  t.strictSame(fetched('2026-05-30'), old)
  t.strictSame(fetched(null), old)
  t.strictSame(fetched(null, { approvedOn: day('2026-06-01') }), old, 'approved is not paid')
  t.strictSame(fetched(null, { payable: 0 }), [], 'nobody is taxed')
  t.strictSame(fetched(null, { calculatedOn: null }), [], 'the calculation is to come')
  const released = { approvedOn: day('2026-06-01'), releasedOn: day('2026-06-01') }
  t.strictSame(fetched(null, released), [], 'what is paid is corrected by the next card')
  const alerts = (cardsOn: WatchedRun['cardsOn']) =>
    alertsOf({ ...nothing, runs: [{ ...run, cardsOn }] }, limits, day('2026-06-01'))
  t.match(alerts(null), [
    { payRunId: 'run', month: '2026-05', count: 40, detail: /never been fetched/ },
  ])
  t.match(alerts(day('2026-05-12')), [{ detail: /were fetched on 2026-05-12/ }])
})

const upkeep = (more: Partial<Upkeep>, today: string) =>
  alertsOf({ ...nothing, runs: [], ...more }, limits, day(today))

t.test('an order of tax cards that came to nothing', async (t) => {
  const order = { id: 'order' as never, year: 2026, isFailing: true, since: day('2026-06-02') }
  t.match(upkeep({ orders: [order] }, '2026-06-02'), [
    {
      ...{ code: 'tax-cards-not-refreshed', since: '2026-06-02', year: 2026, count: 0 },
      ...{ taxCardRequestId: 'order', payRunId: null, month: null, regulationId: null },
    },
  ])
  t.strictSame(upkeep({ orders: [{ ...order, isFailing: false }] }, '2026-06-02'), [])
})

t.test('a base amount that is adopted and not in use, once its days have passed', async (t) => {
  const unused = [{ year: 2026, adoptedOn: day('2026-05-22') }]
  t.strictSame(upkeep({ unused }, '2026-06-20'), [])
  t.match(upkeep({ unused }, '2026-06-21'), [
    { code: 'base-amount-unused', year: 2026, since: '2026-06-21', count: 0, payRunId: null },
  ])
})

t.test('persons whom a regulation left to be looked at', async (t) => {
  const since = day('2026-06-21')
  const reviews = [{ id: 'regulation' as never, year: 2026, persons: 3, since }]
  t.match(upkeep({ reviews }, '2026-06-21'), [
    {
      ...{ code: 'regulation-review-open', regulationId: 'regulation', year: 2026, count: 3 },
      detail: /GET \/v1\/g-regulations\/regulation\/persons\?outcome=review/,
    },
  ])
})

t.test('claims near the day from which they are time-barred, and no longer', async (t) => {
  const claims = [{ month: month('2026-04'), barredFrom: day('2029-05-13'), claims: 2 }]
  t.strictSame(upkeep({ claims }, '2028-11-13'), [])
  t.match(upkeep({ claims }, '2028-11-14'), [
    { code: 'claim-near-time-bar', month: '2026-04', since: '2028-11-14', count: 2, year: null },
  ])
  t.equal(upkeep({ claims }, '2029-05-12').length, 1)
  t.strictSame(upkeep({ claims }, '2029-05-13'), [], 'it is too late')
})

t.test('I3: a ledger that is not as it was written', async (t) => {
  const ledger = { number: 17, since: day('2026-07-21') }
  t.match(upkeep({ ledger }, '2026-07-21'), [
    {
      ...{ code: 'ledger-broken', since: '2026-07-21', count: 0, payRunId: null, month: null },
      detail: /^The ledger’s entry 17 is not as it was written/,
    },
  ])
})
