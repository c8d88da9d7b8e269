import { randomUUIDv7 } from 'node:crypto'
import { getGuide } from '@fotfeste/contracts/guides/guides.ts'
import {
  cancelMatch,
  endMatch,
  getMatch,
  proposeMatch,
} from '@fotfeste/contracts/guides/matches.ts'
import {
  createReferral,
  getReferral,
  listReferrals,
  replaceReferral,
  withdrawConsent,
} from '@fotfeste/contracts/guides/referrals.ts'
import { plainDate } from '@fotfeste/domain/values/calendar.ts'
import { service } from '@fotfeste/testing/harness.ts'
import { until } from '@fotfeste/testing/peer.ts'
import t from 'tap'
import { guides } from '../src/app.ts'
import {
  bringTo,
  makeGuide,
  makeMatch,
  makeReferral,
  referralBody,
  SEES_PROTECTED,
  settlePerson,
} from './arrange.ts'

const suite = await service(t, guides)

t.test('a settled person is referred with their consent and read back', async (t) => {
  const personId = await settlePerson(suite)
  const body = { ...referralBody, personId }
  const made = await suite.call(createReferral, { body })
  t.match(made, { status: 201, body: { ...body, state: 'waiting', withdrawnOn: null } })
  const params = { referralId: made.body.referralId }
  const read = await suite.call(getReferral, { params })
  t.same({ ...read.body, changedAt: '' }, { ...made.body, changedAt: '' })
  const log = 'select operation, outcome from access_log where person = $1'
  t.same((await suite.owner.query(log, [personId])).rows, [
    { operation: 'createReferral', outcome: 'read' },
    { operation: 'getReferral', outcome: 'read' },
  ])
})

t.test('whom settlement has not told of cannot be referred', async (t) => {
  const body = { ...referralBody, personId: randomUUIDv7() }
  const refused = await suite.call(createReferral, { body })
  t.match(refused, { status: 422, code: 'person-unknown' })
})

t.test('one open referral for a person', async (t) => {
  const body = { ...referralBody, personId: await settlePerson(suite) }
  await suite.make(createReferral, { body })
  t.match(await suite.call(createReferral, { body }), { status: 409, code: 'already-referred' })
})

t.test('G7: consent comes first; for a minor the guardian’s too', async (t) => {
  const adult = { ...referralBody, personId: await settlePerson(suite) }
  const early = { ...adult, consentGivenOn: '2026-03-17' }
  const refused = await suite.call(createReferral, { body: early })
  t.match(refused, { status: 422, code: 'date-in-future' })
  t.equal(refused.body.errors[0].pointer, '/consentGivenOn')
  const minor = {
    ...referralBody,
    personId: await settlePerson(suite, { birthDate: '2009-05-01' }),
  }
  const alone = await suite.call(createReferral, { body: minor })
  t.match(alone, { status: 422, code: 'guardian-consent-missing' })
  const body = { ...minor, guardianConsentOn: '2026-03-10' }
  t.match(await suite.call(createReferral, { body }), { status: 201, body })
})

t.test('profile and wishes can be changed while the referral is open', async (t) => {
  const params = { referralId: await makeReferral(suite) }
  const { profile, wishes } = referralBody
  const body = {
    guardianConsentOn: null,
    profile: { ...profile, languages: ['tir'] },
    wishes: { ...wishes, requiredGender: 'female', dealBreakers: ['cat', 'dog'] },
  }
  const changed = await suite.call(replaceReferral, { params, body, ifMatch: 1 })
  t.match(changed, { status: 200, body: { ...body, version: 2, consentGivenOn: '2026-03-02' } })
  const stale = await suite.call(replaceReferral, { params, body, ifMatch: 1 })
  t.match(stale, { status: 412, code: 'stale' })
  const early = { ...body, guardianConsentOn: '2026-03-17' }
  t.match(await suite.call(replaceReferral, { params, body: early }), { code: 'date-in-future' })
})

t.test('the consent that was given for a minor cannot be taken out', async (t) => {
  const referral = { guardianConsentOn: '2026-03-10' }
  const person = { birthDate: '2009-05-01' }
  const params = { referralId: await makeReferral(suite, { person, referral }) }
  const { profile, wishes } = referralBody
  const body = { guardianConsentOn: null, profile, wishes }
  const refused = await suite.call(replaceReferral, { params, body })
  t.match(refused, { status: 422, code: 'guardian-consent-missing' })
})

t.test('G7: a withdrawn consent empties what was told and ends the referral', async (t) => {
  const referralId = await makeReferral(suite)
  const params = { referralId }
  t.match(await suite.call(withdrawConsent, { params, ifMatch: 7 }), { status: 412 })
  const withdrawn = await suite.call(withdrawConsent, { params, ifMatch: 1 })
  t.match(withdrawn, {
    status: 200,
    body: {
      state: 'withdrawn',
      withdrawnOn: '2026-03-16',
      profile: { interests: [], availability: [], weeklyMinutes: 0 },
      wishes: { dealBreakers: [] },
    },
  })
  const again = await suite.call(withdrawConsent, { params })
  t.match(again, { status: 409, code: 'consent-already-withdrawn' })
  const { profile, wishes } = referralBody
  const body = { guardianConsentOn: null, profile, wishes }
  const changed = await suite.call(replaceReferral, { params, body })
  t.match(changed, { status: 409, code: 'referral-closed' })
  const proposed = await suite.call(proposeMatch, {
    body: { guideId: await makeGuide(suite), referralId },
  })
  t.match(proposed, { status: 409, code: 'referral-not-waiting' })
})

t.test('G7: it cancels a proposal and ends a pair under way, and the guide is free', async (t) => {
  for (const state of ['proposed', 'started'] as const) {
    const matchId = await makeMatch(suite)
    if (state === 'started') await bringTo(suite, matchId, 'started')
    const { guideId, referralId } = (await suite.make(getMatch, { params: { matchId } })).body
    await suite.make(withdrawConsent, { params: { referralId } })
    const after = (await suite.make(getMatch, { params: { matchId } })).body
    const closed = { state: 'cancelled', closedOn: '2026-03-16' }
    const over = { state: 'ended', endedOn: '2026-03-16', endReason: 'consent-withdrawn' }
    t.match(after, state === 'started' ? over : closed)
    t.match((await suite.make(getGuide, { params: { guideId } })).body, { openMatches: 0 })
    const told = 'select type, data from system.feed where subject = $1 order by id'
    const { rows } = await suite.owner.query(told, [matchId])
    t.equal(rows.at(-1)?.type, state === 'started' ? 'MatchEnded' : undefined)
  }
})

t.test(
  'a person whose pair ran its time is referred anew, with the same guide barred',
  async (t) => {
    const matchId = await makeMatch(suite)
    await bringTo(suite, matchId, 'started')
    await suite.clock.set(plainDate('2026-12-20'))
    t.teardown(() => suite.clock.set(plainDate('2026-03-16')))
    const body = { endedOn: '2026-12-15', reason: 'completed' }
    const { referralId, personId, guideId } = (
      await suite.make(endMatch, { params: { matchId }, body })
    ).body
    const done = (await suite.make(getReferral, { params: { referralId } })).body
    t.equal(done.state, 'completed')
    const anew = await suite.make(createReferral, { body: { ...referralBody, personId } })
    const again = await suite.call(proposeMatch, {
      body: { guideId, referralId: anew.body.referralId },
    })
    t.match(again, { status: 422, code: 'pair-not-allowed', body: { detail: /ended before/ } })
  },
)

t.test('protected persons are absent without the scope, and present with it', async (t) => {
  const referralId = await makeReferral(suite, { person: { protected: true } })
  const params = { referralId }
  const as = { scopes: SEES_PROTECTED }
  t.match(await suite.call(getReferral, { params }), { status: 404, code: 'not-found' })
  t.match(await suite.call(getReferral, { params, as }), { status: 200 })
  const { profile, wishes } = referralBody
  const body = { guardianConsentOn: null, profile, wishes }
  t.equal((await suite.call(replaceReferral, { params, body })).status, 404)
  t.equal((await suite.call(withdrawConsent, { params })).status, 404)
  const personId = await settlePerson(suite, { protected: true })
  const hidden = await suite.call(createReferral, { body: { ...referralBody, personId } })
  t.match(hidden, { status: 422, code: 'person-unknown' })
  const query = { limit: 200 }
  const listed = await suite.call(listReferrals, { query })
  const all = await suite.call(listReferrals, { query, as })
  t.equal(all.body.items.length, listed.body.items.length + 1)
})

t.test('a protection that comes while the person is referred is not missed', async (t) => {
  const personId = await settlePerson(suite)
  const settlement = await suite.owner.connect()
  await settlement.query('begin')
  await settlement.query('update person set protected = true where id = $1', [personId])
  const asked = suite.call(createReferral, { body: { ...referralBody, personId } })
  const waits =
    "select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()"
  await until(async () => (await suite.owner.query(waits)).rows.length > 0, 2_500)
  await settlement.query('commit')
  settlement.release()
  t.match(await asked, { status: 422, code: 'person-unknown' })
})

t.test('the list goes page by page, by state and by person, each person logged', async (t) => {
  const waiting = await suite.call(listReferrals, { query: { state: 'waiting', limit: 1 } })
  t.match(waiting.body, { items: [{ state: 'waiting' }], next: /./ })
  const query = { state: 'waiting', limit: 200, cursor: waiting.body.next }
  const rest = await suite.call(listReferrals, { query })
  t.not(rest.body.items[0].referralId, waiting.body.items[0].referralId)
  const { personId } = waiting.body.items[0]
  const own = await suite.call(listReferrals, { query: { personId } })
  t.equal(own.body.items.length, 1)
  const log = "select from access_log where person = $1 and operation = 'listReferrals'"
  t.ok((await suite.owner.query(log, [personId])).rows.length >= 2)
})

t.test('a cancelled match gives the refugee the turn back', async (t) => {
  const matchId = await makeMatch(suite)
  const { referralId } = (await suite.make(cancelMatch, { params: { matchId } })).body
  const { body } = await suite.make(getReferral, { params: { referralId } })
  t.match(body, { state: 'waiting', consentGivenOn: '2026-03-02' })
})
