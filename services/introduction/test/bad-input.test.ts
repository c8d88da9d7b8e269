import { importAttendance, recordAttendance } from '@fotfeste/contracts/introduction/attendance.ts'
import { createEnrolment } from '@fotfeste/contracts/introduction/enrolments.ts'
import { getTimesheet, registerIncome } from '@fotfeste/contracts/introduction/timesheets.ts'
import { service } from '@fotfeste/testing/harness.ts'
import t from 'tap'
import { introduction } from '../src/app.ts'
import { present, start } from './factories.ts'

const suite = await service(t, introduction)
const params = { enrolmentId: (await start(suite)).enrolmentId }
const day = present('2026-03-02')
const absent = (minutes: unknown, kind: unknown = 'unexcused') => ({
  ...day,
  presentMinutes: 0,
  absences: [{ kind, minutes }],
})

/** What is wrong, the body, and where the answer points. */
const days: [string, unknown, string[]][] = [
  ['an unknown field', { ...day, shoeSize: 38 }, ['/shoeSize']],
  ['a missing field', { date: day.date, plannedMinutes: 450, absences: [] }, ['/presentMinutes']],
  ['30 February', { ...day, date: '2026-02-30' }, ['/date']],
  ['a day that is no day', { ...day, date: '2026-3-2' }, ['/date']],
  ['negative minutes', { ...day, presentMinutes: -1 }, ['/presentMinutes']],
  [
    '25 hours in a day',
    { ...day, plannedMinutes: 1500, presentMinutes: 1500 },
    ['/plannedMinutes', '/presentMinutes'],
  ],
  ['half a minute', { ...day, presentMinutes: 449.5 }, ['/presentMinutes']],
  ['minutes as text', { ...day, presentMinutes: '450' }, ['/presentMinutes']],
  ['minutes beyond safe numbers', { ...day, plannedMinutes: 1e300 }, ['/plannedMinutes']],
  ['a day without a plan', { ...day, plannedMinutes: 0, presentMinutes: 0 }, ['/plannedMinutes']],
  ['an absence of no minutes', absent(0), ['/absences/0/minutes']],
  ['an unknown kind of absence', absent(450, 'sleepy'), ['/absences/0/kind']],
  [
    'a kind twice',
    {
      ...day,
      presentMinutes: 430,
      absences: [
        { kind: 'unexcused', minutes: 10 },
        { kind: 'unexcused', minutes: 10 },
      ],
    },
    ['/absences'],
  ],
  ['a list', [day], ['']],
  ['nothing', null, ['']],
]

for (const [name, body, pointers] of days) {
  t.test(`${name} is refused with its place, and nothing is stored`, async (t) => {
    const refused = await suite.call(recordAttendance, { params, body })
    t.match(refused, { status: 400, code: 'invalid-request' })
    const found = refused.body.errors.map((error: { pointer: string }) => error.pointer)
    t.same(found.sort(), pointers.sort())
    t.ok(refused.body.detail.length > 0)
    const { rows } = await suite.owner.query('select count(*)::int as days from attendance')
    t.same(rows, [{ days: 0 }])
  })
}

t.test('an import of too many days, or of one day twice, is refused', async (t) => {
  const many = Array.from({ length: 93 }, () => day)
  const refused = await suite.call(importAttendance, { params, body: { days: many } })
  t.match(refused, { status: 400, body: { errors: [{ pointer: '/days' }] } })
  const twice = await suite.call(importAttendance, { params, body: { days: [day, day] } })
  t.match(twice, { status: 400, body: { errors: [{ pointer: '/days' }] } })
})

t.test('a month that is no month, and a date in a path that is no date', async (t) => {
  const wrong = { ...params, month: '2026-13' }
  const refused = await suite.call(getTimesheet, { params: wrong })
  t.match(refused, { status: 400, body: { errors: [{ in: 'path', pointer: '/month' }] } })
})

t.test('text with U+0000 or half a surrogate pair is refused', async (t) => {
  const body = { ...createEnrolment.bodyExample, personId: params.enrolmentId }
  for (const caseReference of ['26/\u0000', '26/\ud800', '', 'x'.repeat(101)]) {
    const refused = await suite.call(createEnrolment, { body: { ...body, caseReference } })
    t.match(refused, { status: 400, body: { errors: [{ pointer: '/caseReference' }] } })
  }
})

t.test('money below zero or beyond ten million kroner is refused', async (t) => {
  const month = { ...params, month: '2026-02' }
  for (const amountOre of [-1, 1_000_000_001, 0.5]) {
    const benefits = [{ kind: 'barnetrygd', amountOre, earnedBeforeProgramme: null }]
    const body = { paidWork: null, benefits }
    const refused = await suite.call(registerIncome, { params: month, body })
    t.match(refused, { status: 400, body: { errors: [{ pointer: '/benefits/0/amountOre' }] } })
  }
})
