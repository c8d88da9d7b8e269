import { ALERT_CODES } from '@fotfeste/domain/payment/alert.ts'
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
          'and not made again; `payees-unconfirmed`, amounts a release could not pay; `tax-cards-not-refreshed` ' +
          'before a run (`payRunId`), or an order of them came to nothing (`taxCardRequestId`); `base-amount-unused`, ' +
          'adopted and not in use here; `regulation-review-open`, persons left at the base amount before; ' +
          '`claim-near-time-bar`, open claims that nobody can claim soon; `ledger-broken`, an entry of the ledger ' +
          'that is not as it was written',
      ),
    payRunId: idOf('PayRun').nullable(),
    month: month.nullable().describe('Of the run, or of the benefit that is claimed back'),
    taxCardRequestId: idOf('TaxCardRequest').nullable(),
    regulationId: idOf('Regulation').nullable(),
    year: z.int().nullable().describe('Of the tax cards, or of the base amount'),
    since: date,
    count: z
      .int()
      .describe(
        'How many payments, persons or claims it is about, protected persons counted; 0 for the thing as such',
      ),
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
    'confirmed payee; runs calculated with tax cards that were not fetched in time before them ' +
    '(`taxCardsWithinDays`, skattebetalingsloven § 5-1 second paragraph) and orders of cards without an answer; an ' +
    'adopted base amount that is not in use (`useBaseAmountWithinDays`); persons whom a regulation left to be ' +
    'looked at; open claims soon time-barred (`timeBarWarningDays`, foreldelsesloven § 2); a ledger that the daily verification ' +
    'did not find as it was written. Each says since when, ' +
    'and what to do; it names nobody. An alert is gone when its cause is.',
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
            taxCardRequestId: null,
            regulationId: null,
            year: null,
            since: '2026-06-12',
            count: 40,
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
