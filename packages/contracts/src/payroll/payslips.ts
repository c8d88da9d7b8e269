import { z } from 'zod'
import { contractMaker } from '../contract.ts'
import { date, idOf, month, ore, pageOf, pageQuery } from '../values.ts'
import { exampleLines, payLine, withholding } from './calculations.ts'
import { problems } from './problems.ts'

const contract = contractMaker('payroll', problems)

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
  grossOre: ore,
  netOre: ore.describe('What is paid out'),
  claimsOre: ore.describe('Paid too much before, raised as a claim now'),
  requiresIndividualDecision: z.boolean().describe('A month in it needs an enkeltvedtak (POL8)'),
}

const listedPayslip = z.object(payslipFields).meta({ id: 'ListedPayslip' })

const payslip = z
  .object({
    ...payslipFields,
    reasons: z
      .array(z.object({ code: z.string(), month, detail: z.string() }))
      .describe('What is held back for which month and what to do about it'),
    lines: z
      .array(payLine.extend({ month: month.describe('The month the line is for') }))
      .describe('All that is paid, or would be once the reasons are gone'),
    withholding,
    withholdingReason: z.string().nullable(),
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
  netOre: 2140908,
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
    'Every line with its month, quantity, factor, rule keys and paragraphs. The read is written to the ' +
    'access log.',
  scope: 'fotfeste:payroll.read',
  params: z.strictObject({ payslipId: idOf('Payslip') }),
  replies: {
    200: {
      description: 'The payslip',
      schema: payslip,
      example: {
        ...listed,
        reasons: [],
        lines: exampleLines.map((line) => ({ ...line, month: '2026-05' })),
        withholding: null,
        withholdingReason: 'Withholding is not calculated by this version.',
      },
    },
  },
  problems: [],
  visibility: 'public',
  factory: 'payslip',
})
