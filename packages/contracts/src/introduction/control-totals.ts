import { isOrganisationNumber } from '@fotfeste/domain/values/tenant.ts'
import { z } from 'zod'
import { contractMaker } from '../contract.ts'
import { idOf, month } from '../values.ts'
import { problems } from './problems.ts'

const contract = contractMaker('introduction', problems)

export const controlTotals = z
  .object({
    month,
    timesheets: z
      .int()
      .describe('Timesheets of the month that were approved, newest approved revision each'),
    plannedMinutes: z.int(),
    presentMinutes: z.int(),
    absentMinutes: z.int(),
    unexcusedMinutes: z.int(),
    lastPosition: z.string().describe('Newest position of the feed when the totals were taken'),
    withoutApproval: z
      .array(z.object({ enrolmentId: idOf('Enrolment'), personId: idOf('Person') }))
      .describe('Programmes with a day in the month whose timesheet was never approved'),
  })
  .meta({ id: 'ControlTotals' })

export const getControlTotals = contract({
  id: 'getControlTotals',
  method: 'GET',
  path: '/v1/control-totals',
  tag: 'Control',
  summary: 'Read the control totals of a month (kontrollsummer)',
  description:
    'What a pay run holds its own copy of the feed up against: how many timesheets are approved, their sums, how ' +
    'far the feed reaches, and who lacks approval. Protected participants are counted. For the suite’s own services.',
  scope: 'fotfeste:system.feed',
  query: z.strictObject({
    tenant: z
      .string()
      .length(9)
      .refine(isOrganisationNumber, 'must be an organisation number')
      .describe('Organisation number of the municipality'),
    month,
  }),
  replies: {
    200: {
      description: 'The totals',
      schema: controlTotals,
      example: {
        month: '2026-05',
        timesheets: 57,
        plannedMinutes: 461_700,
        presentMinutes: 430_200,
        absentMinutes: 31_500,
        unexcusedMinutes: 2_700,
        lastPosition: '812',
        withoutApproval: [],
      },
    },
  },
  problems: [],
  visibility: 'internal',
  factory: null,
})
