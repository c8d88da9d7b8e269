import { PAYMENT_FILE_VERSIONS } from '@fotfeste/domain/payment/payment-file.ts'
import { isAccountNumber } from '@fotfeste/domain/values/account-number.ts'
import { isKid } from '@fotfeste/domain/values/kid.ts'
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
    confirmedOn: date
      .nullable()
      .describe('Null: a second person has not confirmed it, and it is not paid to'),
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
  confirmedOn: null as string | null,
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
    'feed; before that the answer is 404. A second person confirms it (`POST …/confirm`): until then, and for a ' +
    'run that was calculated before, the person is a blocked line (`payee-unconfirmed`), as is one without a payee.',
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

export const confirmPayee = contract({
  id: 'confirmPayee',
  method: 'POST',
  path: '/v1/payees/{personId}/confirm',
  tag: 'Payees',
  summary: 'Confirm whom to pay (bekrefte mottakerkonto)',
  description:
    'A person other than who entered it (`same-actor`) says that the account is the person’s own; `If-Match` names ' +
    'the version they saw. The account number is whole with `fotfeste:identity.read` only, so who confirms needs ' +
    'it to compare. Confirming again changes nothing.',
  scope: 'fotfeste:payroll.write',
  params: personId,
  replies: {
    200: {
      description: 'Confirmed',
      schema: payee,
      example: { ...example, confirmedOn: '2026-01-15' },
    },
  },
  problems: ['same-actor'],
  write: { versioned: true },
  needsPerson: true,
  personParam: 'personId',
  visibility: 'public',
  factory: 'payee',
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
  fileVersion: z
    .enum(PAYMENT_FILE_VERSIONS)
    .default('pain.001.001.03')
    .describe('Which version of the payment file the bank agreement asks for'),
  taxAccount: accountNumber
    .nullable()
    .default(null)
    .describe(
      'Where withheld tax is paid (skattetrekkskonto); null: none yet, and no run that withholds goes',
    ),
  taxKid: z
    .string()
    .max(25)
    .refine(isKid, 'is not a KID: its check digit is wrong')
    .nullable()
    .default(null)
    .describe('KID of the tax payments, as Skatteetaten gave it'),
}
const debtorAccount = z
  .object({
    ...debtorFields,
    accountNumber: z.string(),
    fileVersion: z.enum(PAYMENT_FILE_VERSIONS),
    taxAccount: z.string().nullable(),
    taxKid: z.string().nullable(),
    enteredBy: z.string().describe('Who entered it (issuer|subject)'),
    enteredOn: date,
    version: z.int(),
  })
  .meta({ id: 'DebtorAccount' })
const debtorExample = {
  name: 'Tromsø kommune',
  accountNumber: '86011117947',
  bic: 'DNBANOKK',
  customerId: 'TROMSO1',
  divisionId: 'FLYKTNING',
  fileVersion: 'pain.001.001.03',
  taxAccount: '86011117947',
  taxKid: '2345676',
}

const entered = { enteredBy: 'https://issuer.example|anne', enteredOn: '2026-01-05' }

export const registerDebtorAccount = contract({
  id: 'registerDebtorAccount',
  method: 'PUT',
  path: '/v1/debtor-account',
  tag: 'Debtor account',
  summary: 'Register the account to pay from (debetkonto)',
  description:
    'The municipality’s own account and how its bank knows it, as the payment file needs them. Replaces the ' +
    'one before; a released run keeps the one it was released with. Who entered the tax account does not release ' +
    'a run that pays to it.',
  scope: 'fotfeste:payroll.approve',
  body: z
    .strictObject(debtorFields)
    .refine(({ taxAccount, taxKid }) => (taxAccount === null) === (taxKid === null), {
      path: ['taxKid'],
      message: 'comes with `taxAccount`: send both or neither',
    }),
  bodyExample: debtorExample,
  replies: {
    200: {
      description: 'Registered',
      schema: debtorAccount,
      example: { ...debtorExample, ...entered, version: 1 },
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
      example: { account: { ...debtorExample, ...entered, version: 1 } },
    },
  },
  problems: [],
  visibility: 'public',
  factory: null,
})
