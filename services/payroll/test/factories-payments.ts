import { importBankAnswer } from '@fotfeste/contracts/payroll/bank-answers.ts'
import { listPayments } from '@fotfeste/contracts/payroll/payments.ts'
import type { Harness } from '@fotfeste/testing/harness.ts'
import type { Tables } from '../src/db/tables.gen.ts'

type Suite = Harness<Tables>
type Make = (suite: Suite) => Promise<Record<string, string>>
/** A payment as an answer of the service shows it. */
export type ShownPayment = {
  paymentId: string
  payRunId: string
  endToEndId: string
  amountOre: number
  kind: string
  state: string
  version: number
  personId: string | null
}

const money = (ore: number): string => (ore / 100).toFixed(2)
const NS = 'urn:iso:std:iso:20022:tech:xsd'
let counted = 0
/** An id that no bank message had before. */
function nextMessage(): string {
  counted += 1
  return `BANK-${counted}-${process.pid}`
}

type Status = { endToEndId: string; status: string; reason?: string; amountOre?: number }

/** A pain.002 as a bank sends it: of the whole file, of parts, and of single payments. */
export function pain002(of: {
  messageId?: string
  file?: { payRunId: string; status: string; counts?: string }
  parts?: { payRunId: string; part: number; status?: string; counts?: string }[]
  payments?: Status[]
  on?: string
}): string {
  const plain = (id: string) => id.replaceAll('-', '')
  const reason = (code?: string) =>
    code
      ? `<StsRsnInf><Rsn><Cd>${code}</Cd></Rsn><AddtlInf>Told &amp; done</AddtlInf></StsRsnInf>`
      : ''
  const amount = (ore?: number) =>
    ore === undefined
      ? ''
      : `<OrgnlTxRef><Amt><InstdAmt Ccy="NOK">${money(ore)}</InstdAmt></Amt></OrgnlTxRef>`
  const single = (of.payments ?? []).map(
    (one) =>
      `<TxInfAndSts><OrgnlEndToEndId>${one.endToEndId}</OrgnlEndToEndId><TxSts>${one.status}</TxSts>${reason(one.reason)}${amount(one.amountOre)}</TxInfAndSts>`,
  )
  const parts = (of.parts ?? []).map(
    (one) =>
      `<OrgnlPmtInfAndSts><OrgnlPmtInfId>${plain(one.payRunId)}-${one.part}</OrgnlPmtInfId>${one.status ? `<PmtInfSts>${one.status}</PmtInfSts>` : ''}${one.counts ?? ''}</OrgnlPmtInfAndSts>`,
  )
  const group = of.file
    ? `<OrgnlMsgId>${plain(of.file.payRunId)}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.03</OrgnlMsgNmId><GrpSts>${of.file.status}</GrpSts>${of.file.counts ?? ''}`
    : '<OrgnlMsgId>x</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.03</OrgnlMsgNmId>'
  const listed =
    single.length > 0
      ? `<OrgnlPmtInfAndSts><OrgnlPmtInfId>x</OrgnlPmtInfId>${single.join('')}</OrgnlPmtInfAndSts>`
      : ''
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="${NS}:pain.002.001.03"><CstmrPmtStsRpt><GrpHdr><MsgId>${of.messageId ?? nextMessage()}</MsgId><CreDtTm>${of.on ?? '2026-05-12'}T10:00:00</CreDtTm></GrpHdr><OrgnlGrpInfAndSts>${group}</OrgnlGrpInfAndSts>${parts.join('')}${listed}</CstmrPmtStsRpt></Document>`
}

type Booking = { endToEndId: string; amountOre: number; reference?: string; reason?: string }

/** A camt.054: debits of single payments or of a part as one sum, or credits that return payments. */
export function camt054(of: {
  debits?: Booking[]
  credits?: Booking[]
  batch?: { payRunId: string; part: number; totalOre: number }
  on?: string
  status?: string
}): string {
  const entry = (ore: number, way: string, details: string) =>
    `<Ntry><Amt Ccy="NOK">${money(ore)}</Amt><CdtDbtInd>${way}</CdtDbtInd><Sts>${of.status ?? 'BOOK'}</Sts><BookgDt><Dt>${of.on ?? '2026-05-12'}</Dt></BookgDt><AcctSvcrRef>${nextMessage()}</AcctSvcrRef><NtryDtls>${details}</NtryDtls></Ntry>`
  const single = (one: Booking, way: string) =>
    entry(
      one.amountOre,
      way,
      `<TxDtls><Refs>${one.reference ? `<AcctSvcrRef>${one.reference}</AcctSvcrRef>` : ''}<EndToEndId>${one.endToEndId}</EndToEndId></Refs><AmtDtls><TxAmt><Amt Ccy="NOK">${money(one.amountOre)}</Amt></TxAmt></AmtDtls>${one.reason ? `<RtrInf><Rsn><Cd>${one.reason}</Cd></Rsn></RtrInf>` : ''}</TxDtls>`,
    )
  const { batch } = of
  const entries = [
    ...(of.debits ?? []).map((one) => single(one, 'DBIT')),
    ...(of.credits ?? []).map((one) => single(one, 'CRDT')),
    ...(batch
      ? [
          entry(
            batch.totalOre,
            'DBIT',
            `<Btch><PmtInfId>${batch.payRunId.replaceAll('-', '')}-${batch.part}</PmtInfId><TtlAmt Ccy="NOK">${money(batch.totalOre)}</TtlAmt></Btch>`,
          ),
        ]
      : []),
  ]
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="${NS}:camt.054.001.02"><BkToCstmrDbtCdtNtfctn><GrpHdr><MsgId>${nextMessage()}</MsgId><CreDtTm>2026-05-12T20:00:00</CreDtTm></GrpHdr><Ntfctn><Id>1</Id><CreDtTm>2026-05-12T20:00:00</CreDtTm><Acct><Id><Othr><Id>86011117947</Id></Othr></Id></Acct>${entries.join('')}</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>`
}

const KINDS = ['benefit', 'attachment', 'tax']

/** The payments of a run by kind, those of protected persons among them. */
export async function paymentsOf(suite: Suite, runId: string): Promise<ShownPayment[]> {
  const scopes = ['fotfeste:payroll.read', 'fotfeste:protected.read']
  const { body } = await suite.make(listPayments, { query: { runId, limit: 200 }, as: { scopes } })
  const items: ShownPayment[] = body.items
  return items.toSorted((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind))
}

/** Imports what a bank says. */
export const hear = async (suite: Suite, document: string) =>
  (await suite.make(importBankAnswer, { body: document })).body

/** The bank rejects the benefit of a run's first person. */
export async function rejectFirst(suite: Suite, payRunId: string): Promise<ShownPayment> {
  const [first] = (await paymentsOf(suite, payRunId)).filter(({ kind }) => kind === 'benefit')
  if (!first) throw new Error('the run pays nobody')
  const { endToEndId } = first
  await hear(suite, pain002({ payments: [{ endToEndId, status: 'RJCT', reason: 'AC04' }] }))
  return { ...first, state: 'rejected', version: first.version + 1 }
}

/** What the contracts of payments and bank answers need; `release` takes a run that pays somebody to the bank. */
export const paymentFactories = (
  release: (suite: Suite) => Promise<{ payRunId: string }>,
): Record<string, Make> => ({
  async failedPayment(suite) {
    const { payRunId } = await release(suite)
    return { paymentId: (await rejectFirst(suite, payRunId)).paymentId }
  },
  async bankAnswer(suite) {
    const { payRunId } = await release(suite)
    await rejectFirst(suite, payRunId)
    const { rows } = await suite.owner.query(
      'select id from bank_answer where tenant = $1 order by id desc limit 1',
      [suite.tenant],
    )
    return { bankAnswerId: rows[0].id }
  },
})
