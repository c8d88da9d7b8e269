import { feedContract } from '@fotfeste/contracts/feed.ts'
import { registerBaseAmount } from '@fotfeste/contracts/payroll/base-amounts.ts'
import { baseAmountRegistered } from '@fotfeste/contracts/payroll/events.ts'
import {
  approvePayRun,
  cancelPayRun,
  getPaymentFile,
  getPayRun,
  listPayRuns,
  releasePayRun,
  startPayRun,
} from '@fotfeste/contracts/payroll/pay-runs.ts'
import { registerDebtorAccount, registerPayee } from '@fotfeste/contracts/payroll/payees.ts'
import { getPayslip, listPayslips } from '@fotfeste/contracts/payroll/payslips.ts'
import { plainDate } from '@fotfeste/domain/values/calendar.ts'
import { service } from '@fotfeste/testing/harness.ts'
import t from 'tap'
import { payroll } from '../src/app.ts'
import { calculatePayRuns } from '../src/jobs/calculate-pay-runs.ts'
import {
  approve,
  approved,
  as,
  calculateAll,
  calculated,
  cancel,
  digestOf,
  follow,
  municipality,
  newId,
  pay,
  release,
  type Suite,
  slipOf,
  started,
} from './factories.ts'

const base = await service(t, payroll, { today: '2026-05-04' })

const on = (date: string) => base.clock.set(plainDate(date))
const amounts = (slip: { lines: { amountOre: number }[] }) =>
  slip.lines.map((line) => line.amountOre)

t.test('X12: April, May at the old G, June with the differences, to the øre', async (t) => {
  const suite = municipality(base)
  const [full, absent] = [newId(), newId()]
  const late = { registeredOn: null }
  await suite.make(registerBaseAmount, { params: { year: '2026' }, body: late })
  const missed = { absences: [{ date: '2026-05-12', minutes: 240, kind: 'unexcused' }] }
  for (const month of ['2026-04', '2026-05', '2026-06']) {
    await follow(
      suite,
      approved(suite.tenant, { personId: full, month }),
      approved(suite.tenant, { personId: absent, month }, month === '2026-05' ? missed : {}),
    )
  }
  await pay(suite, full)
  await pay(suite, absent, '86011117947')

  await on('2026-05-04')
  const april = await calculated(suite, '2026-04')
  t.match(april, { state: 'calculated', payslips: 2, grossOre: 2 * 2169333, payDate: '2026-05-12' })
  await approve(suite, april.payRunId)
  await release(suite, april.payRunId)

  await on('2026-06-01')
  const may = await calculated(suite, '2026-05')
  t.match(may, { grossOre: 2169333 + 2113048, payDate: '2026-06-12' })
  t.same(amounts(await slipOf(suite, may.payRunId, absent)), [2169333, -56285])
  await approve(suite, may.payRunId)
  await on('2026-06-12')
  await release(suite, may.payRunId)

  await on('2026-06-15')
  const registered = { registeredOn: '2026-06-15' }
  await suite.make(registerBaseAmount, { params: { year: '2026' }, body: registered })
  await on('2026-07-01')
  const june = await calculated(suite, '2026-06')
  const slip = await slipOf(suite, june.payRunId, full)
  t.same(amounts(slip), [2275817, 106484])
  t.match(slip.lines[1], { code: 'retroactive-difference', month: '2026-05' })
  const recomputed = await slipOf(suite, june.payRunId, absent)
  t.same(amounts(recomputed), [2275817, 2216769 - 2113048], 'deductions are recomputed')
  t.equal(june.grossOre, 2275817 * 2 + 106484 + 103721)
  await approve(suite, june.payRunId)
  await release(suite, june.payRunId)

  await on('2026-08-03')
  const july = await calculated(suite, '2026-07')
  t.match(july, { payslips: 0, netOre: 0 }, 'each month is paid once, each difference once')
  const feed = await suite.make(feedContract('payroll'), {
    as: { scopes: ['fotfeste:events.read'] },
  })
  t.same(
    feed.body.map((event: { type: string }) => event.type),
    [
      baseAmountRegistered.type,
      'PayRunApproved',
      'PayRunReleased',
      'PayRunApproved',
      'PayRunReleased',
      baseAmountRegistered.type,
      'PayRunApproved',
      'PayRunReleased',
    ],
  )
})

t.test('a run waits until our copy of the feed is where introduction is', async (t) => {
  const suite = municipality(base)
  await on('2026-05-04')
  await follow(suite, approved(suite.tenant, { personId: newId(), month: '2026-04' }))
  const { body } = await suite.make(startPayRun, { body: { month: '2026-04' } })
  const params = { payRunId: body.payRunId }
  await calculateAll(suite, { lastPosition: '1000000' })
  const behind = (await suite.make(getPayRun, { params })).body
  t.match(behind, { state: 'waiting', reason: /feed is at 1000000/ })
  await calculateAll(suite, { timesheets: 2 })
  t.match((await suite.make(getPayRun, { params })).body, {
    state: 'waiting',
    reason: /2 approved timesheets for the month, our copy 1/,
  })
  await calculateAll(suite)
  t.match((await suite.make(getPayRun, { params })).body, {
    state: 'calculated',
    reason: null,
    payslips: 1,
  })
})

t.test(
  'a run waits while introduction is silent or not configured, and loses nothing',
  async (t) => {
    const suite = municipality(base)
    await on('2026-05-04')
    await follow(suite, approved(suite.tenant, { personId: newId(), month: '2026-04' }))
    const { body } = await suite.make(startPayRun, { body: { month: '2026-04' } })
    const silent = () => Promise.reject(new Error('no answer'))
    for (const controlTotals of [silent, null]) {
      const job = calculatePayRuns({ kit: suite.kit, controlTotals, pageSize: 500 })
      await job.run(new AbortController().signal)
      const run = (await suite.make(getPayRun, { params: { payRunId: body.payRunId } })).body
      t.match(run, { state: 'waiting', reason: /^Introduction does not answer/, version: 2 })
    }
    await calculateAll(suite)
    const run = (await suite.make(getPayRun, { params: { payRunId: body.payRunId } })).body
    t.match(run, { state: 'calculated', payslips: 1 })
  },
)

t.test('blocked persons are lines, not a failed run, and come along in the next', async (t) => {
  const suite = municipality(base)
  await on('2026-05-04')
  const [noTimesheet, noPayee, wrong] = [newId(), newId(), newId()]
  await follow(
    suite,
    started(suite.tenant, noTimesheet),
    approved(suite.tenant, { personId: noPayee, month: '2026-04' }),
    approved(
      suite.tenant,
      { personId: wrong, month: '2026-04' },
      { absences: [{ date: '2026-04-04', wholeDay: true, kind: 'unexcused' }] },
    ),
  )
  await pay(suite, noTimesheet)
  const run = await calculated(suite, '2026-04', {
    withoutApproval: [{ personId: noTimesheet as never }],
  })
  t.match(run, { payslips: 3, payable: 0, blocked: 3, grossOre: 0, netOre: 0 })
  t.match(await slipOf(suite, run.payRunId, noTimesheet), {
    state: 'blocked',
    reasons: [{ code: 'no-approved-timesheet', month: '2026-04' }],
    lines: [],
  })
  t.match(await slipOf(suite, run.payRunId, noPayee), {
    state: 'blocked',
    reasons: [{ code: 'no-payee' }],
    grossOre: 2169333,
    netOre: 0,
  })
  t.match(await slipOf(suite, run.payRunId, wrong), {
    reasons: [{ code: 'not-a-programme-day', detail: /2026-04-04 is a Saturday or Sunday/ }],
  })
  await approve(suite, run.payRunId)
  await release(suite, run.payRunId)
  const file = await suite.call(getPaymentFile, {
    params: { payRunId: run.payRunId },
    as: {
      scopes: ['fotfeste:payroll.approve', 'fotfeste:identity.read', 'fotfeste:protected.read'],
    },
  })
  t.match(file, { status: 409, code: 'nothing-to-pay' })

  await pay(suite, noPayee)
  await on('2026-06-01')
  await follow(suite, approved(suite.tenant, { personId: noTimesheet, month: '2026-04' }))
  const next = await calculated(suite, '2026-05')
  t.match(next, { payable: 2, grossOre: 2 * 2169333 })
  t.match((await slipOf(suite, next.payRunId, noPayee)).lines, [
    { month: '2026-04', code: 'introduction-benefit', amountOre: 2169333 },
  ])
})

t.test(
  'corrections: more absence is a claim, the claim goes when it is corrected back',
  async (t) => {
    const suite = municipality(base)
    await on('2026-05-04')
    const personId = newId()
    const [timesheetId, enrolmentId] = [newId(), newId()]
    const version = (number: number, absences: object[]) =>
      approved(
        suite.tenant,
        { personId, month: '2026-04' },
        { timesheetId, enrolmentId, version: number, absences },
      )
    const missed = { date: '2026-04-07', wholeDay: true, kind: 'unexcused' }
    await follow(suite, version(1, []))
    await pay(suite, personId)
    const april = await calculated(suite, '2026-04')
    await approve(suite, april.payRunId)
    await release(suite, april.payRunId)

    await follow(suite, version(2, [missed]))
    await on('2026-06-01')
    const may = await calculated(suite, '2026-05')
    t.match(may, { payslips: 1, netOre: 0, claimsOre: 72311 })
    t.match(await slipOf(suite, may.payRunId, personId), {
      state: 'nothing-to-pay',
      claimsOre: 72311,
    })
    await approve(suite, may.payRunId)
    await release(suite, may.payRunId)

    await follow(suite, version(3, []))
    await on('2026-07-01')
    const june = await calculated(suite, '2026-06')
    t.match(june, { netOre: 0, claimsOre: 0 })
    const { rows } = await suite.owner.query(
      'select sum(amount_ore)::int as open from claim_change where tenant = $1 and counts',
      [suite.tenant],
    )
    t.same(rows, [{ open: 0 }])
  },
)

t.test('four eyes: each step refuses who may not take it', async (t) => {
  const suite = municipality(base)
  await on('2026-05-04')
  const personId = newId()
  await follow(suite, approved(suite.tenant, { personId, month: '2026-04' }))
  await pay(suite, personId)
  const { payRunId } = await calculated(suite, '2026-04')
  const params = { payRunId }
  const early = await suite.call(releasePayRun, { params, as: as('releaser') })
  t.match(early, { status: 409, code: 'pay-run-state' })
  const body = { digest: await digestOf(suite, payRunId) }
  const own = await suite.call(approvePayRun, { params, body, as: as('starter') })
  t.match(own, { status: 403, code: 'same-actor' })
  const asMachine = { ...as('approver'), sub: null }
  const machine = await suite.call(approvePayRun, { params, body, as: asMachine })
  t.match(machine, { status: 403, code: 'needs-a-person' })
  const without = { ...as('approver'), scopes: ['fotfeste:payroll.write'] }
  t.match(await suite.call(approvePayRun, { params, body, as: without }), {
    status: 403,
    code: 'missing-scope',
  })
  await approve(suite, payRunId)
  t.match(await suite.call(approvePayRun, { params, body, as: as('approver') }), {
    status: 409,
    code: 'pay-run-state',
  })
  for (const who of ['starter', 'enterer'] as const) {
    t.match(await suite.call(releasePayRun, { params, as: as(who) }), {
      status: 403,
      code: 'same-actor',
    })
  }
  t.match(await suite.call(releasePayRun, { params, as: as('approver') }), {
    status: 409,
    code: 'no-debtor-account',
  })
  await suite.make(registerDebtorAccount, { body: registerDebtorAccount.bodyExample })
  await on('2026-05-13')
  t.match(await suite.call(releasePayRun, { params, as: as('approver') }), {
    status: 422,
    code: 'pay-date-past',
  })
  await on('2026-05-12')
  const gone = await suite.call(releasePayRun, { params, as: as('approver') })
  t.match(gone, { status: 200, body: { state: 'released', releasedOn: '2026-05-12' } })
  const reason = { reason: 'Too late.' }
  t.match(await suite.call(cancelPayRun, { params, body: reason }), {
    status: 409,
    code: 'pay-run-state',
  })
})

t.test('two persons see a run that a machine had calculated (I12)', async (t) => {
  const suite = municipality(base)
  await on('2026-05-04')
  const personId = newId()
  await follow(suite, approved(suite.tenant, { personId, month: '2026-04' }))
  await pay(suite, personId)
  await suite.make(registerDebtorAccount, {
    body: registerDebtorAccount.bodyExample,
    as: as('enterer'),
  })
  const machine = { sub: null, scopes: ['fotfeste:payroll.write'] }
  const body = { month: '2026-04' }
  const { payRunId } = (await suite.make(startPayRun, { body, as: machine })).body
  await calculateAll(suite)
  await approve(suite, payRunId)
  const params = { payRunId }
  t.match(await suite.call(releasePayRun, { params, as: as('approver') }), {
    status: 403,
    code: 'same-actor',
  })
  t.match(await suite.call(releasePayRun, { params, as: as('releaser') }), { status: 200 })
})

t.test('a payee or a timesheet that came after the calculation stops approval', async (t) => {
  const suite = municipality(base)
  await on('2026-05-04')
  const personId = newId()
  await follow(suite, approved(suite.tenant, { personId, month: '2026-04' }))
  await pay(suite, personId)
  const { payRunId, digest } = await calculated(suite, '2026-04')
  const params = { payRunId }
  const ask = (body: object) => suite.call(approvePayRun, { params, body, as: as('approver') })
  const wrong = await ask({ digest: digest.replace(/./g, '0') })
  t.match(wrong, { status: 409, code: 'simulation-changed' })
  await pay(suite, personId, '86011117947')
  t.match(await ask({ digest }), { status: 409, code: 'simulation-changed' })
  await cancel(suite, payRunId)
  const { newerFacts: none, ...again } = await calculated(suite, '2026-04')
  t.same(none, [])
  const newest = (await suite.make(listPayRuns, { query: { limit: 1 } })).body
  const cursor = newest.next as string
  const older = (await suite.make(listPayRuns, { query: { limit: 1, cursor } })).body
  t.match([...newest.items, ...older.items], [again, { payRunId, state: 'cancelled' }])
  t.equal(older.next, null)
  t.match(again, { grossOre: 2169333 }, 'nothing of a cancelled run counts as paid')
  await follow(suite, approved(suite.tenant, { personId: newId(), month: '2026-04' }))
  const late = { params: { payRunId: again.payRunId }, body: { digest: again.digest } }
  t.match(await suite.call(approvePayRun, { ...late, as: as('approver') }), {
    status: 409,
    code: 'simulation-changed',
  })
})

t.test('starting: arrears, one run at a time, a banking day from today on', async (t) => {
  const suite = municipality(base)
  await on('2026-05-04')
  const start = (body: object, key?: string) =>
    suite.call(startPayRun, { body, ...(key ? { key } : {}) })
  t.match(await start({ month: '2026-05' }), { status: 422, code: 'month-not-over' })
  t.match(await start({ month: '2026-04', payDate: '2026-05-01' }), {
    status: 422,
    code: 'pay-date-past',
  })
  t.match(await start({ month: '2026-04', payDate: '2026-05-17' }), {
    status: 422,
    code: 'not-a-banking-day',
  })
  t.match(await start({ month: '2026-13' }), { status: 400, code: 'invalid-request' })
  const first = await start({ month: '2026-04' }, 'one-key')
  t.match(first, { status: 202, body: { state: 'draft', payDate: '2026-05-12' } })
  const second = await start({ month: '2026-04' }, 'one-key')
  t.equal(second.headers.get('idempotency-replayed'), 'true')
  t.same(second.body, first.body)
  t.match(await start({ month: '2026-03' }), { status: 409, code: 'pay-run-open' })
  await calculateAll(suite)
  await approve(suite, first.body.payRunId)
  await release(suite, first.body.payRunId)
  t.match(await start({ month: '2026-04', payDate: '2026-05-12' }), {
    status: 409,
    code: 'pay-run-exists',
  })
  const list = await suite.make(listPayRuns, { query: { month: '2026-04' } })
  t.match(list.body, { items: [{ payRunId: first.body.payRunId }], next: null })
})

t.test('two that start at once: one run; two that approve at once: one wins', async (t) => {
  const suite = municipality(base)
  await on('2026-05-04')
  const both = await Promise.all(
    [1, 2].map(() => suite.call(startPayRun, { body: { month: '2026-04' }, as: as('starter') })),
  )
  t.same(both.map(({ status }) => status).sort(), [202, 409])
  await calculateAll(suite)
  const payRunId = both.find(({ status }) => status === 202)?.body.payRunId
  const run = (await suite.make(getPayRun, { params: { payRunId } })).body
  const asked = { params: { payRunId }, ifMatch: run.version }
  const body = { digest: run.digest }
  const approvals = await Promise.all(
    (['approver', 'releaser'] as const).map((who) =>
      suite.call(approvePayRun, { ...asked, body, as: as(who) }),
    ),
  )
  t.same(approvals.map(({ status }) => status).sort(), [200, 412])
  const stale = { status: 412, code: 'stale' }
  t.match(await suite.call(releasePayRun, asked), stale)
  t.match(await suite.call(cancelPayRun, { ...asked, body: { reason: 'x' } }), stale)
})

t.test('the same key posts one run also when both arrive together', async (t) => {
  const suite = municipality(base)
  await on('2026-05-04')
  const both = await Promise.all(
    [1, 2].map(() => suite.call(startPayRun, { body: { month: '2026-04' }, key: 'k' })),
  )
  t.same(
    both.map(({ status }) => status),
    [202, 202],
  )
  t.equal(both[0]?.body.payRunId, both[1]?.body.payRunId)
})

t.test('a protected person is paid and counted, and seen only with the scope', async (t) => {
  const suite = municipality(base)
  await on('2026-05-04')
  const personId = newId()
  await follow(suite, approved(suite.tenant, { personId, month: '2026-04' }))
  await pay(suite, personId)
  await follow(suite, started(suite.tenant, personId, { protected: true }))
  const open = { ...as('enterer'), scopes: [...as('enterer').scopes, 'fotfeste:protected.read'] }
  const hidden = { params: { personId }, body: { name: 'X', accountNumber: '76940512057' } }
  t.equal((await suite.call(registerPayee, hidden)).status, 404)
  const run = await calculated(suite, '2026-04')
  t.match(run, { payslips: 1, payable: 1, grossOre: 2169333 })
  const params = { payRunId: run.payRunId }
  t.same((await suite.make(listPayslips, { params })).body.items, [])
  const seen = (await suite.make(listPayslips, { params, as: open })).body.items
  t.match(seen, [{ personId }])
  const payslipId = seen[0].payslipId
  t.equal((await suite.call(getPayslip, { params: { payslipId } })).status, 404)
  await approve(suite, run.payRunId)
  await suite.make(registerDebtorAccount, { body: registerDebtorAccount.bodyExample })
  const own = await suite.call(releasePayRun, { params, as: as('enterer') })
  t.match(own, { status: 403, code: 'same-actor' }, 'the check is about everyone in the run')
})

t.test(
  'a run that stops on an error says so, holds up nobody and goes on when it can',
  async (t) => {
    const [broken, sound] = [municipality(base), municipality(base)]
    await on('2026-05-04')
    const personId = newId()
    for (const suite of [broken, sound]) {
      await follow(suite, approved(suite.tenant, { personId, month: '2026-04' }))
      await pay(suite, personId)
    }
    const start = async (suite: Suite) =>
      (await suite.make(startPayRun, { body: { month: '2026-04' }, as: as('starter') })).body
        .payRunId
    const runs = [await start(broken), await start(sound)]
    const spoil = (facts: string) =>
      base.owner.query(`update programme_facts set facts = ${facts} where tenant = $1`, [
        broken.tenant,
      ])
    await spoil(`facts - 'household'`)
    await t.rejects(calculateAll(base))
    const read = async (suite: Suite, at: number) =>
      (await suite.make(getPayRun, { params: { payRunId: runs[at] } })).body
    t.match(await read(broken, 0), { state: 'waiting', reason: /stopped on an error/ })
    t.match(await read(sound, 1), { state: 'calculated', payable: 1 })
    await spoil(`facts || '{"household": [{"from": "2026-01-12", "livesWithParent": false,
    "partnerInProgramme": false, "hasChildren": false}]}'`)
    await calculateAll(base)
    t.match(await read(broken, 0), { state: 'calculated', reason: null, payable: 1 })
  },
)
