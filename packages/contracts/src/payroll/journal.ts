import { z } from 'zod'
import { contractMaker } from '../contract.ts'
import { countOf, date, idOf, month, ore } from '../values.ts'
import { kind, read } from './ledger.ts'
import { account, accountNames } from './ledger-accounts.ts'
import { problems } from './problems.ts'

const contract = contractMaker('payroll', problems)

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
    'was fetched already: the highest `lastNumber` so far, sent as `after`, gives what has come since. The journal of a closed ' +
    'month (`/v1/ledger/closings`) is final.',
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
