import { defineProblems } from '../problems.ts'

/** The closed catalogue of the guides service. */
export const problems = defineProblems({
  'capacity-below-matches': { status: 409, title: 'The guide has more matches than places' },
  'already-referred': { status: 409, title: 'The person already has an open referral' },
  'referral-closed': { status: 409, title: 'The referral is over' },
  'consent-already-withdrawn': { status: 409, title: 'The consent is already withdrawn' },
  'referral-not-waiting': { status: 409, title: 'The refugee is not waiting for a guide' },
  'guide-full': { status: 409, title: 'The guide has no free place' },
  'match-state-forbids': { status: 409, title: 'The match is not at this step' },
  'already-accepted': { status: 409, title: 'This side has already accepted' },
  'person-unknown': { status: 422, title: 'No such settled person in this municipality' },
  'guide-unknown': { status: 422, title: 'No such guide in this municipality' },
  'referral-unknown': { status: 422, title: 'No such referral in this municipality' },
  'guardian-consent-missing': { status: 422, title: 'A minor needs the guardian’s consent' },
  'pair-not-allowed': { status: 422, title: 'The two may not be matched' },
  'date-in-future': { status: 422, title: 'The day has not come yet' },
  'dates-out-of-order': { status: 422, title: 'The days are in the wrong order' },
  'agreement-outside-limits': { status: 422, title: 'An agreement is for nine to twelve months' },
  'too-little-time-together': { status: 422, title: 'A pair meets at least two hours a week' },
  'agreement-ran-out': { status: 422, title: 'A pair lasts twelve months at most' },
  'not-completed': { status: 422, title: 'A pair is completed after nine months' },
})
