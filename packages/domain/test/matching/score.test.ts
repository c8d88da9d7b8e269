import t from 'tap'
import { INTERESTS, OCCUPATIONS, WEEKLY_SLOTS } from '../../src/matching/codes.ts'
import type { GuideFacts, Profile, RefugeeFacts, Wishes } from '../../src/matching/facts.ts'
import { MAX_POINTS, type ScoreTerm, scorePair } from '../../src/matching/score.ts'
import { plainDate } from '../../src/values/calendar.ts'
import { guide, NO_WISHES, refugee } from './examples.ts'

type Sides = { guide?: Partial<GuideFacts>; refugee?: Partial<RefugeeFacts> }

const profile = guide(1).profile
const mine = (part: Partial<Profile>): Sides => ({ guide: { profile: { ...profile, ...part } } })
const theirs = (part: Partial<Profile>): Sides => ({
  refugee: { profile: { ...profile, ...part } },
})
const wishing = (part: Partial<Wishes>): Sides => ({
  refugee: { wishes: { ...NO_WISHES, ...part } },
})
const bornGuide = (birthYear: number): Sides => ({ guide: { birthYear } })
const older = (birthYear: number): Sides => ({
  guide: { birthYear },
  refugee: { wishes: { ...NO_WISHES, prefersOlderGuide: true } },
})
const interests = (count: number): Sides => ({
  guide: { profile: { ...profile, interests: INTERESTS.slice(0, count) } },
  refugee: { profile: { ...profile, interests: INTERESTS } },
})
const slots = (count: number): Sides => ({
  guide: { profile: { ...profile, availability: WEEKLY_SLOTS.slice(0, count) } },
  refugee: { profile: { ...profile, availability: WEEKLY_SLOTS } },
})

const CASES: [ScoreTerm, string, Sides, number][] = [
  ['interests', 'one shared', interests(1), 109],
  ['interests', 'two shared', interests(2), 164],
  ['interests', 'three shared', interests(3), 191],
  ['interests', 'four shared', interests(4), 204],
  ['interests', 'all shared', interests(24), 218],
  ['interests', 'none shared', theirs({ interests: ['library'] }), 0],
  ['interests', 'left blank by the guide', mine({ interests: [] }), 109],
  ['interests', 'left blank by the refugee', theirs({ interests: [] }), 109],
  ['gender', 'no preference', { guide: { gender: 'female' } }, 218],
  ['gender', 'preferred and the same', wishing({ prefersSameGender: true }), 218],
  [
    'gender',
    'preferred and not the same',
    { guide: { gender: 'female' }, ...wishing({ prefersSameGender: true }) },
    0,
  ],
  ['age', 'five years older', bornGuide(1985), 143],
  ['age', 'five years younger', bornGuide(1995), 143],
  ['age', 'six years older', bornGuide(1984), 138],
  ['age', 'twenty years older', bornGuide(1970), 72],
  ['age', 'thirty-five years older', bornGuide(1955), 0],
  ['age', 'sixty years older', bornGuide(1930), 0],
  ['age', 'an older guide preferred, ten years', older(1980), 143],
  ['age', 'an older guide preferred, thirty years', older(1960), 143],
  ['age', 'an older guide preferred, same age', older(1990), 95],
  ['age', 'an older guide preferred, forty years', older(1950), 95],
  ['life-situation', 'the same', {}, 91],
  ['life-situation', 'single and couple', theirs({ lifeSituation: 'couple' }), 61],
  ['life-situation', 'single and small children', theirs({ lifeSituation: 'small-children' }), 15],
  ['life-situation', 'left blank by the guide', mine({ lifeSituation: null }), 46],
  ['life-situation', 'left blank by the refugee', theirs({ lifeSituation: null }), 46],
  ['education', 'the same', {}, 50],
  ['education', 'guide one above', mine({ education: 'bachelor' }), 50],
  ['education', 'guide two above', mine({ education: 'master-or-higher' }), 25],
  ['education', 'guide one below', mine({ education: 'lower-secondary' }), 25],
  ['education', 'guide two below', mine({ education: 'primary' }), 0],
  ['education', 'guide three above', theirs({ education: 'none' }), 0],
  ['education', 'left blank by the guide', mine({ education: null }), 25],
  ['education', 'left blank by the refugee', theirs({ education: null }), 25],
  ['language', 'two shared', {}, 130],
  ['language', 'one shared', theirs({ languages: ['nor', 'tir'] }), 90],
  ['language', 'none shared', theirs({ languages: ['tir'] }), 0],
  ['language', 'left blank by the guide', mine({ languages: [] }), 65],
  ['language', 'left blank by the refugee', theirs({ languages: [] }), 65],
  ['availability', 'no slot', slots(0), 0],
  ['availability', 'one slot', slots(1), 33],
  ['availability', 'two slots', slots(2), 67],
  ['availability', 'three slots', slots(3), 100],
  ['availability', 'nine slots', slots(9), 100],
  ['occupation', 'the same', {}, 50],
  ['occupation', 'another', theirs({ occupation: 'sales' }), 0],
  [
    'occupation',
    'a trade the guide knows',
    { guide: { knowsTrades: ['sales'] }, ...theirs({ occupation: 'sales' }) },
    50,
  ],
  ['occupation', 'left blank by the guide', mine({ occupation: null }), 25],
  ['occupation', 'left blank by the refugee', theirs({ occupation: null }), 25],
]

t.test('each term gives the points of its rule', async (t) => {
  for (const [term, name, sides, points] of CASES) {
    const score = scorePair(guide(1, sides.guide), refugee(1, sides.refugee))
    t.match(
      score.terms.find((entry) => entry.term === term),
      { points, max: MAX_POINTS[term] },
      `${term}: ${name}`,
    )
    t.equal(
      score.points,
      score.terms.reduce((sum, entry) => sum + entry.points, 0),
      'the total is the sum of its terms',
    )
  }
})

t.test('the best pair of all has a thousand points', async (t) => {
  const all = { ...profile, interests: INTERESTS, availability: WEEKLY_SLOTS }
  const score = scorePair(guide(1, { profile: all }), refugee(1, { profile: all }))
  t.equal(score.points, 1000)
  t.equal(
    Object.values(MAX_POINTS).reduce((a, b) => a + b),
    1000,
  )
})

t.test('the two lives of a pair are as near seen from either side', async (t) => {
  const lives = ['single', 'couple', 'small-children', 'teenagers'] as const
  const points = (a: (typeof lives)[number], b: (typeof lives)[number]): unknown =>
    scorePair(
      guide(1, { profile: { ...profile, lifeSituation: a } }),
      refugee(1, { profile: { ...profile, lifeSituation: b } }),
    ).terms.find(({ term }) => term === 'life-situation')?.points
  for (const a of lives) for (const b of lives) t.equal(points(a, b), points(b, a), `${a}, ${b}`)
})

t.test('the lists have the sizes that the score was made for, each code once', async (t) => {
  t.equal(new Set(INTERESTS).size, 24)
  t.equal(new Set(OCCUPATIONS).size, 12)
  t.equal(new Set(WEEKLY_SLOTS).size, 21)
})

t.test('the birth year counts, not the birthday', async (t) => {
  const [january, december] = ['1990-01-01', '1990-12-31'].map((day) =>
    scorePair(guide(1, { birthYear: 1983 }), refugee(1, { birthDate: plainDate(day) })),
  )
  t.same(january, december)
})
