import { addMonths, type PlainDate } from '../values/calendar.ts'
import type { PersonId } from '../values/ids.ts'
import type { GuideId } from './codes.ts'

/** A pair that was together, or that one side said no to. */
export type PastPair = {
  readonly guideId: GuideId
  readonly personId: PersonId
  readonly outcome: 'ended' | 'declined'
  readonly on: PlainDate
}

/** Months for which a pair that one side declined is not proposed again. */
export const DECLINED_MONTHS = 12
export const pairKey = (guideId: GuideId, personId: PersonId): string => `${guideId} ${personId}`

/** The pairs that must not be proposed today: ended ones for ever, declined ones for twelve months. */
export function exclusionsOf(past: readonly PastPair[], today: PlainDate): ReadonlySet<string> {
  const standing = past.filter(
    ({ outcome, on }) => outcome === 'ended' || today < addMonths(on, DECLINED_MONTHS),
  )
  return new Set(standing.map(({ guideId, personId }) => pairKey(guideId, personId)))
}
