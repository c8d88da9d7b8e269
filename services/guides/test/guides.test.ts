import {
  createGuide,
  getGuide,
  listGuides,
  replaceGuide,
} from '@fotfeste/contracts/guides/guides.ts'
import { proposeMatch } from '@fotfeste/contracts/guides/matches.ts'
import {
  DEAL_BREAKERS,
  EDUCATION_LEVELS,
  INTERESTS,
  LIFE_SITUATIONS,
  OCCUPATIONS,
  WEEKLY_SLOTS,
} from '@fotfeste/domain/matching/codes.ts'
import { service } from '@fotfeste/testing/harness.ts'
import t from 'tap'
import { guides } from '../src/app.ts'
import { guideBody, makeGuide, makeReferral } from './arrange.ts'

const suite = await service(t, guides)

t.test('a registered guide is read back whole', async (t) => {
  const made = await suite.call(createGuide, { body: guideBody })
  t.equal(made.status, 201)
  const { guideId } = made.body
  t.equal(made.headers.get('location'), `/v1/guides/${guideId}`)
  t.equal(made.headers.get('etag'), '"1"')
  t.match(made.body, { ...guideBody, state: 'available', openMatches: 0, version: 1 })
  const read = await suite.call(getGuide, { params: { guideId } })
  t.same({ ...read.body, changedAt: '' }, { ...made.body, changedAt: '' })
})

t.test('every code of the lists can be stored', async (t) => {
  const life = LIFE_SITUATIONS.map((lifeSituation) => ({ lifeSituation }))
  const education = EDUCATION_LEVELS.map((level) => ({ education: level }))
  const occupation = OCCUPATIONS.map((trade) => ({ occupation: trade }))
  const lists = { interests: [...INTERESTS], availability: [...WEEKLY_SLOTS] }
  for (const told of [lists, ...life, ...education, ...occupation]) {
    const profile = { ...guideBody.profile, ...told }
    const body = {
      ...guideBody,
      profile,
      traits: [...DEAL_BREAKERS],
      knowsTrades: [...OCCUPATIONS],
    }
    const made = await suite.call(createGuide, { body })
    t.match(made, { status: 201, body: { profile, traits: DEAL_BREAKERS } }, JSON.stringify(told))
  }
})

t.test('a question left blank stays blank', async (t) => {
  const profile = {
    languages: [],
    interests: [],
    occupation: null,
    education: null,
    lifeSituation: null,
    availability: [],
    weeklyMinutes: 0,
  }
  const papers = {
    interviewedOn: null,
    trainedOn: null,
    declarationSignedOn: null,
    policeCertificateSeenOn: null,
  }
  const made = await suite.call(createGuide, { body: { ...guideBody, profile, papers } })
  t.match(made, { status: 201, body: { profile, papers } })
})

t.test('a paper of tomorrow is refused', async (t) => {
  const papers = { ...guideBody.papers, trainedOn: '2026-03-17' }
  const refused = await suite.call(createGuide, { body: { ...guideBody, papers } })
  t.match(refused, { status: 422, code: 'date-in-future' })
  t.equal(refused.body.errors[0].pointer, '/papers/trainedOn')
  const guideId = await makeGuide(suite)
  const body = { ...guideBody, papers, state: 'available' }
  t.match(await suite.call(replaceGuide, { params: { guideId }, body }), { status: 422 })
})

t.test('a changed guide has a new version; who read the old one is told', async (t) => {
  const params = { guideId: await makeGuide(suite) }
  const body = { ...guideBody, state: 'paused', name: 'Ingrid S. Solbakken' }
  const changed = await suite.call(replaceGuide, { params, body, ifMatch: 1 })
  t.match(changed, { status: 200, body: { state: 'paused', version: 2 } })
  const stale = await suite.call(replaceGuide, { params, body, ifMatch: 1 })
  t.match(stale, { status: 412, code: 'stale' })
  t.equal(stale.headers.get('etag'), '"2"')
})

t.test('a guide that is not there is neither found nor changed', async (t) => {
  const params = { guideId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a7a01' }
  t.match(await suite.call(getGuide, { params }), { status: 404, code: 'not-found' })
  const body = { ...guideBody, state: 'paused' }
  t.match(await suite.call(replaceGuide, { params, body }), { status: 404, code: 'not-found' })
})

t.test('capacity is not set below the matches that hold a place', async (t) => {
  const guideId = await makeGuide(suite, { capacity: 2 })
  for (let count = 0; count < 2; count += 1) {
    const referralId = await makeReferral(suite)
    await suite.make(proposeMatch, { body: { guideId, referralId } })
  }
  const body = { ...guideBody, capacity: 1, state: 'available' }
  const refused = await suite.call(replaceGuide, { params: { guideId }, body })
  t.match(refused, { status: 409, code: 'capacity-below-matches' })
  const kept = { ...body, capacity: 3 }
  const changed = await suite.call(replaceGuide, { params: { guideId }, body: kept })
  t.match(changed, { status: 200, body: { capacity: 3, openMatches: 2 } })
})

t.test('the list goes page by page and can be narrowed to a state', async (t) => {
  const as = { tenant: '940101808' }
  for (const name of ['Kari', 'Ola', 'Siri']) {
    await suite.make(createGuide, { body: { ...guideBody, name }, as })
  }
  const first = await suite.call(listGuides, { query: { limit: 2 }, as })
  t.same(
    first.body.items.map(({ name }: { name: string }) => name),
    ['Kari', 'Ola'],
  )
  const rest = await suite.call(listGuides, { query: { limit: 2, cursor: first.body.next }, as })
  t.match(rest.body, { items: [{ name: 'Siri' }], next: null })
  t.same((await suite.call(listGuides, { query: { state: 'paused' }, as })).body.items, [])
  const forged = await suite.call(listGuides, { query: { cursor: 'x' }, as })
  t.match(forged, { status: 400, code: 'invalid-request' })
})

t.test('bad input says where and what, and nothing is stored', async (t) => {
  const count = async () => (await suite.owner.query('select count(*)::int from guide')).rows[0]
  const before = await count()
  const profile = { ...guideBody.profile, interests: ['cafe', 'cafe'], languages: ['nob'] }
  const wrong = { ...guideBody, capacity: 4, birthYear: '1990', shoeSize: 38, profile }
  const refused = await suite.call(createGuide, { body: wrong })
  t.equal(refused.status, 400)
  t.same(refused.body.errors.map(({ pointer }: { pointer: string }) => pointer).sort(), [
    '/birthYear',
    '/capacity',
    '/profile/interests',
    '/profile/languages/0',
    '/shoeSize',
  ])
  t.same(await count(), before)
})
