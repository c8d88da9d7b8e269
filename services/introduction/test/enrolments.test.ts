import { feedContract } from '@fotfeste/contracts/feed.ts'
import {
  createEnrolment,
  getEnrolment,
  listEnrolments,
  startEnrolment,
} from '@fotfeste/contracts/introduction/enrolments.ts'
import { service } from '@fotfeste/testing/harness.ts'
import t from 'tap'
import { introduction } from '../src/app.ts'
import { decide, start } from './factories.ts'
import { settle } from './settled.ts'

const suite = await service(t, introduction)
const nothing = { enrolmentId: '019b0000-0000-7000-8000-000000000000' }
const example = createEnrolment.bodyExample

t.test('a decision says how long the programme may last and why', async (t) => {
  const personId = await settle(suite)
  const made = await suite.call(createEnrolment, { body: { ...example, personId } })
  t.equal(made.status, 201)
  const { enrolmentId } = made.body
  t.equal(made.headers.get('location'), `/v1/enrolments/${enrolmentId}`)
  t.match(made.body, {
    state: 'decided',
    regime: 'integreringsloven',
    standing: 'right-and-duty',
    plannedEnd: '2027-06-30',
    longestEnd: '2028-01-12',
    longestEndExtended: '2028-01-12',
    lengthRule: { months: 24, law: 'integreringsloven § 14 sixth paragraph' },
    startClock: { deadline: '2026-03-01', state: 'overdue' },
    interruptions: [],
    household: [],
  })
  t.ok(made.body.ruleKeys.includes('N12') && made.body.ruleKeys.includes('N4'))
  const read = await suite.call(getEnrolment, { params: { enrolmentId } })
  t.same({ ...read.body, changedAt: null }, { ...made.body, changedAt: null })
  const listed = await suite.call(listEnrolments, { query: { personId } })
  t.same(listed.body.items, [read.body])
})

t.test('the same request with the same key decides once', async (t) => {
  const body = { ...example, personId: await settle(suite) }
  const [first, second] = await Promise.all([
    suite.call(createEnrolment, { body, key: 'decide-once' }),
    suite.call(createEnrolment, { body, key: 'decide-once' }),
  ])
  t.equal(first.status, 201)
  t.same(second.body, first.body)
  const listed = await suite.call(listEnrolments, { query: { personId: body.personId } })
  t.equal(listed.body.items.length, 1)
})

t.test('two decisions at once on one person: one wins', async (t) => {
  const body = { ...example, personId: await settle(suite) }
  const answers = await Promise.all([1, 2].map(() => suite.call(createEnrolment, { body })))
  t.same(answers.map(({ status }) => status).sort(), [201, 409])
  const loser = answers.find(({ status }) => status === 409)
  t.equal(loser?.code, 'already-enrolled')
})

const refusals: [string, Record<string, unknown>, Record<string, unknown>][] = [
  ['date-in-future', {}, { decidedOn: '2026-03-17', plannedStart: '2026-03-20' }],
  ['decision-before-settlement', {}, { decidedOn: '2025-11-30' }],
  ['start-before-decision', {}, { plannedStart: '2026-01-04' }],
  ['outside-target-group', { nordicOrEeaCitizen: true }, {}],
  ['goal-not-allowed', {}, { goal: 'higher-education' }],
  ['end-before-start', {}, { plannedEnd: '2026-01-11' }],
  ['longer-than-allowed', {}, { plannedEnd: '2028-01-13' }],
]
for (const [code, facts, change] of refusals) {
  t.test(`a decision is refused as ${code}, and nothing is stored`, async (t) => {
    const personId = await settle(suite, facts)
    const refused = await suite.call(createEnrolment, { body: { ...example, ...change, personId } })
    t.match(refused, { status: 422, code })
    t.match(refused.body.errors, [{ in: 'body' }])
    const listed = await suite.call(listEnrolments, { query: { personId } })
    t.same(listed.body.items, [])
  })
}

t.test('a person who was never settled here is unknown', async (t) => {
  const body = { ...example, personId: nothing.enrolmentId }
  t.match(await suite.call(createEnrolment, { body }), { status: 422, code: 'participant-unknown' })
})

t.test('N1: a permit of 2020 puts the programme under the old law', async (t) => {
  const facts = { permitGrantedOn: '2020-12-10', settledOn: '2025-01-15' }
  const personId = await settle(suite, facts)
  const body = { ...example, personId, goal: 'higher-education', plannedEnd: null }
  const made = await suite.call(createEnrolment, { body })
  t.match(made.body, {
    regime: 'introduksjonsloven',
    plannedEnd: '2028-01-12',
    longestEndExtended: '2029-01-12',
    lengthRule: { ruleKeys: ['O8'], law: 'introduksjonsloven § 5' },
  })
})

t.test('the list shows states apart and pages by key', async (t) => {
  const { enrolmentId } = await start(suite)
  const running = await suite.call(listEnrolments, { query: { state: 'started', limit: 1 } })
  t.match(running.body, { items: [{ enrolmentId, state: 'started' }] })
  await start(suite)
  const first = await suite.call(listEnrolments, { query: { state: 'started', limit: 1 } })
  const next = await suite.call(listEnrolments, {
    query: { state: 'started', limit: 1, cursor: first.body.next },
  })
  t.match(next.body.items, [{ enrolmentId }])
})

t.test('nothing is there under an unknown id', async (t) => {
  t.equal((await suite.call(getEnrolment, { params: nothing })).status, 404)
  const body = startEnrolment.bodyExample
  t.equal((await suite.call(startEnrolment, { params: nothing, body })).status, 404)
})

const household = { livesWithParent: false, partnerInProgramme: false, hasChildren: false }
const starts: [number, string, Record<string, unknown>][] = [
  [422, 'date-in-future', { startedOn: '2026-03-17' }],
  [422, 'start-before-decision', { startedOn: '2026-01-04' }],
  [422, 'end-before-start', { plannedEnd: '2026-01-11' }],
  [422, 'longer-than-allowed', { plannedEnd: '2028-01-13' }],
]
t.test('a start is refused with its reason', async (t) => {
  const params = { enrolmentId: (await decide(suite)).enrolmentId }
  const body = { startedOn: '2026-01-12', plannedEnd: null, household }
  for (const [status, code, change] of starts) {
    const refused = await suite.call(startEnrolment, { params, body: { ...body, ...change } })
    t.match(refused, { status, code })
  }
  t.match(await suite.call(startEnrolment, { params, body, ifMatch: 9 }), { status: 412 })
  t.equal((await suite.call(startEnrolment, { params, body, ifMatch: 1 })).status, 200)
  t.match(await suite.call(startEnrolment, { params, body }), {
    status: 409,
    code: 'already-started',
  })
})

t.test('a start is told with the facts that the benefit is computed from', async (t) => {
  const { enrolmentId } = await start(suite)
  const feed = await suite.call(feedContract('introduction'), { query: { limit: 500 } })
  const told = feed.body.filter((event: { subject: string }) => event.subject === enrolmentId)
  t.match(told, [
    { type: 'ProgrammeDecided' },
    {
      type: 'ProgrammeStarted',
      data: {
        participant: {
          birthDate: '1990-04-01',
          programmeStart: '2026-01-12',
          programmeEnd: null,
          household: [{ from: '2026-01-12', ...household }],
        },
      },
    },
  ])
})
