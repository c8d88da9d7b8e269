import { isAccountNumber } from '@fotfeste/domain/values/account-number.ts'
import { z } from 'zod'
import { contractMaker } from '../contract.ts'
import { date, idOf, text } from '../values.ts'
import { problems } from './problems.ts'

const contract = contractMaker('payroll', problems)

/** Eleven digits whose modulo 11 check is right. */
export const accountNumber = z
  .string()
  .length(11)
  .regex(/^\d{11}$/, 'must be eleven digits without spaces')
  .refine(isAccountNumber, 'is not a Norwegian account number: its check digit is wrong')
  .describe('Account number (kontonummer): eleven digits, modulo 11')

const payee = z
  .object({
    personId: idOf('Person'),
    name: z.string().describe('Name on the account'),
    accountNumber: z
      .string()
      .describe('Whole with `fotfeste:identity.read`, else all but the last four digits hidden'),
    isMasked: z.boolean(),
    enteredOn: date,
    version: z.int(),
  })
  .meta({ id: 'Payee' })

const personId = z.strictObject({ personId: idOf('Person') })
const example = {
  personId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6b01',
  name: 'Selam Tesfay',
  accountNumber: '*******2057',
  isMasked: true,
  enteredOn: '2026-01-14',
  version: 1,
}

export const registerPayee = contract({
  id: 'registerPayee',
  method: 'PUT',
  path: '/v1/payees/{personId}',
  tag: 'Payees',
  summary: 'Register whom to pay (mottakerkonto)',
  description:
    'Holds the name on the account and the account number of a person in the programme (one payment a month ' +
    'to an account of their own, S22). Replaces the one before; each entry is kept with who made it. Who ' +
    'entered a payee cannot release a pay run that pays to it. The person is known here from introduction’s ' +
    'feed; before that the answer is 404. A person without a payee is a blocked line in a run.',
  scope: 'fotfeste:payroll.write',
  params: personId,
  body: z.strictObject({ name: text(70).describe('Name on the account'), accountNumber }),
  bodyExample: { name: 'Selam Tesfay', accountNumber: '76940512057' },
  replies: { 200: { description: 'Registered', schema: payee, example } },
  problems: [],
  personParam: 'personId',
  visibility: 'public',
  factory: 'participant',
})

export const getPayee = contract({
  id: 'getPayee',
  method: 'GET',
  path: '/v1/payees/{personId}',
  tag: 'Payees',
  summary: 'Read whom to pay (mottakerkonto)',
  description:
    'The account number is whole with `fotfeste:identity.read` only. The read is written to the access log.',
  scope: 'fotfeste:payroll.read',
  params: personId,
  replies: { 200: { description: 'The payee', schema: payee, example } },
  problems: [],
  personParam: 'personId',
  visibility: 'public',
  factory: 'payee',
})

const debtorFields = {
  name: text(70).describe('Name of the payer'),
  accountNumber: accountNumber.describe('Account to pay from'),
  bic: z
    .string()
    .regex(/^[A-Z]{6}[A-Z2-9][A-NP-Z0-9]([A-Z0-9]{3})?$/, 'must be a BIC of 8 or 11 characters')
    .describe('BIC of the bank'),
  customerId: text(35).describe('Customer id at the bank (SchmeNm CUST)'),
  divisionId: text(35).nullable().describe('Division or agreement (SchmeNm BANK); null: none'),
}
const debtorAccount = z
  .object({ ...debtorFields, accountNumber: z.string(), enteredOn: date, version: z.int() })
  .meta({ id: 'DebtorAccount' })
const debtorExample = {
  name: 'Tromsø kommune',
  accountNumber: '86011117947',
  bic: 'DNBANOKK',
  customerId: 'TROMSO1',
  divisionId: 'FLYKTNING',
}

export const registerDebtorAccount = contract({
  id: 'registerDebtorAccount',
  method: 'PUT',
  path: '/v1/debtor-account',
  tag: 'Debtor account',
  summary: 'Register the account to pay from (debetkonto)',
  description:
    'The municipality’s own account and how its bank knows it, as the payment file needs them. Replaces the ' +
    'one before; a released run keeps the one it was released with.',
  scope: 'fotfeste:payroll.approve',
  body: z.strictObject(debtorFields),
  bodyExample: debtorExample,
  replies: {
    200: {
      description: 'Registered',
      schema: debtorAccount,
      example: { ...debtorExample, enteredOn: '2026-01-05', version: 1 },
    },
  },
  problems: [],
  needsPerson: true,
  visibility: 'public',
  factory: null,
})

export const getDebtorAccount = contract({
  id: 'getDebtorAccount',
  method: 'GET',
  path: '/v1/debtor-account',
  tag: 'Debtor account',
  summary: 'Read the account to pay from (debetkonto)',
  description: 'The newest entry; `account` is null while none is registered.',
  scope: 'fotfeste:payroll.read',
  replies: {
    200: {
      description: 'The account, or null',
      schema: z.object({ account: debtorAccount.nullable() }),
      example: { account: { ...debtorExample, enteredOn: '2026-01-05', version: 1 } },
    },
  },
  problems: [],
  visibility: 'public',
  factory: null,
})
