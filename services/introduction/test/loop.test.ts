import { feedContract } from '@fotfeste/contracts/feed.ts'
import {
  correctAttendance,
  importAttendance,
  recordAttendance,
} from '@fotfeste/contracts/introduction/attendance.ts'
import {
  createEnrolment,
  getEnrolment,
  startEnrolment,
} from '@fotfeste/contracts/introduction/enrolments.ts'
import { introductionEvents } from '@fotfeste/contracts/introduction/events.ts'
import { getParticipant } from '@fotfeste/contracts/introduction/participants.ts'
import { putPlan } from '@fotfeste/contracts/introduction/plans.ts'
import {
  approveTimesheet,
  correctTimesheet,
  getTimesheet,
  registerIncome,
  sealTimesheet,
} from '@fotfeste/contracts/introduction/timesheets.ts'
import { plainDate } from '@fotfeste/domain/values/calendar.ts'
import { service } from '@fotfeste/testing/harness.ts'
import t from 'tap'
import { introduction } from '../src/app.ts'
import { present, workingDays } from './factories.ts'
import { settle } from './settled.ts'

const suite = await service(t, introduction, { today: '2026-01-12' })
const approver = { sub: 'adviser' }

t.test('from settlement to an approved, corrected month', async (t) => {
  const personId = await settle(suite)
  const read = await suite.call(getParticipant, { params: { personId } })
  t.match(read.body, {
    assessment: { standing: 'right-and-duty' },
    startClock: { state: 'running', deadline: '2026-03-01' },
    openEnrolmentId: null,
  })

  const body = { ...createEnrolment.bodyExample, personId }
  const decided = await suite.make(createEnrolment, { body })
  t.equal(decided.status, 201)
  t.match(decided.body, {
    state: 'decided',
    plannedEnd: '2027-06-30',
    longestEnd: '2028-01-12',
    lengthRule: { months: 24 },
  })
  const params = { enrolmentId: decided.body.enrolmentId }
  const planned = await suite.make(putPlan, { params, body: putPlan.bodyExample, ifMatch: '"0"' })
  t.match(planned.body, { version: 1, missingElements: [], fullTimeMinutes: 2250 })
  t.ok(planned.body.phases.every((phase: { isFullTime: boolean }) => phase.isFullTime))

  const started = await suite.make(startEnrolment, { params, body: startEnrolment.bodyExample })
  t.match(started.body, { state: 'started', startClock: { state: 'met' }, version: 2 })

  await suite.clock.set(plainDate('2026-02-27'))
  const [first = '', second = '', ...rest] = workingDays('2026-02')
  const late = {
    ...present(first),
    presentMinutes: 210,
    absences: [{ kind: 'unexcused', minutes: 240 }],
  }
  const recorded = await suite.make(recordAttendance, { params, body: late })
  t.match(recorded.body, { date: first, version: 1, wholeDay: false })
  const gone = {
    ...present(second),
    presentMinutes: 0,
    absences: [{ kind: 'unexcused', minutes: 450 }],
  }
  const days = [gone, ...rest.map(present)]
  const imported = await suite.make(importAttendance, { params, body: { days } })
  t.same(imported.body, { recorded: 19, unchanged: 0 })
  const again = await suite.make(importAttendance, { params, body: { days } })
  t.same(again.body, { recorded: 0, unchanged: 19 })

  const month = { ...params, month: '2026-02' }
  const income = await suite.make(registerIncome, {
    params: month,
    body: registerIncome.bodyExample,
  })
  t.match(income.body, { paidWork: { minutes: 3600 }, version: 2 })
  const sealed = await suite.make(sealTimesheet, {
    params: month,
    body: { daysWithoutProgramme: [] },
  })
  t.match(sealed.body, { state: 'sealed', unexcusedMinutes: 690, recordedDays: 20 })
  const approved = await suite.make(approveTimesheet, { params: month, body: {}, as: approver })
  t.match(approved.body, { state: 'approved', approvedOn: '2026-02-27', version: 4 })

  const reopened = await suite.make(correctTimesheet, {
    params: month,
    body: correctTimesheet.bodyExample,
  })
  t.match(reopened.body, { state: 'open', revision: 2 })
  const { date: _date, ...full } = present(first)
  const corrected = await suite.make(correctAttendance, {
    params: { ...params, date: first },
    body: { ...full, reason: 'Was at work practice.' },
    ifMatch: 1,
  })
  t.match(corrected.body, { version: 2, reason: 'Was at work practice.' })
  await suite.make(sealTimesheet, { params: month, body: { daysWithoutProgramme: [] } })
  await suite.make(approveTimesheet, { params: month, body: {}, as: approver })
  const last = await suite.call(getTimesheet, { params: month })
  t.match(last.body, { state: 'approved', revision: 2, unexcusedMinutes: 450 })
  t.same(
    last.body.steps.map(({ step }: { step: string }) => step),
    ['seal', 'approve', 'correct', 'seal', 'approve'],
  )
  t.equal((await suite.call(getEnrolment, { params })).status, 200)

  const feed = (await suite.call(feedContract('introduction'))).body as {
    type: string
    data: Record<string, unknown>
  }[]
  t.same(
    feed.map(({ type }) => type),
    [
      'ProgrammeDecided',
      'ProgrammeStarted',
      'TimesheetSealed',
      'TimesheetApproved',
      'TimesheetSealed',
      'TimesheetApproved',
    ],
  )
  for (const event of feed) {
    const schema = introductionEvents.find(({ type }) => type === event.type)?.data
    t.same(schema?.parse(event.data), event.data, `${event.type} holds what its schema says`)
  }
  t.match(feed[3]?.data, {
    version: 1,
    month: '2026-02',
    participant: { programmeStart: '2026-01-12', programmeEnd: null },
    absences: [
      { date: first, minutes: 240, kind: 'unexcused' },
      { date: second, wholeDay: true, kind: 'unexcused' },
    ],
    paidWork: { minutes: 3600, wageOre: 800_000 },
    plannedDays: workingDays('2026-02'),
  })
  t.match(feed[5]?.data, { version: 2, absences: [{ date: second, wholeDay: true }] })
})
