import { addMonths, ageOn, type PlainDate, yearOf } from '../values/calendar.ts'
import { MIN_WEEKLY_MINUTES } from './agreement.ts'
import { countShared } from './codes.ts'
import { pairKey } from './exclusions.ts'
import type { GuideFacts, RefugeeFacts } from './facts.ts'

/** A guide and a refugee looked at together, with what happened between them before. */
export type Pair = {
  readonly guide: GuideFacts
  readonly refugee: RefugeeFacts
  readonly exclusions: ReadonlySet<string>
  readonly today: PlainDate
}

/**
 * Months for which a police certificate counts after it was seen. The regulation names no length;
 * this follows the renewal talk that the Red Cross holds every third year (G1).
 */
export const POLICE_CERTIFICATE_MONTHS = 36
export const ADULT_AGE = 18

const isReady = ({ guide, refugee }: Pair): boolean =>
  guide.state === 'available' &&
  guide.papers.interviewedOn !== null &&
  guide.papers.trainedOn !== null &&
  guide.papers.declarationSignedOn !== null &&
  refugee.state === 'waiting'

const meetsGender = ({ guide, refugee }: Pair): boolean =>
  (refugee.wishes.requiredGender === null || refugee.wishes.requiredGender === guide.gender) &&
  (guide.requiredGender === null || guide.requiredGender === refugee.gender)

const canTalk = ({ guide, refugee }: Pair): boolean =>
  !refugee.wishes.needsCommonLanguage ||
  countShared(guide.profile.languages, refugee.profile.languages) > 0

const canMeet = ({ guide, refugee }: Pair): boolean =>
  guide.profile.weeklyMinutes >= MIN_WEEKLY_MINUTES &&
  refugee.profile.weeklyMinutes >= MIN_WEEKLY_MINUTES &&
  countShared(guide.profile.availability, refugee.profile.availability) > 0

const isCertified = ({ guide, today }: Pair): boolean =>
  guide.papers.policeCertificateSeenOn !== null &&
  today < addMonths(guide.papers.policeCertificateSeenOn, POLICE_CERTIFICATE_MONTHS)

const mayMeetMinor = (pair: Pair): boolean =>
  ageOn(pair.refugee.birthDate, pair.today) >= ADULT_AGE ||
  (pair.guide.acceptsMinors && pair.refugee.guardianConsentOn !== null && isCertified(pair))

/** Of a guide only the birth year is held, so the eighteenth birthday counts as passed from the year after. */
const isAdultGuide = ({ guide, today }: Pair): boolean =>
  yearOf(today) - guide.birthYear > ADULT_AGE

/**
 * The order in which a pair is judged; the first that does not hold is its reason. Areas are not among them:
 * guides and refugees are of one municipality, and no district is held.
 */
export const OBSTACLES = [
  'state',
  'gender',
  'language',
  'capacity',
  'availability',
  'deal-breaker',
  'protected',
  'excluded',
  'minor',
  'age',
] as const
export type Obstacle = (typeof OBSTACLES)[number]

const CLEAR: Readonly<Record<Obstacle, (pair: Pair) => boolean>> = {
  state: isReady,
  gender: meetsGender,
  language: canTalk,
  capacity: ({ guide }) => guide.openMatches < guide.capacity,
  availability: canMeet,
  'deal-breaker': ({ guide, refugee }) =>
    countShared(guide.traits, refugee.wishes.dealBreakers) === 0,
  protected: ({ refugee }) => !refugee.protected,
  excluded: ({ guide, refugee, exclusions }) =>
    !exclusions.has(pairKey(guide.id, refugee.personId)),
  minor: mayMeetMinor,
  age: isAdultGuide,
}

/** The first hard constraint that keeps a pair apart; null when they may be matched. */
export function firstObstacle(pair: Pair): Obstacle | null {
  return OBSTACLES.find((obstacle) => !CLEAR[obstacle](pair)) ?? null
}

/** What each obstacle means, in a sentence for the coordinator. */
export const OBSTACLE_TEXTS: Readonly<Record<Obstacle, string>> = {
  state:
    'the guide must be available with interview, training and declaration in place, and the refugee waiting with consent given',
  gender: 'a gender that one of them requires is not met',
  language: 'the refugee needs a common language and they share none',
  capacity: 'the guide has no free place',
  availability: 'they share no part of the week, or one of them has less than two hours a week',
  'deal-breaker': 'the refugee has said no to something in the guide’s home or habits',
  protected: 'a person with protected address is not matched this way',
  excluded: 'the pair has ended before, or one of them declined it less than twelve months ago',
  minor:
    'a refugee under 18 needs a guide who takes minors and has a police certificate that still counts, and the guardian’s consent',
  age: 'the guide is not yet known to be 18',
}
