import { REGULATION_OUTCOMES, REVIEW_CODES } from '@fotfeste/domain/stipend/regulate-person.ts'
import {
  REGULATION_KINDS,
  REGULATION_MOVES,
  REGULATION_STATES,
} from '@fotfeste/domain/stipend/regulation.ts'
import { z } from 'zod'
import { contractMaker } from '../contract.ts'
import { date, idOf, month, ore, pageOf, pageQuery, text } from '../values.ts'
import { problems } from './problems.ts'

const contract = contractMaker('payroll', problems)

/** The moves between states, as the rules have them. */
const MOVES = Object.entries(REGULATION_MOVES)
  .map(([move, { from, to }]) => `- ${move}: ${from.join(', ')} → ${to}`)
  .join('\n')

const totals = z
  .object({
    persons: z.int().describe('Persons with a timesheet in a month from the first day of the G on'),
    changes: z.int().describe('Who are paid a difference by the next pay run'),
    review: z.int().describe('Who need a person to look: nothing changes until then'),
    alreadyNew: z.int().describe('Who were paid at the new G'),
    notPaidYet: z.int().describe('Who are paid at the new G from the start'),
    months: z.int().describe('Months of those who change'),
    differenceOre: ore.describe('What those months are paid more'),
  })
  .meta({ id: 'RegulationTotals' })

const regulation = z
  .object({
    regulationId: idOf('Regulation'),
    year: z.int(),
    kind: z.enum(REGULATION_KINDS),
    state: z.enum(REGULATION_STATES),
    reason: z.string().nullable().describe('Why the calculation does not go on'),
    status: z
      .enum(['official', 'final', 'proposed'])
      .describe(
        'Where the base amount is from: the product’s table, or as the municipality entered it',
      ),
    amountOre: ore.describe('The new G'),
    from: date,
    asKnownOn: date.describe('Day of the calculation'),
    startedBy: z.string(),
    approvedBy: z.array(z.string()).describe('Two persons, neither of them the one who started it'),
    totals: totals.nullable().describe('Null until the report is whole'),
    history: z.array(
      z.object({
        move: z.enum(['start', 'calculate', 'approve', 'run', 'finish', 'cancel']),
        state: z.enum(REGULATION_STATES).describe('Where it stood after'),
        actor: z.string().nullable().describe('Null: the service'),
        on: date,
      }),
    ),
    version: z.int(),
  })
  .meta({ id: 'Regulation' })

const person = z
  .object({
    personId: idOf('Person'),
    outcome: z.enum(REGULATION_OUTCOMES),
    differenceOre: ore.describe('What is paid more, in all; 0 while a person has to look'),
    months: z.array(
      z.object({
        month,
        paidOre: ore.describe('What was paid and is no claim'),
        newOre: ore.nullable().describe('At the new G; null when it cannot be computed'),
        limitOre: ore.describe('Above this a person looks (`regulationReviewPercent`)'),
        reasons: z.array(z.object({ code: z.enum(REVIEW_CODES), detail: z.string() })),
      }),
    ),
    clearedBy: z.string().nullable(),
    clearedOn: date.nullable(),
    clearReason: z.string().nullable(),
  })
  .meta({ id: 'RegulatedPerson' })

const regulationId = z.strictObject({ regulationId: idOf('Regulation') })
const example = {
  regulationId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6c21',
  year: 2026,
  kind: 'run',
  state: 'calculated',
  reason: null,
  status: 'official',
  amountOre: 13654900,
  from: '2026-05-01',
  asKnownOn: '2026-06-15',
  startedBy: 'https://issuer.example|kari',
  approvedBy: [] as string[],
  totals: {
    persons: 44,
    changes: 40,
    review: 1,
    alreadyNew: 0,
    notPaidYet: 3,
    months: 40,
    differenceOre: 4259360,
  },
  history: [
    { move: 'start', state: 'draft', actor: 'https://issuer.example|kari', on: '2026-06-15' },
    { move: 'calculate', state: 'calculated', actor: null, on: '2026-06-15' },
  ],
  version: 2,
}
const examplePerson = {
  personId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6c02',
  outcome: 'review',
  differenceOre: 0,
  months: [
    {
      month: '2026-05',
      paidOre: 2000000,
      newOre: 2275817,
      limitOre: 2200000,
      reasons: [
        {
          code: 'above-limit',
          detail: 'The new amount is higher than the base amount alone explains.',
        },
      ],
    },
  ],
  clearedBy: null as string | null,
  clearedOn: null as string | null,
  clearReason: null as string | null,
}

export const startRegulation = contract({
  id: 'startRegulation',
  method: 'POST',
  path: '/v1/g-regulations',
  tag: 'Regulation',
  summary: 'Start the yearly regulation of the base amount (G-regulering)',
  description:
    'Works out what a year’s G makes of every month that was paid since its first day, in the background: ' +
    'who changes and by how much, and who needs a person to look and why. A `dry-run` ends with that report ' +
    'and writes nothing else; it may be with a proposed G. A `run` is approved by two persons beside the one ' +
    'who started it, puts the G into use (as `PUT /v1/base-amounts/{year}` does) and so has the next pay run ' +
    'pay a difference line for each month (POL9). The months of whom a person has to look at stay at the G before until ' +
    `they are cleared: a lower amount, one above the limit, failing conditions, a month that cannot be computed.\n\n${MOVES}`,
  scope: 'fotfeste:payroll.write',
  body: z.strictObject({
    year: z.int().min(1967).max(2189).describe('Year of the 1 May'),
    kind: z.enum(REGULATION_KINDS),
  }),
  bodyExample: { year: 2026, kind: 'dry-run' },
  replies: {
    202: {
      description: 'Started',
      schema: regulation,
      example: {
        ...example,
        state: 'draft',
        totals: null,
        history: example.history.slice(0, 1),
        version: 1,
      },
    },
  },
  problems: ['base-amount-unknown', 'proposed-not-for-payment', 'regulation-open', 'pay-run-open'],
  write: { keyed: 'money' },
  visibility: 'public',
  factory: null,
})

export const listRegulations = contract({
  id: 'listRegulations',
  method: 'GET',
  path: '/v1/g-regulations',
  tag: 'Regulation',
  summary: 'List the regulations (G-reguleringer)',
  description: 'Newest first, dry runs too.',
  scope: 'fotfeste:payroll.read',
  query: z.strictObject(pageQuery),
  replies: {
    200: {
      description: 'A page',
      schema: pageOf(regulation),
      example: { items: [example], next: null },
    },
  },
  problems: [],
  visibility: 'public',
  factory: null,
})

export const getRegulation = contract({
  id: 'getRegulation',
  method: 'GET',
  path: '/v1/g-regulations/{regulationId}',
  tag: 'Regulation',
  summary: 'Read a regulation with its totals and history (G-regulering)',
  description: 'Its totals count everyone, protected persons too.',
  scope: 'fotfeste:payroll.read',
  params: regulationId,
  replies: { 200: { description: 'The regulation', schema: regulation, example } },
  problems: [],
  visibility: 'public',
  factory: 'regulation',
})

export const listRegulatedPersons = contract({
  id: 'listRegulatedPersons',
  method: 'GET',
  path: '/v1/g-regulations/{regulationId}/persons',
  tag: 'Regulation',
  summary: 'List whom a regulation concerns, with their months (rapport)',
  description:
    'By person id: what was paid for each month, what the new G makes of it, and why a person has to look.',
  scope: 'fotfeste:payroll.read',
  params: regulationId,
  query: z.strictObject({
    outcome: z.enum(REGULATION_OUTCOMES).optional(),
    ...pageQuery,
  }),
  replies: {
    200: {
      description: 'A page',
      schema: pageOf(person),
      example: { items: [examplePerson], next: null },
    },
  },
  problems: [],
  visibility: 'public',
  factory: 'regulation',
})

const move = {
  method: 'POST',
  tag: 'Regulation',
  params: regulationId,
  write: { keyed: 'money', versioned: true },
  visibility: 'public',
  factory: 'regulation',
} as const

export const approveRegulation = contract({
  ...move,
  id: 'approveRegulation',
  path: '/v1/g-regulations/{regulationId}/approve',
  summary: 'Approve a regulation, as one of two persons (attestere G-regulering)',
  description:
    'After its report. Each of the two is another person, and neither the one who started it (`same-actor`); ' +
    'with the second one it is `approved`.',
  scope: 'fotfeste:payroll.approve',
  replies: {
    200: {
      description: 'Approved by one, or by both',
      schema: regulation,
      example: { ...example, approvedBy: ['https://issuer.example|ola'], version: 3 },
    },
  },
  problems: ['same-actor', 'regulation-state', 'dry-run'],
  needsPerson: true,
})

export const runRegulation = contract({
  ...move,
  id: 'runRegulation',
  path: '/v1/g-regulations/{regulationId}/run',
  summary: 'Run an approved regulation (kjøre G-regulering)',
  description:
    'Goes through everyone again in the background, then puts the G into use from today. Whose figures became ' +
    'others since the approval is left to a person. Refused while a pay run is open, and when one came between ' +
    '(`regulation-outdated`).',
  scope: 'fotfeste:payroll.write',
  replies: {
    202: {
      description: 'Running',
      schema: regulation,
      example: { ...example, state: 'running', version: 5 },
    },
  },
  problems: ['regulation-state', 'dry-run', 'pay-run-open', 'regulation-outdated'],
  needsPerson: true,
  factory: 'approvedRegulation',
})

export const cancelRegulation = contract({
  ...move,
  id: 'cancelRegulation',
  path: '/v1/g-regulations/{regulationId}/cancel',
  summary: 'Cancel a regulation before it runs (annullere G-regulering)',
  description: 'Its report stays to be read; nothing else came of it.',
  scope: 'fotfeste:payroll.write',
  replies: {
    200: {
      description: 'Cancelled',
      schema: regulation,
      example: { ...example, state: 'cancelled', version: 3 },
    },
  },
  problems: ['regulation-state'],
})

export const clearRegulatedPerson = contract({
  id: 'clearRegulatedPerson',
  method: 'POST',
  path: '/v1/g-regulations/{regulationId}/persons/{personId}/clear',
  tag: 'Regulation',
  summary: 'Clear a person whom a regulation left to be looked at (avklare)',
  description:
    'A person has looked at the months, and corrected what was wrong where the facts come from: the next pay run ' +
    'computes them at the new G, and pays or claims the difference. It clears every earlier regulation of the year too.',
  scope: 'fotfeste:payroll.approve',
  params: z.strictObject({ regulationId: idOf('Regulation'), personId: idOf('Person') }),
  body: z.strictObject({ reason: text(500).describe('What was looked at') }),
  bodyExample: { reason: 'The timesheet of May was corrected; the rise is right.' },
  replies: {
    200: {
      description: 'Cleared',
      schema: person,
      example: {
        ...examplePerson,
        clearedBy: 'https://issuer.example|ola',
        clearedOn: '2026-06-16',
        clearReason: 'The timesheet of May was corrected; the rise is right.',
      },
    },
  },
  problems: ['not-in-review'],
  write: { keyed: true },
  needsPerson: true,
  personParam: 'personId',
  visibility: 'public',
  factory: 'regulatedPerson',
})
