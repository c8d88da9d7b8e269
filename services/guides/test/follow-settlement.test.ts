import { randomUUIDv7 } from 'node:crypto'
import { feedContract } from '@fotfeste/contracts/feed.ts'
import { getReferral } from '@fotfeste/contracts/guides/referrals.ts'
import {
  personFactsChanged,
  personProtectionChanged,
  personSettled,
  settlementDateCorrected,
} from '@fotfeste/contracts/settlement/events.ts'
import { service } from '@fotfeste/testing/harness.ts'
import { peer, until } from '@fotfeste/testing/peer.ts'
import t from 'tap'
import { guides } from '../src/app.ts'
import { applySettlement, followSettlement } from '../src/jobs/follow-settlement.ts'
import {
  hearSettlement,
  makeReferral,
  personTold,
  SEES_PROTECTED,
  settlePerson,
} from './arrange.ts'

const suite = await service(t, guides)
const held = async (personId: string) =>
  (
    await suite.owner.query(
      'select birth_date::text, gender, protected from person where id = $1',
      [personId],
    )
  ).rows[0]

t.test('a settled person is known with birth date and gender, and corrected later', async (t) => {
  const personId = await settlePerson(suite, { birthDate: '1990-11-14', sex: 'female' })
  t.same(await held(personId), { birth_date: '1990-11-14', gender: 'female', protected: false })
  const data = personTold(personId, { birthDate: '1990-12-14', sex: 'male', protected: true })
  await hearSettlement(suite, [{ type: personFactsChanged.type, data }])
  t.same(await held(personId), { birth_date: '1990-12-14', gender: 'male', protected: true })
})

t.test('a person told of again is held once, with what is newer', async (t) => {
  const personId = await settlePerson(suite)
  const told = personTold(personId, { birthDate: '1991-01-01' })
  const data = { ...told, caseId: randomUUIDv7(), settledOn: '2026-02-20' }
  await hearSettlement(suite, [{ type: personSettled.type, data }])
  t.match(await held(personId), { birth_date: '1991-01-01' })
})

t.test('a corrected settlement date is the one that is held', async (t) => {
  const personId = await settlePerson(suite)
  const data = { personId, caseId: randomUUIDv7(), settledOn: '2026-01-20', protected: false }
  await hearSettlement(suite, [{ type: settlementDateCorrected.type, data }])
  const { rows } = await suite.owner.query('select settled_on::text from person where id = $1', [
    personId,
  ])
  t.same(rows, [{ settled_on: '2026-01-20' }])
})

t.test('protection hides the referral, and its end shows it again', async (t) => {
  const params = { referralId: await makeReferral(suite) }
  const { personId } = (await suite.make(getReferral, { params })).body
  const type = personProtectionChanged.type
  await hearSettlement(suite, [{ type, data: { personId, protected: true } }])
  t.equal((await suite.call(getReferral, { params })).status, 404)
  t.equal((await suite.call(getReferral, { params, as: { scopes: SEES_PROTECTED } })).status, 200)
  await hearSettlement(suite, [{ type, data: { personId, protected: false } }])
  t.equal((await suite.call(getReferral, { params })).status, 200)
})

t.test('what concerns nobody here changes nothing', async (t) => {
  const count = async () => (await suite.owner.query('select count(*)::int from person')).rows[0]
  const before = await count()
  const stranger = personTold(randomUUIDv7())
  await hearSettlement(suite, [
    { type: personFactsChanged.type, data: stranger },
    { type: 'HousingFound', data: {} },
  ])
  t.same(await count(), before)
})

t.test('the follower reads the feed of a real address from its own cursor', async (t) => {
  const personId = randomUUIDv7()
  const told = personTold(personId)
  const asked: string[] = []
  const { rows } = await suite.owner.query('select position from system.follow')
  const position = Number(rows[0].position)
  const event = {
    specversion: '1.0',
    id: randomUUIDv7(),
    source: 'urn:fotfeste:settlement',
    type: 'PersonSettled',
    subject: personId,
    time: '2026-02-16T09:00:00.000Z',
    datacontenttype: 'application/json',
    sequence: String(position + 1),
    tenant: suite.tenant,
    typeversion: 1,
    data: { ...told, caseId: randomUUIDv7(), settledOn: '2026-02-16' },
  }
  const baseUrl = await peer(t, [
    [
      feedContract('settlement'),
      ({ query }) => {
        const { after } = query as { after: string }
        asked.push(after)
        return after === String(position) ? [event] : []
      },
    ],
  ])
  const tokenUrl = `${suite.config.FOTFESTE_ISSUERS[0]?.issuer}/token`
  const tokens = { kind: 'endpoint', url: tokenUrl, clientId: 'fotfeste-guides' } as const
  const [job] = followSettlement(suite.kit, { baseUrl, tokens })
  t.equal(job?.name, 'follow-settlement')
  const stop = new AbortController()
  await job?.run(stop.signal)
  await job?.run(stop.signal)
  await until(async () => (await held(personId)) !== undefined, 2_000)
  t.same(asked, [String(position), String(position + 1)])
})

t.test('without an address or tokens nothing is followed', async (t) => {
  t.same(followSettlement(suite.kit, { baseUrl: undefined, tokens: undefined }), [])
  t.same(followSettlement(suite.kit, { baseUrl: 'http://127.0.0.1:1', tokens: undefined }), [])
  t.equal(typeof applySettlement, 'function')
})
