import type { CloudEvent } from '@fotfeste/contracts/feed.ts'
import { feedContract } from '@fotfeste/contracts/feed.ts'
import { recordAttendance } from '@fotfeste/contracts/introduction/attendance.ts'
import {
  addInterruption,
  endEnrolment,
  extendEnrolment,
  getEnrolment,
  registerHousehold,
} from '@fotfeste/contracts/introduction/enrolments.ts'
import {
  correctTimesheet,
  getTimesheet,
  listTimesheets,
  sealTimesheet,
} from '@fotfeste/contracts/introduction/timesheets.ts'
import { service } from '@fotfeste/testing/harness.ts'
import t from 'tap'
import { introduction } from '../src/app.ts'
import { decide, present, seal, start, workingDays } from './factories.ts'
import { settle } from './settled.ts'

const suite = await service(t, introduction)
const nothing = { enrolmentId: '019b0000-0000-7000-8000-000000000000' }
const caseReference = '26/00431-2'

const lastEvent = async (subject: string) => {
  const feed = await suite.call(feedContract('introduction'), { query: { limit: 500 } })
  return (feed.body as CloudEvent[]).filter((event) => event.subject === subject).at(-1)
}
const running = async (more: Record<string, unknown> = {}) => {
  const { enrolmentId } = await start(suite, more)
  return { enrolmentId }
}
const leave = {
  kind: 'unpaid-leave',
  from: '2026-04-01',
  to: '2026-05-31',
  noticeReceivedOn: '2026-03-10',
  caseReference,
}

t.test('N31: leave is registered, told, and makes the programme longer', async (t) => {
  const params = await running()
  const added = await suite.call(addInterruption, { params, body: leave, ifMatch: 2 })
  // 37 working days: April 2026 has 19 outside § 17, May 18.
  t.match(added, {
    status: 201,
    body: { version: 3, addedWorkingDays: 37, interruptions: [leave], longestEnd: '2028-03-03' },
  })
  t.match(await lastEvent(params.enrolmentId), {
    type: 'ProgrammeFactsChanged',
    data: {
      changedFrom: '2026-04-01',
      participant: {
        interruptions: [{ from: leave.from, to: leave.to, kind: 'unpaid-leave' }],
      },
    },
  })
  t.match(await suite.call(addInterruption, { params, body: leave, ifMatch: 2 }), { status: 412 })
  t.match(await suite.call(addInterruption, { params, body: leave }), {
    status: 409,
    code: 'interruptions-overlap',
  })
})

t.test('two interruptions of the same days at once: one wins', async (t) => {
  const params = await running()
  const answers = await Promise.all(
    [1, 2].map(() => suite.call(addInterruption, { params, body: leave })),
  )
  t.same(answers.map(({ status }) => status).sort(), [201, 409])
})

const refusedLeave: [number, string, Record<string, unknown>][] = [
  [422, 'outside-programme', { from: '2026-01-11' }],
  [422, 'leave-too-long', { to: '2027-04-02' }],
  [
    422,
    'benefit-stop-backdated',
    { kind: 'illness-without-benefit', noticeReceivedOn: '2026-04-02' },
  ],
  [409, 'attendance-recorded', { from: '2026-03-02' }],
]
t.test('leave is refused with its reason', async (t) => {
  const params = await running()
  await suite.make(recordAttendance, { params, body: present('2026-03-02') })
  for (const [status, code, change] of refusedLeave) {
    const refused = await suite.call(addInterruption, { params, body: { ...leave, ...change } })
    t.match(refused, { status, code })
  }
  const backwards = { ...leave, from: '2026-06-01' }
  t.match(await suite.call(addInterruption, { params, body: backwards }), {
    status: 400,
    body: { errors: [{ pointer: '/to' }] },
  })
  t.equal((await suite.call(addInterruption, { params: nothing, body: leave })).status, 404)
  const notBegun = { enrolmentId: (await decide(suite)).enrolmentId }
  t.match(await suite.call(addInterruption, { params: notBegun, body: leave }), {
    status: 409,
    code: 'not-started',
  })
})

t.test('a sealed month keeps its facts until it is reopened', async (t) => {
  const month = await seal(suite)
  const params = { enrolmentId: month.enrolmentId }
  const early = { ...leave, from: '2026-02-10', to: '2026-02-20' }
  const household = { ...registerHousehold.bodyExample, from: '2026-02-01' }
  for (const [contract, body] of [
    [addInterruption, early],
    [registerHousehold, household],
    [endEnrolment, { endedOn: '2026-02-27', reason: 'goal-reached', caseReference }],
  ] as const) {
    const refused = await suite.call(contract, { params, body })
    t.match(refused, { status: 409, code: 'month-sealed' })
  }
  const reopen = { params: month, body: correctTimesheet.bodyExample }
  await suite.make(correctTimesheet, reopen)
  t.equal((await suite.call(registerHousehold, { params, body: household })).status, 200)
  t.equal((await suite.call(addInterruption, { params, body: early })).status, 201)
})

t.test('N38: household facts of a later day hold from then on', async (t) => {
  const params = await running()
  const body = registerHousehold.bodyExample
  const registered = await suite.call(registerHousehold, { params, body, ifMatch: 2 })
  t.match(registered.body.household, [{ from: '2026-01-12', partnerInProgramme: false }, body])
  const changed = { ...body, hasChildren: true }
  const again = await suite.call(registerHousehold, { params, body: changed })
  t.same(again.body.household.at(-1), changed)
  t.match(await lastEvent(params.enrolmentId), {
    type: 'ProgrammeFactsChanged',
    data: { changedFrom: body.from, participant: { household: [{}, changed] } },
  })
  t.match(await suite.call(registerHousehold, { params, body, ifMatch: 2 }), { status: 412 })
  const early = { ...body, from: '2026-01-11' }
  t.match(await suite.call(registerHousehold, { params, body: early }), {
    status: 422,
    code: 'outside-programme',
  })
  t.equal((await suite.call(registerHousehold, { params: nothing, body })).status, 404)
  const notBegun = { enrolmentId: (await decide(suite)).enrolmentId }
  t.match(await suite.call(registerHousehold, { params: notBegun, body }), {
    status: 409,
    code: 'not-started',
  })
})

t.test(
  'facts before a sealed month hold until the next row: only theirs are touched',
  async (t) => {
    const month = await seal(suite)
    const params = { enrolmentId: month.enrolmentId }
    const march = { ...registerHousehold.bodyExample, from: '2026-03-01' }
    t.equal((await suite.call(registerHousehold, { params, body: march })).status, 200)
  },
)

const extension = {
  plannedEnd: '2028-06-30',
  ground: 'goal',
  reason: 'Another half year leads to the goal.',
  caseReference,
}
t.test('O8: an extension moves the end and opens its months', async (t) => {
  const facts = { permitGrantedOn: '2020-12-10', settledOn: '2025-01-15' }
  const personId = await settle(suite, facts)
  const params = await running({ personId, plannedEnd: null })
  const extended = await suite.call(extendEnrolment, { params, body: extension, ifMatch: 2 })
  t.match(extended, { status: 200, body: { plannedEnd: '2028-06-30', version: 3 } })
  const month = { ...params, month: '2028-06' }
  t.match(await suite.call(getTimesheet, { params: month }), { body: { state: 'open' } })
  t.match(await lastEvent(params.enrolmentId), { data: { changedFrom: '2028-01-13' } })
  const { rows } = await suite.owner.query(
    'select ground, reason from extension where enrolment_id = $1',
    [params.enrolmentId],
  )
  t.same(rows, [{ ground: 'goal', reason: extension.reason }])
  t.match(await suite.call(extendEnrolment, { params, body: extension, ifMatch: 2 }), {
    status: 412,
  })
  t.match(await suite.call(extendEnrolment, { params, body: extension }), {
    status: 422,
    code: 'extension-not-later',
  })
  const beyond = { ...extension, plannedEnd: '2029-01-13' }
  t.match(await suite.call(extendEnrolment, { params, body: beyond }), {
    status: 422,
    code: 'longer-than-allowed',
  })
})

t.test('an extension needs a running programme and an unsealed last month', async (t) => {
  const params = { enrolmentId: (await decide(suite)).enrolmentId }
  t.match(await suite.call(extendEnrolment, { params, body: extension }), {
    status: 409,
    code: 'not-started',
  })
  t.equal((await suite.call(extendEnrolment, { params: nothing, body: extension })).status, 404)
  const short = await running({ plannedEnd: '2026-02-13' })
  const month = { ...short, month: '2026-02' }
  const body = { daysWithoutProgramme: workingDays('2026-02').filter((day) => day < '2026-02-14') }
  await suite.make(sealTimesheet, { params: month, body })
  t.match(await suite.call(extendEnrolment, { params: short, body: extension }), {
    status: 422,
    code: 'longer-than-allowed',
  })
  const longer = { ...extension, plannedEnd: '2027-06-30' }
  t.match(await suite.call(extendEnrolment, { params: short, body: longer }), {
    status: 409,
    code: 'month-sealed',
  })
})

const ending = { endedOn: '2026-03-13', reason: 'goal-reached', caseReference }
t.test('N16: an end is told, and the months behind it are gone', async (t) => {
  const params = await running()
  await suite.make(recordAttendance, { params, body: present('2026-03-02') })
  const ended = await suite.call(endEnrolment, { params, body: ending, ifMatch: 2 })
  t.match(ended, { status: 200, body: { state: 'ended', endedOn: '2026-03-13', version: 3 } })
  t.match(await lastEvent(params.enrolmentId), {
    type: 'ProgrammeEnded',
    data: { endedOn: '2026-03-13', reason: 'goal-reached' },
  })
  const months = await suite.call(listTimesheets, { query: { limit: 200 } })
  const own = months.body.items.filter(
    (sheet: { enrolmentId: string }) => sheet.enrolmentId === params.enrolmentId,
  )
  t.same(own.map(({ month }: { month: string }) => month).sort(), ['2026-01', '2026-02', '2026-03'])
  const after = { params, body: present('2026-03-16') }
  t.match(await suite.call(recordAttendance, after), { status: 422, code: 'not-a-programme-day' })
  t.match(await suite.call(endEnrolment, { params, body: ending, ifMatch: 2 }), { status: 412 })
  t.match(await suite.call(endEnrolment, { params, body: ending }), {
    status: 409,
    code: 'already-ended',
  })
  t.equal((await suite.call(getEnrolment, { params })).body.endReason, 'goal-reached')
})

const refusedEnds: [number, string, Record<string, unknown>][] = [
  [422, 'date-in-future', { endedOn: '2026-03-17' }],
  [422, 'end-before-start', { endedOn: '2026-01-11' }],
  [422, 'end-after-plan', { endedOn: '2026-03-11' }],
  [409, 'attendance-recorded', { endedOn: '2026-02-27' }],
  [409, 'end-reason-not-open', { reason: 'refused' }],
]
t.test('an end is refused with its reason', async (t) => {
  const params = await running({ plannedEnd: '2026-03-10' })
  await suite.make(recordAttendance, { params, body: present('2026-03-02') })
  for (const [status, code, change] of refusedEnds) {
    const refused = await suite.call(endEnrolment, { params, body: { ...ending, ...change } })
    t.match(refused, { status, code })
  }
  t.equal((await suite.call(endEnrolment, { params: nothing, body: ending })).status, 404)
})
