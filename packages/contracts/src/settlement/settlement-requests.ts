import { z } from 'zod'
import { contractMaker } from '../contract.ts'
import { date, idOf, instant, pageOf, pageQuery, text } from '../values.ts'
import { problems } from './problems.ts'

const contract = contractMaker('settlement', problems)

const MAX_PERSONS = 100_000
const count = z.int().min(0).max(MAX_PERSONS)
const numbers = {
  persons: count.describe('All persons, unaccompanied minors included'),
  unaccompaniedMinors: count.describe('Of them unaccompanied minors (enslige mindreårige)'),
}
const year = z.int().min(2000).max(2199)
const request = {
  year: year.describe('The year of settlement'),
  ...numbers,
  receivedOn: date.describe('Day on which the request letter (anmodningsbrev) came'),
  deadline: date.nullable().describe('IMDi’s date for the decision'),
  reference: text(100).describe('IMDi’s reference'),
}
const correction = {
  reason: text(2000).describe('Why it is corrected'),
  correctedBy: z.string().describe('Who corrected (issuer and subject)'),
  correctedAt: instant,
}
const decision = {
  ...numbers,
  decidedOn: date.describe('Day of the decision (vedtaksdato)'),
  decidingBody: text(100).describe('Who decided, usually the municipal council (kommunestyret)'),
  caseReference: text(100).describe('Case number in the municipality’s archive (saksnummer)'),
}

const settlementDecision = z
  .object({
    ...decision,
    number: z.int().describe('1 for the first decision; the highest is in force'),
    recordedOn: date,
    metRequest: z.boolean().describe('Neither number is below the request (S13)'),
  })
  .meta({ id: 'SettlementDecision' })

export const settlementRequest = z
  .object({
    settlementRequestId: idOf('SettlementRequest'),
    ...request,
    decision: settlementDecision.nullable().describe('The decision in force'),
    earlierDecisions: z.array(settlementDecision).describe('Those it replaced, newest first'),
    corrections: z
      .array(z.object({ ...request, ...correction }))
      .describe('What stood before each correction, oldest first'),
    version: z.int(),
    changedAt: instant,
  })
  .meta({ id: 'SettlementRequest' })

const settlementRequestId = z.strictObject({ settlementRequestId: idOf('SettlementRequest') })

const body = {
  year: 2026,
  persons: 110,
  unaccompaniedMinors: 8,
  receivedOn: '2025-11-20',
  deadline: '2026-02-25',
  reference: '25/04711',
}
const example = {
  settlementRequestId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6d01',
  ...body,
  decision: null,
  earlierDecisions: [],
  corrections: [] as object[],
  version: 1,
  changedAt: '2025-11-21T09:00:00.000Z',
}
const decisionBody = {
  persons: 110,
  unaccompaniedMinors: 8,
  decidedOn: '2026-02-04',
  decidingBody: 'Kommunestyret',
  caseReference: '2026/118',
}
const decided = {
  ...example,
  decision: { ...decisionBody, number: 1, recordedOn: '2026-02-05', metRequest: true },
  version: 2,
}

export const createSettlementRequest = contract({
  id: 'createSettlementRequest',
  method: 'POST',
  path: '/v1/settlement-requests',
  tag: 'Settlement requests',
  summary: 'Register IMDi’s yearly request (anmodning om bosetting)',
  description:
    'Registers how many refugees IMDi asks the municipality to settle in a year (F1). It comes in the ' +
    'year itself or the year before; one for each year.',
  scope: 'fotfeste:settlement.write',
  body: z.strictObject(request),
  bodyExample: body,
  replies: { 201: { description: 'Registered', schema: settlementRequest, example } },
  problems: [
    'year-already-requested',
    'request-year',
    'minors-exceed-persons',
    'date-in-future',
    'dates-out-of-order',
  ],
  write: { keyed: true },
  visibility: 'public',
  factory: null,
})

const misread = 'The letter says 115; 110 was last year’s number.'

export const correctSettlementRequest = contract({
  id: 'correctSettlementRequest',
  method: 'PUT',
  path: '/v1/settlement-requests/{settlementRequestId}',
  tag: 'Settlement requests',
  summary: 'Correct a request that was registered wrong (retting av anmodning)',
  description:
    'Replaces what was registered; what stood before stays readable with reason and author. The bounds of ' +
    'registration hold, and the request is not received after the first decision on it. Decisions stand; ' +
    'whether they meet the request is judged anew (S13).',
  scope: 'fotfeste:settlement.write',
  params: settlementRequestId,
  body: z.strictObject({ ...request, reason: correction.reason }),
  bodyExample: { ...body, persons: 115, reason: misread },
  replies: {
    200: {
      description: 'Corrected',
      schema: settlementRequest,
      example: {
        ...example,
        persons: 115,
        corrections: [
          {
            ...body,
            reason: misread,
            correctedBy: 'http://127.0.0.1:4100|case-worker',
            correctedAt: '2025-11-24T08:00:00.000Z',
          },
        ],
        version: 2,
        changedAt: '2025-11-24T08:00:00.000Z',
      },
    },
  },
  problems: [
    'year-already-requested',
    'request-year',
    'minors-exceed-persons',
    'date-in-future',
    'dates-out-of-order',
  ],
  write: { versioned: true },
  visibility: 'public',
  factory: 'settlementRequest',
})

export const getSettlementRequest = contract({
  id: 'getSettlementRequest',
  method: 'GET',
  path: '/v1/settlement-requests/{settlementRequestId}',
  tag: 'Settlement requests',
  summary: 'Read a request and the decision on it (anmodning og vedtak)',
  description: 'The request, the decision in force and those it replaced.',
  scope: 'fotfeste:settlement.read',
  params: settlementRequestId,
  replies: { 200: { description: 'The request', schema: settlementRequest, example: decided } },
  problems: [],
  visibility: 'public',
  factory: 'settlementRequest',
})

export const listSettlementRequests = contract({
  id: 'listSettlementRequests',
  method: 'GET',
  path: '/v1/settlement-requests',
  tag: 'Settlement requests',
  summary: 'List requests (anmodninger)',
  description: 'All requests of the municipality, oldest registration first.',
  scope: 'fotfeste:settlement.read',
  query: z.strictObject(pageQuery),
  replies: {
    200: {
      description: 'One page',
      schema: pageOf(settlementRequest),
      example: { items: [decided], next: null },
    },
  },
  problems: [],
  visibility: 'public',
  factory: null,
})

export const decideSettlementRequest = contract({
  id: 'decideSettlementRequest',
  method: 'POST',
  path: '/v1/settlement-requests/{settlementRequestId}/decision',
  tag: 'Settlement requests',
  summary: 'Register the municipality’s decision (bosettingsvedtak)',
  description:
    'Settlement is voluntary and the municipality decides how many (S12, F3). The answer says whether the ' +
    'decision met the request (S13). A later decision replaces the one in force as a new number; it is not ' +
    'older than that one, and no decision is older than the request.',
  scope: 'fotfeste:settlement.write',
  params: settlementRequestId,
  body: z.strictObject(decision),
  bodyExample: decisionBody,
  replies: { 201: { description: 'Decided', schema: settlementRequest, example: decided } },
  problems: ['minors-exceed-persons', 'date-in-future', 'dates-out-of-order'],
  write: { keyed: true, versioned: true },
  visibility: 'public',
  factory: 'settlementRequest',
})

const shownNumbers = z.object(numbers)
const signedNumbers = z.object({
  persons: z.int().describe('Below zero when more were settled than decided'),
  unaccompaniedMinors: z.int(),
})

export const getSettlementYear = contract({
  id: 'getSettlementYear',
  method: 'GET',
  path: '/v1/settlement-years/{year}',
  tag: 'Settlement requests',
  summary: 'Requested, decided, settled and remaining of a year (bosettingsår)',
  description:
    'Settled are those whose settlement date is in the year. Within the decided number count persons ' +
    'settled by agreement, also agreed self-settlement (F10), but never reunified family (F3); the others ' +
    'are shown apart. Without `fotfeste:protected.read` protected persons are in no count, so `remaining` is ' +
    'then as much higher.',
  scope: 'fotfeste:settlement.read',
  params: z.strictObject({ year: z.coerce.number().int().min(2000).max(2199) }),
  replies: {
    200: {
      description: 'The year',
      schema: z
        .object({
          year,
          settlementRequestId: idOf('SettlementRequest').nullable(),
          requested: shownNumbers.nullable(),
          decided: shownNumbers.nullable(),
          settled: shownNumbers,
          settledOutsideNumber: shownNumbers,
          remaining: signedNumbers.nullable(),
          metRequest: z.boolean().nullable().describe('Null while there is no decision'),
          rules: z.array(z.string()).describe('Rule keys'),
          law: z.array(z.string()).describe('Paragraphs'),
        })
        .meta({ id: 'SettlementYear' }),
      example: {
        year: 2026,
        settlementRequestId: example.settlementRequestId,
        requested: { persons: 110, unaccompaniedMinors: 8 },
        decided: { persons: 110, unaccompaniedMinors: 8 },
        settled: { persons: 42, unaccompaniedMinors: 3 },
        settledOutsideNumber: { persons: 2, unaccompaniedMinors: 0 },
        remaining: { persons: 68, unaccompaniedMinors: 5 },
        metRequest: true,
        rules: ['S12', 'S13', 'F3'],
        law: ['integreringsloven § 4 second paragraph'],
      },
    },
  },
  problems: [],
  visibility: 'public',
  factory: null,
})
