import { ENTRY_OUTCOMES } from '@fotfeste/domain/payment/bank-answer.ts'
import { z } from 'zod'
import { contractMaker } from '../contract.ts'
import { date, idOf, ore, pageOf, pageQuery } from '../values.ts'
import { problems } from './problems.ts'

const contract = contractMaker('payroll', problems)
const MAX_BYTES = 16_777_216

const entry = z
  .object({
    scope: z.enum(['file', 'part', 'payment']).describe('What the bank speaks of'),
    reference: z.string().describe('MsgId, PmtInfId or EndToEndId'),
    status: z.string().describe('The bank’s own code'),
    word: z.enum(['accepted', 'rejected', 'booked', 'returned', 'noted']),
    amountOre: ore.nullable(),
    reasonCode: z.string().nullable(),
    reasonText: z.string().nullable(),
    bankReference: z.string().nullable(),
    on: date,
    outcome: z
      .enum(ENTRY_OUTCOMES)
      .describe(
        '`applied`; `repeated`, known already; `noted`, changes nothing; `unknown`, no payment of ours; ' +
          '`unknown-account`, none that the municipality has paid from; ' +
          '`double`, booked a second time; `double-taken-back`, that booking came back and the first stands; ' +
          '`amount-differs`; `counts-differ` from what was sent or what the message ' +
          'lists; `contradicts` what the bank said before',
      ),
    detail: z.string().nullable().describe('What is wrong and what to do; null: nothing'),
    changed: z.int().describe('How many payments it changed'),
  })
  .meta({ id: 'BankAnswerEntry' })

const head = {
  bankAnswerId: idOf('BankAnswer'),
  kind: z.enum(['pain.002', 'camt.054']),
  messageId: z.string().describe('The bank’s own id of the message'),
  receivedBy: z.string(),
  receivedOn: date,
  changed: z.int().describe('Payments that it changed'),
  entryCount: z.int(),
}
const bankAnswerHead = z.object(head).meta({ id: 'BankAnswerHead' })
const bankAnswer = z.object({ ...head, entries: z.array(entry) }).meta({ id: 'BankAnswer' })

const example = {
  bankAnswerId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6f01',
  kind: 'pain.002',
  messageId: 'BANK-20260610-1',
  receivedBy: 'https://issuer.example|bank-link',
  receivedOn: '2026-06-10',
  changed: 1,
  entryCount: 1,
}
const whole = {
  ...example,
  entries: [
    {
      scope: 'payment',
      reference: '019a4c7e3f107c2a9b1e5d2f8c4a6e01',
      status: 'RJCT',
      word: 'rejected',
      amountOre: null,
      reasonCode: 'AC04',
      reasonText: 'Account closed',
      bankReference: null,
      on: '2026-06-10',
      outcome: 'applied',
      detail: null,
      changed: 1,
    },
  ],
}

/** A made-up answer: the file was taken but for one payment. */
const DOCUMENT = `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.03"><CstmrPmtStsRpt>
<GrpHdr><MsgId>BANK-20260610-1</MsgId><CreDtTm>2026-06-10T10:00:00</CreDtTm></GrpHdr>
<OrgnlGrpInfAndSts><OrgnlMsgId>019a4c7e3f107c2a9b1e5d2f8c4a6c01</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.03</OrgnlMsgNmId><GrpSts>PART</GrpSts></OrgnlGrpInfAndSts>
<OrgnlPmtInfAndSts><OrgnlPmtInfId>019a4c7e3f107c2a9b1e5d2f8c4a6c01-1</OrgnlPmtInfId>
<TxInfAndSts><OrgnlEndToEndId>019a4c7e3f107c2a9b1e5d2f8c4a6e01</OrgnlEndToEndId><TxSts>RJCT</TxSts><StsRsnInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>Account closed</AddtlInf></StsRsnInf></TxInfAndSts>
</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>`

export const importBankAnswer = contract({
  id: 'importBankAnswer',
  method: 'POST',
  path: '/v1/bank-answers',
  tag: 'Bank answers',
  summary: 'Import what the bank answers (bankretur, pain.002 og camt.054)',
  description:
    'The XML as it came from the bank: pain.002.001.03 (the file, a part or a payment accepted or rejected, with ' +
    'the reason) or camt.054.001.02 (booked by payment or by part, returned). Each entry is applied or coded, and ' +
    'the rest applied all the same; the runs follow their payments. Messages come in any order, and an earlier ' +
    'word that comes late changes nothing. What the bank counts (`OrgnlNbOfTxs`, `OrgnlCtrlSum`, `NbOfTxsPerSts`) is ' +
    'held against what was sent and what it lists. The same document again changes nothing and gets the first answer (200). ' +
    'Entries of the account that are not ours are `unknown`. The document is not kept, for it names others.',
  scope: 'fotfeste:payroll.write',
  body: z.string().min(1).max(MAX_BYTES),
  bodyExample: DOCUMENT,
  bodyType: 'application/xml',
  maxBytes: MAX_BYTES,
  replies: {
    201: { description: 'Applied', schema: bankAnswer, example: whole },
    200: { description: 'The document was imported before', schema: bankAnswer, example: whole },
  },
  problems: ['bank-answer-unreadable'],
  write: { keyed: true },
  visibility: 'public',
  factory: null,
})

export const listBankAnswers = contract({
  id: 'listBankAnswers',
  method: 'GET',
  path: '/v1/bank-answers',
  tag: 'Bank answers',
  summary: 'List imported bank answers (bankreturer)',
  description: 'The newest first, without their entries.',
  scope: 'fotfeste:payroll.read',
  query: z.strictObject(pageQuery),
  replies: {
    200: {
      description: 'One page',
      schema: pageOf(bankAnswerHead),
      example: { items: [example], next: null },
    },
  },
  problems: [],
  visibility: 'public',
  factory: null,
})

export const getBankAnswer = contract({
  id: 'getBankAnswer',
  method: 'GET',
  path: '/v1/bank-answers/{bankAnswerId}',
  tag: 'Bank answers',
  summary: 'Read an imported bank answer (bankretur)',
  description: 'With what became of each entry.',
  scope: 'fotfeste:payroll.read',
  params: z.strictObject({ bankAnswerId: idOf('BankAnswer') }),
  replies: { 200: { description: 'The answer', schema: bankAnswer, example: whole } },
  problems: [],
  visibility: 'public',
  factory: 'bankAnswer',
})
