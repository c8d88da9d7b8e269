import { z } from 'zod'
import { contractMaker } from '../contract.ts'
import { countOf, date, idOf, instant, pageOf, pageQuery } from '../values.ts'
import { problems } from './problems.ts'

const contract = contractMaker('payroll', problems)

const taxCardRequest = z
  .object({
    taxCardRequestId: idOf('TaxCardRequest'),
    year: z.int(),
    state: z
      .enum(['due', 'ordered', 'answered', 'refused', 'given-up'])
      .describe(
        '`due`: to be ordered; `ordered`: the answer is awaited; `answered`: the cards are here; `refused` by ' +
          'the Tax Administration; `given-up`: not possible, or no answer that day',
      ),
    reason: z.string().nullable().describe('Why it waits, was refused or given up, and what to do'),
    kind: z
      .enum(['all', 'changes'])
      .nullable()
      .describe('HENT_ALLE_OPPGITTE or HENT_KUN_ENDRING; null until it is ordered'),
    orderReference: z.string().nullable().describe('bestillingsreferanse'),
    dialogReference: z.string().nullable().describe('dialogreferanse'),
    persons: z.int().describe('Persons it is about'),
    withoutNumber: z
      .int()
      .describe('Persons left out, for whom settlement holds no national number'),
    applied: z.int().describe('Cards that were new'),
    unknown: z.int().describe('Answers to numbers that nobody has'),
    invalid: z.int().describe('Answers that could not be read'),
    requestedBy: z.string(),
    requestedOn: date,
    orderedAt: instant.nullable(),
    answeredOn: date.nullable(),
    version: z.int(),
  })
  .meta({ id: 'TaxCardRequest' })

const due = {
  taxCardRequestId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6e01',
  year: 2026,
  state: 'due',
  reason: null,
  kind: null as string | null,
  orderReference: null as string | null,
  dialogReference: null as string | null,
  persons: 0,
  withoutNumber: 0,
  applied: 0,
  unknown: 0,
  invalid: 0,
  requestedBy: 'https://issuer.example|kari',
  requestedOn: '2026-02-10',
  orderedAt: null as string | null,
  answeredOn: null as string | null,
  version: 1,
}
const answered = {
  ...due,
  state: 'answered',
  kind: 'all',
  orderReference: 'b6d3f0a2',
  dialogReference: 'd81c22e7',
  persons: 57,
  applied: 57,
  orderedAt: '2026-02-10T05:10:00Z',
  answeredOn: '2026-02-10',
  version: 4,
}

export const requestTaxCards = contract({
  id: 'requestTaxCards',
  method: 'POST',
  path: '/v1/tax-card-requests',
  tag: 'Tax cards',
  summary: 'Order tax cards now (bestille skattekort)',
  description:
    'Has the cards of everyone in the programme ordered from Skatteetaten and their answer applied, by a job. ' +
    'It is done by itself once a day, before the day’s runs (skattebetalingsloven § 5-1), for the year of the ' +
    'day and in December for the next; this is for in between. A run goes on with the cards that are held ' +
    'when Skatteetaten does not answer, and its payslips say their dates. Refused while an order of the year ' +
    'is open.',
  scope: 'fotfeste:payroll.write',
  body: z.strictObject({ year: z.int().min(2016).max(2189).describe('Income year (inntektsår)') }),
  bodyExample: { year: 2026 },
  replies: { 202: { description: 'To be ordered', schema: taxCardRequest, example: due } },
  problems: ['tax-card-request-open'],
  write: { keyed: true },
  visibility: 'public',
  factory: null,
})

export const listTaxCardRequests = contract({
  id: 'listTaxCardRequests',
  method: 'GET',
  path: '/v1/tax-card-requests',
  tag: 'Tax cards',
  summary: 'List orders of tax cards (skattekortbestillinger)',
  description: 'The newest first: when cards were last ordered and answered, and what went wrong.',
  scope: 'fotfeste:payroll.read',
  query: z.strictObject({
    ...pageQuery,
    year: countOf(2000, 2199).optional().describe('Only orders of this income year'),
  }),
  replies: {
    200: {
      description: 'The orders',
      schema: pageOf(taxCardRequest),
      example: { items: [answered], next: null },
    },
  },
  problems: [],
  visibility: 'public',
  factory: null,
})
