import { calculateMonth } from '@fotfeste/contracts/payroll/calculations.ts'
import { service } from '@fotfeste/testing/harness.ts'
import t from 'tap'
import { payroll } from '../src/app.ts'

const suite = await service(t, payroll, { today: '2026-06-10' })
const example = calculateMonth.bodyExample
const calculate = (changes: object) =>
  suite.call(calculateMonth, { body: { ...example, ...changes } })
const withParticipant = (changes: object) =>
  calculate({ participant: { ...example.participant, ...changes }, absences: [] })

t.test('the example of the API page, to the øre', async (t) => {
  const answer = await calculate({})
  t.equal(answer.status, 200)
  t.same(answer.body, calculateMonth.replies[200].example)
})

t.test('what may be left out is left out, and today is the day it is known on', async (t) => {
  const { birthDate, permitGrantedOn, programmeStart, household } = example.participant
  const participant = { birthDate, permitGrantedOn, programmeStart, household }
  const body = { month: '2026-05', participant }
  const answer = await suite.call(calculateMonth, { body })
  t.match(answer, { status: 200, body: { asKnownOn: '2026-06-10', grossOre: 2275817 } })
})

t.test('TS-G10: as known before the adoption the old G, after it the new one', async (t) => {
  const old = await calculate({ asKnownOn: '2026-05-21', absences: [] })
  t.match(old.body, { grunnbeloepOre: 13016000, grossOre: 2169333 })
  const fresh = await calculate({ asKnownOn: '2026-05-22', absences: [] })
  t.match(fresh.body, { grunnbeloepOre: 13654900, grossOre: 2275817 })
})

t.test('TS-G2: a calculation writes nothing and tells nobody', async (t) => {
  const counts = `select (select count(*)::int from system.feed) as events,
    (select count(*)::int from access_log) as reads, (select count(*)::int from stored_reply) as replies`
  await calculate({})
  t.same((await suite.owner.query(counts)).rows, [{ events: 0, reads: 0, replies: 0 }])
})

t.test('the old law for who was granted the permit before 2021', async (t) => {
  const { body } = await withParticipant({ permitGrantedOn: '2020-12-31', household: [] })
  t.equal(body.regime, 'introduksjonsloven')
  t.same(body.lines[0].law, ['introduksjonsloven § 8 second paragraph', 'introduksjonsloven § 9'])
})

t.test('each rule that says no has its code and points at the field', async (t) => {
  const absence = (more: object) => calculate({ absences: [{ kind: 'unexcused', ...more }] })
  const work = (more: object) => calculate({ paidWork: { minutes: 60, ...more } })
  const cases: [
    string,
    string,
    Promise<{ status: number; code: string | undefined; body: unknown }>,
  ][] = [
    ['month-outside-programme', '/month', calculate({ month: '2025-12' })],
    [
      'month-outside-law',
      '/month',
      withParticipant({ permitGrantedOn: '2002-01-01', programmeStart: '2002-01-01' }).then(() =>
        calculate({
          month: '2003-08',
          participant: {
            ...example.participant,
            permitGrantedOn: '2002-01-01',
            programmeStart: '2002-01-01',
          },
        }),
      ),
    ],
    ['base-amount-unknown', '/asKnownOn', calculate({ asKnownOn: '1950-01-01' })],
    ['household-incomplete', '/participant/household', withParticipant({ household: [] })],
    [
      'dates-out-of-order',
      '/participant/programmeEnd',
      withParticipant({ programmeEnd: '2026-01-11' }),
    ],
    ['not-a-programme-day', '/absences/0/date', absence({ date: '2026-05-17', minutes: 60 })],
    ['absence-unclear', '/absences/0', absence({ date: '2026-05-12' })],
    [
      'absence-unclear',
      '/absences/0',
      absence({ date: '2026-05-12', minutes: 60, wholeDay: true }),
    ],
    [
      'leave-is-not-absence',
      '/absences/0',
      absence({ date: '2026-05-12', wholeDay: true, kind: 'unpaid-leave' }),
    ],
    ['paid-work-without-wage', '/paidWork/wageOre', work({ wageOre: 0 })],
    ['paid-work-unclear', '/paidWork/minutes', work({ days: [] })],
  ]
  for (const [code, pointer, asked] of cases) {
    const answer = await asked
    t.match(answer, { status: 422, code, body: { errors: [{ in: 'body', pointer }] } }, code)
  }
})

t.test('bad input of each kind says where', async (t) => {
  const pointers = async (changes: object) => {
    const { status, body } = await calculate(changes)
    t.equal(status, 400)
    return body.errors.map((error: { pointer: string }) => error.pointer)
  }
  const absence = (more: object) => ({
    absences: [{ date: '2026-05-12', minutes: 60, kind: 'unexcused', ...more }],
  })
  t.same(await pointers({ colour: 'red' }), ['/colour'])
  t.same(await pointers({ month: '2026-13' }), ['/month'])
  t.same(await pointers({ month: '2199-12' }), ['/month'], 'no month is the last one')
  t.same(await pointers(absence({ date: '2026-02-30' })), ['/absences/0/date'])
  t.same(await pointers(absence({ minutes: -15 })), ['/absences/0/minutes'])
  t.same(await pointers(absence({ minutes: 1500 })), ['/absences/0/minutes'])
  t.same(await pointers(absence({ minutes: '60' })), ['/absences/0/minutes'])
  t.same(await pointers(absence({ kind: 'lazy' })), ['/absences/0/kind'])
  t.same(await pointers({ benefits: [{ kind: 'dagpenger', amountOre: 1.5 }] }), [
    '/benefits/0/amountOre',
  ])
})
