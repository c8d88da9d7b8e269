import { z } from 'zod'
import { contractMaker } from '../contract.ts'
import { date, idOf, month, ore, pageOf, pageQuery } from '../values.ts'
import { exampleLines, explainedLine, withholding } from './calculations.ts'
import { explainQuery, language, paymentSentences } from './explained.ts'
import { problems } from './problems.ts'

const contract = contractMaker('payroll', problems)

const LINE_KINDS = ['ordinary', 'difference', 'set-off'] as const
export const PAYSLIP_STATES = ['payable', 'blocked', 'nothing-to-pay'] as const

const payslipFields = {
  payslipId: idOf('Payslip'),
  payRunId: idOf('PayRun'),
  personId: idOf('Person'),
  month,
  payDate: date,
  state: z
    .enum(PAYSLIP_STATES)
    .describe(
      '`payable`; `blocked`: nothing is paid, see `reasons`; `nothing-to-pay`: it came to 0',
    ),
  grossOre: ore.describe('The sum of the lines: what is taxed'),
  withheldOre: ore.describe('Withheld tax (forskuddstrekk)'),
  attachedOre: ore.describe('Paid to creditors (utleggstrekk)'),
  heldOre: ore.describe(
    'Held until its individual decision is registered (POL8); not in the gross',
  ),
  netOre: ore.describe('What is paid to the person: gross less withheld and attached'),
  claimsOre: ore.describe('Paid too much before, raised as a claim now'),
  requiresIndividualDecision: z.boolean().describe('A month in it needs an enkeltvedtak (POL8)'),
}

const listedPayslip = z.object(payslipFields).meta({ id: 'ListedPayslip' })

const payslip = z
  .object({
    ...payslipFields,
    reasons: z
      .array(
        z.object({
          code: z.string(),
          month,
          detail: z.string(),
          sentence: z
            .string()
            .nullable()
            .describe('For the participant; null without `explain`, and for what is held'),
        }),
      )
      .describe('What is held back for which month and what to do about it'),
    lines: z
      .array(
        explainedLine.extend({
          month: month.describe('The month the line is for; of a set-off the month of its claim'),
          kind: z
            .enum(LINE_KINDS)
            .describe('`ordinary`; `difference` to what was paid before; `set-off` of a claim'),
        }),
      )
      .describe('All that is paid, or would be once the reasons are gone'),
    withholding,
    withholdingReason: z.string().nullable().describe('Why nothing was withheld; null beside it'),
    correctedOre: ore.describe(
      'What was withheld too much before the year’s card came, given back now; negative: what January by last ' +
        'year’s card withheld too little, withheld now (POL17). Inside `withheldOre` already',
    ),
    cardSource: z
      .string()
      .nullable()
      .describe('The tax card (skattekort) that was used; null: none'),
    attachments: z
      .array(
        z.object({
          orderId: idOf('AttachmentOrder'),
          creditor: z.string(),
          amountOre: ore,
          line: explainedLine,
        }),
      )
      .describe('What goes to creditors, each as a payment of its own (POL16)'),
    sentences: paymentSentences,
  })
  .meta({ id: 'Payslip' })

const listed = {
  payslipId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6e01',
  payRunId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6c01',
  personId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6b01',
  month: '2026-05',
  payDate: '2026-06-12',
  state: 'payable',
  grossOre: 2140908,
  withheldOre: 301000,
  attachedOre: 0,
  heldOre: 0,
  netOre: 1839908,
  claimsOre: 0,
  requiresIndividualDecision: false,
}

export const listPayslips = contract({
  id: 'listPayslips',
  method: 'GET',
  path: '/v1/pay-runs/{payRunId}/payslips',
  tag: 'Payslips',
  summary: 'List a run’s payslips (lønnsslipper)',
  description:
    'One payslip a person, without lines. Protected persons are left out without `fotfeste:protected.read`. ' +
    'Each person shown is written to the access log.',
  scope: 'fotfeste:payroll.read',
  params: z.strictObject({ payRunId: idOf('PayRun') }),
  query: z.strictObject({
    ...pageQuery,
    personId: idOf('Person').optional().describe('Only this person’s'),
    state: z.enum(PAYSLIP_STATES).optional().describe('Only those in this state'),
  }),
  replies: {
    200: {
      description: 'One page',
      schema: pageOf(listedPayslip),
      example: { items: [listed], next: null },
    },
  },
  problems: [],
  visibility: 'public',
  factory: 'calculatedPayRun',
})

export const getPayslip = contract({
  id: 'getPayslip',
  method: 'GET',
  path: '/v1/payslips/{payslipId}',
  tag: 'Payslips',
  summary: 'Read a payslip (lønnsslipp)',
  description:
    'Every line with its month, quantity, factor, rule keys and paragraphs; set-off of claims (POL15), tax by ' +
    'the card (POL17-POL19), attachments (POL16) and what is held for a decision (POL8). `?explain=` adds what ' +
    'the participant can read of each, in Bokmål, Nynorsk or English. The read is written to the access log.',
  scope: 'fotfeste:payroll.read',
  params: z.strictObject({ payslipId: idOf('Payslip') }),
  query: explainQuery,
  replies: {
    200: {
      description: 'The payslip',
      schema: payslip,
      example: {
        ...listed,
        reasons: [],
        lines: exampleLines.map((line) => ({
          ...line,
          sentence: null,
          month: '2026-05',
          kind: 'ordinary',
        })),
        withholding: {
          amountOre: 301000,
          basis: 'table 8010, month, 21409',
          law: ['skattebetalingsforskriften § 5-10-2', 'skattebetalingsforskriften § 5-5-4'],
        },
        withholdingReason: null,
        correctedOre: 0,
        cardSource: 'Tax card of 2026, introduksjonsstoenad, issued 2025-12-17, fetched 2026-01-02',
        attachments: [],
        sentences: null,
      },
    },
  },
  problems: [],
  visibility: 'public',
  factory: 'payslip',
})

export const getPayslipDocument = contract({
  id: 'getPayslipDocument',
  method: 'GET',
  path: '/v1/payslips/{payslipId}/document',
  tag: 'Payslips',
  summary: 'Read a payslip as PDF (lønnsslipp)',
  description:
    'A4 for the participant, in Bokmål, Nynorsk or English: what is paid, each line with its sentence and ' +
    'paragraph, tax, attachments, what is held or claimed, and what changed since the person’s payslip before. ' +
    'It carries the payee’s name and the person’s id, never an identity or account number; it is tagged for ' +
    'screen readers (PDF/UA). The same payslip and language give the same bytes. The read is written to the ' +
    'access log.',
  scope: 'fotfeste:payroll.read',
  params: z.strictObject({ payslipId: idOf('Payslip') }),
  query: z.strictObject({ language: language.default('nb') }),
  replies: {
    200: { description: 'The document', contentType: 'application/pdf', isBinary: true },
  },
  problems: [],
  visibility: 'public',
  factory: 'payslip',
})
