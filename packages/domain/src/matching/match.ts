import type { PlainDate } from '../values/calendar.ts'
import type { PersonId } from '../values/ids.ts'
import { type Agreement, lastDayOf } from './agreement.ts'
import type { GuideId, MatchId, ReferralId } from './codes.ts'

export const MATCH_STATES = [
  'proposed',
  'accepted',
  'agreed',
  'started',
  'ended',
  'declined',
  'cancelled',
] as const
export type MatchState = (typeof MATCH_STATES)[number]

export const SIDES = ['guide', 'refugee'] as const
export type Side = (typeof SIDES)[number]

/** Why a pair ended (S42, G8): codes only, so that no health or private matter is written down. */
export const END_REASONS = [
  'completed',
  'guide-moved',
  'guide-lacks-time',
  'refugee-moved',
  'refugee-lacks-time',
  'not-a-good-fit',
  'lost-contact',
  'safety',
  'consent-withdrawn',
  'other',
] as const
export type EndReason = (typeof END_REASONS)[number]

/** One coupling (kobling) of a guide with a refugee, from the proposal to its end. */
export type Match = {
  readonly id: MatchId
  readonly guideId: GuideId
  readonly referralId: ReferralId
  readonly personId: PersonId
  readonly state: MatchState
  readonly proposedOn: PlainDate
  readonly guideAcceptedOn: PlainDate | null
  readonly refugeeAcceptedOn: PlainDate | null
  readonly agreement: Agreement | null
  readonly startedOn: PlainDate | null
  readonly endedOn: PlainDate | null
  readonly endReason: EndReason | null
  /** Set with the states `declined` and `cancelled`. */
  readonly closedOn: PlainDate | null
  readonly declinedBy: Side | null
}

/** The whole life of a match: each step and the states it may be taken from. */
export const STEPS = {
  accept: ['proposed'],
  decline: ['proposed', 'accepted'],
  sign: ['accepted'],
  start: ['agreed'],
  end: ['started'],
  cancel: ['proposed', 'accepted', 'agreed'],
} as const satisfies Readonly<Record<string, readonly MatchState[]>>
export type Step = keyof typeof STEPS

/** In these states a match holds one of the guide's places and the refugee's referral. */
export const OPEN_STATES: readonly MatchState[] = ['proposed', 'accepted', 'agreed', 'started']
export const isOpen = (match: Pick<Match, 'state'>): boolean => OPEN_STATES.includes(match.state)

/** The last day of the time agreed; null until the pair has started. */
export const plannedEndOf = ({
  agreement,
  startedOn,
}: Pick<Match, 'agreement' | 'startedOn'>): PlainDate | null =>
  agreement && startedOn ? lastDayOf(startedOn, agreement.months) : null
