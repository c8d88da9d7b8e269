import {
  claimRefund,
  demandRepayment,
  getClaims,
  listClaims,
  recoverClaim,
  resumeSetOff,
  stopSetOff,
} from '@fotfeste/contracts/payroll/claims.ts'
import { plainDate } from '@fotfeste/domain/values/calendar.ts'
import { service } from '@fotfeste/testing/harness.ts'
import t from 'tap'
import { payroll } from '../src/app.ts'
import {
  as,
  follow,
  missed,
  municipality,
  newId,
  pay,
  released,
  type Suite,
  sheetsOf,
  slipOf,
  started,
} from './factories.ts'

const base = await service(t, payroll, { today: '2026-04-01' })
const on = (date: string) => base.clock.set(plainDate(date))
/** The day on which each month's run is made. */
const RUN_DAYS: Record<string, string> = {
  '2026-03': '2026-04-01',
  '2026-04': '2026-05-04',
  '2026-05': '2026-06-01',
  '2026-06': '2026-07-01',
  '2026-07': '2026-08-03',
  '2026-08': '2026-09-01',
}
/** Five days of March missed: 5 x 723.11. */
const CLAIM = 361_556

/** A person whose March was paid in full before five days of it were found to be missed. */
async function overpaid(days = 5) {
  const suite = municipality(base)
  const personId = newId()
  const sheet = sheetsOf(suite, personId)
  const pays = async (month: string) => {
    await on(RUN_DAYS[month] ?? '')
    const run = await released(suite, month)
    return { run, slip: await slipOf(suite, run.payRunId, personId) }
  }
  await on('2026-04-01')
  await follow(suite, sheet('2026-03'))
  await pay(suite, personId)
  await pays('2026-03')
  await follow(suite, sheet('2026-03', missed('2026-03', days)), sheet('2026-04'))
  const found = await pays('2026-04')
  return { suite, personId, sheet, pays, found }
}
const claimOf = async (suite: Suite, personId: string) =>
  (await suite.make(getClaims, { params: { personId } })).body.items[0]
const setOffOf = (slip: { lines: { kind: string; month: string; amountOre: number }[] }) =>
  slip.lines.filter(({ kind }) => kind === 'set-off').map(({ amountOre }) => amountOre)

t.test(
  'POL15: a claim is set off a tenth of each month before tax, until it is gone',
  async (t) => {
    const { suite, personId, sheet, pays, found } = await overpaid()
    t.match(found.slip, { claimsOre: CLAIM, grossOre: 2_169_333 })
    t.same(setOffOf(found.slip), [], 'a claim of the same run is for a later one')
    await follow(suite, sheet('2026-05'), sheet('2026-06'), sheet('2026-07'))
    const may = await pays('2026-05')
    t.same(setOffOf(may.slip), [-227_581])
    t.match(may.slip, { grossOre: 2_275_817 - 227_581, withheldOre: 1_024_100 }, 'taxed after it')
    t.match(may.slip.lines.at(-1), {
      code: 'set-off',
      month: '2026-03',
      ruleKeys: ['POL15'],
      law: ['integreringsloven § 25 first paragraph'],
    })
    t.match(await claimOf(suite, personId), {
      ...{ month: '2026-03', openOre: CLAIM - 227_581, foundOre: CLAIM, setOffOre: 227_581 },
      ...{ since: '2026-05-12', stop: null, demand: null },
      history: [
        { kind: 'found', on: '2026-05-12', amountOre: CLAIM, demandId: null },
        { kind: 'set-off', on: '2026-06-12', amountOre: -227_581, payRunId: may.run.payRunId },
      ],
    })
    const june = await pays('2026-06')
    t.same(setOffOf(june.slip), [-(CLAIM - 227_581)])
    t.match(await claimOf(suite, personId), { openOre: 0, setOffOre: CLAIM })
    t.same((await suite.make(listClaims)).body.items, [], 'what is settled is no open claim')
    const july = await pays('2026-07')
    t.match(july.slip, { grossOre: 2_275_817 })
    t.same(setOffOf(july.slip), [])
  },
)

t.test('a claim under 500 kr is set off at once', async (t) => {
  const { suite, sheet, pays, personId, found } = await overpaid(0)
  t.match(found.slip, { claimsOre: 0 })
  const hour = [{ date: '2026-03-03', minutes: 60, kind: 'unexcused' }]
  await follow(suite, sheet('2026-03', hour), sheet('2026-05'), sheet('2026-06'))
  t.match((await pays('2026-05')).slip, { claimsOre: 14_071 })
  t.same(setOffOf((await pays('2026-06')).slip), [-14_071])
  t.match(await claimOf(suite, personId), { openOre: 0 })
})

t.test('what was set off comes back when the absence is corrected away', async (t) => {
  const { suite, personId, sheet, pays } = await overpaid()
  await follow(suite, sheet('2026-05'), sheet('2026-06'))
  await pays('2026-05')
  await follow(suite, sheet('2026-03'))
  const { slip } = await pays('2026-06')
  t.equal(slip.grossOre, 2_275_817 + 227_581, 'what was set off is paid as a difference')
  t.match(await claimOf(suite, personId), { openOre: 0 })
  await follow(suite, sheet('2026-07'))
  t.match((await pays('2026-07')).slip, { grossOre: 2_275_817, claimsOre: 0 })
})

t.test('set-off is stopped by a person and resumed', async (t) => {
  const { suite, personId, sheet, pays } = await overpaid()
  const params = { personId, month: '2026-03' }
  const note = { reason: 'appeal', note: 'The appeal has suspensive effect.' }
  const stop = () => suite.call(stopSetOff, { params, body: note, as: as('enterer') })
  const resume = () => suite.call(resumeSetOff, { params, as: as('enterer') })
  t.match(await resume(), { status: 409, code: 'set-off-not-stopped' })
  const stopped = { ...note, from: '2026-05-04', stoppedBy: /anne/ }
  t.match(await stop(), { status: 200, body: { openOre: CLAIM, stop: stopped } })
  t.match(await stop(), { status: 409, code: 'set-off-stopped' })
  t.match((await suite.make(listClaims)).body.items, [{ personId, stop: stopped }])
  await follow(suite, sheet('2026-05'), sheet('2026-06'))
  t.same(setOffOf((await pays('2026-05')).slip), [])
  t.match(await resume(), { status: 200, body: { stop: null } })
  t.same(setOffOf((await pays('2026-06')).slip), [-227_581])
  t.match(await stop(), { status: 200 }, 'and once more')
})

t.test(
  'POL15: three years after the payment the claim is told as time-barred, from its day',
  async (t) => {
    const { suite, personId } = await overpaid()
    const paidOn = '2026-04-10'
    const params = { personId, month: '2026-03' }
    const first = async () => (await suite.make(listClaims)).body.items[0]
    t.match(await first(), { stop: null, timeBarredFrom: '2029-04-11' }, `first paid on ${paidOn}`)
    await on('2029-04-10')
    t.match(await first(), { stop: null }, 'the last day')
    await on('2029-04-11')
    const barred = {
      reason: 'time-barred',
      from: '2029-04-11',
      stoppedBy: null,
      note: /2026-04-10/,
    }
    t.match(await first(), { openOre: CLAIM, stop: barred })
    t.match(await claimOf(suite, personId), { stop: barred })
    const resume = await suite.call(resumeSetOff, { params, as: as('enterer') })
    t.match(resume, { status: 409, code: 'set-off-not-stopped' }, 'no person stopped it')
    const note = { reason: 'other', note: 'Closed in the books.' }
    const own = { ...note, from: '2029-04-11', stoppedBy: /anne/ }
    const stopped = await suite.call(stopSetOff, { params, body: note, as: as('enterer') })
    t.match(stopped, { status: 200, body: { stop: own } }, 'a person can say more')
    t.match(await first(), { stop: own })
    const resumed = await suite.call(resumeSetOff, { params, as: as('enterer') })
    t.match(resumed, { status: 200, body: { stop: barred } }, 'resumed, the law still stops it')
  },
)

t.test('§ 25 second paragraph: what is to be paid back by decision is not set off', async (t) => {
  const { suite, personId, sheet, pays } = await overpaid()
  const params = { personId, month: '2026-03' }
  const body = { decidedOn: '2026-05-04', reference: '2026/1310' }
  const decide = (more: object = {}) =>
    suite.call(demandRepayment, { params, body: { ...body, ...more }, as: as('enterer') })
  t.match(await decide({ decidedOn: '2026-05-05' }), { status: 422, code: 'day-in-future' })
  const made = await decide()
  t.match(made, { status: 201, body: { kind: 'repayment', amountOre: CLAIM, isClosed: false } })
  t.match(await decide(), { status: 409, code: 'claim-demanded' })
  await follow(suite, sheet('2026-05'), sheet('2026-06'), sheet('2026-07'))
  t.same(setOffOf((await pays('2026-05')).slip), [])

  const recover = (more: object) =>
    suite.call(recoverClaim, {
      params: { personId, demandId: made.body.demandId },
      body: { amountOre: 100_000, receivedOn: '2026-06-01', ...more },
      as: as('enterer'),
    })
  t.match(await recover({ amountOre: CLAIM + 1 }), { status: 422, code: 'more-than-claim' })
  t.match(await recover({ receivedOn: '2026-06-02' }), { status: 422, code: 'day-in-future' })
  t.match(await recover({ amountOre: 0 }), { status: 400, code: 'invalid-request' })
  t.match(await recover({}), { status: 201, body: { receivedOre: 100_000, isClosed: false } })
  t.match(await claimOf(suite, personId), {
    ...{ openOre: CLAIM - 100_000, recoveredOre: 100_000, demand: 'repayment' },
    demands: [{ demandId: made.body.demandId, receivedOre: 100_000 }],
    history: [{ kind: 'found' }, { kind: 'recovered', amountOre: -100_000, payRunId: null }],
  })
  const june = await pays('2026-06')
  t.match(june.slip, { grossOre: 2_275_817, claimsOre: 0 }, 'what came in raises no new claim')
  t.same(setOffOf(june.slip), [])
  t.match(await recover({ amountOre: 0, isLast: true }), { status: 201, body: { isClosed: true } })
  t.match(await recover({}), { status: 409, code: 'demand-closed' })
  const stale = { params: { personId, demandId: made.body.demandId }, ifMatch: 1 }
  const late = { body: { amountOre: 1, receivedOn: '2026-06-01' }, as: as('enterer') }
  t.match(await suite.call(recoverClaim, { ...stale, ...late }), { status: 412, code: 'stale' })
  t.same(setOffOf((await pays('2026-07')).slip), [-227_581], 'what is left is set off again')
})

t.test(
  '§ 25 third paragraph: a refund claimed of NAV lowers the claim when it comes',
  async (t) => {
    const { suite, personId } = await overpaid()
    const params = { personId, month: '2026-03' }
    const { bodyExample } = claimRefund
    const claim = (more: object = {}) =>
      suite.call(claimRefund, {
        params,
        body: { ...bodyExample, claimedOn: '2026-05-04', ...more },
        as: as('enterer'),
      })
    t.match(await claim({ amountOre: CLAIM + 1 }), { status: 422, code: 'more-than-claim' })
    t.match(await claim({ claimedOn: '2026-05-05' }), { status: 422, code: 'day-in-future' })
    const made = await claim()
    t.match(made, { status: 201, body: { kind: 'refund', benefit: 'arbeidsavklaringspenger' } })
    t.match(await claim(), { status: 409, code: 'claim-demanded' })
    const all = { amountOre: 40_000, receivedOn: '2026-05-04' }
    const came = await suite.call(recoverClaim, {
      params: { personId, demandId: made.body.demandId },
      body: all,
      as: as('enterer'),
    })
    t.match(came, { status: 201, body: { receivedOre: 40_000, isClosed: true } }, 'all of it')
    t.match(await claimOf(suite, personId), { openOre: CLAIM - 40_000, demand: null })
  },
)

t.test('a month without a claim has none to stop, demand or recover', async (t) => {
  const { suite, personId, sheet, pays } = await overpaid()
  const params = { personId, month: '2026-04' }
  const body = { reason: 'other', note: 'No claim here.' }
  t.equal((await suite.call(stopSetOff, { params, body })).status, 404)
  t.equal((await suite.call(getClaims, { params: { personId: newId() } })).status, 404)
  await follow(suite, sheet('2026-03'), sheet('2026-05'))
  await pays('2026-05')
  const march = { personId, month: '2026-03' }
  for (const [contract, given] of [
    [stopSetOff, body],
    [demandRepayment, { decidedOn: '2026-06-01', reference: 'x' }],
    [claimRefund, { ...claimRefund.bodyExample, claimedOn: '2026-06-01' }],
  ] as const) {
    const answer = await suite.call(contract, { params: march, body: given, as: as('enterer') })
    t.match(answer, { status: 409, code: 'no-open-claim' }, contract.id)
  }
})

t.test('claims are listed in pages; a protected person’s is seen with the scope', async (t) => {
  const { suite, personId } = await overpaid()
  const params = { personId }
  const other = newId()
  await follow(suite, started(suite.tenant, other, { protected: true }))
  const [first] = (await suite.make(listClaims, { query: { limit: 1 } })).body.items
  t.match(first, { personId, month: '2026-03', openOre: CLAIM })
  await follow(suite, started(suite.tenant, personId, { protected: true }))
  t.same((await suite.make(listClaims)).body.items, [])
  t.equal((await suite.call(getClaims, { params })).status, 404)
  const open = { ...as('enterer'), scopes: [...as('enterer').scopes, 'fotfeste:protected.read'] }
  t.match((await suite.make(listClaims, { as: open })).body.items, [{ personId }])
  t.match((await suite.make(getClaims, { params, as: open })).body.items, [{ personId }])
})
