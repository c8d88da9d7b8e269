import { PAY_RUN_MOVES, PAY_RUN_STATES } from '@fotfeste/domain/stipend/pay-run.ts'
import { PAY_RUN_KINDS } from '@fotfeste/domain/stipend/start-pay-run.ts'
import { z } from 'zod'
import { contractMaker } from '../contract.ts'
import { date, idOf, month, ore, pageOf, pageQuery, text } from '../values.ts'
import { newerFactCode } from './newer-facts.ts'
import { problems } from './problems.ts'

const contract = contractMaker('payroll', problems)

/** The moves between states, as the rules have them. */
const MOVES = Object.entries(PAY_RUN_MOVES)
  .map(([move, { from, to }]) => `- ${move}: ${from.join(', ')} → ${to}`)
  .join('\n')

export const payRun = z
  .object({
    payRunId: idOf('PayRun'),
    month,
    kind: z
      .enum(PAY_RUN_KINDS)
      .describe('`ordinary`: one a month; `extraordinary`: beside it, what was blocked or wrong'),
    extraordinaryReason: z.string().nullable().describe('Why an extraordinary run was started'),
    state: z
      .enum(PAY_RUN_STATES)
      .describe(
        '`draft`, being calculated; `waiting`, see `reason`; `calculated`; `approved`; `released` to the ' +
          'bank; then by the bank’s word `accepted`, `rejected` (no payment of it was taken), `booked`; `reported` ' +
          'in the a-melding; `closed`; `cancelled` before the release',
      ),
    reason: z.string().nullable().describe('Why it waits'),
    payDate: date.describe('Day of payment (utbetalingsdag)'),
    asKnownOn: date.describe('G and facts as the municipality knew them on this day'),
    payslips: z.int().describe('Persons in the run'),
    payable: z.int().describe('Persons who are paid'),
    blocked: z.int().describe('Persons of whom something is held back; see their payslips'),
    grossOre: ore.describe('Sum of the lines of all who are paid'),
    withheldOre: ore.describe('Sum of withheld tax (forskuddstrekk)'),
    attachedOre: ore.describe('Sum paid to creditors (utleggstrekk)'),
    heldOre: ore.describe('Sum held until its individual decision is registered (POL8)'),
    netOre: ore.describe('Sum paid to the persons: gross less withheld and attached'),
    claimsOre: ore.describe('Paid too much before and raised as claims by this run'),
    calculatedBy: z.string().describe('Who had it calculated (issuer|subject)'),
    calculatedOn: date.nullable(),
    digest: z
      .string()
      .nullable()
      .describe('Of what would be paid, to whom and from which facts: send it with the approval'),
    repayments: z
      .int()
      .describe('Payments of earlier runs that failed and that this run makes again'),
    repaidOre: ore.describe('Their sum; not in `netOre`'),
    firstApprovedBy: z
      .string()
      .nullable()
      .describe('The first of two approvers, where two are needed'),
    firstApprovedOn: date.nullable(),
    approvedBy: z.string().nullable(),
    approvedOn: date.nullable(),
    releasedBy: z.string().nullable(),
    releasedOn: date.nullable(),
    version: z.int(),
  })
  .meta({ id: 'PayRun' })

const payRunInFull = payRun
  .extend({
    newerFacts: z
      .array(
        z.object({
          code: newerFactCode,
          persons: z.int().describe('Of how many; 0: of the municipality as a whole'),
        }),
      )
      .describe(
        'What came after the calculation and the run does not go by, while it is calculated or approved; ' +
          '`/newer-facts` names the persons. Any of it stops the approval: cancel the run and start it again',
      ),
  })
  .meta({ id: 'PayRunInFull' })

const payRunId = z.strictObject({ payRunId: idOf('PayRun') })
const draft = {
  payRunId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6c01',
  month: '2026-05',
  kind: 'ordinary',
  extraordinaryReason: null as string | null,
  state: 'draft',
  reason: null as string | null,
  payDate: '2026-06-12',
  asKnownOn: '2026-06-01',
  payslips: 0,
  payable: 0,
  blocked: 0,
  grossOre: 0,
  withheldOre: 0,
  attachedOre: 0,
  heldOre: 0,
  netOre: 0,
  claimsOre: 0,
  calculatedBy: 'https://issuer.example|kari',
  calculatedOn: null as string | null,
  digest: null as string | null,
  repayments: 0,
  repaidOre: 0,
  firstApprovedBy: null as string | null,
  firstApprovedOn: null as string | null,
  approvedBy: null as string | null,
  approvedOn: null as string | null,
  releasedBy: null as string | null,
  releasedOn: null as string | null,
  version: 1,
}
const calculated = {
  ...draft,
  state: 'calculated',
  payslips: 42,
  payable: 40,
  blocked: 2,
  grossOre: 85636320,
  withheldOre: 12040000,
  attachedOre: 250000,
  netOre: 73346320,
  calculatedOn: '2026-06-01',
  digest: '5f2c0c8f1d7be0a4b3b9e0b0b6a3a2d1c4e5f60718293a4b5c6d7e8f90a1b2c3',
  version: 2,
}
const approved = {
  ...calculated,
  state: 'approved',
  approvedBy: 'https://issuer.example|ola',
  approvedOn: '2026-06-01',
  version: 3,
}
const released = {
  ...approved,
  state: 'released',
  releasedBy: 'https://issuer.example|per',
  releasedOn: '2026-06-10',
  version: 4,
}

export const startPayRun = contract({
  id: 'startPayRun',
  method: 'POST',
  path: '/v1/pay-runs',
  tag: 'Pay runs',
  summary: 'Start a month’s pay run (starte utbetalingskjøring)',
  description:
    'Starts the ordinary run of a month that is over (integreringsloven § 24: in arrears, on registered ' +
    'attendance). It is calculated in the background: read it until it is `calculated`. It waits while ' +
    'introduction has timesheets that have not come here yet. Each person gets one payslip: the month, ' +
    'earlier months that were blocked, and one difference line for each paid month that now comes out ' +
    'differently (POL9). A person without an approved timesheet or without a payee is a blocked line, not a ' +
    'failed run. One run is open at a time, in order of month. `payDate` left out is the policy’s day of the ' +
    'following month, or the banking day before it (POL6). An `extraordinary` run comes beside the newest ' +
    'released one, for a reason, and pays only what was blocked or wrong in it (POL6); its pay date is the ' +
    'next banking day when left out.',
  scope: 'fotfeste:payroll.write',
  body: z.strictObject({
    month,
    kind: z.enum(PAY_RUN_KINDS).default('ordinary'),
    reason: text(500)
      .nullable()
      .default(null)
      .describe('Of an extraordinary run: what was blocked or wrong'),
    payDate: date.nullable().default(null).describe('A banking day from today on'),
  }),
  bodyExample: { month: '2026-05', payDate: '2026-06-12' },
  replies: { 202: { description: 'Started', schema: payRun, example: draft } },
  problems: [
    'month-not-over',
    'pay-run-open',
    'pay-run-exists',
    'no-ordinary-run',
    'pay-run-reason',
    'pay-date-past',
    'not-a-banking-day',
  ],
  write: { keyed: 'money' },
  visibility: 'public',
  factory: null,
})

export const getPayRun = contract({
  id: 'getPayRun',
  method: 'GET',
  path: '/v1/pay-runs/{payRunId}',
  tag: 'Pay runs',
  summary: 'Read a pay run (utbetalingskjøring)',
  description: `Where the run stands and its sums. Sums count protected persons too. The moves:\n\n${MOVES}`,
  scope: 'fotfeste:payroll.read',
  params: payRunId,
  replies: {
    200: {
      description: 'The run',
      schema: payRunInFull,
      example: { ...calculated, newerFacts: [{ code: 'tax-card', persons: 1 }] },
    },
  },
  problems: [],
  visibility: 'public',
  factory: 'payRun',
})

export const listPayRuns = contract({
  id: 'listPayRuns',
  method: 'GET',
  path: '/v1/pay-runs',
  tag: 'Pay runs',
  summary: 'List pay runs (utbetalingskjøringer)',
  description: 'All runs, the one started first at the top; cancelled ones too.',
  scope: 'fotfeste:payroll.read',
  query: z.strictObject({
    ...pageQuery,
    month: month.optional().describe('Only runs of this month'),
    state: z.enum(PAY_RUN_STATES).optional().describe('Only runs in this state'),
  }),
  replies: {
    200: {
      description: 'One page',
      schema: pageOf(payRun),
      example: { items: [released], next: null },
    },
  },
  problems: [],
  visibility: 'public',
  factory: null,
})

/** What the moves of a calculated run have in common. */
const move = {
  method: 'POST',
  tag: 'Pay runs',
  params: payRunId,
  write: { keyed: 'money', versioned: true },
  visibility: 'public',
} as const

const digest = z
  .string()
  .length(64)
  .regex(/^[0-9a-f]{64}$/, 'must be the digest of the run as it was read')

export const approvePayRun = contract({
  ...move,
  id: 'approvePayRun',
  path: '/v1/pay-runs/{payRunId}/approve',
  summary: 'Approve a pay run (attestere)',
  description:
    'A second person approves what they saw: `digest` is that of the run as it was read. With facts that ' +
    'came after the calculation (`newerFacts`: a payee, a timesheet, a tax card, an attachment order, a decision) ' +
    'the answer is `simulation-changed`: cancel the run and start it again. Who had it calculated gets `same-actor`. Above the ' +
    'municipality’s amount (policy `twoApproversAboveOre`, held against `grossOre` and `repaidOre`) two persons ' +
    'approve: the first leaves the run `calculated` with `firstApprovedBy`, and the second must be somebody else.',
  scope: 'fotfeste:payroll.approve',
  body: z.strictObject({ digest }),
  bodyExample: { digest: calculated.digest },
  replies: { 200: { description: 'Approved', schema: payRun, example: approved } },
  problems: ['same-actor', 'pay-run-state', 'simulation-changed'],
  needsPerson: true,
  factory: 'calculatedPayRun',
})

export const releasePayRun = contract({
  ...move,
  id: 'releasePayRun',
  path: '/v1/pay-runs/{payRunId}/release',
  summary: 'Release a pay run to the bank (frigi utbetaling)',
  description:
    'After approval. By anyone with the scope but the one who had the run calculated or who entered an account ' +
    'that it pays to: of a person, of a creditor, or for tax (`same-actor`); where a machine had it calculated, not by ' +
    'who approved it either: two persons see each run. Makes the payments: one to each person, one to each creditor of an attachment, one of ' +
    'the withheld tax, and those of earlier runs that failed and may be made again; and writes the payment file, ' +
    'once and for all. A person whose payee changed after the calculation is not paid by this run; the amount ' +
    'stays owed and goes with the next run once a second person has confirmed the payee. A payment that failed after ' +
    'the calculation is not paid again unseen (`simulation-changed`). A run that pays nobody ' +
    'is booked at once.',
  scope: 'fotfeste:payroll.approve',
  replies: { 200: { description: 'Released', schema: payRun, example: released } },
  problems: [
    'same-actor',
    'pay-run-state',
    'simulation-changed',
    'no-debtor-account',
    'no-tax-account',
    'pay-date-past',
  ],
  needsPerson: true,
  factory: 'approvedPayRun',
})

const reason = text(500).describe('Why; kept in the run’s history')

export const cancelPayRun = contract({
  ...move,
  id: 'cancelPayRun',
  path: '/v1/pay-runs/{payRunId}/cancel',
  summary: 'Cancel a pay run (annullere kjøring)',
  description:
    'Before release, with the reason. Nothing of it counts as paid; the month’s run can be started again. A ' +
    'released run stands for ever: what was wrong is corrected by difference lines.',
  scope: 'fotfeste:payroll.write',
  body: z.strictObject({ reason }),
  bodyExample: { reason: 'A timesheet of April was corrected.' },
  replies: {
    200: {
      description: 'Cancelled',
      schema: payRun,
      example: { ...calculated, state: 'cancelled', version: 3 },
    },
  },
  problems: ['pay-run-state'],
  factory: 'payRun',
})

export const closePayRun = contract({
  ...move,
  id: 'closePayRun',
  path: '/v1/pay-runs/{payRunId}/close',
  summary: 'Close a pay run (avslutte kjøring)',
  description:
    'When nothing is left to do: it is reported, or the bank took nothing of it, and each payment that failed was ' +
    'made again by a later run.',
  scope: 'fotfeste:payroll.approve',
  body: z.strictObject({ reason }),
  bodyExample: { reason: 'Reconciled with the bank for June.' },
  replies: {
    200: {
      description: 'Closed',
      schema: payRun,
      example: { ...released, state: 'closed', version: 8 },
    },
  },
  problems: ['pay-run-state', 'payments-waiting'],
  needsPerson: true,
  factory: 'releasedPayRun',
})

export const getPaymentFile = contract({
  id: 'getPaymentFile',
  method: 'GET',
  path: '/v1/pay-runs/{payRunId}/payment-file',
  tag: 'Pay runs',
  summary: 'Fetch the payment file (betalingsfil, pain.001)',
  description:
    'ISO 20022 credit transfers of a released run, pain.001.001.03 or .09 by the bank agreement: NURG, accounts ' +
    'as BBAN, a part for the persons (SALA), one for creditors of attachments and one for the withheld tax with ' +
    'its KID, on the day it is due. Written at the release and kept: the same bytes each time; the bank refuses a ' +
    'second file with the same MsgId, so a resend is safe. It names accounts and protected persons, and so needs ' +
    '`fotfeste:identity.read` and `fotfeste:protected.read` beside its scope. Each person in it is written to ' +
    'the access log.',
  scope: 'fotfeste:payroll.approve',
  params: payRunId,
  replies: {
    200: { description: 'The file', contentType: 'application/xml' },
  },
  problems: ['not-released', 'nothing-to-pay'],
  visibility: 'public',
  factory: 'releasedPayRun',
})
