import { BREAK_REASONS } from '@fotfeste/domain/ledger/chain.ts'
import { ENTRY_KINDS } from '@fotfeste/domain/ledger/entry.ts'
import { z } from 'zod'
import { contractMaker } from '../contract.ts'
import { countOf, date, idOf, instant, month, ore, pageOf, pageQuery } from '../values.ts'
import { account, accountNames } from './ledger-accounts.ts'
import { problems } from './problems.ts'

const contract = contractMaker('payroll', problems)

const kind = z
  .enum(ENTRY_KINDS)
  .describe(
    '`payslip`: released; `claims`: found to be paid too much, or taken back; `payment-booked` and ' +
      '`payment-returned` by the bank; `claim-recovered`: money that came back outside a run',
  )
const hash = z.string().describe('SHA-256, hexadecimal')

const entry = z
  .object({
    number: z.int().describe('Without gaps in the municipality, from 1'),
    entryId: idOf('LedgerEntry'),
    kind,
    source: z.string().describe('The fact; the same fact is posted once'),
    bookedOn: date,
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

const read = {
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
    'books or returns a payment; they are never changed: a correction is a new entry. Each is tied to the one ' +
    'before: `hash` is the SHA-256 of `previousHash`, a line break and the entry as one JSON list ' +
    '`[tenant, number, entryId, kind, source, bookedOn, payRunId, personId, paymentId, postedBy, postedAt, ' +
    '[[account, month, amountOre], …]]` without spaces. Entries of protected persons are left out without ' +
    '`fotfeste:protected.read`; balances count them. Each person shown is written to the access log.',
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

const sums = { debitOre: ore, creditOre: ore.describe('As a positive amount') }

export const getTrialBalance = contract({
  ...read,
  id: 'getTrialBalance',
  path: '/v1/ledger/trial-balance',
  summary: 'Read the trial balance on a day (råbalanse)',
  description:
    'Every account with all that was booked up to and including the day, protected persons counted. Debit and ' +
    'credit are equal: a ledger that does not balance cannot be stored.',
  query: z.strictObject({ date: date.optional().describe('Today unless told') }),
  replies: {
    200: {
      description: 'The balance',
      schema: z
        .object({
          date,
          entries: z.int(),
          accounts: z.array(
            z.object({
              account,
              ...accountNames,
              ...sums,
              balanceOre: ore.describe('Debit less credit; what is owed is negative'),
            }),
          ),
          ...sums,
        })
        .meta({ id: 'TrialBalance' }),
      example: {
        date: '2026-07-31',
        entries: 1,
        accounts: [
          {
            account: 'benefit-cost',
            accountNumber: null,
            function: '275',
            art: '089',
            debitOre: 2275817,
            creditOre: 0,
            balanceOre: 2275817,
          },
        ],
        debitOre: 2275817,
        creditOre: 2275817,
      },
    },
  },
  problems: [],
})

const period = z.strictObject({
  from: date.optional().describe('The first of the month of `to` unless told'),
  to: date.optional().describe('Today unless told'),
  after: countOf(0, Number.MAX_SAFE_INTEGER)
    .default(0)
    .describe('Only entries with a higher number: what a journal fetched before cannot have held'),
})
const line = z.object({
  bookedOn: date,
  kind,
  payRunId: idOf('PayRun').nullable(),
  account,
  ...accountNames,
  month,
  ...sums,
  entries: z.int().describe('How many entries are in the sum'),
  firstNumber: z.int(),
  lastNumber: z.int(),
})
const lineExample = {
  bookedOn: '2026-07-10',
  kind: 'payslip',
  payRunId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6c01',
  account: 'benefit-cost',
  accountNumber: '10895',
  function: '275',
  art: '089',
  month: '2026-06',
  debitOre: 85636320,
  creditOre: 0,
  entries: 40,
  firstNumber: 1,
  lastNumber: 40,
}

export const getJournal = contract({
  ...read,
  id: 'getJournal',
  path: '/v1/ledger/journal',
  summary: 'Read the accounting journal (regnskapsbilag)',
  description:
    'For the municipality’s accounts: what was booked from one day to another, summed by day, kind, run, ' +
    'account and month, so that it names nobody; protected persons are counted. Each line carries KOSTRA ' +
    'function and art and the account number that the municipality has set for its day; the benefit is ' +
    'function 275 and art 089 unless set. Debit and credit are equal. The bank can book on a day whose journal ' +
    'was fetched already: the highest `lastNumber` so far, sent as `after`, gives what has come since.',
  query: period,
  replies: {
    200: {
      description: 'The journal',
      schema: z
        .object({ from: date, to: date, lines: z.array(line), ...sums })
        .meta({ id: 'Journal' }),
      example: {
        from: '2026-07-01',
        to: '2026-07-31',
        lines: [lineExample],
        debitOre: 85636320,
        creditOre: 85636320,
      },
    },
  },
  problems: ['dates-out-of-order'],
})

export const getJournalFile = contract({
  ...read,
  id: 'getJournalFile',
  path: '/v1/ledger/journal/file',
  summary: 'Fetch the accounting journal as CSV (regnskapsfil)',
  description:
    'The same lines as the journal: UTF-8, a line of names first, semicolons between fields, amounts in kroner ' +
    'with a decimal comma, CR LF behind each line.',
  query: period,
  replies: { 200: { description: 'The file', contentType: 'text/csv' } },
  problems: ['dates-out-of-order'],
})

export const verifyLedger = contract({
  ...read,
  id: 'verifyLedger',
  path: '/v1/ledger/verification',
  anyScope: true,
  summary: 'Verify the ledger’s chain of hashes (kontroll av hovedboken)',
  description:
    'Computes every hash again, from the first entry to the last, and names the first that is not as it was ' +
    'written: `missing`, `changed`, `unlinked` (the one before was made anew), `unbalanced`, or `not-as-known`. ' +
    'Whoever keeps `head` of one answer and sends it as `known` with the next learns whether anything before it ' +
    'has changed, even if the whole chain were made anew. Names nobody and shows no amount, and so any token of the municipality will do.',
  query: z.strictObject({
    known: z
      .string()
      .max(81)
      .regex(/^[1-9]\d{0,15}:[0-9a-f]{64}$/, 'must be a number, a colon and a hash')
      .optional()
      .describe('`number:hash` of an entry as an earlier answer gave it'),
  }),
  replies: {
    200: {
      description: 'What was found',
      schema: z
        .object({
          isWhole: z.boolean(),
          entries: z.int().describe('Entries that are as they were written'),
          head: z.object({ number: z.int(), hash }).describe('The last of them'),
          firstBroken: z
            .object({ number: z.int(), reason: z.enum(BREAK_REASONS) })
            .nullable()
            .describe('The first that is not'),
        })
        .meta({ id: 'LedgerVerification' }),
      example: {
        isWhole: true,
        entries: 1,
        head: { number: 1, hash: HASHES.hash },
        firstBroken: null,
      },
    },
  },
  problems: [],
})
