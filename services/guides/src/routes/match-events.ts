import { guideMatched, matchEnded, matchStarted } from '@fotfeste/contracts/guides/events.ts'
import { plannedEndOf } from '@fotfeste/domain/matching/match.ts'
import { assert } from '@fotfeste/domain/values/assert.ts'
import type { NewEvent } from '@fotfeste/kit/event.ts'
import type { HeldMatch } from '../queries/matches.ts'

const factsOf = ({ id, guideId, personId, protected: isProtected }: HeldMatch) => ({
  matchId: id,
  guideId,
  personId,
  protected: isProtected,
})

const told = (
  { type, version }: { readonly type: string; readonly version: number },
  match: HeldMatch,
  data: object,
): NewEvent => ({ type, version, subject: match.id, isProtected: match.protected, data })

export function matched(match: HeldMatch): NewEvent {
  assert(match.agreement !== null, 'an agreed match has its agreement')
  const { signedOn: agreedOn, months } = match.agreement
  const data: ReturnType<typeof guideMatched.data.parse> = { ...factsOf(match), agreedOn, months }
  return told(guideMatched, match, data)
}

export function started(match: HeldMatch): NewEvent {
  const plannedEndOn = plannedEndOf(match)
  assert(match.startedOn !== null && plannedEndOn !== null, 'a started match has its days')
  const days = { startedOn: match.startedOn, plannedEndOn }
  const data: ReturnType<typeof matchStarted.data.parse> = { ...factsOf(match), ...days }
  return told(matchStarted, match, data)
}

export function ended(match: HeldMatch): NewEvent {
  assert(match.endedOn !== null, 'an ended match has its last day')
  const end = { endedOn: match.endedOn, completed: match.endReason === 'completed' }
  const data: ReturnType<typeof matchEnded.data.parse> = { ...factsOf(match), ...end }
  return told(matchEnded, match, data)
}
