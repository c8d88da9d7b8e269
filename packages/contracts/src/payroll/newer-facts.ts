import { NEWER_FACTS } from '@fotfeste/domain/stipend/newer-facts.ts'
import { z } from 'zod'
import { contractMaker } from '../contract.ts'
import { idOf, pageOf, pageQuery } from '../values.ts'
import { problems } from './problems.ts'

const contract = contractMaker('payroll', problems)

export const newerFactCode = z
  .enum(NEWER_FACTS)
  .describe(
    '`payee` entered or confirmed; `timesheet` or programme facts; `tax-card`; `withholding-wish`; ' +
      '`attachment-order`; `individual-decision`; `claim` stopped, resumed or demanded; `regulation-review` ' +
      'opened or cleared; `base-amount` registered (of no single person)',
  )

export const listNewerFacts = contract({
  id: 'listNewerFacts',
  method: 'GET',
  path: '/v1/pay-runs/{payRunId}/newer-facts',
  tag: 'Pay runs',
  summary: 'List whose facts came after the calculation (nyere opplysninger enn kjøringen)',
  description:
    'Of a run that is calculated or approved: each person of whom something is known now that the run does not go ' +
    'by, and what. A calculated run with any of them is not approved (`simulation-changed`): cancel it and start it ' +
    'again. An approved run can be released all the same; the next run pays the difference, and a payee entered anew ' +
    'is held back. Empty for other states. Protected persons are left out without `fotfeste:protected.read`; each ' +
    'person shown is written to the access log.',
  scope: 'fotfeste:payroll.read',
  params: z.strictObject({ payRunId: idOf('PayRun') }),
  query: z.strictObject(pageQuery),
  replies: {
    200: {
      description: 'One page',
      schema: pageOf(
        z.object({ personId: idOf('Person'), code: newerFactCode }).meta({ id: 'NewerFact' }),
      ),
      example: {
        items: [{ personId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6b01', code: 'tax-card' }],
        next: null,
      },
    },
  },
  problems: [],
  visibility: 'public',
  factory: 'calculatedPayRun',
})
