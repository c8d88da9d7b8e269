import t from 'tap'
import { checkAgreement, lastDayOf } from '../../src/matching/agreement.ts'
import type { MatchId } from '../../src/matching/codes.ts'
import { checkGuide } from '../../src/matching/guide.ts'
import { isOpen, MATCH_STATES, type Match, plannedEndOf, STEPS } from '../../src/matching/match.ts'
import {
  acceptMatch,
  cancelMatch,
  declineMatch,
  endMatch,
  signAgreement,
  startMatch,
  withdrawFromMatch,
} from '../../src/matching/match-steps.ts'
import {
  checkReferral,
  checkReferralOpen,
  referralAfter,
  withdrawReferral,
} from '../../src/matching/referral.ts'
import { plainDate } from '../../src/values/calendar.ts'
import { isRefusal } from '../../src/values/refusal.ts'
import { guide, guideId, personId, referralId } from './examples.ts'

const day = plainDate
const TODAY = day('2026-03-16')

const PROPOSED: Match = {
  id: '0195a000-0004-7000-8000-000000000001' as MatchId,
  guideId: guideId(1),
  referralId: referralId(1),
  personId: personId(1),
  state: 'proposed',
  proposedOn: day('2026-03-02'),
  guideAcceptedOn: null,
  refugeeAcceptedOn: null,
  agreement: null,
  startedOn: null,
  endedOn: null,
  endReason: null,
  closedOn: null,
  declinedBy: null,
}
const AGREEMENT = { signedOn: day('2026-03-09'), months: 9, weeklyMinutes: 120 }
const ACCEPTED: Match = { ...PROPOSED, state: 'accepted' }
const AGREED: Match = { ...PROPOSED, state: 'agreed', agreement: AGREEMENT }
const STARTED: Match = { ...AGREED, state: 'started', startedOn: day('2026-03-10') }

t.test('a match goes from proposal to agreement to end, one step after the other', async (t) => {
  const once = acceptMatch(PROPOSED, 'refugee', day('2026-03-03'))
  t.match(once, { state: 'proposed', refugeeAcceptedOn: '2026-03-03', guideAcceptedOn: null })
  const both = acceptMatch(once as Match, 'guide', day('2026-03-05'))
  t.match(both, { state: 'accepted', guideAcceptedOn: '2026-03-05' })
  const signed = signAgreement(both as Match, AGREEMENT, TODAY)
  t.match(signed, { state: 'agreed', agreement: AGREEMENT })
  const started = startMatch(signed as Match, day('2026-03-10'), TODAY)
  t.match(started, { state: 'started', startedOn: '2026-03-10' })
  t.equal(plannedEndOf(started as Match), '2026-12-09')
  const ended = endMatch(
    started as Match,
    { endedOn: day('2026-12-09'), reason: 'completed' },
    day('2026-12-20'),
  )
  t.match(ended, { state: 'ended', endedOn: '2026-12-09', endReason: 'completed' })
})

t.test('the guide may answer first', async (t) => {
  const once = acceptMatch(PROPOSED, 'guide', TODAY)
  t.match(acceptMatch(once as Match, 'refugee', TODAY), { state: 'accepted' })
})

t.test('one side accepts once', async (t) => {
  const guideOnce = acceptMatch(PROPOSED, 'guide', TODAY) as Match
  t.match(acceptMatch(guideOnce, 'guide', TODAY), { refused: 'already-accepted', pointer: '/side' })
  const refugeeOnce = acceptMatch(PROPOSED, 'refugee', TODAY) as Match
  t.match(acceptMatch(refugeeOnce, 'refugee', TODAY), { refused: 'already-accepted' })
})

t.test('each step is refused from every state that the table does not name', async (t) => {
  const take: Record<keyof typeof STEPS, (match: Match) => unknown> = {
    accept: (match) => acceptMatch(match, 'guide', TODAY),
    decline: (match) => declineMatch(match, 'guide', TODAY),
    cancel: (match) => cancelMatch(match, TODAY),
    sign: (match) => signAgreement(match, AGREEMENT, TODAY),
    start: (match) => startMatch(match, day('2026-03-10'), TODAY),
    end: (match) => endMatch(match, { endedOn: TODAY, reason: 'other' }, TODAY),
  }
  for (const step of ['accept', 'decline', 'cancel', 'sign', 'start', 'end'] as const) {
    for (const state of MATCH_STATES) {
      const allowed: readonly string[] = STEPS[step]
      const answer = take[step]({ ...STARTED, state })
      if (allowed.includes(state)) t.notOk(isRefusal(answer), `${step} from ${state}`)
      else t.match(answer, { refused: 'match-state-forbids' }, `${step} from ${state}`)
    }
  }
})

t.test('a side may decline, also after both accepted; the coordinator may take back', async (t) => {
  const closed = { closedOn: TODAY }
  t.match(declineMatch(PROPOSED, 'refugee', TODAY), {
    ...closed,
    declinedBy: 'refugee',
    state: 'declined',
  })
  t.match(declineMatch(ACCEPTED, 'guide', TODAY), {
    ...closed,
    declinedBy: 'guide',
    state: 'declined',
  })
  t.match(cancelMatch(AGREED, TODAY), { ...closed, declinedBy: null, state: 'cancelled' })
})

t.test('S39: an agreement is for nine to twelve months and two hours a week', async (t) => {
  const sign = (months: number, weeklyMinutes: number) =>
    signAgreement(ACCEPTED, { ...AGREEMENT, months, weeklyMinutes }, TODAY)
  t.match(sign(8, 120), { refused: 'agreement-outside-limits', pointer: '/months' })
  t.match(sign(13, 120), { refused: 'agreement-outside-limits', pointer: '/months' })
  t.match(sign(9, 119), { refused: 'too-little-time-together', pointer: '/weeklyMinutes' })
  t.match(sign(12, 180), { state: 'agreed' })
  t.equal(checkAgreement(AGREEMENT), null)
  t.equal(lastDayOf(day('2026-05-31'), 9), '2027-02-27')
})

t.test('days lie in order and not in the future', async (t) => {
  const late = day('2026-03-17')
  const early = day('2026-03-01')
  t.match(signAgreement(ACCEPTED, { ...AGREEMENT, signedOn: late }, TODAY), {
    refused: 'date-in-future',
  })
  t.match(signAgreement(ACCEPTED, { ...AGREEMENT, signedOn: early }, TODAY), {
    refused: 'dates-out-of-order',
    pointer: '/signedOn',
  })
  t.match(startMatch(AGREED, late, TODAY), { refused: 'date-in-future', pointer: '/startedOn' })
  t.match(startMatch(AGREED, day('2026-03-08'), TODAY), { refused: 'dates-out-of-order' })
  t.match(endMatch(STARTED, { endedOn: late, reason: 'other' }, TODAY), {
    refused: 'date-in-future',
  })
  t.match(endMatch(STARTED, { endedOn: day('2026-03-09'), reason: 'other' }, TODAY), {
    refused: 'dates-out-of-order',
    pointer: '/endedOn',
  })
})

t.test('S39: a pair is completed from nine months on and over after twelve', async (t) => {
  const today = day('2028-01-01')
  const end = (endedOn: string, reason: 'completed' | 'guide-moved') =>
    endMatch(STARTED, { endedOn: day(endedOn), reason }, today)
  t.match(end('2026-12-08', 'completed'), { refused: 'not-completed', pointer: '/reason' })
  t.match(end('2026-12-08', 'guide-moved'), { state: 'ended', endReason: 'guide-moved' })
  t.match(end('2026-12-09', 'completed'), { state: 'ended' })
  t.match(end('2027-03-09', 'completed'), { state: 'ended' })
  t.match(end('2027-03-10', 'completed'), { refused: 'agreement-ran-out', pointer: '/endedOn' })
})

t.test(
  'a match holds its places until it is closed; the planned end is known from the start',
  async (t) => {
    const open = MATCH_STATES.filter((state) => isOpen({ state }))
    t.same(open, ['proposed', 'accepted', 'agreed', 'started'])
    t.equal(plannedEndOf(AGREED), null)
    t.equal(plannedEndOf(PROPOSED), null)
  },
)

t.test('G7: withdrawn consent stops a match whatever it had come to', async (t) => {
  t.match(withdrawFromMatch(AGREED, TODAY), { state: 'cancelled', closedOn: TODAY })
  t.match(withdrawFromMatch(STARTED, TODAY), {
    state: 'ended',
    endedOn: TODAY,
    endReason: 'consent-withdrawn',
  })
  t.match(withdrawFromMatch(STARTED, day('2028-01-01')), { endedOn: '2027-03-09' })
})

t.test('after a match the refugee is done or waits again', async (t) => {
  t.equal(referralAfter({ state: 'ended', endReason: 'completed' }), 'completed')
  t.equal(referralAfter({ state: 'ended', endReason: 'guide-moved' }), 'waiting')
  t.equal(referralAfter({ state: 'declined', endReason: null }), 'waiting')
})

t.test(
  'G7: a referral needs a consent that is given, for a minor the guardian’s too',
  async (t) => {
    const adult = day('1990-01-01')
    const minor = day('2008-03-17')
    const consent = { consentGivenOn: TODAY, guardianConsentOn: null }
    const tomorrow = day('2026-03-17')
    t.equal(checkReferral(consent, adult, TODAY), null)
    t.match(checkReferral({ ...consent, consentGivenOn: tomorrow }, adult, TODAY), {
      refused: 'date-in-future',
      pointer: '/consentGivenOn',
    })
    t.match(checkReferral({ ...consent, guardianConsentOn: tomorrow }, minor, TODAY), {
      refused: 'date-in-future',
      pointer: '/guardianConsentOn',
    })
    t.match(checkReferral(consent, minor, TODAY), { refused: 'guardian-consent-missing' })
    t.equal(checkReferral({ ...consent, guardianConsentOn: TODAY }, minor, TODAY), null)
    t.equal(checkReferral(consent, minor, tomorrow), null)
  },
)

t.test('a referral that is over takes no change', async (t) => {
  t.equal(checkReferralOpen('waiting'), null)
  t.equal(checkReferralOpen('matched'), null)
  t.match(checkReferralOpen('completed'), { refused: 'referral-closed' })
  t.match(checkReferralOpen('withdrawn'), { refused: 'referral-closed' })
})

t.test('G1: a guide’s papers are of today or before, and no match loses its place', async (t) => {
  const { papers } = guide(1)
  const told = { papers, capacity: 1, openMatches: 1 }
  t.equal(checkGuide(told, TODAY), null)
  for (const paper of Object.keys(papers)) {
    const early = { ...told, papers: { ...papers, [paper]: day('2026-03-17') } }
    t.match(checkGuide(early, TODAY), { refused: 'date-in-future', pointer: `/papers/${paper}` })
  }
  t.match(checkGuide({ ...told, openMatches: 2 }, TODAY), { refused: 'capacity-below-matches' })
})

t.test(
  'G7: a consent is withdrawn once, from any state, and what was told is emptied',
  async (t) => {
    for (const state of ['waiting', 'matched', 'completed'] as const)
      t.match(withdrawReferral({ state }, TODAY), {
        state: 'withdrawn',
        withdrawnOn: TODAY,
        profile: { interests: [], weeklyMinutes: 0 },
      })
    t.match(withdrawReferral({ state: 'withdrawn' }, TODAY), {
      refused: 'consent-already-withdrawn',
    })
  },
)
