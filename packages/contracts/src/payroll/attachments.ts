import { isKid } from '@fotfeste/domain/values/kid.ts'
import { z } from 'zod'
import { contractMaker } from '../contract.ts'
import { date, idOf, ore, positiveOre, text } from '../values.ts'
import { accountNumber } from './payees.ts'
import { problems } from './problems.ts'

const contract = contractMaker('payroll', problems)

/** The law's priority, first to last (dekningsloven § 2-8), and the one order for all claims from 2026. */
export const ATTACHMENT_CLASSES = [
  'maintenance',
  'crime-compensation',
  'fine',
  'public-dues',
  'other',
  'coordinated',
] as const

const kid = z
  .string()
  .min(2)
  .max(25)
  .refine(isKid, 'is not a KID: its check digit is wrong by modulo 10 and by modulo 11')
  .describe('Payment reference of the creditor (KID)')

const orderFields = {
  class: z
    .enum(ATTACHMENT_CLASSES)
    .describe(
      'maintenance (bidrag), crime-compensation (erstatning og oppreisning for straffbar handling), fine ' +
        '(bot), public-dues (skatt og offentlige avgifter), other, coordinated (samordnet utleggstrekk, from 2026); taken in this order. ' +
        'public-dues and coordinated stand in the a-melding, and are taken in whole kroner',
    ),
  amountOre: positiveOre.nullable().describe('A month; null where the order says a percent'),
  percent: z
    .number()
    .min(0.01)
    .max(100)
    .multipleOf(0.01)
    .nullable()
    .describe('Of the benefit before tax; null where the order says an amount'),
  keepsOre: positiveOre.describe('What the participant keeps of a month’s payment, at least'),
  creditor: z.strictObject({
    name: text(70),
    accountNumber: accountNumber.describe('Account that the money goes to'),
    kid: kid.nullable().describe('Null: the reference goes with the payment as text'),
  }),
  reference: text(100).describe('The order’s own reference'),
  from: date,
  to: date.nullable().describe('Its last day; null until it is known'),
}

const attachmentOrder = z
  .object({
    orderId: idOf('AttachmentOrder'),
    personId: idOf('Person'),
    ...orderFields,
    amountOre: ore.nullable(),
    percent: z.number().nullable(),
    keepsOre: ore,
    creditor: z.object({
      name: z.string(),
      accountNumber: z.string(),
      kid: z.string().nullable(),
    }),
    reference: z.string(),
    paidOre: ore.describe('Paid to the creditor by runs so far'),
    enteredBy: z.string().describe('Who entered this version (issuer|subject)'),
    enteredOn: date,
    version: z.int(),
  })
  .meta({ id: 'AttachmentOrder' })

const bodyExample = {
  class: 'maintenance',
  amountOre: 150000,
  percent: null,
  keepsOre: 1200000,
  creditor: { name: 'Innkrevingssentralen', accountNumber: '86011117947', kid: '2345676' },
  reference: '2026/1184',
  from: '2026-05-01',
  to: null,
}
const personId = '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6b01'
const orderId = '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6a01'
const example = {
  ...{ orderId, personId, ...bodyExample },
  paidOre: 0,
  enteredBy: 'https://issuer.example|kari',
  enteredOn: '2026-05-04',
  version: 1,
}

/** What entering an order and changing one have in common. */
const entry = {
  tag: 'Attachment orders',
  scope: 'fotfeste:payroll.write',
  body: z.strictObject(orderFields),
  bodyExample,
  problems: ['attachment-unclear', 'dates-out-of-order'],
  needsPerson: true,
  personParam: 'personId',
  visibility: 'public',
} as const

export const registerAttachmentOrder = contract({
  ...entry,
  id: 'registerAttachmentOrder',
  method: 'POST',
  path: '/v1/persons/{personId}/attachment-orders',
  summary: 'Register an attachment order (utleggstrekk)',
  description:
    'An order of an authority to pay part of a participant’s benefit to a creditor (dekningsloven §§ 2-7, ' +
    '2-8; POL16). Runs take it after withheld tax, in the law’s priority, and never what the participant is ' +
    'to keep; each is a payment of its own. Give an amount or a percent, not both.',
  params: z.strictObject({ personId: idOf('Person') }),
  replies: { 201: { description: 'Registered', schema: attachmentOrder, example } },
  write: { keyed: true },
  factory: 'participant',
})

export const changeAttachmentOrder = contract({
  ...entry,
  id: 'changeAttachmentOrder',
  method: 'PUT',
  path: '/v1/persons/{personId}/attachment-orders/{orderId}',
  summary: 'Change or end an attachment order (endre utleggstrekk)',
  description:
    'Holds the order’s new terms as a new version; give `to` to end it. What was paid under an earlier ' +
    'version stands, and each version stays with who entered it.',
  params: z.strictObject({ personId: idOf('Person'), orderId: idOf('AttachmentOrder') }),
  bodyExample: { ...bodyExample, to: '2026-12-31' },
  replies: {
    200: {
      description: 'Changed',
      schema: attachmentOrder,
      example: { ...example, to: '2026-12-31', version: 2 },
    },
  },
  write: { versioned: true },
  factory: 'attachmentOrder',
})

export const listAttachmentOrders = contract({
  id: 'listAttachmentOrders',
  method: 'GET',
  path: '/v1/persons/{personId}/attachment-orders',
  tag: 'Attachment orders',
  summary: 'List a person’s attachment orders (utleggstrekk)',
  description:
    'The newest version of each, ended ones too, in order of entry. Written to the access log.',
  scope: 'fotfeste:payroll.read',
  params: z.strictObject({ personId: idOf('Person') }),
  replies: {
    200: {
      description: 'The orders',
      schema: z.object({ items: z.array(attachmentOrder) }),
      example: { items: [example] },
    },
  },
  problems: [],
  personParam: 'personId',
  visibility: 'public',
  factory: 'participant',
})
