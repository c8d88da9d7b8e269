import type { GuideId, ReferralId } from '../../src/matching/codes.ts'
import type { GuideFacts, RefugeeFacts } from '../../src/matching/facts.ts'
import { plainDate } from '../../src/values/calendar.ts'
import type { PersonId } from '../../src/values/ids.ts'

export const TODAY = plainDate('2026-03-16')

const idAt = (kind: string, index: number): string =>
  `0195a000-${kind}-7000-8000-${String(index).padStart(12, '0')}`
export const guideId = (index: number): GuideId => idAt('0001', index) as GuideId
export const referralId = (index: number): ReferralId => idAt('0002', index) as ReferralId
export const personId = (index: number): PersonId => idAt('0003', index) as PersonId

const PROFILE = {
  languages: ['nor', 'eng'],
  interests: ['football', 'cooking'],
  occupation: 'building',
  education: 'upper-secondary',
  lifeSituation: 'single',
  availability: ['tue-evening', 'thu-evening'],
  weeklyMinutes: 120,
} as const

/** A guide with every paper in place, born 1990. */
export const guide = (index: number, facts: Partial<GuideFacts> = {}): GuideFacts => ({
  id: guideId(index),
  state: 'available',
  gender: 'male',
  birthYear: 1990,
  profile: PROFILE,
  knowsTrades: [],
  traits: [],
  requiredGender: null,
  acceptsMinors: false,
  capacity: 1,
  openMatches: 0,
  papers: {
    interviewedOn: plainDate('2026-01-10'),
    trainedOn: plainDate('2026-01-17'),
    declarationSignedOn: plainDate('2026-01-17'),
    policeCertificateSeenOn: null,
  },
  ...facts,
})

export const NO_WISHES = {
  requiredGender: null,
  prefersSameGender: false,
  prefersOlderGuide: false,
  needsCommonLanguage: false,
  dealBreakers: [],
} as const

/** A refugee who waits, born 1990, without special wishes. */
export const refugee = (index: number, facts: Partial<RefugeeFacts> = {}): RefugeeFacts => ({
  id: referralId(index),
  personId: personId(index),
  state: 'waiting',
  gender: 'male',
  birthDate: plainDate('1990-06-01'),
  protected: false,
  guardianConsentOn: null,
  profile: PROFILE,
  wishes: NO_WISHES,
  ...facts,
})
