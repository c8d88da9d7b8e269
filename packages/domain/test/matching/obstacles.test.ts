import t from 'tap'
import { exclusionsOf, type PastPair } from '../../src/matching/exclusions.ts'
import type { GuideFacts, RefugeeFacts } from '../../src/matching/facts.ts'
import { firstObstacle, OBSTACLE_TEXTS, OBSTACLES } from '../../src/matching/obstacles.ts'
import { plainDate } from '../../src/values/calendar.ts'
import { guide, guideId, NO_WISHES, personId, refugee, TODAY } from './examples.ts'

type Case = {
  guide?: Partial<GuideFacts>
  refugee?: Partial<RefugeeFacts>
  past?: PastPair[]
  today?: string
  is: string | null
}

const papers = guide(1).papers
const profile = guide(1).profile
const MINOR = { birthDate: plainDate('2009-03-17'), guardianConsentOn: plainDate('2026-03-01') }
const certified = (seen: string) => ({ ...papers, policeCertificateSeenOn: plainDate(seen) })
const was = (outcome: 'ended' | 'declined', on: string): PastPair[] => [
  { guideId: guideId(1), personId: personId(1), outcome, on: plainDate(on) },
]

const CASES: Record<string, Case> = {
  'a guide and a refugee without wishes may be matched': { is: null },
  'a paused guide is not ready': { guide: { state: 'paused' }, is: 'state' },
  'G1: no interview': { guide: { papers: { ...papers, interviewedOn: null } }, is: 'state' },
  'G1: no training': { guide: { papers: { ...papers, trainedOn: null } }, is: 'state' },
  'G1: no declaration': {
    guide: { papers: { ...papers, declarationSignedOn: null } },
    is: 'state',
  },
  'G7: consent withdrawn': { refugee: { state: 'withdrawn' }, is: 'state' },
  'a refugee requires a woman': {
    refugee: { wishes: { ...NO_WISHES, requiredGender: 'female' } },
    is: 'gender',
  },
  'a refugee requires a man and gets one': {
    refugee: { wishes: { ...NO_WISHES, requiredGender: 'male' } },
    is: null,
  },
  'a guide takes women only': { guide: { requiredGender: 'female' }, is: 'gender' },
  'a guide takes men only and this is one': { guide: { requiredGender: 'male' }, is: null },
  'a needed common language is missing': {
    guide: { profile: { ...profile, languages: ['eng'] } },
    refugee: {
      profile: { ...profile, languages: ['tir'] },
      wishes: { ...NO_WISHES, needsCommonLanguage: true },
    },
    is: 'language',
  },
  'Norwegian is a common language': {
    refugee: {
      profile: { ...profile, languages: ['tir', 'nor'] },
      wishes: { ...NO_WISHES, needsCommonLanguage: true },
    },
    is: null,
  },
  'without the need no language must be shared': {
    refugee: { profile: { ...profile, languages: ['tir'] } },
    is: null,
  },
  'a guide with one place and one match is full': { guide: { openMatches: 1 }, is: 'capacity' },
  'a guide with two places and one match is not': {
    guide: { openMatches: 1, capacity: 2 },
    is: null,
  },
  'S39: a guide with an hour a week': {
    guide: { profile: { ...profile, weeklyMinutes: 60 } },
    is: 'availability',
  },
  'S39: a refugee with an hour a week': {
    refugee: { profile: { ...profile, weeklyMinutes: 119 } },
    is: 'availability',
  },
  'no part of the week is shared': {
    refugee: { profile: { ...profile, availability: ['mon-morning'] } },
    is: 'availability',
  },
  'a dog where a dog was said no to': {
    guide: { traits: ['dog'] },
    refugee: { wishes: { ...NO_WISHES, dealBreakers: ['dog', 'smoking'] } },
    is: 'deal-breaker',
  },
  'a cat where a dog was said no to': {
    guide: { traits: ['cat'] },
    refugee: { wishes: { ...NO_WISHES, dealBreakers: ['dog'] } },
    is: null,
  },
  'a protected person': { refugee: { protected: true }, is: 'protected' },
  'TS-M: a pair that ended ten years ago': { past: was('ended', '2016-01-01'), is: 'excluded' },
  'a pair declined twelve months ago less a day': {
    past: was('declined', '2025-03-17'),
    is: 'excluded',
  },
  'a pair declined twelve months ago': { past: was('declined', '2025-03-16'), is: null },
  'a pair with another guide ended': {
    past: [{ guideId: guideId(2), personId: personId(1), outcome: 'ended', on: TODAY }],
    is: null,
  },
  'G2: a minor and a guide without certificate': {
    guide: { acceptsMinors: true },
    refugee: MINOR,
    is: 'minor',
  },
  'G2: a minor and a guide with a certificate': {
    guide: { acceptsMinors: true, papers: certified('2023-03-17') },
    refugee: MINOR,
    is: null,
  },
  'TS-M: the certificate was seen 36 months ago': {
    guide: { acceptsMinors: true, papers: certified('2023-03-16') },
    refugee: MINOR,
    is: 'minor',
  },
  'a minor and a certified guide who takes adults only': {
    guide: { papers: certified('2025-03-16') },
    refugee: MINOR,
    is: 'minor',
  },
  'a minor without the guardian’s consent': {
    guide: { acceptsMinors: true, papers: certified('2025-03-16') },
    refugee: { ...MINOR, guardianConsentOn: null },
    is: 'minor',
  },
  'G2: on the eighteenth birthday no certificate is needed': {
    refugee: MINOR,
    today: '2027-03-17',
    is: null,
  },
  'G1: a guide born nineteen years ago is 18 for certain': { guide: { birthYear: 2007 }, is: null },
  'G1: a guide born eighteen years ago may be 17': { guide: { birthYear: 2008 }, is: 'age' },
}

t.test('each hard constraint keeps a pair apart for its own reason', async (t) => {
  for (const [name, example] of Object.entries(CASES)) {
    const today = plainDate(example.today ?? TODAY)
    const obstacle = firstObstacle({
      guide: guide(1, example.guide),
      refugee: refugee(1, example.refugee),
      exclusions: exclusionsOf(example.past ?? [], today),
      today,
    })
    t.equal(obstacle, example.is, name)
  }
})

t.test('every obstacle has an example, and a sentence that says what it means', async (t) => {
  const shown = new Set(Object.values(CASES).map(({ is }) => is))
  for (const obstacle of OBSTACLES) {
    t.ok(shown.has(obstacle), obstacle)
    t.ok(OBSTACLE_TEXTS[obstacle].length > 20, obstacle)
  }
})

t.test('of several obstacles the first of the order is the reason', async (t) => {
  const obstacle = firstObstacle({
    guide: guide(1, { openMatches: 1, birthYear: 2010, requiredGender: 'female' }),
    refugee: refugee(1, { protected: true }),
    exclusions: new Set(),
    today: TODAY,
  })
  t.equal(obstacle, 'gender')
})
