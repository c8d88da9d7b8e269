import { ALERT_CODES } from '@fotfeste/domain/payment/alerts.ts'
import { z } from 'zod'
import { contractMaker } from '../contract.ts'
import { date, idOf, month } from '../values.ts'
import { problems } from './problems.ts'

const contract = contractMaker('payroll', problems)

const alert = z
  .object({
    code: z
      .enum(ALERT_CODES)
      .describe(
        '`run-not-approved` in time before its pay date; `no-receipt` from the bank in time; `payments-failed` ' +
          'and not made again; `payees-unconfirmed`, amounts a release could not pay',
      ),
    payRunId: idOf('PayRun'),
    month,
    since: date,
    payments: z.int().describe('How many payments it is about; 0 for a run as such'),
    detail: z.string().describe('What is the matter and what to do'),
  })
  .meta({ id: 'Alert' })

export const listAlerts = contract({
  id: 'listAlerts',
  method: 'GET',
  path: '/v1/alerts',
  tag: 'Payments',
  summary: 'List what wants a person’s eye (varsler)',
  description:
    'As of today, the oldest first: runs not approved in time (policy `approveBeforePayDays`), files the bank has ' +
    'not answered in time (`receiptWithinBankingDays`), payments that failed and wait, amounts that wait for a ' +
    'confirmed payee. An alert is gone when its cause is.',
  scope: 'fotfeste:payroll.read',
  replies: {
    200: {
      description: 'All of them',
      schema: z.object({ alerts: z.array(alert) }),
      example: {
        alerts: [
          {
            code: 'no-receipt',
            payRunId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6c01',
            month: '2026-05',
            since: '2026-06-12',
            payments: 40,
            detail:
              'The bank has not answered for 40 payments: see that the file was sent; a resend is the same file.',
          },
        ],
      },
    },
  },
  problems: [],
  visibility: 'public',
  factory: null,
})
