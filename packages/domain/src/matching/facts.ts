import type { PlainDate } from '../values/calendar.ts'
import type { PersonId } from '../values/ids.ts'
import type {
  DealBreaker,
  EducationLevel,
  Gender,
  GuideId,
  Interest,
  LifeSituation,
  Occupation,
  ReferralId,
  WeeklySlot,
} from './codes.ts'

/** What both sides tell about themselves. Empty lists and null are questions left blank. */
export type Profile = {
  /** ISO 639-3 codes of languages the person can hold a conversation in; Norwegian (`nor`) from A1. */
  readonly languages: readonly string[]
  readonly interests: readonly Interest[]
  readonly occupation: Occupation | null
  readonly education: EducationLevel | null
  readonly lifeSituation: LifeSituation | null
  readonly availability: readonly WeeklySlot[]
  /** Time promised for each week. */
  readonly weeklyMinutes: number
}

export const GUIDE_STATES = ['available', 'paused', 'withdrawn'] as const
export type GuideState = (typeof GUIDE_STATES)[number]

/** What a guide must have behind them before a first meeting (G1, G2): only the days, never the papers. */
export type GuidePapers = {
  readonly interviewedOn: PlainDate | null
  readonly trainedOn: PlainDate | null
  /** Ethics and confidentiality declaration (etikk- og taushetserklæring). */
  readonly declarationSignedOn: PlainDate | null
  /** Police certificate for work with minors (barneomsorgsattest, politiregisterloven § 39 first paragraph). */
  readonly policeCertificateSeenOn: PlainDate | null
}

export type GuideFacts = {
  readonly id: GuideId
  readonly state: GuideState
  readonly gender: Gender
  readonly birthYear: number
  readonly profile: Profile
  /** Trades the guide knows without working in them. */
  readonly knowsTrades: readonly Occupation[]
  readonly traits: readonly DealBreaker[]
  /** Set when the guide takes refugees of one gender only. */
  readonly requiredGender: Gender | null
  readonly acceptsMinors: boolean
  readonly capacity: number
  /** Matches of the guide that hold a place now. */
  readonly openMatches: number
  readonly papers: GuidePapers
}

/** A refugee's stated wishes. A required thing is never bent, a preferred one costs points. */
export type Wishes = {
  readonly requiredGender: Gender | null
  readonly prefersSameGender: boolean
  readonly prefersOlderGuide: boolean
  readonly needsCommonLanguage: boolean
  readonly dealBreakers: readonly DealBreaker[]
}

export const REFERRAL_STATES = ['waiting', 'matched', 'completed', 'withdrawn'] as const
export type ReferralState = (typeof REFERRAL_STATES)[number]

export type RefugeeFacts = {
  readonly id: ReferralId
  readonly personId: PersonId
  readonly state: ReferralState
  readonly gender: Gender
  readonly birthDate: PlainDate
  /** Address protection (fortrolig or strengt fortrolig adresse). */
  readonly protected: boolean
  /** For a minor: the day the guardian or the child welfare service agreed. */
  readonly guardianConsentOn: PlainDate | null
  readonly profile: Profile
  readonly wishes: Wishes
}
