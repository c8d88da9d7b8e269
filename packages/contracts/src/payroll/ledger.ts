import { ENTRY_KINDS } from '@fotfeste/domain/ledger/entry.ts'
import { z } from 'zod'
import { contractMaker } from '../contract.ts'
import { date, idOf, instant, month, ore, pageOf, pageQuery } from '../values.ts'
import { account } from './ledger-accounts.ts'
import { problems } from './problems.ts'

const contract = contractMaker('payroll', problems)

export const kind = z
  .enum(ENTRY_KINDS)
  .describe(
    '`payslip`: released; `claims`: found to be paid too much, or taken back; `payment-booked` and ' +
      '`payment-returned` by the bank; `claim-recovered`: money that came back outside a run',
  )
export const hash = z.string().describe('SHA-256, hexadecimal')

const entry = z
  .object({
    number: z.int().describe('Without gaps in the municipality, from 1'),
    entryId: idOf('LedgerEntry'),
    kind,
    source: z.string().describe('The fact; the same fact is posted once'),
    bookedOn: date,
    occurredOn: date
      .nullable()
      .describe('When it happened, where that month was closed and it is booked later; else null'),
    payRunId: idOf('PayRun').nullable(),
    personId: idOf('Person').nullable(),
    paymentId: idOf('Payment').nullable(),
    postedBy: z.string().describe('Who released, or sent the bank’s answer (issuer|subject)'),
    postedAt: instant,
    postings: z.array(
      z.object({ account, month, amountOre: ore.describe('Debit positive, credit negative') }),
    ),
    previousHash: hash,
    hash,
  })
  .meta({ id: 'LedgerEntry' })

const HASHES = {
  previousHash: '0000000000000000000000000000000000000000000000000000000000000000',
  hash: '5d2f0c6a1b0e4f7f3bb0e2a5b9a4d1c8e6f70123456789abcdef0123456789ab',
}
const entryExample = {
  number: 1,
  entryId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a7a01',
  kind: 'payslip',
  source: 'payslip:019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6e01',
  bookedOn: '2026-07-10',
  occurredOn: null,
  payRunId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6c01',
  personId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6b01',
  paymentId: null,
  postedBy: 'https://issuer.example|per',
  postedAt: '2026-07-10T08:00:00.000Z',
  postings: [
    { account: 'benefit-cost', month: '2026-06', amountOre: 2275817 },
    { account: 'tax-withheld', month: '2026-06', amountOre: -368900 },
    { account: 'net-payable', month: '2026-06', amountOre: -1906917 },
  ],
  ...HASHES,
}

/** What every read of the ledger has in common. */
export const read = {
  method: 'GET',
  tag: 'Ledger',
  scope: 'fotfeste:payroll.read',
  visibility: 'public',
  factory: null,
} as const

export const listLedgerEntries = contract({
  ...read,
  id: 'listLedgerEntries',
  path: '/v1/ledger/entries',
  summary: 'List the ledger’s entries (bilag)',
  description:
    'Double entry, in order of number. Entries are made when a run is released, a claim found and the bank ' +
    'books or returns a payment; they are never changed: a correction is a new entry, and what comes late for a ' +
    'closed month is booked in the first open one. Each is tied to the one before: `hash` is the SHA-256 of `previousHash`, a line break and the entry as one JSON list ' +
    '`[tenant, number, entryId, kind, source, bookedOn, payRunId, personId, paymentId, postedBy, postedAt, ' +
    '[[account, month, amountOre], …]]` without spaces, with `occurredOn` at its end where that is not null. ' +
    'Entries of protected persons are left out without `fotfeste:protected.read`; balances count them. Each person shown is written to the access log.',
  query: z.strictObject({
    ...pageQuery,
    kind: kind.optional(),
    payRunId: idOf('PayRun').optional().describe('Only entries of this run'),
    personId: idOf('Person').optional().describe('Only entries of this person'),
    from: date.optional().describe('Booked on this day or later'),
    to: date.optional().describe('Booked on this day or earlier'),
  }),
  replies: {
    200: {
      description: 'One page',
      schema: pageOf(entry),
      example: { items: [entryExample], next: null },
    },
  },
  problems: [],
})
