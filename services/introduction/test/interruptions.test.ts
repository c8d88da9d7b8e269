import type { CloudEvent } from '@fotfeste/contracts/feed.ts'
import { feedContract } from '@fotfeste/contracts/feed.ts'
import { recordAttendance } from '@fotfeste/contracts/introduction/attendance.ts'
import { addInterruption, getEnrolment } from '@fotfeste/contracts/introduction/enrolments.ts'
import {
  changeInterruption,
  getInterruption,
  withdrawInterruption,
} from '@fotfeste/contracts/introduction/interruptions.ts'
import {
  approveTimesheet,
  getTimesheet,
  sealTimesheet,
} from '@fotfeste/contracts/introduction/timesheets.ts'
import { plainDate } from '@fotfeste/domain/values/calendar.ts'
import { service } from '@fotfeste/testing/harness.ts'
import t from 'tap'
import { introduction } from '../src/app.ts'
import { interrupt, present, workingDays } from './factories.ts'

const suite = await service(t, introduction, { today: '2026-05-12' })
const { reason: _reason, ...example } = changeInterruption.bodyExample as Record<string, string>
const leave = { ...example, from: '2026-04-01', to: '2026-05-31' }
const back = { ...leave, to: '2026-05-08', reason: 'Came back on 11 May, well again.' }
const neverTaken = { reason: 'The birth was later.' }

const lastEvent = async (subject: string) => {
  const feed = await suite.call(feedContract('introduction'), { query: { limit: 500 } })
  return (feed.body as CloudEvent[]).filter((event) => event.subject === subject).at(-1)
}
const seal = async (enrolmentId: string, month: string, daysWithoutProgramme: string[]) =>
  suite.make(sealTimesheet, { params: { enrolmentId, month }, body: { daysWithoutProgramme } })

t.test(
  'N31: an early return is a new version, told to payroll from the day it changes',
  async (t) => {
    const params = await interrupt(suite)
    const changed = await suite.call(changeInterruption, { params, body: back, ifMatch: 3 })
    t.match(changed, {
      status: 200,
      body: { version: 4, interruptions: [{ to: '2026-05-08' }], addedWorkingDays: 24 },
    })
    t.match(await lastEvent(params.enrolmentId), {
      type: 'ProgrammeFactsChanged',
      data: {
        changedFrom: '2026-05-09',
        participant: { interruptions: [{ from: '2026-04-01', to: '2026-05-08' }] },
      },
    })
    const again = { ...back, to: '2026-05-11', reason: 'The day was read wrong.' }
    const as = { sub: 'adviser' }
    await suite.make(changeInterruption, { params, body: again, as })
    const read = await suite.call(getInterruption, { params })
    t.match(read.body, {
      ...{ version: 3, to: '2026-05-11', reason: again.reason, recordedBy: /\|adviser$/ },
      withdrawn: false,
      history: [
        { version: 1, to: '2026-05-31', reason: null },
        { version: 2, to: '2026-05-08', reason: back.reason, recordedBy: /\|case-worker$/ },
      ],
    })
    t.match(await suite.call(changeInterruption, { params, body: back, ifMatch: 3 }), {
      status: 412,
    })
  },
)

t.test('the days given back can be recorded, those still on leave cannot', async (t) => {
  const params = await interrupt(suite)
  const of = { enrolmentId: params.enrolmentId }
  const early = await suite.call(recordAttendance, { params: of, body: present('2026-05-11') })
  t.equal(early.code, 'not-a-programme-day')
  await suite.make(changeInterruption, { params, body: back })
  await suite.make(recordAttendance, { params: of, body: present('2026-05-11') })
  const still = await suite.call(recordAttendance, { params: of, body: present('2026-05-08') })
  t.equal(still.code, 'not-a-programme-day')
})

t.test(
  'POL9: an approved month does not stand in the way, one that waits for approval does',
  async (t) => {
    await suite.clock.set(plainDate('2026-06-01'))
    t.teardown(() => suite.clock.set(plainDate('2026-05-12')))
    const params = await interrupt(suite)
    await seal(params.enrolmentId, '2026-05', [])
    for (const [contract, body] of [
      [changeInterruption, back],
      [withdrawInterruption, neverTaken],
    ] as const) {
      const refused = await suite.call(contract, { params, body })
      t.match(refused, { status: 409, code: 'month-sealed' }, contract.id)
    }
    const { enrolmentId } = params
    const month = { enrolmentId, month: '2026-05' }
    await suite.make(approveTimesheet, { params: month, body: {}, as: { sub: 'adviser' } })
    t.equal((await suite.call(changeInterruption, { params, body: back })).status, 200)
    t.match((await suite.call(getTimesheet, { params: month })).body, {
      state: 'approved',
      revision: 1,
    })
  },
)

const refusals: [number, string, Record<string, unknown>][] = [
  [422, 'return-before-start', { to: '2026-03-31' }],
  [422, 'outside-programme', { from: '2026-01-11' }],
  [409, 'interruptions-overlap', { to: '2026-06-02' }],
  [409, 'attendance-recorded', { from: '2026-03-02' }],
  [422, 'leave-too-long', { kind: 'parental-leave', from: '2026-06-08', to: '2027-04-09' }],
  [
    422,
    'benefit-stop-backdated',
    { kind: 'illness-without-benefit', noticeReceivedOn: '2026-04-02' },
  ],
]
t.test('a change is refused with its reason and changes nothing', async (t) => {
  const params = await interrupt(suite)
  const of = { params: { enrolmentId: params.enrolmentId } }
  await suite.make(recordAttendance, { ...of, body: present('2026-03-02') })
  const other = { ...leave, from: '2026-06-01', to: '2026-06-05' }
  await suite.make(addInterruption, { ...of, body: other })
  for (const [status, code, change] of refusals) {
    const refused = await suite.call(changeInterruption, { params, body: { ...back, ...change } })
    t.match(refused, { status, code })
  }
  t.match((await suite.call(getEnrolment, of)).body, {
    interruptions: [{ from: leave.from, to: leave.to }, other],
  })
  const nowhere = { ...params, interruptionId: '019b0000-0000-7000-8000-000000000000' }
  t.equal((await suite.call(getInterruption, { params: nowhere })).status, 404)
  t.equal((await suite.call(changeInterruption, { params: nowhere, body: back })).status, 404)
  const another = { ...params, enrolmentId: (await interrupt(suite)).enrolmentId }
  t.equal(
    (await suite.call(withdrawInterruption, { params: another, body: neverTaken })).status,
    404,
  )
})

t.test('leave never taken is withdrawn: its days are free again, its record stays', async (t) => {
  const params = await interrupt(suite)
  const of = { params: { enrolmentId: params.enrolmentId } }
  const withdrawn = await suite.call(withdrawInterruption, { params, body: neverTaken })
  t.match(withdrawn, { status: 200, body: { addedWorkingDays: 0, version: 4 } })
  t.same(withdrawn.body.interruptions, [])
  t.match(await lastEvent(params.enrolmentId), {
    data: { changedFrom: '2026-04-01', participant: { interruptions: [] } },
  })
  t.match((await suite.call(getInterruption, { params })).body, {
    ...{ withdrawn: true, version: 2, reason: neverTaken.reason },
    history: [{ version: 1, to: '2026-05-31' }],
  })
  for (const [contract, body] of [
    [changeInterruption, back],
    [withdrawInterruption, neverTaken],
  ] as const) {
    const refused = await suite.call(contract, { params, body })
    t.match(refused, { status: 409, code: 'interruption-withdrawn' }, contract.id)
  }
  t.equal(
    (await suite.call(withdrawInterruption, { params, body: neverTaken, ifMatch: 1 })).status,
    412,
  )
  await suite.make(recordAttendance, { ...of, body: present(workingDays('2026-04')[0] ?? '') })
  const anew = { ...leave, from: '2026-05-12' }
  t.equal((await suite.call(addInterruption, { ...of, body: anew })).status, 201)
})

t.test('two changes at once: one wins', async (t) => {
  const params = await interrupt(suite)
  const answers = await Promise.all(
    [1, 2].map(() => suite.call(changeInterruption, { params, body: back, ifMatch: 3 })),
  )
  t.same(answers.map(({ status }) => status).sort(), [200, 412])
})
