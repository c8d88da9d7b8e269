import type { CloudEvent } from '@fotfeste/contracts/feed.ts'
import { feedContract } from '@fotfeste/contracts/feed.ts'
import { importAttendance } from '@fotfeste/contracts/introduction/attendance.ts'
import { getControlTotals } from '@fotfeste/contracts/introduction/control-totals.ts'
import {
  approveTimesheet,
  correctTimesheet,
  getTimesheet,
  listTimesheets,
  registerIncome,
  sealTimesheet,
} from '@fotfeste/contracts/introduction/timesheets.ts'
import { service } from '@fotfeste/testing/harness.ts'
import { freshTenant } from '@fotfeste/testing/token.ts'
import t from 'tap'
import { introduction } from '../src/app.ts'
import { present, seal, start, workingDays } from './factories.ts'
import { settle } from './settled.ts'

const suite = await service(t, introduction)
const month = '2026-02'
const approver = { sub: 'adviser' }
const nothing = { enrolmentId: '019b0000-0000-7000-8000-000000000000', month }
const open = async (more: Record<string, unknown> = {}) => ({
  enrolmentId: (await start(suite, more)).enrolmentId,
  month,
})
const system = {
  tenant: null,
  sub: null,
  clientId: 'fotfeste-payroll',
  scopes: ['fotfeste:system.feed'],
}

t.test('an open timesheet names the working days with nothing recorded', async (t) => {
  const params = await open()
  const read = await suite.call(getTimesheet, { params })
  t.match(read, { status: 200, body: { state: 'open', revision: 1, recordedDays: 0 } })
  t.same(read.body.unrecordedDays, workingDays(month))
  t.equal((await suite.call(getTimesheet, { params: nothing })).status, 404)
  const before = { ...params, month: '2025-12' }
  t.equal((await suite.call(getTimesheet, { params: before })).status, 404)
})

t.test('timesheets are found by month and state, page by page', async (t) => {
  const { enrolmentId } = await seal(suite)
  const query = { month, state: 'sealed', limit: 1 }
  const first = await suite.call(listTimesheets, { query })
  t.match(first.body, { items: [{ enrolmentId, state: 'sealed', recordedDays: 0 }], next: null })
  const other = await seal(suite)
  const page = await suite.call(listTimesheets, { query })
  const next = await suite.call(listTimesheets, { query: { ...query, cursor: page.body.next } })
  t.match(next.body, { items: [{ enrolmentId: other.enrolmentId }], next: null })
})

t.test('N40, N41: paid work and benefits of the month are kept and can be replaced', async (t) => {
  const params = await open()
  const body = registerIncome.bodyExample
  const given = await suite.call(registerIncome, { params, body, ifMatch: 1 })
  t.match(given, { status: 200, body: { ...body, version: 2 } })
  t.match(await suite.call(registerIncome, { params, body, ifMatch: 1 }), { status: 412 })
  const days = [{ date: '2026-02-03', minutes: 120 }]
  const byDay = { paidWork: { minutes: 120, wageOre: null, days }, benefits: [] }
  const replaced = await suite.call(registerIncome, { params, body: byDay })
  t.match(replaced.body, { ...byDay, version: 3 })
  t.equal((await suite.call(registerIncome, { params: nothing, body })).status, 404)
})

const work = { minutes: 120, wageOre: 10_000, days: null }
const wrongIncomes: [string, object, string][] = [
  ['wage-missing', { paidWork: { ...work, wageOre: 0 }, benefits: [] }, '/paidWork/wageOre'],
  [
    'does-not-add-up',
    { paidWork: { ...work, days: [{ date: '2026-02-03', minutes: 60 }] }, benefits: [] },
    '/paidWork/minutes',
  ],
  [
    'not-in-month',
    { paidWork: { ...work, days: [{ date: '2026-03-03', minutes: 120 }] }, benefits: [] },
    '/paidWork/days/0/date',
  ],
  [
    'earned-before-unknown',
    {
      paidWork: null,
      benefits: [{ kind: 'dagpenger', amountOre: 1, earnedBeforeProgramme: null }],
    },
    '/benefits/0/earnedBeforeProgramme',
  ],
]
t.test('income is refused with its reason and its place', async (t) => {
  const params = await open()
  for (const [code, body, pointer] of wrongIncomes) {
    const refused = await suite.call(registerIncome, { params, body })
    t.match(refused, { status: 422, code, body: { errors: [{ in: 'body', pointer }] } })
  }
  const sealed = { params: await seal(suite), body: registerIncome.bodyExample }
  t.match(await suite.call(registerIncome, sealed), { status: 409, code: 'month-sealed' })
})

t.test('TS-T3: a month is sealed when it is finished and whole', async (t) => {
  const params = await open()
  const body = { daysWithoutProgramme: [] as string[] }
  const now = { ...params, month: '2026-03' }
  t.match(await suite.call(sealTimesheet, { params: now, body }), {
    status: 422,
    code: 'month-not-finished',
    body: { detail: /2026-03-31/ },
  })
  const future = { ...params, month: '2026-08' }
  t.match(await suite.call(sealTimesheet, { params: future, body }), {
    status: 422,
    code: 'month-not-finished',
  })
  const missing = await suite.call(sealTimesheet, { params, body })
  t.match(missing, { status: 422, code: 'attendance-missing' })
  t.match(missing.body.errors, [{ pointer: '/daysWithoutProgramme' }])
  t.equal((await suite.call(sealTimesheet, { params: nothing, body })).status, 404)
  t.match(await suite.call(sealTimesheet, { params, body, ifMatch: 2 }), { status: 412 })
  const days = workingDays(month).slice(0, 19).map(present)
  const { enrolmentId } = params
  await suite.make(importAttendance, { params: { enrolmentId }, body: { days } })
  const named = { daysWithoutProgramme: ['2026-02-27'] }
  const sealed = await suite.call(sealTimesheet, { params, body: named, ifMatch: 1 })
  t.match(sealed, { status: 200, body: { state: 'sealed', version: 2, unrecordedDays: [] } })
  t.match(await suite.call(sealTimesheet, { params, body: named }), {
    status: 409,
    code: 'timesheet-not-open',
  })
})

t.test('a sealed month is approved by another person, never by a machine', async (t) => {
  const params = await seal(suite)
  const asked = { params, body: {} }
  const same = await suite.call(approveTimesheet, asked)
  t.match(same, { status: 403, code: 'same-actor' })
  const machine = await suite.call(approveTimesheet, { ...asked, as: { sub: null } })
  t.match(machine, { status: 403, code: 'needs-a-person' })
  const stale = await suite.call(approveTimesheet, { ...asked, as: approver, ifMatch: 1 })
  t.match(stale, { status: 412 })
  const missing = { params: nothing, body: {}, as: approver }
  t.equal((await suite.call(approveTimesheet, missing)).status, 404)
  const approved = await suite.call(approveTimesheet, { ...asked, as: approver, ifMatch: 2 })
  t.match(approved, { status: 200, body: { state: 'approved', approvedOn: '2026-03-16' } })
  t.match(approved.body.steps, [{ step: 'seal' }, { step: 'approve', on: '2026-03-16' }])
  const again = await suite.call(approveTimesheet, { ...asked, as: approver })
  t.match(again, { status: 409, code: 'timesheet-not-sealed' })
})

t.test('two approvals with one ETag: one wins', async (t) => {
  const params = await seal(suite)
  const answers = await Promise.all(
    ['adviser', 'leader'].map((sub) =>
      suite.call(approveTimesheet, { params, body: {}, as: { sub }, ifMatch: 2 }),
    ),
  )
  t.same(answers.map(({ status }) => status).sort(), [200, 412])
  const { rows } = await suite.owner.query(
    `select count(*)::int as told from system.feed where type = 'TimesheetApproved' and data ->> 'enrolmentId' = $1`,
    [params.enrolmentId],
  )
  t.same(rows, [{ told: 1 }])
})

t.test(
  'an open month cannot be reopened; a sealed one goes back without a new revision',
  async (t) => {
    const params = await open()
    const body = { reason: 'A day was wrong.' }
    t.match(await suite.call(correctTimesheet, { params, body }), {
      status: 409,
      code: 'timesheet-open',
    })
    t.equal((await suite.call(correctTimesheet, { params: nothing, body })).status, 404)
    const sealed = await seal(suite)
    t.match(await suite.call(correctTimesheet, { params: sealed, body, ifMatch: 1 }), {
      status: 412,
    })
    const back = await suite.call(correctTimesheet, { params: sealed, body, ifMatch: 2 })
    t.match(back, { status: 200, body: { state: 'open', revision: 1, sealedBy: null } })
    t.match(back.body.steps.at(-1), { step: 'correct', reason: body.reason })
  },
)

t.test('the month in which the programme ends tells its last day', async (t) => {
  const params = await open({ plannedEnd: '2026-02-13' })
  const daysWithoutProgramme = workingDays(month).filter((day) => day <= '2026-02-13')
  await suite.make(sealTimesheet, { params, body: { daysWithoutProgramme } })
  await suite.make(approveTimesheet, { params, body: {}, as: approver })
  const feed = await suite.call(feedContract('introduction'), { query: { limit: 500 } })
  const told = (feed.body as CloudEvent[]).filter(
    ({ type, data }) => type === 'TimesheetApproved' && data['enrolmentId'] === params.enrolmentId,
  )
  t.match(told, [{ data: { participant: { programmeEnd: '2026-02-13' }, plannedDays: [] } }])
})

t.test(
  'control totals count approved months, protected persons too, and name who lacks one',
  async (t) => {
    const tenant = suite.tenant
    const asked = { query: { tenant, month }, as: system }
    const before = await suite.call(getControlTotals, asked)
    t.equal(before.status, 200)
    const personId = await settle(suite, { protected: true })
    const scopes = ['read', 'write'].map((act) => `fotfeste:introduction.${act}`)
    const as = { scopes: [...scopes, 'fotfeste:protected.read'] }
    const hidden = {
      ...suite,
      make: (contract: never, more: object) => suite.make(contract, { ...more, as }),
    }
    const { enrolmentId } = await start(hidden as never, { personId })
    const between = await suite.call(getControlTotals, asked)
    t.match(between.body.withoutApproval.at(-1), { enrolmentId, personId })
    const days = workingDays(month).map(present)
    await suite.make(importAttendance, { params: { enrolmentId }, body: { days }, as })
    const params = { enrolmentId, month }
    await suite.make(sealTimesheet, { params, body: { daysWithoutProgramme: [] }, as })
    await suite.make(approveTimesheet, { params, body: {}, as: { ...as, ...approver } })
    const after = await suite.call(getControlTotals, asked)
    t.equal(after.body.timesheets, before.body.timesheets + 1)
    t.equal(after.body.presentMinutes, before.body.presentMinutes + 20 * 450)
    t.notOk(
      after.body.withoutApproval.some((one: { personId: string }) => one.personId === personId),
    )
    t.ok(Number(after.body.lastPosition) > Number(before.body.lastPosition))
    await suite.make(correctTimesheet, { params, body: { reason: 'A correction.' }, as })
    const reopened = await suite.call(getControlTotals, asked)
    t.equal(reopened.body.timesheets, after.body.timesheets, 'what was approved holds meanwhile')
  },
)

t.test('control totals are not for municipalities, and another one’s are its own', async (t) => {
  const query = { tenant: suite.tenant, month }
  const other = await suite.call(getControlTotals, {
    query: { tenant: freshTenant(), month },
    as: system,
  })
  t.match(other.body, { timesheets: 0, withoutApproval: [], lastPosition: '0' })
  t.match(await suite.call(getControlTotals, { query }), { status: 403, code: 'missing-scope' })
  const wrong = { query: { tenant: '123456789', month }, as: system }
  t.match(await suite.call(getControlTotals, wrong), {
    status: 400,
    body: { errors: [{ in: 'query', pointer: '/tenant' }] },
  })
})
