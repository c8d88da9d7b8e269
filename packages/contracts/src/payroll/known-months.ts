import { z } from 'zod'
import { contractMaker } from '../contract.ts'
import { date, idOf, month, ore } from '../values.ts'
import { calculatedMonth, exampleResult } from './calculations.ts'
import { explainQuery } from './explained.ts'
import { problems } from './problems.ts'

const contract = contractMaker('payroll', problems)

const taxed = {
  withholding: true,
  withholdingReason: true,
  netOre: true,
  claimsOre: true,
  sentences: true,
} as const
const benefitOfMonth = calculatedMonth.omit(taxed).meta({ id: 'BenefitOfMonth' })

const knownMonth = z
  .object({
    enrolmentId: idOf('Enrolment'),
    timesheetId: idOf('Timesheet'),
    version: z.int().describe('The newest version approved by the day'),
    approvedOn: date,
    factsVersion: z.int().describe('The newest facts of the programme taken by the day'),
    result: benefitOfMonth.nullable().describe('Null when the month was refused'),
    problem: z
      .object({ code: z.string(), detail: z.string() })
      .nullable()
      .describe('Why the law or a policy refuses the month; null when it was calculated'),
  })
  .meta({ id: 'KnownMonth' })

const {
  withholding: _withholding,
  withholdingReason: _reason,
  netOre: _net,
  claimsOre: _claims,
  sentences: _sentences,
  ...exampleBenefit
} = exampleResult

export const readKnownMonth = contract({
  id: 'readKnownMonth',
  method: 'GET',
  path: '/v1/persons/{personId}/months/{month}',
  tag: 'Calculations',
  summary: 'Read what was right for a month as known on a day (stønad slik den var kjent)',
  description:
    'Computes a participant’s month from what was held on the day `asKnownOn` (today when left out): the ' +
    'newest timesheet approved by then, the programme’s facts taken by then, the base amount the municipality ' +
    'used by then and its settings entered by then. One item for each programme with a timesheet of the ' +
    'month; none when nothing was approved yet. `paidOre` is what runs released by that day paid for the ' +
    'month, differences and set-off included: what was paid is never changed, so two days can be compared. ' +
    'Stores nothing. Written to the access log.',
  scope: 'fotfeste:payroll.read',
  params: z.strictObject({ personId: idOf('Person'), month }),
  query: explainQuery.extend({
    asKnownOn: date.optional().describe('Left out: today'),
  }),
  replies: {
    200: {
      description: 'The month as it was known',
      schema: z.object({
        personId: idOf('Person'),
        month,
        asKnownOn: date,
        paidOre: ore,
        items: z.array(knownMonth),
      }),
      example: {
        personId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6b01',
        month: '2026-05',
        asKnownOn: '2026-06-10',
        paidOre: 0,
        items: [
          {
            enrolmentId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6f01',
            timesheetId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6f02',
            version: 1,
            approvedOn: '2026-06-02',
            factsVersion: 1,
            result: exampleBenefit,
            problem: null,
          },
        ],
      },
    },
  },
  problems: [],
  personParam: 'personId',
  visibility: 'public',
  factory: 'participant',
})
