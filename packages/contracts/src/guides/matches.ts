import { END_REASONS, MATCH_STATES, SIDES } from '@fotfeste/domain/matching/match.ts'
import { SCORE_TERMS } from '@fotfeste/domain/matching/score.ts'
import { z } from 'zod'
import { contractMaker } from '../contract.ts'
import { date, idOf, instant, pageOf, pageQuery } from '../values.ts'
import { problems } from './problems.ts'

const contract = contractMaker('guides', problems)

const state = z
  .enum(MATCH_STATES)
  .describe(
    '`proposed`; `accepted` by both; `agreed`, the agreement is signed; `started`; `ended`; or `declined` by ' +
      'one side, or `cancelled` before it started',
  )
const side = z.enum(SIDES).describe('Who answers')
const endReason = z
  .enum(END_REASONS)
  .describe('Why the pair ended; `completed` from nine months on. Codes only, no health matter')
const agreement = {
  signedOn: date.describe('Day of the agreement (forpliktende avtale)'),
  months: z.int().min(0).max(99).describe('Nine to twelve months (S39)'),
  weeklyMinutes: z.int().min(0).max(2_400).describe('At least 120 minutes a week (S39)'),
}

export const match = z
  .object({
    matchId: idOf('Match'),
    guideId: idOf('Guide'),
    referralId: idOf('Referral'),
    personId: idOf('Person'),
    runId: idOf('MatchingRun')
      .nullable()
      .describe('The run that proposed it; null when a person did'),
    state,
    score: z.int().describe('0 to 1,000'),
    scoreVersion: z.string(),
    terms: z
      .array(z.object({ term: z.enum(SCORE_TERMS), points: z.int(), max: z.int() }))
      .describe('The score term by term'),
    proposedOn: date,
    guideAcceptedOn: date.nullable(),
    refugeeAcceptedOn: date.nullable(),
    agreement: z.object(agreement).nullable(),
    startedOn: date.nullable(),
    plannedEndOn: date.nullable().describe('Last day of the agreed time; null until started'),
    endedOn: date.nullable(),
    endReason: endReason.nullable(),
    closedOn: date.nullable().describe('Day on which it was declined or cancelled'),
    declinedBy: side.nullable(),
    version: z.int(),
    changedAt: instant,
  })
  .meta({ id: 'Match' })

const matchId = z.strictObject({ matchId: idOf('Match') })
const pair = {
  guideId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a7a01',
  referralId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a7b01',
}
const term = (name: string, points: number, max: number) => ({ term: name, points, max })
const proposed = {
  matchId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a7d01',
  ...pair,
  personId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6b01',
  runId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a7c01' as string | null,
  state: 'proposed',
  score: 836,
  scoreVersion: '2026-1',
  terms: [
    term('interests', 109, 218),
    term('gender', 218, 218),
    term('age', 138, 143),
    term('life-situation', 91, 91),
    term('education', 25, 50),
    term('language', 130, 130),
    term('availability', 100, 100),
    term('occupation', 25, 50),
  ],
  proposedOn: '2026-03-16',
  guideAcceptedOn: null as string | null,
  refugeeAcceptedOn: null as string | null,
  agreement: null as null | { signedOn: string; months: number; weeklyMinutes: number },
  startedOn: null as string | null,
  plannedEndOn: null as string | null,
  endedOn: null as string | null,
  endReason: null as string | null,
  closedOn: null as string | null,
  declinedBy: null as string | null,
  version: 1,
  changedAt: '2026-03-16T08:00:00.000Z',
}
const half = { ...proposed, refugeeAcceptedOn: '2026-03-17', version: 2 }
const agreed = {
  ...half,
  state: 'agreed',
  guideAcceptedOn: '2026-03-18',
  agreement: { signedOn: '2026-03-24', months: 9, weeklyMinutes: 120 },
  version: 4,
}
const started = {
  ...agreed,
  state: 'started',
  startedOn: '2026-03-31',
  plannedEndOn: '2026-12-30',
  version: 5,
}

/** What every command on a match has in common. */
const command = {
  method: 'POST',
  tag: 'Matches',
  scope: 'fotfeste:guides.write',
  params: matchId,
  write: { versioned: true },
  visibility: 'public',
  factory: 'match',
} as const

export const proposeMatch = contract({
  id: 'proposeMatch',
  method: 'POST',
  path: '/v1/matches',
  tag: 'Matches',
  summary: 'Propose a pair by hand (manuell kobling)',
  description:
    'A coordinator’s own choice. The same hard constraints as in a run: they are a bar here too, not a ' +
    'warning. Of two who take the same guide’s last place or the same refugee at once, one wins.',
  scope: 'fotfeste:guides.write',
  body: z.strictObject({ guideId: idOf('Guide'), referralId: idOf('Referral') }),
  bodyExample: pair,
  replies: {
    201: { description: 'Proposed', schema: match, example: { ...proposed, runId: null } },
  },
  problems: [
    'guide-unknown',
    'referral-unknown',
    'referral-not-waiting',
    'guide-full',
    'pair-not-allowed',
  ],
  write: { keyed: true },
  visibility: 'public',
  factory: null,
})

export const getMatch = contract({
  id: 'getMatch',
  method: 'GET',
  path: '/v1/matches/{matchId}',
  tag: 'Matches',
  summary: 'Read a match (kobling)',
  description:
    'Where the pair stands and how its score came about. The read is written to the access log. The match ' +
    'of a protected person is 404 without `fotfeste:protected.read`.',
  scope: 'fotfeste:guides.read',
  params: matchId,
  replies: { 200: { description: 'The match', schema: match, example: started } },
  problems: [],
  visibility: 'public',
  factory: 'match',
})

export const listMatches = contract({
  id: 'listMatches',
  method: 'GET',
  path: '/v1/matches',
  tag: 'Matches',
  summary: 'List matches (koblinger)',
  description: 'Oldest first. Protected persons are left out without `fotfeste:protected.read`.',
  scope: 'fotfeste:guides.read',
  query: z.strictObject({
    ...pageQuery,
    state: state.optional().describe('Only in this state'),
    guideId: idOf('Guide').optional().describe('Only of this guide'),
    referralId: idOf('Referral').optional().describe('Only of this referral'),
    runId: idOf('MatchingRun').optional().describe('Only of this run'),
  }),
  replies: {
    200: {
      description: 'One page',
      schema: pageOf(match),
      example: { items: [proposed], next: null },
    },
  },
  problems: [],
  visibility: 'public',
  factory: null,
})

export const acceptMatch = contract({
  ...command,
  id: 'acceptMatch',
  path: '/v1/matches/{matchId}/accept',
  summary: 'Record that one side accepts (takke ja)',
  description:
    'Voluntary for both (S39): the guide and the refugee each say yes, in any order; with both the match is ' +
    'accepted.',
  body: z.strictObject({ side }),
  bodyExample: { side: 'refugee' },
  replies: { 200: { description: 'Recorded', schema: match, example: half } },
  problems: ['match-state-forbids', 'already-accepted'],
})

export const declineMatch = contract({
  ...command,
  id: 'declineMatch',
  path: '/v1/matches/{matchId}/decline',
  summary: 'Record that one side declines (takke nei)',
  description:
    'Either side may say no before the agreement is signed, without a reason. The refugee waits again with ' +
    'the same clock; the pair is not proposed again for twelve months.',
  body: z.strictObject({ side }),
  bodyExample: { side: 'guide' },
  replies: {
    200: {
      description: 'Declined',
      schema: match,
      example: {
        ...proposed,
        state: 'declined',
        closedOn: '2026-03-17',
        declinedBy: 'guide',
        version: 2,
      },
    },
  },
  problems: ['match-state-forbids'],
})

export const cancelMatch = contract({
  ...command,
  id: 'cancelMatch',
  path: '/v1/matches/{matchId}/cancel',
  summary: 'Take a match back before it has started (avbryte kobling)',
  description: 'The coordinator’s step. The refugee waits again; the pair may be proposed again.',
  replies: {
    200: {
      description: 'Cancelled',
      schema: match,
      example: { ...proposed, state: 'cancelled', closedOn: '2026-03-17', version: 2 },
    },
  },
  problems: ['match-state-forbids'],
})

export const signMatch = contract({
  ...command,
  id: 'signMatch',
  path: '/v1/matches/{matchId}/sign',
  summary: 'Record the signed agreement (forpliktende avtale)',
  description:
    'Nine to twelve months and at least two hours a week (S39). The hard constraints are looked at once more: ' +
    'papers may have run out since the proposal. Goes out as `GuideMatched`.',
  body: z.strictObject(agreement),
  bodyExample: { signedOn: '2026-03-24', months: 9, weeklyMinutes: 120 },
  replies: { 200: { description: 'Signed', schema: match, example: agreed } },
  problems: [
    'match-state-forbids',
    'date-in-future',
    'dates-out-of-order',
    'agreement-outside-limits',
    'too-little-time-together',
    'pair-not-allowed',
  ],
})

export const startMatch = contract({
  ...command,
  id: 'startMatch',
  path: '/v1/matches/{matchId}/start',
  summary: 'Record the first meeting (oppstart)',
  description:
    'The agreed time runs from this day. The hard constraints are looked at once more. Goes out as ' +
    '`MatchStarted`.',
  body: z.strictObject({ startedOn: date }),
  bodyExample: { startedOn: '2026-03-31' },
  replies: { 200: { description: 'Started', schema: match, example: started } },
  problems: ['match-state-forbids', 'date-in-future', 'dates-out-of-order', 'pair-not-allowed'],
})

export const endMatch = contract({
  ...command,
  id: 'endMatch',
  path: '/v1/matches/{matchId}/end',
  summary: 'End a pair (avslutte kobling)',
  description:
    'With a coded reason (S42, G8). `completed` from nine months on, and then the referral is over; after any ' +
    'other reason the refugee waits again with the same clock. No pair lasts longer than twelve months (S39). ' +
    'The pair is never proposed again. Goes out as `MatchEnded`.',
  body: z.strictObject({ endedOn: date, reason: endReason }),
  bodyExample: { endedOn: '2026-06-12', reason: 'guide-moved' },
  replies: {
    200: {
      description: 'Ended',
      schema: match,
      example: {
        ...started,
        state: 'ended',
        endedOn: '2026-06-12',
        endReason: 'guide-moved',
        version: 6,
      },
    },
  },
  problems: [
    'match-state-forbids',
    'date-in-future',
    'dates-out-of-order',
    'agreement-ran-out',
    'not-completed',
  ],
})
