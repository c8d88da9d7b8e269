import { z } from 'zod'
import { contractMaker } from '../contract.ts'
import { date, idOf, month, ore, pageOf, pageQuery } from '../values.ts'
import { problems } from './problems.ts'

const contract = contractMaker('payroll', problems)

const handOver = z
  .object({
    personId: idOf('Person'),
    month: month.describe('Month of payout'),
    payDates: z.array(date),
    months: z
      .array(z.object({ month, amountOre: ore }))
      .describe('What was paid for which month, before tax'),
    grossOre: ore,
    netOre: ore.describe('What was paid out'),
    vklo: z
      .enum(['6'])
      .nullable()
      .describe('KOSTRA 11F position 53, main income: 6 introduction benefit; null: back pay only'),
    arbsit: z
      .enum(['09'])
      .nullable()
      .describe('KOSTRA 11F positions 56-57, work situation: 09 introduction programme'),
    ytelseIntro: z
      .enum(['4'])
      .describe('KOSTRA 11CF position 72: 4 received introduction benefit in the last two months'),
  })
  .meta({ id: 'HandOver' })

const ofMonth = {
  month: month.optional().describe('Month of payout; left out: the present one'),
}

const MEANING =
  'What social services in Nav need to know of a month of payout, since the benefit takes the place of social ' +
  'assistance (S22, S30): who was paid, for which months, how much, and the codes they report the client ' +
  'to KOSTRA by. Form 11F: `vklo` 6 requires `arbsit` 09 (control K018), so a person who was paid only back pay has ' +
  'neither; a client without a valid fødselsnummer is told by birth date or DUF number (K005, K038), which settlement ' +
  'holds. Form 11CF: `ytelseIntro` 4 holds for applications in this month and the next. A person is named by id; who ' +
  'may see numbers asks settlement (`POST /v1/persons/identities`). Released runs count; what the bank sent back is ' +
  'paid again and stands in the month it was first paid. Protected persons are left out without ' +
  '`fotfeste:protected.read`. Each person shown is written to the access log.'

export const listHandOvers = contract({
  id: 'listHandOvers',
  method: 'GET',
  path: '/v1/hand-overs',
  tag: 'Hand-over',
  summary: 'List what social services need to know (overføring til sosialtjenesten, KOSTRA)',
  description: MEANING,
  scope: 'fotfeste:payroll.read',
  query: z.strictObject({ ...pageQuery, ...ofMonth }),
  replies: {
    200: {
      description: 'One page, in order of person',
      schema: pageOf(handOver),
      example: {
        items: [
          {
            personId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6b01',
            month: '2026-06',
            payDates: ['2026-06-12'],
            months: [{ month: '2026-05', amountOre: 2275817 }],
            grossOre: 2275817,
            netOre: 1962117,
            ...{ vklo: '6', arbsit: '09', ytelseIntro: '4' },
          },
        ],
        next: null,
      },
    },
  },
  problems: [],
  visibility: 'public',
  factory: null,
})

export const getHandOverFile = contract({
  id: 'getHandOverFile',
  method: 'GET',
  path: '/v1/hand-overs/file',
  tag: 'Hand-over',
  summary: 'Fetch what social services need to know as CSV (overføring til sosialtjenesten)',
  description: `${MEANING}\n\nOne row for each person and month of benefit; semicolons, decimal comma, CR LF (RFC 4180).`,
  scope: 'fotfeste:payroll.read',
  query: z.strictObject(ofMonth),
  replies: { 200: { description: 'The list', contentType: 'text/csv' } },
  problems: [],
  visibility: 'public',
  factory: null,
})
