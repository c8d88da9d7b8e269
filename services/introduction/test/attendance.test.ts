import {
  correctAttendance,
  getAttendanceDay,
  importAttendance,
  listAttendance,
  recordAttendance,
} from '@fotfeste/contracts/introduction/attendance.ts'
import { addInterruption, getEnrolment } from '@fotfeste/contracts/introduction/enrolments.ts'
import {
  correctTimesheet,
  getTimesheet,
  sealTimesheet,
} from '@fotfeste/contracts/introduction/timesheets.ts'
import { service } from '@fotfeste/testing/harness.ts'
import t from 'tap'
import { introduction } from '../src/app.ts'
import { decide, present, seal, start, workingDays } from './factories.ts'

const suite = await service(t, introduction)
const nothing = { enrolmentId: '019b0000-0000-7000-8000-000000000000' }
const running = async () => ({ enrolmentId: (await start(suite)).enrolmentId })
const missed = (date: string, kind: string) => ({
  ...present(date),
  presentMinutes: 0,
  absences: [{ kind, minutes: 450 }],
})

t.test('a day is recorded once and read with who and when', async (t) => {
  const params = await running()
  const body = missed('2026-03-02', 'unexcused')
  const made = await suite.call(recordAttendance, { params, body })
  t.match(made, { status: 201, body: { ...body, wholeDay: true, version: 1, reason: null } })
  t.match(made.body.recordedBy, /\|case-worker$/)
  t.equal(made.headers.get('etag'), '"1"')
  const location = `/v1/enrolments/${params.enrolmentId}/attendance/2026-03-02`
  t.equal(made.headers.get('location'), location)
  const again = await suite.call(recordAttendance, { params, body })
  t.match(again, { status: 409, code: 'already-recorded' })
  const listed = await suite.call(listAttendance, { params })
  t.match(listed.body, { items: [{ date: '2026-03-02' }] })
  const february = await suite.call(listAttendance, { params, query: { month: '2026-02' } })
  t.same(february.body, { items: [] })
})

t.test('one key, one day: at once and again', async (t) => {
  const params = await running()
  const asked = { params, body: present('2026-03-03'), key: 'once' }
  const [first, second] = await Promise.all([
    suite.call(recordAttendance, asked),
    suite.call(recordAttendance, asked),
  ])
  t.same([first.status, second.status], [201, 201])
  t.same(first.body, second.body)
  const other = { ...asked, body: present('2026-03-04') }
  t.match(await suite.call(recordAttendance, other), {
    status: 422,
    code: 'idempotency-key-reused',
  })
})

t.test('two people record the same day at once: one wins, the other is told', async (t) => {
  const params = await running()
  const answers = await Promise.all(
    [1, 2, 3, 4].map(() => suite.call(recordAttendance, { params, body: present('2026-03-05') })),
  )
  t.same(answers.map(({ status }) => status).sort(), [201, 409, 409, 409])
  t.same(new Set(answers.map(({ code }) => code)), new Set([undefined, 'already-recorded']))
})

const refusals: [string, Record<string, unknown>, string | undefined][] = [
  ['not-a-programme-day', present('2026-01-09'), '/date'],
  ['not-a-programme-day', present('2025-12-01'), '/date'],
  ['not-a-programme-day', present('2026-03-07'), '/date'],
  ['not-a-programme-day', present('2026-01-01'), '/date'],
  ['day-not-come', present('2026-03-17'), '/date'],
  ['does-not-add-up', { ...present('2026-03-09'), presentMinutes: 449 }, '/plannedMinutes'],
]
t.test('POL3: a day is refused with its reason and its place', async (t) => {
  const params = await running()
  for (const [code, body, pointer] of refusals) {
    const refused = await suite.call(recordAttendance, { params, body })
    t.match(refused, { status: 422, code, body: { errors: [{ in: 'body', pointer }] } })
    const batch = await suite.call(importAttendance, { params, body: { days: [body] } })
    t.match(batch, { status: 422, code })
    t.match(batch.body.errors, [{ pointer: `/days/0${pointer}` }])
  }
  t.same((await suite.call(listAttendance, { params })).body.items, [])
})

t.test('N31: a day on leave is not a programme day', async (t) => {
  const params = await running()
  const leave = { kind: 'stop', from: '2026-03-02', to: '2026-03-06' }
  const more = { noticeReceivedOn: '2026-02-20', caseReference: '26/3' }
  await suite.make(addInterruption, { params, body: { ...leave, ...more } })
  for (const [contract, body] of [
    [recordAttendance, present('2026-03-04')],
    [importAttendance, { days: [present('2026-03-04')] }],
  ] as const) {
    const refused = await suite.call(contract, { params, body })
    t.match(refused, { status: 422, code: 'not-a-programme-day', body: { detail: /stop/ } })
  }
})

t.test('nothing is recorded on a programme that is not there or not begun', async (t) => {
  const body = present('2026-03-02')
  const days = { days: [body] }
  t.equal((await suite.call(recordAttendance, { params: nothing, body })).status, 404)
  t.equal((await suite.call(importAttendance, { params: nothing, body: days })).status, 404)
  t.equal((await suite.call(listAttendance, { params: nothing })).status, 404)
  const params = { enrolmentId: (await decide(suite)).enrolmentId }
  t.match(await suite.call(recordAttendance, { params, body }), {
    status: 409,
    code: 'not-started',
  })
  t.match(await suite.call(importAttendance, { params, body: days }), {
    status: 409,
    code: 'not-started',
  })
})

t.test(
  'TS-T10: an import that runs again changes nothing; one that differs is refused',
  async (t) => {
    const params = await running()
    const days = workingDays('2026-02').map(present)
    const first = await suite.call(importAttendance, { params, body: { days } })
    t.same([first.status, first.body], [201, { recorded: 20, unchanged: 0 }])
    const more = [...days, present('2026-03-02')]
    const second = await suite.call(importAttendance, { params, body: { days: more } })
    t.same(second.body, { recorded: 1, unchanged: 20 })
    const other = [missed('2026-02-02', 'holiday'), present('2026-03-03')]
    const refused = await suite.call(importAttendance, { params, body: { days: other } })
    t.match(refused, { status: 409, code: 'already-recorded' })
    t.match(refused.body.errors, [{ pointer: '/days/0/date' }])
    const march = await suite.call(listAttendance, { params, query: { month: '2026-03' } })
    t.equal(march.body.items.length, 1, 'all or none')
  },
)

t.test('TS-T14: a correction is a new version with reason and author', async (t) => {
  const params = await running()
  await suite.make(recordAttendance, { params, body: missed('2026-03-02', 'unexcused') })
  const day = { ...params, date: '2026-03-02' }
  const { date: _date, ...full } = missed('2026-03-02', 'doctor-certified')
  const body = { ...full, reason: 'The certificate came in.' }
  const asked = { params: day, body, as: { sub: 'teacher' } }
  const corrected = await suite.call(correctAttendance, { ...asked, ifMatch: 1 })
  t.match(corrected, { status: 200, body: { version: 2, reason: body.reason } })
  t.match(await suite.call(correctAttendance, { ...asked, ifMatch: 1 }), { status: 412 })
  const read = await suite.call(getAttendanceDay, { params: day })
  t.match(read.body, {
    version: 2,
    absences: [{ kind: 'doctor-certified', minutes: 450 }],
    history: [{ version: 1, reason: null, absences: [{ kind: 'unexcused' }] }],
  })
  t.match(read.body.recordedBy, /\|teacher$/)
  const { rows } = await suite.owner.query(
    "select outcome from access_log where operation = 'getAttendanceDay'",
  )
  t.same(rows, [{ outcome: 'read' }])
  const wrong = { ...body, presentMinutes: 1 }
  t.match(await suite.call(correctAttendance, { params: day, body: wrong }), {
    status: 422,
    code: 'does-not-add-up',
  })
  const elsewhere = { ...params, date: '2026-03-03' }
  t.match(await suite.call(correctAttendance, { params: elsewhere, body }), {
    status: 404,
    code: 'not-recorded',
  })
  t.equal((await suite.call(getAttendanceDay, { params: elsewhere })).status, 404)
  const nowhere = { ...nothing, date: '2026-03-03' }
  t.equal((await suite.call(correctAttendance, { params: nowhere, body })).status, 404)
})

t.test('two corrections of one version at once: one wins', async (t) => {
  const params = await running()
  await suite.make(recordAttendance, { params, body: present('2026-03-02') })
  const day = { ...params, date: '2026-03-02' }
  const { date: _date, ...rest } = missed('2026-03-02', 'unexcused')
  const body = { ...rest, reason: 'Was not there.' }
  const answers = await Promise.all(
    [1, 2].map(() => suite.call(correctAttendance, { params: day, body, ifMatch: 1 })),
  )
  const statuses = answers.map(({ status }) => status).sort()
  t.equal(statuses[0], 200)
  t.equal(statuses[1], 412)
  t.equal((await suite.call(getAttendanceDay, { params: day })).body.version, 2)
})

t.test('a sealed month takes no attendance and no correction until it is reopened', async (t) => {
  const month = await seal(suite)
  const params = { enrolmentId: month.enrolmentId }
  const body = present('2026-02-03')
  t.match(await suite.call(recordAttendance, { params, body }), {
    status: 409,
    code: 'month-sealed',
  })
  t.match(await suite.call(importAttendance, { params, body: { days: [body] } }), {
    status: 409,
    code: 'month-sealed',
  })
  await suite.make(correctTimesheet, { params: month, body: { reason: 'There was a programme.' } })
  t.equal((await suite.call(recordAttendance, { params, body })).status, 201)
  const daysWithoutProgramme = workingDays('2026-02').filter((day) => day !== '2026-02-03')
  await suite.make(sealTimesheet, { params: month, body: { daysWithoutProgramme } })
  const { date, ...rest } = body
  const change = { params: { ...params, date }, body: { ...rest, reason: 'Was late.' } }
  t.match(await suite.call(correctAttendance, change), { status: 409, code: 'month-sealed' })
})

t.test('TS-T15: no day slips into a month while it is sealed', async (t) => {
  const days = workingDays('2026-02')
  for (const _round of [1, 2, 3]) {
    const params = await running()
    const month = { ...params, month: '2026-02' }
    const record = (date: string) =>
      suite.call(recordAttendance, { params, body: missed(date, 'unexcused') })
    const sealing = suite.call(sealTimesheet, {
      params: month,
      body: { daysWithoutProgramme: days },
    })
    const answers = await Promise.all([...days.slice(0, 6).map(record), sealing])
    const recorded = answers.slice(0, 6).filter(({ status }) => status === 201).length
    const refused = answers.slice(0, 6).filter(({ status }) => status !== 201)
    for (const { status, code } of refused) {
      t.ok(
        (status === 409 && code === 'month-sealed') || (status === 503 && code === 'unavailable'),
        `a loser is told: ${status} ${code}`,
      )
    }
    const read = await suite.call(getTimesheet, { params: month })
    t.match(read.body, { state: 'sealed', recordedDays: recorded })
    const sealed = answers.at(-1)?.body.recordedDays
    t.equal(sealed, recorded, 'the sealed content holds every day that was stored')
  }
})

t.test('X18: eleven days of illness and leave show the days they add', async (t) => {
  const params = await running()
  const days = workingDays('2026-02')
  const ill = days.slice(0, 9).map((date) => missed(date, 'doctor-certified'))
  await suite.make(importAttendance, { params, body: { days: ill } })
  const nine = await suite.call(getEnrolment, { params })
  t.match(nine.body, { addedWorkingDays: 0, longestEnd: '2028-01-12' })
  const two = days.slice(9, 11).map((date) => missed(date, 'welfare-leave'))
  const others = days.slice(11, 14).map((date) => missed(date, 'holiday'))
  await suite.make(importAttendance, { params, body: { days: [...two, ...others] } })
  const eleven = await suite.call(getEnrolment, { params })
  t.match(eleven.body, { addedWorkingDays: 11, longestEnd: '2028-01-27' })
})
