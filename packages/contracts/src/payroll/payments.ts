import { PAYMENT_KINDS, PAYMENT_MOVES, PAYMENT_STATES } from '@fotfeste/domain/payment/payment.ts'
import { z } from 'zod'
import { contractMaker } from '../contract.ts'
import { date, idOf, month, ore, pageOf, pageQuery, text } from '../values.ts'
import { problems } from './problems.ts'

const contract = contractMaker('payroll', problems)

/** The moves between states, as the rules have them. */
const MOVES = Object.entries(PAYMENT_MOVES)
  .map(([move, { from, to }]) => `- ${move}: ${from.join(', ')} → ${to}`)
  .join('\n')

const payment = z
  .object({
    paymentId: idOf('Payment'),
    payRunId: idOf('PayRun').describe('The run whose file carries it'),
    ofPayRunId: idOf('PayRun').describe(
      'The run whose result it pays; another one when it is made again',
    ),
    payslipId: idOf('Payslip').nullable().describe('Null for tax'),
    personId: idOf('Person').nullable().describe('Null for tax'),
    kind: z
      .enum(PAYMENT_KINDS)
      .describe(
        '`benefit` to the person; `attachment` to a creditor; `tax`, what the run withheld',
      ),
    month,
    sequence: z.int().describe('Once for each (person, month, kind, sequence)'),
    state: z
      .enum(PAYMENT_STATES)
      .describe('By the bank’s word alone: `released` until the bank has answered'),
    amountOre: ore,
    executionOn: date,
    endToEndId: z.string().describe('By which the bank names it'),
    bankReference: z.string().nullable(),
    rejectCode: z.string().nullable().describe('ISO 20022 reason code of a rejection or return'),
    rejectText: z.string().nullable(),
    acceptedOn: date.nullable(),
    rejectedOn: date.nullable(),
    bookedOn: date.nullable(),
    returnedOn: date.nullable(),
    retryBy: z.string().nullable().describe('Who asked for it to be made again'),
    retryOn: date.nullable(),
    isReplaced: z.boolean().describe('A later payment was made in its place'),
    version: z.int(),
  })
  .meta({ id: 'Payment' })

const accepted = {
  paymentId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6e01',
  payRunId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6c01',
  ofPayRunId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6c01',
  payslipId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6d01',
  personId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6b01',
  kind: 'benefit',
  month: '2026-05',
  sequence: 1,
  state: 'accepted',
  amountOre: 1833658,
  executionOn: '2026-06-12',
  endToEndId: '019a4c7e3f107c2a9b1e5d2f8c4a6e01',
  bankReference: null as string | null,
  rejectCode: null as string | null,
  rejectText: null as string | null,
  acceptedOn: '2026-06-10',
  rejectedOn: null as string | null,
  bookedOn: null,
  returnedOn: null,
  retryBy: null as string | null,
  retryOn: null as string | null,
  isReplaced: false,
  version: 2,
}
const asked = {
  ...accepted,
  state: 'rejected',
  acceptedOn: null,
  rejectedOn: '2026-06-10',
  rejectCode: 'AC04',
  rejectText: 'Account closed',
  retryBy: 'https://issuer.example|ola',
  retryOn: '2026-06-11',
  version: 3,
}

export const listPayments = contract({
  id: 'listPayments',
  method: 'GET',
  path: '/v1/payments',
  tag: 'Payments',
  summary: 'List payments (utbetalinger)',
  description:
    'What released runs pay, each where the bank’s answers have brought it, the oldest first. A payment that ' +
    'failed undoes nothing: its payslip stands, its amount stays owed, and the next run of any kind makes it ' +
    `again once the payee was entered anew and confirmed, or a person asked for it. The moves:\n\n${MOVES}`,
  scope: 'fotfeste:payroll.read',
  query: z.strictObject({
    ...pageQuery,
    runId: idOf('PayRun').optional().describe('Only what this run’s file carries'),
    state: z.enum(PAYMENT_STATES).optional().describe('Only payments in this state'),
    personId: idOf('Person').optional().describe('Only payments of this person'),
  }),
  replies: {
    200: {
      description: 'One page',
      schema: pageOf(payment),
      example: { items: [accepted], next: null },
    },
  },
  problems: [],
  visibility: 'public',
  factory: null,
})

export const retryPayment = contract({
  id: 'retryPayment',
  method: 'POST',
  path: '/v1/payments/{paymentId}/retry',
  tag: 'Payments',
  summary: 'Have a failed payment made again (betale på nytt)',
  description:
    'For a payment that was rejected or returned, when nothing is wrong with the account: the next run that is ' +
    'calculated, of any kind, makes it again, to the payee as it then is. Not needed where the payee is entered ' +
    'anew and confirmed. Refused for a payment that stands, or that was made again already.',
  scope: 'fotfeste:payroll.approve',
  params: z.strictObject({ paymentId: idOf('Payment') }),
  body: z.strictObject({ reason: text(500).describe('What was found out') }),
  bodyExample: { reason: 'The bank had closed the account by mistake.' },
  replies: { 200: { description: 'Asked for', schema: payment, example: asked } },
  problems: ['payment-state'],
  write: { keyed: 'money', versioned: true },
  needsPerson: true,
  visibility: 'public',
  factory: 'failedPayment',
})
