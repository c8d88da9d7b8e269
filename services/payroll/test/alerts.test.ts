import { listAlerts } from '@fotfeste/contracts/payroll/alerts.ts'
import { registerBaseAmount } from '@fotfeste/contracts/payroll/base-amounts.ts'
import { stopSetOff } from '@fotfeste/contracts/payroll/claims.ts'
import { setPolicy } from '@fotfeste/contracts/payroll/policies.ts'
import {
  clearRegulatedPerson,
  listRegulatedPersons,
} from '@fotfeste/contracts/payroll/regulations.ts'
import { requestTaxCards } from '@fotfeste/contracts/payroll/tax-card-requests.ts'
import { plainDate } from '@fotfeste/domain/values/calendar.ts'
import { service } from '@fotfeste/testing/harness.ts'
import t from 'tap'
import { payroll } from '../src/app.ts'
import { orderTaxCards } from '../src/jobs/order-tax-cards.ts'
import {
  approve,
  as,
  calculated,
  cancel,
  follow,
  missed,
  municipality,
  newId,
  pay,
  release,
  released,
  type Suite,
  sheetsOf,
  started,
} from './factories.ts'
import { camt054, hear, pain002, paymentsOf } from './factories-payments.ts'
import { approveByTwo, registerByHand, reported, runToEnd } from './factories-regulations.ts'
import { answerOf, cardWith, imported, NUMBERS, percentLine } from './factories-tax.ts'

const base = await service(t, payroll, { today: '2026-05-04' })
const on = (date: string) => base.clock.set(plainDate(date))
const alertsIn = async (suite: Suite) => (await suite.make(listAlerts)).body.alerts
const codesIn = async (suite: Suite): Promise<string[]> =>
  (await alertsIn(suite)).map(({ code }: { code: string }) => code)
const NAMELESS = {
  payRunId: null,
  month: null,
  taxCardRequestId: null,
  regulationId: null,
  year: null,
}

/** A municipality with a participant who has these months approved, and a payee. */
async function participantOn(date: string, ...months: string[]) {
  const suite = municipality(base)
  await on(date)
  const personId = newId()
  const sheet = sheetsOf(suite, personId)
  for (const month of months) await follow(suite, sheet(month))
  await pay(suite, personId)
  return { suite, personId, sheet }
}

/** Somebody posts the Tax Administration's answer about a person. */
const postCards = (suite: Suite, personId: string) => {
  const [number = ''] = NUMBERS
  const answer = answerOf(suite.tenant, [number, cardWith(percentLine(32))])
  return imported(suite, async () => new Map([[personId, number]]) as never, answer)
}

t.test('a run is approved and answered in time', async (t) => {
  const { suite, personId } = await participantOn('2026-05-04', '2026-04')
  await postCards(suite, personId)
  const { payRunId } = await calculated(suite, '2026-04')
  t.same(await alertsIn(suite), [])
  await on('2026-05-07')
  t.match(await alertsIn(suite), [
    {
      ...NAMELESS,
      code: 'run-not-approved',
      payRunId,
      month: '2026-04',
      since: '2026-05-07',
      count: 0,
    },
  ])
  await approve(suite, payRunId)
  await release(suite, payRunId)
  t.same(await alertsIn(suite), [])
  await on('2026-05-18')
  t.match(await alertsIn(suite), [{ code: 'no-receipt', payRunId, count: 2 }])
  await hear(suite, pain002({ file: { payRunId, status: 'ACTC' } }))
  t.same(await alertsIn(suite), [])
})

t.test(
  '§ 5-1: a run that is calculated or approved with cards that were not fetched for it',
  async (t) => {
    const { suite, personId } = await participantOn('2026-05-04', '2026-04')
    const first = await calculated(suite, '2026-04')
    t.match(await alertsIn(suite), [
      {
        ...{
          ...NAMELESS,
          code: 'tax-cards-not-refreshed',
          payRunId: first.payRunId,
          month: '2026-04',
        },
        ...{
          since: '2026-05-04',
          count: 1,
          detail: /never been fetched: order them .* start it anew/,
        },
      },
    ])
    t.notMatch(JSON.stringify(await alertsIn(suite)), personId, 'it names nobody')
    await postCards(suite, personId)
    t.same(await alertsIn(suite), [], 'the day’s answer is here')
    await cancel(suite, first.payRunId)
    await on('2026-05-06')
    const second = await calculated(suite, '2026-04')
    t.match(await alertsIn(suite), [{ detail: /were fetched on 2026-05-04/, count: 1 }])
    await approve(suite, second.payRunId)
    t.same(await codesIn(suite), ['tax-cards-not-refreshed'], 'approved, and still to be put right')
    await release(suite, second.payRunId)
    t.same(await codesIn(suite), [], 'what is paid is corrected by the next card')
  },
)

t.test(
  'within how many days is the municipality’s to set; a run that taxes nobody needs no cards',
  async (t) => {
    const { suite, personId } = await participantOn('2026-05-04', '2026-04')
    const set = { value: 3, from: '2026-04', reason: 'The office fetches them on Mondays.' }
    await suite.make(setPolicy, {
      params: { name: 'taxCardsWithinDays' },
      body: set,
      as: as('enterer'),
    })
    await postCards(suite, personId)
    await on('2026-05-07')
    const { payRunId } = await calculated(suite, '2026-04')
    await approve(suite, payRunId)
    t.same(await alertsIn(suite), [])
    await cancel(suite, payRunId)
    await on('2026-05-08')
    await approve(suite, (await calculated(suite, '2026-04')).payRunId)
    t.same(await codesIn(suite), ['tax-cards-not-refreshed'])

    const other = municipality(base)
    await approve(other, (await calculated(other, '2026-04')).payRunId)
    t.same(await alertsIn(other), [])
  },
)

t.test('an order of tax cards that is refused or not answered, until one is', async (t) => {
  const suite = municipality(base)
  await on('2026-05-04')
  const personId = newId()
  await follow(suite, started(suite.tenant, personId))
  const order = () => suite.make(requestTaxCards, { body: { year: 2026 }, as: as('enterer') })
  const run = () =>
    orderTaxCards({
      kit: suite.kit,
      sources: null,
      pauses: { leaseMs: 0, pollMs: 0, retryMs: 0 },
    }).run(new AbortController().signal)
  const first = await order()
  t.same(await alertsIn(suite), [], 'an order of the day has its day')
  await run()
  const failing = {
    ...NAMELESS,
    code: 'tax-cards-not-refreshed',
    year: 2026,
    count: 0,
    since: '2026-05-04',
  }
  t.match(await alertsIn(suite), [
    {
      ...failing,
      taxCardRequestId: first.body.taxCardRequestId,
      detail: /GET \/v1\/tax-card-requests says why/,
    },
  ])
  await on('2026-05-06')
  const second = await order()
  t.same(await codesIn(suite), ['tax-cards-not-refreshed'], 'ordered again is not answered')
  await run()
  t.match(await alertsIn(suite), [{ ...failing, taxCardRequestId: second.body.taxCardRequestId }])
  await postCards(suite, personId)
  t.same(await alertsIn(suite), [], 'somebody posted the answer')
  await on('2026-05-07')
  await order()
  await on('2026-05-08')
  t.match(await alertsIn(suite), [{ year: 2026 }], 'open since yesterday')
  await on('2027-01-04')
  t.same(await alertsIn(suite), [], 'the year is over')
})

t.test('an adopted base amount that is not in use a month later', async (t) => {
  const suite = municipality(base)
  await on('2026-06-21')
  t.same(await alertsIn(suite), [], 'the table counts from its official day')
  await registerByHand(suite, '2026')
  t.match(await alertsIn(suite), [
    {
      ...{ ...NAMELESS, code: 'base-amount-unused', year: 2026, since: '2026-06-21', count: 0 },
      detail: /adopted on 2026-05-22 and is not in use: start a regulation/,
    },
  ])
  await on('2026-06-20')
  t.same(await alertsIn(suite), [], 'within thirty days')
  await on('2026-06-22')
  const registeredOn = { registeredOn: '2026-06-22' }
  await suite.make(registerBaseAmount, {
    params: { year: '2026' },
    body: registeredOn,
    as: as('starter'),
  })
  t.same(await alertsIn(suite), [])

  await on('2027-07-01')
  const amount = {
    ...{ status: 'final', amountOre: 14_200_000, from: '2027-05-01' },
    ...{ adoptedOn: '2027-05-21', source: 'FOR-2027-05-21-1' },
  }
  const entry = { registeredOn: null, amount }
  await suite.make(registerBaseAmount, { params: { year: '2027' }, body: entry, as: as('starter') })
  t.match(await alertsIn(suite), [{ code: 'base-amount-unused', year: 2027, since: '2027-06-20' }])
  const day = { registeredOn: '2027-07-01' }
  await suite.make(registerBaseAmount, { params: { year: '2027' }, body: day, as: as('starter') })
  t.same(await alertsIn(suite), [])
})

t.test('persons whom a regulation left to be looked at, until each is cleared', async (t) => {
  const { suite, personId, sheet } = await participantOn('2026-06-01', '2026-05')
  await registerByHand(suite, '2026')
  const run = await released(suite, '2026-05')
  await hear(suite, camt054({ debits: await paymentsOf(suite, run.payRunId) }))
  await follow(suite, sheet('2026-05', missed('2026-05', 3)))
  const { regulationId } = await reported(suite, 2026, 'run')
  const params = { regulationId }
  const { items } = (
    await suite.make(listRegulatedPersons, { params, query: { outcome: 'review' } })
  ).body
  t.match(items, [{ personId }], 'somebody is left')
  t.same(await alertsIn(suite), [], 'a report is no regulation yet')
  await approveByTwo(suite, regulationId)
  await runToEnd(suite, regulationId)
  t.match(await alertsIn(suite), [
    {
      ...{ ...NAMELESS, code: 'regulation-review-open', regulationId, year: 2026 },
      ...{ since: '2026-06-01', count: 1, detail: /left 1 person at the base amount before/ },
    },
  ])
  t.notMatch(JSON.stringify(await alertsIn(suite)), personId)
  await suite.make(clearRegulatedPerson, {
    params: { regulationId, personId },
    body: { reason: 'The absence is right.' },
    as: as('approver'),
  })
  t.same(await alertsIn(suite), [])
})

t.test('open claims half a year before they are time-barred', async (t) => {
  const month = '2026-03'
  const { suite, personId, sheet } = await participantOn('2026-04-01', month)
  t.equal((await released(suite, month)).payDate, '2026-04-10')
  await follow(suite, sheet(month, missed(month, 3)), sheet('2026-04'))
  await on('2026-05-04')
  await released(suite, '2026-04')
  const claims = async () =>
    (await alertsIn(suite)).filter(({ code }: { code: string }) => code === 'claim-near-time-bar')
  await on('2028-01-03')
  t.same(await claims(), [])
  await on('2028-10-12')
  t.same(await claims(), [], 'not yet')
  await on('2028-10-13')
  t.match(await claims(), [
    {
      ...NAMELESS,
      month,
      since: '2028-10-13',
      count: 1,
      detail: /^1 claim for .* GET \/v1\/claims lists them/,
    },
  ])
  t.notMatch(JSON.stringify(await claims()), personId)
  await on('2029-04-10')
  t.equal((await claims()).length, 1, 'the last day')
  const body = { reason: 'time-barred', note: 'Given up.' }
  await suite.make(stopSetOff, { params: { personId, month }, body, as: as('enterer') })
  t.same(await claims(), [], 'a person has said that it is lost')
})
