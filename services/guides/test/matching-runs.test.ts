import { createGuide, getGuide } from '@fotfeste/contracts/guides/guides.ts'
import {
  declineMatch,
  endMatch,
  getMatch,
  listMatches,
  proposeMatch,
} from '@fotfeste/contracts/guides/matches.ts'
import {
  getMatchingRun,
  listMatchingRuns,
  runMatching,
} from '@fotfeste/contracts/guides/matching-runs.ts'
import { getReferral } from '@fotfeste/contracts/guides/referrals.ts'
import { personProtectionChanged } from '@fotfeste/contracts/settlement/events.ts'
import { plainDate } from '@fotfeste/domain/values/calendar.ts'
import { service } from '@fotfeste/testing/harness.ts'
import { freshTenant } from '@fotfeste/testing/token.ts'
import t from 'tap'
import { guides } from '../src/app.ts'
import {
  bringTo,
  guideBody,
  hearSettlement,
  makeGuide,
  makeReferral,
  referralBody,
  SEES_PROTECTED,
  type Suite,
} from './arrange.ts'

const base = await service(t, guides)

/** The same service for a municipality of its own, so that a run sees only what its test made. */
const town = (): Suite => {
  const tenant = freshTenant()
  const asked = (given: Parameters<Suite['call']>[1]) => ({
    ...given,
    as: { tenant, ...given?.as },
  })
  return {
    ...base,
    tenant,
    call: (contract, given) => base.call(contract, asked(given)),
    make: (contract, given) => base.make(contract, asked(given)),
  }
}

const meeting = (availability: string[], more: object = {}) => ({
  profile: { ...guideBody.profile, availability, ...more },
})
const EVENINGS = ['tue-evening', 'thu-evening']

t.test('TS-M: a run proposes the best total, not the best pair first, and proves it', async (t) => {
  const suite = town()
  const wide = await makeGuide(suite, meeting(EVENINGS))
  const narrow = await makeGuide(suite, meeting(['thu-evening']))
  const easy = await makeReferral(suite, { referral: meeting(EVENINGS) })
  const hard = await makeReferral(suite, {
    referral: meeting(['tue-evening'], { interests: ['library'] }),
  })
  const made = await suite.call(runMatching)
  t.equal(made.status, 201)
  const { body } = made
  t.match(body, { guides: 2, slots: 2, referrals: 2, feasiblePairs: 3, unmatched: [] })
  t.same(body.certificate, { ok: true, primal: body.total, dual: body.total })
  const scores = body.proposals.map(({ score }: { score: number }) => score)
  t.equal(
    body.total,
    scores.reduce((sum: number, score: number) => sum + score, 0),
  )
  const pairs = body.proposals.map((pair: { guideId: string; referralId: string }) => [
    pair.guideId,
    pair.referralId,
  ])
  t.same(
    new Map(pairs),
    new Map([
      [narrow, easy],
      [wide, hard],
    ]),
  )
  const read = await suite.call(getMatchingRun, { params: { runId: body.runId } })
  t.same({ ...read.body, changedAt: '' }, { ...body, changedAt: '' })
  for (const { matchId, score } of body.proposals) {
    const match = (await suite.make(getMatch, { params: { matchId } })).body
    t.match(match, { state: 'proposed', runId: body.runId, score, proposedOn: '2026-03-16' })
    const points = match.terms.map((term: { points: number }) => term.points)
    t.equal(
      points.reduce((a: number, b: number) => a + b),
      score,
    )
  }
  t.match((await suite.make(getGuide, { params: { guideId: wide } })).body, { openMatches: 1 })
  const referral = (await suite.make(getReferral, { params: { referralId: easy } })).body
  t.match(referral, { state: 'matched', version: 2 })
  t.match((await suite.make(runMatching)).body, { slots: 0, referrals: 0, proposals: [] })
})

t.test('TS-M: a wish that cannot be met gives no match, and the run says why', async (t) => {
  const suite = town()
  await makeGuide(suite, { gender: 'male' })
  await makeGuide(suite, { gender: 'male' })
  const wishes = { ...referralBody.wishes, requiredGender: 'female' }
  const referralId = await makeReferral(suite, { referral: { wishes } })
  const { body } = await suite.make(runMatching)
  t.match(body, { proposals: [], total: 0, certificate: { ok: true, primal: 0, dual: 0 } })
  t.same(body.unmatched, [
    { referralId, reason: 'no-feasible-guide', blocked: [{ obstacle: 'gender', guides: 2 }] },
  ])
  t.same(body.unmatchedCounts, [{ reason: 'no-feasible-guide', referrals: 1 }])
  const list = (await suite.make(listMatchingRuns)).body
  t.match(list, { items: [{ runId: body.runId, unmatchedCounts: body.unmatchedCounts }] })
})

t.test('the refugee whom the best total does not serve was outcompeted', async (t) => {
  const suite = town()
  await makeGuide(suite)
  await makeReferral(suite, { referral: meeting(['sat-afternoon'], { interests: [] }) })
  await makeReferral(suite, { referral: meeting(guideBody.profile.availability) })
  const { body } = await suite.make(runMatching)
  t.equal(body.proposals.length, 1)
  t.match(body.unmatched, [{ reason: 'outcompeted', blocked: [] }])
})

t.test('protected persons are in no run, whoever asks, and in no count', async (t) => {
  const suite = town()
  await makeGuide(suite)
  await makeReferral(suite, { person: { protected: true } })
  const { body } = await suite.make(runMatching, { as: { scopes: SEES_PROTECTED } })
  t.match(body, { guides: 1, referrals: 0, proposals: [], unmatched: [], unmatchedCounts: [] })
})

t.test('who is protected later is gone from the run without the scope', async (t) => {
  const suite = town()
  await makeGuide(suite)
  await makeReferral(suite)
  await makeReferral(suite)
  const { runId, proposals, unmatched } = (await suite.make(runMatching)).body
  const as = { scopes: SEES_PROTECTED }
  for (const { referralId } of [...proposals, ...unmatched]) {
    const { personId } = (await suite.make(getReferral, { params: { referralId } })).body
    const data = { personId, protected: true }
    await hearSettlement(suite, [{ type: personProtectionChanged.type, data }])
  }
  const hidden = (await suite.make(getMatchingRun, { params: { runId } })).body
  t.match(hidden, { proposals: [], unmatched: [], unmatchedCounts: [] })
  const shown = (await suite.make(getMatchingRun, { params: { runId }, as })).body
  t.same([shown.proposals, shown.unmatched], [proposals, unmatched])
  t.same((await suite.make(listMatches, { query: { runId } })).body.items, [])
})

t.test('TS-M: a pair that ended or was declined is not proposed again', async (t) => {
  const suite = town()
  const guideId = await makeGuide(suite)
  const referralId = await makeReferral(suite)
  const { matchId } = (await suite.make(proposeMatch, { body: { guideId, referralId } })).body
  await suite.make(declineMatch, { params: { matchId }, body: { side: 'guide' } })
  const excluded = { unmatched: [{ blocked: [{ obstacle: 'excluded', guides: 1 }] }] }
  t.match((await suite.make(runMatching)).body, excluded)
  await suite.clock.set(plainDate('2027-03-16'))
  t.teardown(() => suite.clock.set(plainDate('2026-03-16')))
  const [again] = (await suite.make(runMatching)).body.proposals
  t.match(again, { guideId, referralId }, 'twelve months after the no it may be asked again')
  await suite.clock.set(plainDate('2026-03-16'))
  const other = town()
  await makeGuide(other)
  await makeReferral(other)
  const [pair] = (await other.make(runMatching)).body.proposals
  await bringTo(other, pair.matchId, 'started')
  const ending = { endedOn: '2026-03-16', reason: 'not-a-good-fit' }
  await other.make(endMatch, { params: { matchId: pair.matchId }, body: ending })
  t.match((await other.make(runMatching)).body, excluded)
  await other.clock.set(plainDate('2036-03-16'))
  t.match((await other.make(runMatching)).body, excluded, 'nor ten years later')
})

t.test('TS-M, G2: an expired police certificate keeps a guide from minors', async (t) => {
  const suite = town()
  const seen = (policeCertificateSeenOn: string) => ({
    papers: { ...guideBody.papers, policeCertificateSeenOn },
  })
  await makeGuide(suite, seen('2023-03-16'))
  await makeReferral(suite, {
    person: { birthDate: '2009-05-01' },
    referral: { guardianConsentOn: '2026-03-10' },
  })
  const blocked = [{ obstacle: 'minor', guides: 1 }]
  t.match((await suite.make(runMatching)).body, { proposals: [], unmatched: [{ blocked }] })
  const certified = await makeGuide(suite, seen('2023-03-17'))
  t.match((await suite.make(runMatching)).body, { proposals: [{ guideId: certified }] })
})

t.test('a guide with two places gets two refugees in one run', async (t) => {
  const suite = town()
  const guideId = await makeGuide(suite, { capacity: 2 })
  for (let count = 0; count < 3; count += 1) await makeReferral(suite)
  const { body } = await suite.make(runMatching)
  t.match(body, { slots: 2, proposals: [{ guideId }, { guideId }] })
  t.equal(body.proposals.length, 2)
  t.match((await suite.make(getGuide, { params: { guideId } })).body, {
    openMatches: 2,
    version: 2,
  })
})

t.test(
  'two runs at once: nobody is proposed twice, and no guide beyond their places',
  async (t) => {
    const suite = town()
    for (let count = 0; count < 6; count += 1) await makeGuide(suite)
    for (let count = 0; count < 9; count += 1) await makeReferral(suite)
    const runs = await Promise.all([1, 2, 3, 4].map(() => suite.make(runMatching)))
    const proposals = runs.flatMap(({ body }) => body.proposals)
    t.equal(proposals.length, 6)
    for (const side of ['guideId', 'referralId'])
      t.equal(new Set(proposals.map((pair: Record<string, string>) => pair[side])).size, 6)
  },
)

t.test('the same run asked for twice with one key is one run', async (t) => {
  const suite = town()
  await makeGuide(suite)
  await makeReferral(suite)
  const first = await suite.call(runMatching, { key: 'weekly' })
  const second = await suite.call(runMatching, { key: 'weekly' })
  t.equal(second.headers.get('idempotency-replayed'), 'true')
  t.same(second.body, first.body)
  t.equal((await suite.make(listMatches)).body.items.length, 1)
})

t.test('a run that is not there is not found', async (t) => {
  const params = { runId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a7c01' }
  t.match(await base.call(getMatchingRun, { params }), { status: 404, code: 'not-found' })
})

t.test('runs are listed page by page', async (t) => {
  const suite = town()
  for (let count = 0; count < 3; count += 1) await suite.make(runMatching)
  const first = (await suite.make(listMatchingRuns, { query: { limit: 2 } })).body
  const query = { limit: 2, cursor: first.next }
  const rest = (await suite.make(listMatchingRuns, { query })).body
  t.equal(first.items.length, 2)
  t.match(rest, { items: [{ total: 0 }], next: null })
})

t.test('a run sees the guides and refugees of its own municipality alone', async (t) => {
  const [here, there] = [town(), town()]
  await makeGuide(here)
  await makeReferral(there)
  t.match((await there.make(runMatching)).body, { guides: 0, referrals: 1, proposals: [] })
  await there.make(createGuide, { body: guideBody })
  t.equal((await there.make(runMatching)).body.proposals.length, 1)
  t.match((await here.make(runMatching)).body, { guides: 1, referrals: 0 })
})
