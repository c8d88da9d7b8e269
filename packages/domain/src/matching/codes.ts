import type { Id } from '../values/ids.ts'

export type GuideId = Id<'Guide'>
export type ReferralId = Id<'Referral'>
export type MatchId = Id<'Match'>
export type MatchingRunId = Id<'MatchingRun'>

export const GENDERS = ['female', 'male'] as const
export type Gender = (typeof GENDERS)[number]

/** What a pair can do together: the activities of S44 and what guides are recruited by. */
export const INTERESTS = [
  'board-games',
  'books',
  'cafe',
  'child-rearing',
  'cinema',
  'cooking',
  'cycling',
  'dancing',
  'fishing',
  'football',
  'gardening',
  'handicraft',
  'job-search',
  'languages',
  'library',
  'music',
  'newspapers',
  'photography',
  'public-offices',
  'repairs',
  'skiing',
  'swimming',
  'training',
  'walking',
] as const
export type Interest = (typeof INTERESTS)[number]

export const OCCUPATIONS = [
  'building',
  'cleaning',
  'crafts-and-repair',
  'education',
  'farming-and-fishing',
  'food-and-hospitality',
  'health-and-care',
  'industry',
  'office-and-administration',
  'sales',
  'technology',
  'transport',
] as const
export type Occupation = (typeof OCCUPATIONS)[number]

/** In rising order: the distance between two levels is counted in places of this list. */
export const EDUCATION_LEVELS = [
  'none',
  'primary',
  'lower-secondary',
  'upper-secondary',
  'bachelor',
  'master-or-higher',
] as const
export type EducationLevel = (typeof EDUCATION_LEVELS)[number]

export const LIFE_SITUATIONS = ['single', 'couple', 'small-children', 'teenagers'] as const
export type LifeSituation = (typeof LIFE_SITUATIONS)[number]

/** What a guide's home or habits hold that a refugee may have said no to. */
export const DEAL_BREAKERS = ['alcohol', 'cat', 'dog', 'pork', 'smoking'] as const
export type DealBreaker = (typeof DEAL_BREAKERS)[number]

/** The 21 parts of a week in which a pair can meet. */
export const WEEKLY_SLOTS = [
  'mon-morning',
  'mon-afternoon',
  'mon-evening',
  'tue-morning',
  'tue-afternoon',
  'tue-evening',
  'wed-morning',
  'wed-afternoon',
  'wed-evening',
  'thu-morning',
  'thu-afternoon',
  'thu-evening',
  'fri-morning',
  'fri-afternoon',
  'fri-evening',
  'sat-morning',
  'sat-afternoon',
  'sat-evening',
  'sun-morning',
  'sun-afternoon',
  'sun-evening',
] as const
export type WeeklySlot = (typeof WEEKLY_SLOTS)[number]

/** Entries that two lists share; lists hold each entry once. */
export const countShared = <T>(a: readonly T[], b: readonly T[]): number =>
  a.filter((entry) => b.includes(entry)).length
