import { DEFAULT_NAMES, LEDGER_ACCOUNTS } from '@fotfeste/domain/ledger/account.ts'
import { z } from 'zod'
import { contractMaker } from '../contract.ts'
import { date } from '../values.ts'
import { problems } from './problems.ts'

const contract = contractMaker('payroll', problems)

export const account = z
  .enum(LEDGER_ACCOUNTS)
  .describe(
    '`benefit-cost`; `claims` on persons; `tax-withheld`, `attachments-payable` and `net-payable` are owed; `bank`',
  )

const NUMBER = /^[0-9A-Za-z][0-9A-Za-z .-]{0,19}$/
const code = z.string().regex(/^\d{3}$/, 'must be three digits')

/** How the municipality's own accounts name one of ours. */
export const accountNames = {
  accountNumber: z
    .string()
    .max(20)
    .regex(NUMBER, 'must be letters, digits, spaces, points or hyphens')
    .nullable()
    .describe('In the municipality’s own plan of accounts'),
  function: code.nullable().describe('KOSTRA function (funksjon); null for the balance'),
  art: code.nullable().describe('KOSTRA art; null for the balance'),
}

const namedAccount = z
  .object({
    account,
    ...accountNames,
    from: date.nullable().describe('Holds for what is booked from this day; null: the default'),
    version: z.int().describe('0: nobody has set it'),
  })
  .meta({ id: 'LedgerAccount' })

const example = {
  account: 'benefit-cost',
  accountNumber: '10895',
  function: '275',
  art: '089',
  from: '2026-01-01',
  version: 1,
}

export const listLedgerAccounts = contract({
  id: 'listLedgerAccounts',
  method: 'GET',
  path: '/v1/ledger/accounts',
  tag: 'Ledger',
  summary: 'List the ledger’s accounts (kontoer)',
  description:
    'Each account with the names that hold today: account number, KOSTRA function and art. The benefit is ' +
    `function ${DEFAULT_NAMES['benefit-cost'].function} (introduksjonsordningen) and art ` +
    `${DEFAULT_NAMES['benefit-cost'].art} unless the municipality has set it otherwise.`,
  scope: 'fotfeste:payroll.read',
  replies: {
    200: {
      description: 'All accounts',
      schema: z.object({ accounts: z.array(namedAccount) }),
      example: { accounts: [example] },
    },
  },
  problems: [],
  visibility: 'public',
  factory: null,
})

export const nameLedgerAccount = contract({
  id: 'nameLedgerAccount',
  method: 'PUT',
  path: '/v1/ledger/accounts/{account}',
  tag: 'Ledger',
  summary: 'Set an account’s number, function and art (kontering)',
  description:
    'Adds an entry that names the account in the journal for all that is booked from a day on; entries before ' +
    'stay, and of two that hold on a day the later one counts. The ledger itself is not changed by it.',
  scope: 'fotfeste:payroll.write',
  params: z.strictObject({ account }),
  body: z.strictObject({ ...accountNames, from: date }),
  bodyExample: { accountNumber: '10895', function: '275', art: '089', from: '2026-01-01' },
  replies: { 200: { description: 'Set', schema: namedAccount, example } },
  problems: [],
  needsPerson: true,
  visibility: 'public',
  factory: null,
})
