import { ageOn, type PlainDate } from '../values/calendar.ts'
import { type Refusal, refuse } from '../values/refusal.ts'
import type { Profile, ReferralState, Wishes } from './facts.ts'
import type { Match } from './match.ts'

/** What the rule for a referral looks at. */
export type Consent = {
  readonly consentGivenOn: PlainDate
  readonly guardianConsentOn: PlainDate | null
}

export type ReferRefusal = 'date-in-future' | 'guardian-consent-missing'

/**
 * A municipality may tell the volunteer organisation about a refugee only with the refugee's documented
 * consent (G7: forvaltningsloven § 13, being a client is confidential); for a minor the guardian's too.
 */
export function checkReferral(
  consent: Consent,
  birthDate: PlainDate,
  today: PlainDate,
): Refusal<ReferRefusal> | null {
  if (consent.consentGivenOn > today)
    return refuse(
      'date-in-future',
      `Consent is given before the referral; ${consent.consentGivenOn} is after today, ${today}.`,
      '/consentGivenOn',
    )
  if (consent.guardianConsentOn !== null && consent.guardianConsentOn > today)
    return refuse(
      'date-in-future',
      `The guardian’s consent of ${consent.guardianConsentOn} is after today, ${today}.`,
      '/guardianConsentOn',
    )
  if (ageOn(birthDate, today) < 18 && consent.guardianConsentOn === null)
    return refuse(
      'guardian-consent-missing',
      'A person under 18 is referred with the consent of the guardian or the child welfare service; give its date.',
      '/guardianConsentOn',
    )
  return null
}

/** A referral that is over takes no change: it was withdrawn, or its match ran its time. */
export function checkReferralOpen(state: ReferralState): Refusal<'referral-closed'> | null {
  return state === 'waiting' || state === 'matched'
    ? null
    : refuse(
        'referral-closed',
        `The referral is ${state}; refer the person anew with a new consent.`,
      )
}

/**
 * What a match that closed leaves of its referral: over when the pair was completed, else waiting
 * again, with the clock that began at the consent.
 */
export const referralAfter = (match: Pick<Match, 'state' | 'endReason'>): ReferralState =>
  match.state === 'ended' && match.endReason === 'completed' ? 'completed' : 'waiting'

/** Profile and wishes of a referral whose consent is withdrawn. */
export const NOTHING_TOLD: { readonly profile: Profile; readonly wishes: Wishes } = {
  profile: {
    languages: [],
    interests: [],
    occupation: null,
    education: null,
    lifeSituation: null,
    availability: [],
    weeklyMinutes: 0,
  },
  wishes: {
    requiredGender: null,
    prefersSameGender: false,
    prefersOlderGuide: false,
    needsCommonLanguage: false,
    dealBreakers: [],
  },
}

export type Withdrawn = typeof NOTHING_TOLD & {
  readonly state: 'withdrawn'
  readonly withdrawnOn: PlainDate
}

/** A consent is as easily withdrawn as given (G7), whatever the referral has come to; what was told is emptied. */
export function withdrawReferral(
  { state }: { readonly state: ReferralState },
  today: PlainDate,
): Refusal<'consent-already-withdrawn'> | Withdrawn {
  return state === 'withdrawn'
    ? refuse(
        'consent-already-withdrawn',
        'Nothing is left to withdraw; the referral stays as it is.',
      )
    : { ...NOTHING_TOLD, state: 'withdrawn', withdrawnOn: today }
}
