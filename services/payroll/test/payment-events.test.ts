import { feedContract } from '@fotfeste/contracts/feed.ts'
import { payrollEvents } from '@fotfeste/contracts/payroll/events.ts'
import { closePayRun } from '@fotfeste/contracts/payroll/pay-runs.ts'
import { retryPayment } from '@fotfeste/contracts/payroll/payments.ts'
import { plainDate } from '@fotfeste/domain/values/calendar.ts'
import { service } from '@fotfeste/testing/harness.ts'
import t from 'tap'
import { payroll } from '../src/app.ts'
import {
  approved,
  as,
  follow,
  municipality,
  newId,
  pay,
  released,
  type Suite,
  started,
} from './factories.ts'
import { camt054, hear, pain002, paymentsOf, type ShownPayment } from './factories-payments.ts'

const base = await service(t, payroll, { today: '2026-05-04' })

type Told = { type: string; subject: string; data: { [key: string]: unknown } }
const SEES_PROTECTED = ['fotfeste:events.read', 'fotfeste:protected.read']

/** What the feed tells of payments and of runs that end; every event is as its contract has it. */
async function news(suite: Suite, scopes: string[] = SEES_PROTECTED): Promise<Told[]> {
  const asked = { query: { limit: 500 }, as: { scopes } }
  const all: Told[] = (await suite.make(feedContract('payroll'), asked)).body
  for (const { type, data } of all) {
    payrollEvents
      .find((one) => one.type === type)
      ?.data.strict()
      .parse(data)
  }
  return all.filter(({ type }) => /^Payment|Closed$/.test(type))
}
/** Payments of one answer are told in the order of their ids, which is nobody's. */
const bySubject = (told: readonly Told[]) =>
  told.toSorted((one, other) => (one.subject < other.subject ? -1 : 1))
const typesOf = (told: readonly Told[]) => told.map(({ type }) => type)

/** April with the bank, for so many persons. */
async function april(count: number) {
  const suite = municipality(base)
  await base.clock.set(plainDate('2026-05-04'))
  const persons = Array.from({ length: count }, newId)
  for (const personId of persons) {
    await follow(suite, approved(suite.tenant, { personId, month: '2026-04' }))
    await pay(suite, personId)
  }
  const { payRunId } = await released(suite, '2026-04')
  const payments = await paymentsOf(suite, payRunId)
  return { suite, persons, payRunId, payments: payments as [ShownPayment, ...ShownPayment[]] }
}

t.test(
  'a payment is followed by its events: accepted is none, booked and failed are',
  async (t) => {
    const { suite, payRunId, payments } = await april(2)
    const [first, second, tax] = payments as [ShownPayment, ShownPayment, ShownPayment]
    await hear(suite, pain002({ file: { payRunId, status: 'ACCP' } }))
    t.same(await news(suite), [])
    const rejection = pain002({
      payments: [{ endToEndId: second.endToEndId, status: 'RJCT', reason: 'AC04' }],
    })
    await hear(suite, rejection)
    const debits = [{ ...first, reference: 'B1' }, tax]
    const booking = camt054({ debits, on: '2026-05-12' })
    await hear(suite, booking)
    const told = await news(suite)
    const { personId } = first
    const facts = { payRunId, month: '2026-04', sequence: 1, protected: false }
    t.same(typesOf(told), ['PaymentFailed', 'PaymentBooked', 'PaymentBooked'])
    t.same(
      bySubject(told.map(({ type, subject, data }) => ({ type, subject, data }))),
      bySubject([
        {
          ...{ type: 'PaymentFailed', subject: second.paymentId },
          data: {
            ...{
              ...facts,
              paymentId: second.paymentId,
              personId: second.personId,
              kind: 'benefit',
            },
            ...{ outcome: 'rejected', failedOn: '2026-05-12', reasonCode: 'AC04' },
          },
        },
        ...[
          { paymentId: first.paymentId, personId, kind: 'benefit' },
          { paymentId: tax.paymentId, personId: null, kind: 'tax' },
        ].map((payment) => ({
          ...{ type: 'PaymentBooked', subject: payment.paymentId },
          data: { ...facts, ...payment, bookedOn: '2026-05-12' },
        })),
      ]),
    )
    await hear(suite, rejection)
    await hear(suite, booking)
    await hear(suite, camt054({ debits, on: '2026-05-13' }))
    t.equal((await news(suite)).length, 3, 'what is said again is no news')
  },
)

t.test('what comes back was booked: both are told, and the payment in its place', async (t) => {
  const { suite, payments } = await april(1)
  const [one] = payments
  const back = { ...one, reference: 'B2', reason: 'AC01' }
  await hear(suite, camt054({ credits: [back], on: '2026-05-15' }))
  t.match(await news(suite), [
    { type: 'PaymentBooked', subject: one.paymentId, data: { bookedOn: '2026-05-15' } },
    {
      type: 'PaymentFailed',
      data: { outcome: 'returned', failedOn: '2026-05-15', reasonCode: 'AC01' },
    },
  ])
  const params = { paymentId: one.paymentId }
  await suite.make(retryPayment, { params, body: { reason: 'A mistake of the bank.' } })
  await base.clock.set(plainDate('2026-06-01'))
  const may = await released(suite, '2026-05')
  const [again] = (await paymentsOf(suite, may.payRunId)) as [ShownPayment]
  await hear(suite, camt054({ debits: [{ ...again, reference: 'B3' }], on: '2026-06-12' }))
  const newest = (await news(suite)).at(-1)
  t.match(newest?.data, { sequence: 2, payRunId: may.payRunId, month: '2026-04' })
})

t.test('a bank’s own words for a failure stay out of the feed', async (t) => {
  const { suite, payments } = await april(1)
  const [{ endToEndId }] = payments
  const reason = 'Account of Selam closed'
  await hear(suite, pain002({ payments: [{ endToEndId, status: 'RJCT', reason }] }))
  t.match(
    (await news(suite)).map(({ data }) => data['reasonCode']),
    [null],
  )
})

t.test(
  'payments of protected persons are told to who may see them, whenever protected',
  async (t) => {
    const { suite, persons, payments } = await april(2)
    const [hidden] = persons as [string]
    await follow(suite, started(suite.tenant, hidden, { protected: true }))
    await hear(suite, camt054({ debits: payments.map((one) => ({ ...one })), on: '2026-05-12' }))
    const ordinary = ['fotfeste:events.read']
    const personsIn = (told: readonly Told[]) => told.map(({ data }) => data['personId'])
    t.notOk(personsIn(await news(suite, ordinary)).includes(hidden))
    t.equal((await news(suite, ordinary)).length, 2)
    const all = await news(suite)
    t.equal(all.length, 3)
    t.match(all.find(({ data }) => data['personId'] === hidden)?.data, { protected: true })

    const [, later] = persons as [string, string]
    await follow(suite, started(suite.tenant, later, { protected: true }))
    t.same(personsIn(await news(suite, ordinary)), [null], 'what was told before is hidden too')
    await follow(suite, started(suite.tenant, later), started(suite.tenant, hidden))
    t.equal((await news(suite, ordinary)).length, 3, 'and shown when the protection is lifted')
  },
)

t.test('the end of a run is told once it is closed', async (t) => {
  const { suite, payRunId, payments } = await april(1)
  await hear(suite, pain002({ file: { payRunId, status: 'RJCT' } }))
  t.same(typesOf(await news(suite)), ['PaymentFailed', 'PaymentFailed'])
  const params = { payRunId }
  const asked = { params, body: { reason: 'Paid again.' }, as: as('releaser') }
  t.match(await suite.call(closePayRun, asked), { status: 409, code: 'payments-waiting' })
  for (const { paymentId } of payments) {
    await suite.make(retryPayment, { params: { paymentId }, body: { reason: 'Not in force.' } })
  }
  await base.clock.set(plainDate('2026-06-01'))
  await released(suite, '2026-05')
  await suite.make(closePayRun, asked)
  const closed = (await news(suite)).at(-1)
  t.match(closed, { type: 'PayRunClosed', subject: payRunId })
  t.match(closed?.data, { payRunId, month: '2026-04', payable: 1, closedOn: '2026-06-01' })
})
