import { z } from 'zod'
import { contractMaker } from '../contract.ts'
import { date, idOf, month, ore, pageOf, pageQuery } from '../values.ts'
import { read } from './ledger.ts'
import { problems } from './problems.ts'

const contract = contractMaker('payroll', problems)

/** What is told of a closed month, to who asks and in the feed. */
export const closingFacts = {
  closingId: idOf('LedgerClosing'),
  month: month.describe('Closed with every month before it'),
  entries: z.int().describe('Booked in the month itself'),
  debitOre: ore.describe('Their debit, and so their credit'),
  lastNumber: z.int().describe('The last entry when it was closed, of whatever month'),
  closedOn: date,
}

const closing = z
  .object({
    ...closingFacts,
    lastHash: z.string().describe('Of the last entry, hexadecimal; 64 zeros: there was none'),
    closedBy: z.string().describe('Issuer and subject'),
  })
  .meta({ id: 'LedgerClosing' })

const example = {
  closingId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a7b01',
  month: '2026-07',
  entries: 81,
  debitOre: 171272640,
  lastNumber: 161,
  lastHash: '5d2f0c6a1b0e4f7f3bb0e2a5b9a4d1c8e6f70123456789abcdef0123456789ab',
  closedOn: '2026-08-10',
  closedBy: 'https://issuer.example|per',
}

export const listLedgerClosings = contract({
  ...read,
  id: 'listLedgerClosings',
  path: '/v1/ledger/closings',
  summary: 'List the closed months of the ledger (avsluttede perioder)',
  description:
    'The newest first: the ledger is closed through the month of the first item. `lastNumber:lastHash`, sent as ' +
    '`known` to `GET /v1/ledger/verification`, shows that nothing booked before the closing has changed.',
  query: z.strictObject(pageQuery),
  replies: {
    200: {
      description: 'One page',
      schema: pageOf(closing),
      example: { items: [example], next: null },
    },
  },
  problems: [],
})

export const closeLedgerMonth = contract({
  id: 'closeLedgerMonth',
  method: 'POST',
  path: '/v1/ledger/closings',
  tag: 'Ledger',
  summary: 'Close a month of the ledger (periodeavslutning)',
  description:
    'Nothing is booked in the month from then on, nor in those before it: the database refuses it. What comes ' +
    'late, a booking of the bank or money paid back, is booked on the first day of the first open month, and its ' +
    'entry says when it happened (`occurredOn`). Months are closed one behind the other; the first closing takes ' +
    'all months before it along. A closed month is never opened again: what was handed over to the accounts stands.\n\n' +
    'Refused while a run that was to pay in the month or before is not at its end (`period-open` names each with ' +
    'what to do: booked by the bank and reported, refused by the bank, closed or cancelled), and while payslips, ' +
    'ledger and bank do not agree on the month’s last day.',
  scope: 'fotfeste:payroll.approve',
  body: z.strictObject({ month }),
  bodyExample: { month: '2026-07' },
  replies: { 201: { description: 'Closed', schema: closing, example } },
  problems: [
    'month-not-over',
    'period-closed',
    'period-out-of-order',
    'period-open',
    'books-differ',
  ],
  write: { keyed: true },
  needsPerson: true,
  visibility: 'public',
  factory: null,
})
