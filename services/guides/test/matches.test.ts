import { randomUUIDv7 } from 'node:crypto'
import { feedContract } from '@fotfeste/contracts/feed.ts'
import { getGuide, replaceGuide } from '@fotfeste/contracts/guides/guides.ts'
import {
  acceptMatch,
  cancelMatch,
  declineMatch,
  endMatch,
  getMatch,
  listMatches,
  proposeMatch,
  signMatch,
  startMatch,
} from '@fotfeste/contracts/guides/matches.ts'
import { getReferral } from '@fotfeste/contracts/guides/referrals.ts'
import { personProtectionChanged } from '@fotfeste/contracts/settlement/events.ts'
import { plainDate } from '@fotfeste/domain/values/calendar.ts'
import { service } from '@fotfeste/testing/harness.ts'
import t from 'tap'
import { guides } from '../src/app.ts'
import {
  bringTo,
  guideBody,
  hearSettlement,
  makeGuide,
  makeMatch,
  makeReferral,
  referralBody,
  SEES_PROTECTED,
} from './arrange.ts'

const suite = await service(t, guides)
const AGREEMENT = { signedOn: '2026-03-16', months: 9, weeklyMinutes: 120 }

const eventsOf = async (matchId: string) => {
  const told = 'select type, data, protected from system.feed where subject = $1 order by id'
  return (await suite.owner.query(told, [matchId])).rows
}

t.test('a pair goes from proposal to its end, each step told once', async (t) => {
  const [guideId, referralId] = [await makeGuide(suite), await makeReferral(suite)]
  const made = await suite.call(proposeMatch, { body: { guideId, referralId } })
  t.match(made, { status: 201, body: { state: 'proposed', runId: null, guideId, referralId } })
  const params = { matchId: made.body.matchId }
  t.equal(made.headers.get('location'), `/v1/matches/${params.matchId}`)
  const one = await suite.call(acceptMatch, { params, body: { side: 'guide' }, ifMatch: 1 })
  t.match(one, { status: 200, body: { state: 'proposed', guideAcceptedOn: '2026-03-16' } })
  const both = await suite.call(acceptMatch, { params, body: { side: 'refugee' }, ifMatch: 2 })
  t.match(both, { status: 200, body: { state: 'accepted', refugeeAcceptedOn: '2026-03-16' } })
  const signed = await suite.call(signMatch, { params, body: AGREEMENT, ifMatch: 3 })
  t.match(signed, { status: 200, body: { state: 'agreed', agreement: AGREEMENT } })
  const day = { startedOn: '2026-03-16' }
  const started = await suite.call(startMatch, { params, body: day, ifMatch: 4 })
  t.match(started, { status: 200, body: { state: 'started', ...day, plannedEndOn: '2026-12-15' } })
  await suite.clock.set(plainDate('2026-12-16'))
  t.teardown(() => suite.clock.set(plainDate('2026-03-16')))
  const end = { endedOn: '2026-12-15', reason: 'completed' }
  const ended = await suite.call(endMatch, { params, body: end, ifMatch: 5 })
  t.match(ended, { status: 200, body: { state: 'ended', endReason: 'completed', version: 6 } })
  const { personId } = made.body
  const facts = { matchId: params.matchId, guideId, personId, protected: false }
  t.same(await eventsOf(params.matchId), [
    {
      type: 'GuideMatched',
      data: { ...facts, agreedOn: '2026-03-16', months: 9 },
      protected: false,
    },
    {
      type: 'MatchStarted',
      data: { ...facts, startedOn: '2026-03-16', plannedEndOn: '2026-12-15' },
      protected: false,
    },
    {
      type: 'MatchEnded',
      data: { ...facts, endedOn: '2026-12-15', completed: true },
      protected: false,
    },
  ])
  t.match((await suite.make(getGuide, { params: { guideId } })).body, { openMatches: 0 })
  const log = "select from access_log where person = $1 and operation = 'endMatch'"
  t.equal((await suite.owner.query(log, [personId])).rows.length, 1)
})

t.test('each step is refused out of its turn', async (t) => {
  const params = { matchId: await makeMatch(suite) }
  const wrong = { status: 409, code: 'match-state-forbids' }
  t.match(await suite.call(signMatch, { params, body: AGREEMENT }), wrong)
  t.match(await suite.call(startMatch, { params, body: { startedOn: '2026-03-16' } }), wrong)
  const end = { endedOn: '2026-03-16', reason: 'other' }
  t.match(await suite.call(endMatch, { params, body: end }), wrong)
  await bringTo(suite, params.matchId, 'started')
  t.match(await suite.call(acceptMatch, { params, body: { side: 'guide' } }), wrong)
  t.match(await suite.call(declineMatch, { params, body: { side: 'guide' } }), wrong)
  t.match(await suite.call(cancelMatch, { params }), wrong)
})

t.test('a side accepts once', async (t) => {
  const params = { matchId: await makeMatch(suite) }
  const body = { side: 'refugee' }
  await suite.make(acceptMatch, { params, body })
  const again = await suite.call(acceptMatch, { params, body })
  t.match(again, { status: 409, code: 'already-accepted' })
})

t.test('a no frees the guide and lets the refugee wait on; a taken-back match too', async (t) => {
  for (const contract of [declineMatch, cancelMatch]) {
    const params = { matchId: await makeMatch(suite) }
    const body = contract === declineMatch ? { body: { side: 'guide' } } : {}
    const closed = await suite.call(contract, { params, ...body, ifMatch: 1 })
    t.match(closed, { status: 200, body: { closedOn: '2026-03-16', version: 2 } })
    const { guideId, referralId } = closed.body
    t.match((await suite.make(getGuide, { params: { guideId } })).body, { openMatches: 0 })
    const referral = (await suite.make(getReferral, { params: { referralId } })).body
    t.match(referral, { state: 'waiting', consentGivenOn: '2026-03-02' })
    t.same(await eventsOf(params.matchId), [])
    const again = await suite.call(proposeMatch, { body: { guideId, referralId } })
    t.equal(again.status, contract === declineMatch ? 422 : 201)
  }
})

t.test('S39: the agreement is for nine to twelve months and two hours a week', async (t) => {
  const params = { matchId: await makeMatch(suite) }
  await bringTo(suite, params.matchId, 'accepted')
  const sign = (told: object) => suite.call(signMatch, { params, body: { ...AGREEMENT, ...told } })
  t.match(await sign({ months: 8 }), { status: 422, code: 'agreement-outside-limits' })
  t.match(await sign({ months: 13 }), { status: 422, code: 'agreement-outside-limits' })
  t.match(await sign({ weeklyMinutes: 90 }), { status: 422, code: 'too-little-time-together' })
  t.match(await sign({ signedOn: '2026-03-17' }), { status: 422, code: 'date-in-future' })
  t.match(await sign({ signedOn: '2026-03-15' }), { status: 422, code: 'dates-out-of-order' })
  t.match(await sign({ months: 12 }), { status: 200 })
  const start = (startedOn: string) => suite.call(startMatch, { params, body: { startedOn } })
  t.match(await start('2026-03-17'), { status: 422, code: 'date-in-future' })
  t.match(await start('2026-03-15'), { status: 422, code: 'dates-out-of-order' })
})

t.test('S39: a pair is completed after nine months and over after twelve', async (t) => {
  const params = { matchId: await makeMatch(suite) }
  await bringTo(suite, params.matchId, 'started')
  await suite.clock.set(plainDate('2027-06-01'))
  t.teardown(() => suite.clock.set(plainDate('2026-03-16')))
  const end = (endedOn: string, reason: string) =>
    suite.call(endMatch, { params, body: { endedOn, reason } })
  t.match(await end('2026-12-14', 'completed'), { status: 422, code: 'not-completed' })
  t.match(await end('2027-03-16', 'completed'), { status: 422, code: 'agreement-ran-out' })
  t.match(await end('2026-03-15', 'other'), { status: 422, code: 'dates-out-of-order' })
  t.match(await end('2027-06-02', 'other'), { status: 422, code: 'date-in-future' })
  const ended = await end('2026-06-12', 'guide-moved')
  t.match(ended, { status: 200, body: { endReason: 'guide-moved' } })
  const { referralId } = ended.body
  const referral = (await suite.make(getReferral, { params: { referralId } })).body
  t.equal(referral.state, 'waiting', 'who was left waits again')
})

t.test('a pair proposed by hand meets the same bars as in a run', async (t) => {
  const wishes = { ...referralBody.wishes, requiredGender: 'female' }
  const referralId = await makeReferral(suite, { referral: { wishes } })
  const guideId = await makeGuide(suite, { gender: 'male' })
  const propose = (body: object) => suite.call(proposeMatch, { body })
  const barred = await propose({ guideId, referralId })
  t.match(barred, { status: 422, code: 'pair-not-allowed', body: { detail: /gender/ } })
  const nobody = randomUUIDv7()
  t.match(await propose({ guideId, referralId: nobody }), { status: 422, code: 'referral-unknown' })
  t.match(await propose({ guideId: nobody, referralId }), { status: 422, code: 'guide-unknown' })
  const full = (await suite.make(getMatch, { params: { matchId: await makeMatch(suite) } })).body
  t.match(await propose({ guideId: full.guideId, referralId }), { status: 409, code: 'guide-full' })
  const taken = { guideId: await makeGuide(suite), referralId: full.referralId }
  t.match(await propose(taken), { status: 409, code: 'referral-not-waiting' })
})

t.test('TS-M: two coordinators match the same guide at once: exactly one wins', async (t) => {
  const guideId = await makeGuide(suite)
  const referrals = [await makeReferral(suite), await makeReferral(suite)]
  const answers = await Promise.all(
    referrals.map((referralId, at) =>
      suite.call(proposeMatch, {
        body: { guideId, referralId },
        as: { sub: `coordinator-${at}` },
      }),
    ),
  )
  t.same(answers.map(({ status }) => status).sort(), [201, 409])
  t.equal(answers.find(({ status }) => status === 409)?.code, 'guide-full')
  t.match((await suite.make(getGuide, { params: { guideId } })).body, { openMatches: 1 })
})

t.test('two guides for the same refugee at once: exactly one wins', async (t) => {
  const referralId = await makeReferral(suite)
  const found = [await makeGuide(suite), await makeGuide(suite)]
  const answers = await Promise.all(
    found.map((guideId) => suite.call(proposeMatch, { body: { guideId, referralId } })),
  )
  t.same(answers.map(({ status }) => status).sort(), [201, 409])
})

t.test('two steps with one ETag: one wins', async (t) => {
  const params = { matchId: await makeMatch(suite) }
  const answers = await Promise.all([
    suite.call(acceptMatch, { params, body: { side: 'guide' }, ifMatch: 1 }),
    suite.call(declineMatch, { params, body: { side: 'refugee' }, ifMatch: 1 }),
  ])
  t.same(answers.map(({ status }) => status).sort(), [200, 412])
})

t.test('every step wants the version that was read', async (t) => {
  const params = { matchId: await makeMatch(suite) }
  const stale = { status: 412, code: 'stale' }
  const calls = [
    [acceptMatch, { side: 'guide' }],
    [declineMatch, { side: 'guide' }],
    [cancelMatch, undefined],
    [signMatch, AGREEMENT],
    [startMatch, { startedOn: '2026-03-16' }],
    [endMatch, { endedOn: '2026-03-16', reason: 'other' }],
  ] as const
  for (const [contract, body] of calls)
    t.match(await suite.call(contract, { params, body, ifMatch: 9 }), stale, contract.id)
})

t.test('G2: a pair does not go on when the certificate ran out on the way', async (t) => {
  const papers = { ...guideBody.papers, policeCertificateSeenOn: '2023-03-20' }
  const guideId = await makeGuide(suite, { papers })
  const referralId = await makeReferral(suite, {
    person: { birthDate: '2009-05-01' },
    referral: { guardianConsentOn: '2026-03-10' },
  })
  const { matchId } = (await suite.make(proposeMatch, { body: { guideId, referralId } })).body
  const params = { matchId }
  await bringTo(suite, matchId, 'accepted')
  const late = () => suite.clock.set(plainDate('2026-03-20'))
  t.teardown(() => suite.clock.set(plainDate('2026-03-16')))
  const barred = { status: 422, code: 'pair-not-allowed', body: { detail: /certificate/ } }
  await late()
  t.match(await suite.call(signMatch, { params, body: AGREEMENT }), barred)
  await suite.clock.set(plainDate('2026-03-19'))
  await suite.make(signMatch, { params, body: AGREEMENT })
  await late()
  const start = { startedOn: '2026-03-20' }
  t.match(await suite.call(startMatch, { params, body: start }), barred)
  const renewed = { ...papers, policeCertificateSeenOn: '2026-03-20' }
  const body = { ...guideBody, papers: renewed, state: 'paused' }
  await suite.make(replaceGuide, { params: { guideId }, body })
  const started = await suite.call(startMatch, { params, body: start })
  t.equal(started.status, 200, 'a paused guide keeps the pair')
})

t.test('the match of a protected person is absent without the scope', async (t) => {
  const matchId = await makeMatch(suite)
  const params = { matchId }
  const { personId, guideId } = (await suite.make(getMatch, { params })).body
  const data = { personId, protected: true }
  await hearSettlement(suite, [{ type: personProtectionChanged.type, data }])
  const gone = { status: 404, code: 'not-found' }
  t.match(await suite.call(getMatch, { params }), gone)
  const calls = [
    [acceptMatch, { side: 'guide' }],
    [declineMatch, { side: 'guide' }],
    [cancelMatch, undefined],
    [signMatch, AGREEMENT],
    [startMatch, { startedOn: '2026-03-16' }],
    [endMatch, { endedOn: '2026-03-16', reason: 'other' }],
  ] as const
  for (const [contract, body] of calls) t.match(await suite.call(contract, { params, body }), gone)
  t.same((await suite.make(listMatches, { query: { guideId } })).body.items, [])
  const as = { scopes: SEES_PROTECTED }
  t.equal((await suite.make(listMatches, { query: { guideId }, as })).body.items.length, 1)
  const other = await makeReferral(suite)
  const full = await suite.call(proposeMatch, { body: { guideId, referralId: other } })
  t.match(full, { status: 409, code: 'guide-full' }, 'the place is held all the same')
})

t.test('what the feed told of a pair is hidden with its refugee, and shown again', async (t) => {
  const matchId = await makeMatch(suite)
  await bringTo(suite, matchId, 'started')
  const { personId } = (await suite.make(getMatch, { params: { matchId } })).body
  const seen = async () => {
    const { body } = await suite.call(feedContract('guides'), { query: { limit: 500 } })
    return body.filter(({ subject }: { subject: string }) => subject === matchId).length
  }
  t.equal(await seen(), 2)
  for (const isProtected of [true, false]) {
    const data = { personId, protected: isProtected }
    await hearSettlement(suite, [{ type: personProtectionChanged.type, data }])
    t.equal(await seen(), isProtected ? 0 : 2)
  }
})

t.test('a protected person is not matched by hand either', async (t) => {
  const referralId = await makeReferral(suite, { person: { protected: true } })
  const body = { guideId: await makeGuide(suite), referralId }
  const unseen = await suite.call(proposeMatch, { body })
  t.match(unseen, { status: 422, code: 'referral-unknown' })
  const seen = await suite.call(proposeMatch, { body, as: { scopes: SEES_PROTECTED } })
  t.match(seen, { status: 422, code: 'pair-not-allowed', body: { detail: /protected/ } })
})

t.test('the list is narrowed by state, guide and referral, page by page', async (t) => {
  const match = (await suite.make(getMatch, { params: { matchId: await makeMatch(suite) } })).body
  const { guideId, referralId } = match
  for (const query of [{ guideId }, { referralId }, { guideId, state: 'proposed' }]) {
    const { items, next } = (await suite.make(listMatches, { query })).body
    t.same([items.length, items[0]?.matchId, next], [1, match.matchId, null])
  }
  t.same((await suite.make(listMatches, { query: { guideId, state: 'ended' } })).body.items, [])
  const first = (await suite.make(listMatches, { query: { limit: 1 } })).body
  const rest = (await suite.make(listMatches, { query: { limit: 1, cursor: first.next } })).body
  t.not(rest.items[0].matchId, first.items[0].matchId)
})

t.test('impossible days and unknown codes say where they stand', async (t) => {
  const params = { matchId: await makeMatch(suite) }
  const body = { endedOn: '2026-02-30', reason: 'ill', note: 'x' }
  const refused = await suite.call(endMatch, { params, body })
  t.equal(refused.status, 400)
  t.same(refused.body.errors.map(({ pointer }: { pointer: string }) => pointer).sort(), [
    '/endedOn',
    '/note',
    '/reason',
  ])
  const { body: kept } = await suite.make(getMatch, { params })
  t.match(kept, { state: 'proposed', version: 1 })
})
