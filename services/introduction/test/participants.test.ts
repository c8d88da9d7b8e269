import { createEnrolment, endEnrolment } from '@fotfeste/contracts/introduction/enrolments.ts'
import {
  getAssessment,
  getParticipant,
  listParticipants,
  registerEmployment,
} from '@fotfeste/contracts/introduction/participants.ts'
import { service } from '@fotfeste/testing/harness.ts'
import t from 'tap'
import { introduction } from '../src/app.ts'
import { decide, start } from './factories.ts'
import { settle } from './settled.ts'

const suite = await service(t, introduction)
const nobody = { personId: '019b0000-0000-7000-8000-000000000000' }
const seesProtected = { scopes: ['fotfeste:introduction.read', 'fotfeste:protected.read'] }

t.test('a settled person is read with the assessment, the clock and no name', async (t) => {
  const personId = await settle(suite)
  const read = await suite.call(getParticipant, { params: { personId } })
  t.equal(read.status, 200)
  t.equal(read.headers.get('etag'), '"1"')
  t.match(read.body, {
    personId,
    openEnrolmentId: null,
    assessment: { standing: 'right-and-duty', assessedOn: '2026-03-16' },
    startClock: { deadline: '2026-03-01', state: 'overdue', daysLate: 15 },
  })
  const { rows } = await suite.owner.query(
    'select operation, outcome from access_log where person = $1',
    [personId],
  )
  t.same(rows, [{ operation: 'getParticipant', outcome: 'read' }])
})

t.test('the assessment holds for the day asked about', async (t) => {
  const personId = await settle(suite)
  const params = { personId }
  const now = await suite.call(getAssessment, { params })
  t.match(now.body, { standing: 'right-and-duty', assessedOn: '2026-03-16' })
  const later = await suite.call(getAssessment, { params, query: { on: '2027-12-01' } })
  t.match(later.body, { standing: 'outside', assessedOn: '2027-12-01' })
  t.equal(later.body.criteria.length, 7)
})

t.test('N7: full-time work takes the right away, and its end gives it back', async (t) => {
  const params = { personId: await settle(suite) }
  const work = { from: '2026-02-01', to: null, weeklyMinutes: 1800 }
  const body = { employment: work }
  const busy = await suite.call(registerEmployment, { params, body, ifMatch: 1 })
  t.match(busy, { status: 200, body: { version: 2, employment: work } })
  t.equal(busy.body.assessment.standing, 'outside')
  t.match(await suite.call(registerEmployment, { params, body, ifMatch: 1 }), {
    status: 412,
    code: 'stale',
  })
  const ended = await suite.call(registerEmployment, {
    params,
    body: { employment: { ...work, to: '2026-03-15' } },
    ifMatch: 2,
  })
  t.equal(ended.body.assessment.standing, 'right-and-duty')
  const none = await suite.call(registerEmployment, { params, body: { employment: null } })
  t.match(none.body, { employment: null, version: 4 })
})

t.test('work that ends before it begins is refused with its place', async (t) => {
  const params = { personId: await settle(suite) }
  const employment = { from: '2026-02-02', to: '2026-02-01', weeklyMinutes: 900 }
  const refused = await suite.call(registerEmployment, { params, body: { employment } })
  t.match(refused, { status: 400, code: 'invalid-request' })
  t.match(refused.body.errors, [{ in: 'body', pointer: '/employment/to' }])
})

t.test('nobody is there under an unknown id', async (t) => {
  const body = { employment: null }
  t.equal((await suite.call(getParticipant, { params: nobody })).status, 404)
  t.equal((await suite.call(getAssessment, { params: nobody })).status, 404)
  t.equal((await suite.call(registerEmployment, { params: nobody, body })).status, 404)
})

t.test('a protected person is there for who may see them, and nowhere else', async (t) => {
  const personId = await settle(suite, { protected: true })
  const params = { personId }
  t.equal((await suite.call(getParticipant, { params })).status, 404)
  t.equal((await suite.call(getAssessment, { params })).status, 404)
  t.equal((await suite.call(getParticipant, { params, as: seesProtected })).status, 200)
  const hidden = await suite.call(listParticipants, { query: { limit: 200 } })
  const shown = await suite.call(listParticipants, { query: { limit: 200 }, as: seesProtected })
  const ids = (list: { body: { items: { personId: string }[] } }) =>
    list.body.items.map((item) => item.personId)
  t.notOk(ids(hidden).includes(personId))
  t.ok(ids(shown).includes(personId))
  const body = { ...createEnrolment.bodyExample, personId }
  t.match(await suite.call(createEnrolment, { body }), { status: 422, code: 'participant-unknown' })
})

t.test('the list pages by key and finds who lacks a programme', async (t) => {
  const as = { tenant: suite.tenant }
  const without = await settle(suite)
  const { personId: enrolled } = await decide(suite)
  const all: string[] = []
  let cursor: string | null = null
  do {
    const query = { limit: 2, ...(cursor ? { cursor } : {}) }
    const page = await suite.call(listParticipants, { query, as })
    t.ok(page.body.items.length <= 2)
    all.push(...page.body.items.map(({ personId }: { personId: string }) => personId))
    cursor = page.body.next
  } while (cursor)
  t.equal(new Set(all).size, all.length)
  t.ok(all.includes(without) && all.includes(enrolled))
  const found = async (value: 'true' | 'false') => {
    const page = await suite.call(listParticipants, { query: { limit: 200, enrolled: value } })
    return page.body.items.map(({ personId }: { personId: string }) => personId) as string[]
  }
  t.ok((await found('true')).includes(enrolled) && !(await found('true')).includes(without))
  t.ok((await found('false')).includes(without) && !(await found('false')).includes(enrolled))
})

t.test('a forged cursor is a fault of the request', async (t) => {
  const refused = await suite.call(listParticipants, { query: { cursor: 'rubbish' } })
  t.match(refused, { status: 400, body: { errors: [{ in: 'query', pointer: '/cursor' }] } })
})

t.test(
  'N10: the clock runs for who is owed a programme, and stays with one that began',
  async (t) => {
    const params = { personId: await settle(suite, { settledByAgreement: false }) }
    t.equal((await suite.call(getParticipant, { params })).body.startClock, null)
    const { enrolmentId, personId } = await start(suite)
    const body = { endedOn: '2026-03-13', reason: 'goal-reached', caseReference: '26/1' }
    await suite.make(endEnrolment, { params: { enrolmentId }, body })
    const ended = await suite.call(getParticipant, { params: { personId } })
    t.match(ended.body, { openEnrolmentId: null, startClock: { state: 'met' } })
    const again = { ...createEnrolment.bodyExample, personId, decidedOn: '2026-03-16' }
    const next = { ...again, plannedStart: '2026-03-16', plannedEnd: null }
    t.equal((await suite.call(createEnrolment, { body: next })).status, 201)
  },
)

t.test('N8: who refused a programme may be offered one, but has no right', async (t) => {
  const { enrolmentId, personId } = await decide(suite)
  const body = { endedOn: '2026-03-16', reason: 'refused', caseReference: '26/2' }
  await suite.make(endEnrolment, { params: { enrolmentId }, body })
  const read = await suite.call(getParticipant, { params: { personId } })
  t.equal(read.body.assessment.standing, 'may-be-offered')
  t.match(read.body, { openEnrolmentId: null, startClock: null })
})
