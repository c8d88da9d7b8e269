import { assert } from '../values/assert.ts'
import { earlier, type PlainDate } from '../values/calendar.ts'
import { type Refusal, refuse } from '../values/refusal.ts'
import {
  type Agreement,
  type AgreementRefusal,
  checkAgreement,
  lastDayOf,
  MAX_MONTHS,
  MIN_MONTHS,
} from './agreement.ts'
import {
  type EndReason,
  type Match,
  type MatchState,
  type Side,
  STEPS,
  type Step,
} from './match.ts'

export type StateRefusal = 'match-state-forbids'

function checkStep(match: Match, step: Step): Refusal<StateRefusal> | null {
  const allowed: readonly MatchState[] = STEPS[step]
  if (allowed.includes(match.state)) return null
  return refuse(
    'match-state-forbids',
    `The match is ${match.state}; this step is taken from ${allowed.join(' or ')}.`,
  )
}

export type DateRefusal = 'date-in-future' | 'dates-out-of-order'

/** A day given by the caller: not after today, not before the step that came first. */
function checkDay(
  day: { readonly on: PlainDate; readonly pointer: string },
  earliest: PlainDate,
  today: PlainDate,
): Refusal<DateRefusal> | null {
  if (day.on > today)
    return refuse('date-in-future', `${day.on} has not come; today is ${today}.`, day.pointer)
  if (day.on < earliest)
    return refuse(
      'dates-out-of-order',
      `${day.on} is before the step that came first, on ${earliest}.`,
      day.pointer,
    )
  return null
}

export type AcceptRefusal = StateRefusal | 'already-accepted'

/** One side says yes; with both the match is accepted. Voluntary for both (S39). */
export function acceptMatch(
  match: Match,
  side: Side,
  today: PlainDate,
): Refusal<AcceptRefusal> | Match {
  const wrong = checkStep(match, 'accept')
  if (wrong) return wrong
  const [mine, other] =
    side === 'guide'
      ? [match.guideAcceptedOn, match.refugeeAcceptedOn]
      : [match.refugeeAcceptedOn, match.guideAcceptedOn]
  if (mine !== null)
    return refuse(
      'already-accepted',
      `The ${side} accepted on ${mine}; the other side’s answer is missing.`,
      '/side',
    )
  const state = other === null ? 'proposed' : 'accepted'
  return side === 'guide'
    ? { ...match, state, guideAcceptedOn: today }
    : { ...match, state, refugeeAcceptedOn: today }
}

/** One side says no, without having to say why. The pair is not proposed again for a year. */
export function declineMatch(
  match: Match,
  side: Side,
  today: PlainDate,
): Refusal<StateRefusal> | Match {
  return (
    checkStep(match, 'decline') ?? {
      ...match,
      state: 'declined',
      closedOn: today,
      declinedBy: side,
    }
  )
}

/** The coordinator takes a match back before it has started. */
export function cancelMatch(match: Match, today: PlainDate): Refusal<StateRefusal> | Match {
  return checkStep(match, 'cancel') ?? { ...match, state: 'cancelled', closedOn: today }
}

export type SignRefusal = StateRefusal | DateRefusal | AgreementRefusal

/** Both have signed the binding agreement (S39). */
export function signAgreement(
  match: Match,
  agreement: Agreement,
  today: PlainDate,
): Refusal<SignRefusal> | Match {
  return (
    checkStep(match, 'sign') ??
    checkDay({ on: agreement.signedOn, pointer: '/signedOn' }, match.proposedOn, today) ??
    checkAgreement(agreement) ?? { ...match, state: 'agreed', agreement }
  )
}

export type StartRefusal = StateRefusal | DateRefusal

/** The pair has met for the first time. */
export function startMatch(
  match: Match,
  startedOn: PlainDate,
  today: PlainDate,
): Refusal<StartRefusal> | Match {
  const wrong = checkStep(match, 'start')
  if (wrong) return wrong
  assert(match.agreement !== null, 'an agreed match has its agreement')
  return (
    checkDay({ on: startedOn, pointer: '/startedOn' }, match.agreement.signedOn, today) ?? {
      ...match,
      state: 'started',
      startedOn,
    }
  )
}

export type EndRefusal = StateRefusal | DateRefusal | 'agreement-ran-out' | 'not-completed'
export type Ending = { readonly endedOn: PlainDate; readonly reason: EndReason }

/** Ends a pair: at the latest when twelve months are over; as completed from nine months on (S39). */
export function endMatch(
  match: Match,
  { endedOn, reason }: Ending,
  today: PlainDate,
): Refusal<EndRefusal> | Match {
  const wrong = checkStep(match, 'end')
  if (wrong) return wrong
  assert(match.startedOn !== null, 'a started match has its first day')
  const misplaced = checkDay({ on: endedOn, pointer: '/endedOn' }, match.startedOn, today)
  if (misplaced) return misplaced
  const latest = lastDayOf(match.startedOn, MAX_MONTHS)
  if (endedOn > latest)
    return refuse(
      'agreement-ran-out',
      `A pair lasts twelve months at most (S39); this one ended by itself on ${latest}: give that day or an earlier one.`,
      '/endedOn',
    )
  const earliest = lastDayOf(match.startedOn, MIN_MONTHS)
  if (reason === 'completed' && endedOn < earliest)
    return refuse(
      'not-completed',
      `A pair is completed after nine months (S39), here on ${earliest}; give the reason it ended early.`,
      '/reason',
    )
  return { ...match, state: 'ended', endedOn, endReason: reason }
}

/**
 * What a refugee's withdrawn consent (G7) does to their open match: stops it, whatever it had come to.
 * A pair that was left open beyond its twelve months ended with them.
 */
export function withdrawFromMatch(match: Match, today: PlainDate): Match {
  if (match.startedOn === null) return { ...match, state: 'cancelled', closedOn: today }
  const endedOn = earlier(today, lastDayOf(match.startedOn, MAX_MONTHS))
  return { ...match, state: 'ended', endedOn, endReason: 'consent-withdrawn' }
}
