import { type CloudEvent, feedContract } from '@fotfeste/contracts/feed.ts'
import { getEnrolment } from '@fotfeste/contracts/introduction/enrolments.ts'
import { getParticipant } from '@fotfeste/contracts/introduction/participants.ts'
import { service } from '@fotfeste/testing/harness.ts'
import { peer, until } from '@fotfeste/testing/peer.ts'
import t from 'tap'
import { introduction } from '../src/app.ts'
import { followSettlement } from '../src/jobs/follow-settlement.ts'
import { decide, seal, start } from './factories.ts'
import { factsOf, follow, settle } from './settled.ts'

const suite = await service(t, introduction)
const seesProtected = { scopes: ['fotfeste:introduction.read', 'fotfeste:protected.read'] }
const feed = async (as?: object) =>
  (await suite.call(feedContract('introduction'), { query: { limit: 500 }, ...(as ? { as } : {}) }))
    .body as CloudEvent[]

t.test('corrected facts are judged anew and make a new version', async (t) => {
  const personId = await settle(suite)
  await follow(suite, 'PersonFactsChanged', factsOf(personId, { nordicOrEeaCitizen: true }))
  const read = await suite.call(getParticipant, { params: { personId } })
  t.match(read.body, { version: 2, settledOn: '2025-12-01', assessment: { standing: 'outside' } })
})

t.test(
  'N5: a family member’s application is followed; told by an older settlement, it is not known',
  async (t) => {
    const family = { permitGround: 'family-member', referencePersonSettledOn: '2020-06-01' }
    const judged = async (more: object) => {
      const personId = await settle(suite, { ...family, ...more })
      const { body } = await suite.call(getParticipant, { params: { personId } })
      return [body.permitAppliedOn, body.assessment.standing]
    }
    t.same(await judged({ permitAppliedOn: '2025-05-31' }), ['2025-05-31', 'right-and-duty'])
    t.same(await judged({ permitAppliedOn: '2025-06-01' }), ['2025-06-01', 'may-be-offered'])
    t.same(await judged({ permitAppliedOn: undefined }), [null, 'may-be-offered'])
  },
)

t.test('facts of somebody never settled here are left alone', async (t) => {
  const personId = '019b0000-0000-7000-8000-000000000001'
  await follow(suite, 'PersonFactsChanged', factsOf(personId))
  t.equal((await suite.call(getParticipant, { params: { personId } })).status, 404)
})

t.test('a person settled anew has the new date and keeps the programme', async (t) => {
  const { personId, enrolmentId } = await decide(suite)
  const caseId = '019b0000-0000-7000-8000-000000000002'
  await follow(suite, 'PersonSettled', { ...factsOf(personId), settledOn: '2026-02-01', caseId })
  const read = await suite.call(getParticipant, { params: { personId } })
  t.match(read.body, { settledOn: '2026-02-01', version: 2, openEnrolmentId: enrolmentId })
})

t.test('a corrected settlement date moves the clock and the standing', async (t) => {
  const personId = await settle(suite)
  const caseId = '019b0000-0000-7000-8000-000000000002'
  const moved = { personId, caseId, settledOn: '2025-12-18', protected: false }
  await follow(suite, 'SettlementDateCorrected', moved)
  t.match((await suite.call(getParticipant, { params: { personId } })).body, {
    ...{ settledOn: '2025-12-18', version: 2 },
    startClock: { deadline: '2026-03-18' },
  })
})

t.test('payroll is told of a correction that changes the benefit, and of no other', async (t) => {
  const { personId, enrolmentId } = await start(suite)
  const told = async () =>
    (await feed()).filter(
      ({ type, subject }) => type === 'ProgrammeFactsChanged' && subject === enrolmentId,
    )
  await follow(suite, 'PersonFactsChanged', factsOf(personId, { sex: 'male' }))
  t.same(await told(), [])
  await follow(suite, 'PersonFactsChanged', factsOf(personId, { birthDate: '2004-04-01' }))
  t.match(await told(), [
    {
      data: {
        personId,
        changedFrom: '2026-01-12',
        participant: { birthDate: '2004-04-01', programmeEnd: null },
      },
    },
  ])
})

t.test('address protection hides the programme and its events, and shows them again', async (t) => {
  const { enrolmentId } = await seal(suite)
  const { body } = await suite.call(getEnrolment, { params: { enrolmentId } })
  const { personId } = body
  const seen = async (as?: object) =>
    (await feed(as)).filter(({ data }) => data['enrolmentId'] === enrolmentId).length
  t.equal(await seen(), 3)
  await follow(suite, 'PersonProtectionChanged', { personId, protected: true })
  t.equal((await suite.call(getEnrolment, { params: { enrolmentId } })).status, 404)
  t.equal(await seen(), 0)
  const hidden = { scopes: ['fotfeste:events.read', 'fotfeste:protected.read'] }
  t.equal(await seen(hidden), 4, 'payroll is told, and the telling is hidden')
  t.match((await feed(hidden)).at(-1), {
    type: 'ProgrammeFactsChanged',
    data: { personId, protected: true },
  })
  const read = await suite.call(getEnrolment, { params: { enrolmentId }, as: seesProtected })
  t.match(read.body, { protected: true })
  await follow(suite, 'PersonProtectionChanged', { personId, protected: false })
  t.equal((await suite.call(getEnrolment, { params: { enrolmentId } })).status, 200)
  t.equal(await seen(hidden), 5)
  t.equal(await seen(), 4, 'what told of the protection stays hidden')
  t.match((await feed()).at(-1), { type: 'ProgrammeFactsChanged', data: { protected: false } })
  await follow(suite, 'PersonProtectionChanged', { personId, protected: false })
  t.equal(await seen(hidden), 5, 'told once')
})

t.test('who lives together follows settlement, and who left stands alone', async (t) => {
  const [stays, leaves] = [await settle(suite), await settle(suite)]
  const householdId = '019b0000-0000-7000-8000-0000000000b1'
  const member = (personId: string, relation: string) => ({
    personId,
    birthDate: '1990-04-01',
    relation,
  })
  const both = [member(stays, 'adult'), member(leaves, 'partner')]
  const change = { householdId, protected: false }
  await follow(suite, 'HouseholdChanged', { ...change, members: both })
  const read = async (personId: string) =>
    (await suite.call(getParticipant, { params: { personId } })).body
  t.match(await read(leaves), { householdId, household: both, version: 2 })
  await follow(suite, 'PersonProtectionChanged', { personId: stays, protected: true })
  t.same((await read(leaves)).household, both.slice(1), 'a protected member is not told of')
  await follow(suite, 'PersonProtectionChanged', { personId: stays, protected: false })
  await follow(suite, 'HouseholdChanged', { ...change, members: both.slice(0, 1) })
  t.match(await read(stays), { householdId, household: both.slice(0, 1) })
  t.match(await read(leaves), { householdId: null, household: [member(leaves, 'adult')] })
})

t.test('an event of another type changes nothing', async (t) => {
  const before = await suite.owner.query('select count(*) from participant')
  await follow(suite, 'HousingFound', { caseId: '019b0000-0000-7000-8000-000000000003' })
  const after = await suite.owner.query('select count(*) from participant')
  t.same(after.rows, before.rows)
})

t.test('the job reads settlement’s feed from where it stopped, each event once', async (t) => {
  const { rows } = await suite.owner.query(
    "select position from system.follow where source = 'settlement'",
  )
  const last = Number(rows[0].position)
  const personId = '019b0000-0000-7000-8000-0000000000aa'
  const event = {
    specversion: '1.0',
    id: '019b0000-0000-7000-8000-0000000000ab',
    source: 'urn:fotfeste:settlement',
    type: 'PersonSettled',
    subject: personId,
    time: '2026-03-16T08:00:00Z',
    datacontenttype: 'application/json',
    sequence: String(last + 1),
    tenant: suite.tenant,
    typeversion: 1,
    data: {
      ...factsOf(personId),
      settledOn: '2026-03-02',
      caseId: '019b0000-0000-7000-8000-0000000000ac',
    },
  }
  const asked: string[] = []
  const baseUrl = await peer(t, [
    [
      feedContract('settlement'),
      ({ query }) => {
        const { after } = query as { after: string }
        asked.push(after)
        return Number(after) < last + 1 ? [event] : []
      },
    ],
  ])
  const url = `${suite.config.FOTFESTE_ISSUERS[0]?.issuer}/token`
  const tokens = { kind: 'endpoint', url, clientId: 'fotfeste-introduction' } as const
  const [job] = followSettlement(suite.kit, { baseUrl, tokens })
  t.ok(job)
  const signal = new AbortController().signal
  await job?.run(signal)
  await job?.run(signal)
  t.same(asked, [String(last), String(last + 1)])
  const params = { personId }
  await until(async () => (await suite.call(getParticipant, { params })).status === 200, 2000)
  t.equal((await suite.call(getParticipant, { params })).body.version, 1)
})

t.test('without settlement’s address nothing is followed', async (t) => {
  t.same(followSettlement(suite.kit, { baseUrl: undefined, tokens: undefined }), [])
})
