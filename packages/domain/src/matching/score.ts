import { yearOf } from '../values/calendar.ts'
import { countShared, EDUCATION_LEVELS, type LifeSituation } from './codes.ts'
import type { GuideFacts, Profile, RefugeeFacts } from './facts.ts'

export const SCORE_TERMS = [
  'interests',
  'gender',
  'age',
  'life-situation',
  'education',
  'language',
  'availability',
  'occupation',
] as const
export type ScoreTerm = (typeof SCORE_TERMS)[number]

export type TermScore = { readonly term: ScoreTerm; readonly points: number; readonly max: number }
export type Score = { readonly points: number; readonly terms: readonly TermScore[] }

/** The score's version, kept with every run and match: a change of any number below is a new version. */
export const SCORE_VERSION = '2026-1'

/**
 * The most each term can give, 1,000 in all. The first five divide 720 points by what coordinators
 * said a pair should share (G4: 79, 79, 52, 33 and 18 per cent); 280 go to what makes two hours a week
 * practical. Nationality, religion, ethnicity, health and residence status are never looked at.
 */
export const MAX_POINTS: Readonly<Record<ScoreTerm, number>> = {
  interests: 218,
  gender: 218,
  age: 143,
  'life-situation': 91,
  education: 50,
  language: 130,
  availability: 100,
  occupation: 50,
}

/** Half of a term, rounded half up. A question left blank gives this: no penalty, no gain. */
const half = (term: ScoreTerm): number => Math.round(MAX_POINTS[term] / 2)

/** Each shared interest gives half of what was left: 109, 164, 191, 204. Rounded half up, once. */
function scoreInterests(guide: Profile, refugee: Profile): number {
  if (guide.interests.length === 0 || refugee.interests.length === 0) return half('interests')
  const halves = 2 ** countShared(guide.interests, refugee.interests)
  return Math.round((MAX_POINTS.interests * (halves - 1)) / halves)
}

/** Same gender counts only for a refugee who prefers it (G6): without the wish all guides are equal. */
const scoreGender = (guide: GuideFacts, refugee: RefugeeFacts): number =>
  !refugee.wishes.prefersSameGender || guide.gender === refugee.gender ? MAX_POINTS.gender : 0

/** Years of birth outside the wanted band over which the age term falls to nothing. */
const AGE_FALL_YEARS = 30
/** Within five years; for a refugee who prefers an older guide, ten to thirty years older (G4). */
const SAME_AGE = { from: -5, to: 5 }
const OLDER = { from: 10, to: 30 }

function scoreAge(guide: GuideFacts, refugee: RefugeeFacts): number {
  const band = refugee.wishes.prefersOlderGuide ? OLDER : SAME_AGE
  const older = yearOf(refugee.birthDate) - guide.birthYear
  const outside = Math.max(0, band.from - older, older - band.to)
  return Math.round((MAX_POINTS.age * Math.max(0, AGE_FALL_YEARS - outside)) / AGE_FALL_YEARS)
}

/** How near two life situations are: points out of 91, the same read both ways. */
const LIFE_POINTS: Readonly<Record<LifeSituation, Readonly<Record<LifeSituation, number>>>> = {
  single: { single: 91, couple: 61, 'small-children': 15, teenagers: 30 },
  couple: { single: 61, couple: 91, 'small-children': 46, teenagers: 46 },
  'small-children': { single: 15, couple: 46, 'small-children': 91, teenagers: 61 },
  teenagers: { single: 30, couple: 46, 'small-children': 61, teenagers: 91 },
}

function scoreLifeSituation(guide: Profile, refugee: Profile): number {
  if (guide.lifeSituation === null || refugee.lifeSituation === null) return half('life-situation')
  return LIFE_POINTS[guide.lifeSituation][refugee.lifeSituation]
}

/** The guide at the same level or one above: full; one below or two above: half. */
function scoreEducation(guide: Profile, refugee: Profile): number {
  if (guide.education === null || refugee.education === null) return half('education')
  const above =
    EDUCATION_LEVELS.indexOf(guide.education) - EDUCATION_LEVELS.indexOf(refugee.education)
  if (above === 0 || above === 1) return MAX_POINTS.education
  return above === -1 || above === 2 ? half('education') : 0
}

/** Points for one shared language; a second gives the rest. */
const ONE_LANGUAGE = 90

function scoreLanguage(guide: Profile, refugee: Profile): number {
  if (guide.languages.length === 0 || refugee.languages.length === 0) return half('language')
  const shared = countShared(guide.languages, refugee.languages)
  return shared === 0 ? 0 : shared === 1 ? ONE_LANGUAGE : MAX_POINTS.language
}

/** Three shared parts of the week give all, one a third. Rounded half up. */
const scoreAvailability = (guide: Profile, refugee: Profile): number =>
  Math.round(
    (MAX_POINTS.availability * Math.min(3, countShared(guide.availability, refugee.availability))) /
      3,
  )

function scoreOccupation(guide: GuideFacts, refugee: Profile): number {
  const wanted = refugee.occupation
  if (wanted === null) return half('occupation')
  if (guide.profile.occupation === wanted || guide.knowsTrades.includes(wanted))
    return MAX_POINTS.occupation
  return guide.profile.occupation === null ? half('occupation') : 0
}

/** How well a pair fits, 0 to 1,000, term by term (S40, G3, G4). Says nothing of whether it is allowed. */
export function scorePair(guide: GuideFacts, refugee: RefugeeFacts): Score {
  const [mine, theirs] = [guide.profile, refugee.profile]
  const points: Readonly<Record<ScoreTerm, number>> = {
    interests: scoreInterests(mine, theirs),
    gender: scoreGender(guide, refugee),
    age: scoreAge(guide, refugee),
    'life-situation': scoreLifeSituation(mine, theirs),
    education: scoreEducation(mine, theirs),
    language: scoreLanguage(mine, theirs),
    availability: scoreAvailability(mine, theirs),
    occupation: scoreOccupation(guide, theirs),
  }
  const terms = SCORE_TERMS.map((term) => ({ term, points: points[term], max: MAX_POINTS[term] }))
  return { points: terms.reduce((sum, term) => sum + term.points, 0), terms }
}
