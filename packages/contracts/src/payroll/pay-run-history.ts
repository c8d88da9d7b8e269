import { PAY_RUN_MOVES, PAY_RUN_STATES } from '@fotfeste/domain/stipend/pay-run.ts'
import { z } from 'zod'
import { contractMaker } from '../contract.ts'
import { date, idOf, instant, pageOf, pageQuery } from '../values.ts'
import { problems } from './problems.ts'

const contract = contractMaker('payroll', problems)

const MOVES = ['start', 'approve-first', ...Object.keys(PAY_RUN_MOVES)] as const

const payRunMove = z
  .object({
    at: instant,
    on: date,
    actor: z.string().nullable().describe('Issuer and subject; null: the service itself'),
    move: z.enum(MOVES),
    from: z.enum(PAY_RUN_STATES).nullable().describe('Null at the start'),
    to: z.enum(PAY_RUN_STATES),
    why: z.string().nullable(),
  })
  .meta({ id: 'PayRunMove' })

export const listPayRunHistory = contract({
  id: 'listPayRunHistory',
  method: 'GET',
  path: '/v1/pay-runs/{payRunId}/history',
  tag: 'Pay runs',
  summary: 'Read what happened to a pay run (kjøringens historikk)',
  description:
    'Each move of the run, first to last: who, when, why. By a person, by the service (calculated, waiting), or ' +
    'by the bank’s answer, whose message id is then the reason. Nothing of it is ever changed.',
  scope: 'fotfeste:payroll.read',
  params: z.strictObject({ payRunId: idOf('PayRun') }),
  query: z.strictObject(pageQuery),
  replies: {
    200: {
      description: 'One page',
      schema: pageOf(payRunMove),
      example: {
        items: [
          {
            at: '2026-06-01T08:00:00.000Z',
            on: '2026-06-01',
            actor: 'https://issuer.example|ola',
            move: 'approve',
            from: 'calculated',
            to: 'approved',
            why: null,
          },
        ],
        next: null,
      },
    },
  },
  problems: [],
  visibility: 'public',
  factory: 'payRun',
})
