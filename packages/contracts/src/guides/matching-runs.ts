import { OBSTACLES } from '@fotfeste/domain/matching/obstacles.ts'
import {
  MAX_RUN_GUIDES,
  MAX_RUN_REFERRALS,
  UNMATCHED_REASONS,
} from '@fotfeste/domain/matching/plan.ts'
import { z } from 'zod'
import { contractMaker } from '../contract.ts'
import { date, idOf, instant, pageOf, pageQuery } from '../values.ts'
import { problems } from './problems.ts'

const contract = contractMaker('guides', problems)

const certificate = z
  .object({
    ok: z.boolean().describe('Always true: a run that is not proven is not stored'),
    primal: z.int().describe('The total score reached'),
    dual: z.int().describe('The bound that no other choice can pass; equal to `primal`'),
  })
  .describe('Proof by linear programming duality that no better total exists')

const unmatched = z.object({
  referralId: idOf('Referral'),
  reason: z
    .enum(UNMATCHED_REASONS)
    .describe(
      '`no-feasible-guide`: nobody may be matched; `outcompeted`: the best total serves others',
    ),
  blocked: z
    .array(z.object({ obstacle: z.enum(OBSTACLES), guides: z.int() }))
    .describe('Guides by the first thing that keeps them from this refugee'),
})

const summary = {
  runId: idOf('MatchingRun'),
  ranOn: date,
  scoreVersion: z.string().describe('Version of the weights'),
  solverVersion: z.string(),
  guides: z.int().describe('Guides looked at'),
  slots: z.int().describe('Their free places'),
  referrals: z.int().describe('Waiting refugees looked at'),
  feasiblePairs: z.int().describe('Pairs that every hard constraint allows'),
  total: z.int().describe('Sum of the scores of all proposals'),
  certificate,
  unmatchedCounts: z
    .array(z.object({ reason: z.enum(UNMATCHED_REASONS), referrals: z.int() }))
    .describe('How many got no proposal, by reason'),
  version: z.int(),
  changedAt: instant,
}

export const matchingRunSummary = z.object(summary).meta({ id: 'MatchingRunSummary' })
export const matchingRun = z
  .object({
    ...summary,
    proposals: z
      .array(
        z.object({
          matchId: idOf('Match'),
          guideId: idOf('Guide'),
          referralId: idOf('Referral'),
          score: z.int().describe('0 to 1,000; term by term in the match'),
        }),
      )
      .describe('The matches that the run proposed'),
    unmatched: z.array(unmatched).describe('Who got no proposal, and why'),
  })
  .meta({ id: 'MatchingRun' })

const runId = z.strictObject({ runId: idOf('MatchingRun') })
const summaryExample = {
  runId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a7c01',
  ranOn: '2026-03-16',
  scoreVersion: '2026-1',
  solverVersion: 'shortest-path-1',
  guides: 1,
  slots: 1,
  referrals: 2,
  feasiblePairs: 1,
  total: 836,
  certificate: { ok: true, primal: 836, dual: 836 },
  unmatchedCounts: [{ reason: 'no-feasible-guide', referrals: 1 }],
  version: 1,
  changedAt: '2026-03-16T08:00:00.000Z',
}
const example = {
  ...summaryExample,
  proposals: [
    {
      matchId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a7d01',
      guideId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a7a01',
      referralId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a7b01',
      score: 836,
    },
  ],
  unmatched: [
    {
      referralId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a7b02',
      reason: 'no-feasible-guide',
      blocked: [{ obstacle: 'gender', guides: 1 }],
    },
  ],
}

export const runMatching = contract({
  id: 'runMatching',
  method: 'POST',
  path: '/v1/matching-runs',
  tag: 'Matching runs',
  summary: 'Match waiting refugees with guides (kobling)',
  description:
    'Finds the best total score over all pairs that the hard constraints allow (S40), exactly, with a proof ' +
    'that goes with the answer, and proposes those pairs as matches. Each proposal holds its guide’s place and ' +
    'its refugee until it is accepted, declined or cancelled. Constraints in order: both ready (G1, G7), gender ' +
    'where required (G6), common language where needed, a free place, a shared part of the week with two hours ' +
    '(S39), deal-breakers, not a pair that ended, nor one declined in the last twelve months, minors only with ' +
    'a certified guide (G2), guides of 18 (G1). Points: interests 218, gender 218, age 143, life situation 91, ' +
    'education 50, language 130, availability 100, occupation 50 (G4). Protected persons are never in a run. ' +
    `At most ${MAX_RUN_GUIDES} guides and ${MAX_RUN_REFERRALS} refugees, those who have waited longest; the same ` +
    'candidates in another order give the same pairs. Two runs at once take one after the other.',
  scope: 'fotfeste:guides.write',
  replies: { 201: { description: 'Matched', schema: matchingRun, example } },
  problems: [],
  write: { keyed: true },
  visibility: 'public',
  factory: null,
})

export const getMatchingRun = contract({
  id: 'getMatchingRun',
  method: 'GET',
  path: '/v1/matching-runs/{runId}',
  tag: 'Matching runs',
  summary: 'Read a matching run (koblingsrunde)',
  description:
    'Totals, proof, proposals, and why the others got none. A person who has been protected since is left out ' +
    'without `fotfeste:protected.read`.',
  scope: 'fotfeste:guides.read',
  params: runId,
  replies: { 200: { description: 'The run', schema: matchingRun, example } },
  problems: [],
  visibility: 'public',
  factory: 'matchingRun',
})

export const listMatchingRuns = contract({
  id: 'listMatchingRuns',
  method: 'GET',
  path: '/v1/matching-runs',
  tag: 'Matching runs',
  summary: 'List matching runs (koblingsrunder)',
  description: 'Oldest first, without their proposals.',
  scope: 'fotfeste:guides.read',
  query: z.strictObject(pageQuery),
  replies: {
    200: {
      description: 'One page',
      schema: pageOf(matchingRunSummary),
      example: { items: [summaryExample], next: null },
    },
  },
  problems: [],
  visibility: 'public',
  factory: null,
})
