import fc from 'fast-check'
import t from 'tap'
import { WEEKLY_SLOTS } from '../../src/matching/codes.ts'
import { planMatches } from '../../src/matching/plan.ts'
import { guide, guideId, NO_WISHES, personId, referralId, refugee, TODAY } from './examples.ts'

const profile = guide(1).profile

t.test('TS-M: the total is the best of all, not the best pair first', async (t) => {
  // Guide 1 fits refugee 1 best, but then refugee 2, who fits nobody else, is left without.
  const plan = planMatches(
    {
      guides: [guide(1), guide(2, { profile: { ...profile, availability: ['thu-evening'] } })],
      refugees: [
        refugee(1),
        refugee(2, { profile: { ...profile, availability: ['tue-evening'], interests: [] } }),
      ],
      past: [],
    },
    TODAY,
  )
  t.same(
    plan.pairs.map(({ guideId, refugee: { id } }) => [guideId, id]),
    [
      [guideId(2), referralId(1)],
      [guideId(1), referralId(2)],
    ],
  )
  t.same(plan.unmatched, [])
  t.equal(
    plan.certificate.primal,
    plan.pairs.reduce((sum, { score }) => sum + score.points, 0),
  )
  t.match(plan, { guides: 2, slots: 2, referrals: 2, feasiblePairs: 3, certificate: { ok: true } })
})

t.test('TS-M: a wish that cannot be met gives no match, and says what stopped whom', async (t) => {
  const wishes = { ...NO_WISHES, requiredGender: 'female' as const }
  const plan = planMatches(
    {
      guides: [guide(1), guide(2), guide(3, { state: 'paused' }), guide(4, { state: 'withdrawn' })],
      refugees: [refugee(1, { wishes })],
      past: [],
    },
    TODAY,
  )
  t.same(plan.pairs, [])
  t.same(plan.unmatched, [
    {
      referralId: referralId(1),
      personId: personId(1),
      reason: 'no-feasible-guide',
      blocked: [
        { obstacle: 'gender', guides: 2 },
        { obstacle: 'state', guides: 2 },
      ],
    },
  ])
})

t.test('a refugee whom others beat to the only guide was outcompeted', async (t) => {
  const plan = planMatches(
    {
      guides: [guide(1), guide(2, { state: 'paused' }), guide(3, { openMatches: 2 })],
      refugees: [refugee(1, { profile: { ...profile, interests: [] } }), refugee(2)],
      past: [],
    },
    TODAY,
  )
  t.equal(plan.slots, 2)
  t.same(
    plan.pairs.map(({ refugee: { id } }) => id),
    [referralId(2)],
  )
  t.same(plan.unmatched, [
    {
      referralId: referralId(1),
      personId: personId(1),
      reason: 'outcompeted',
      blocked: [
        { obstacle: 'capacity', guides: 1 },
        { obstacle: 'state', guides: 1 },
      ],
    },
  ])
})

t.test('with nobody to match and no guides the plan is empty', async (t) => {
  t.match(planMatches({ guides: [], refugees: [refugee(1)], past: [] }, TODAY), {
    pairs: [],
    unmatched: [{ reason: 'no-feasible-guide', blocked: [] }],
  })
})

t.test('a protected person is in no pair and in no count', async (t) => {
  const plan = planMatches(
    { guides: [guide(1)], refugees: [refugee(1, { protected: true })], past: [] },
    TODAY,
  )
  t.match(plan, { pairs: [], unmatched: [], referrals: 0, feasiblePairs: 0 })
})

t.test('a guide with two places gets two, and an ended pair is not made again', async (t) => {
  const plan = planMatches(
    {
      guides: [guide(1, { capacity: 2 })],
      refugees: [refugee(1), refugee(2), refugee(3)],
      past: [{ guideId: guideId(1), personId: personId(2), outcome: 'ended', on: TODAY }],
    },
    TODAY,
  )
  t.same(
    plan.pairs.map(({ refugee: { id } }) => id),
    [referralId(1), referralId(3)],
  )
})

t.test('TS-M: the same candidates in another order give the same plan', async () => {
  const week = fc.subarray([...WEEKLY_SLOTS], { maxLength: 4 })
  const town = fc
    .array(week, { minLength: 2, maxLength: 14 })
    .map((weeks) =>
      weeks.map((availability, index) => ({ index, profile: { ...profile, availability } })),
    )
  fc.assert(
    fc.property(town, fc.infiniteStream(fc.boolean()), (people, flips) => {
      const flip = () => flips.next().value === true
      const guides = people.filter(({ index }) => index % 2 === 0)
      const refugees = people.filter(({ index }) => index % 2 === 1)
      const candidates = {
        guides: guides.map(({ index, profile }) => guide(index, { profile })),
        refugees: refugees.map(({ index, profile }) => refugee(index, { profile })),
        past: [],
      }
      const mixed = {
        guides: candidates.guides.toSorted(() => (flip() ? 1 : -1)),
        refugees: candidates.refugees.toSorted(() => (flip() ? 1 : -1)),
        past: [],
      }
      return (
        JSON.stringify(planMatches(candidates, TODAY)) === JSON.stringify(planMatches(mixed, TODAY))
      )
    }),
    { numRuns: 100, seed: 8 },
  )
})
