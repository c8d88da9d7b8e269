import { importBankAnswer } from '@fotfeste/contracts/payroll/bank-answers.ts'
import { getPayRun } from '@fotfeste/contracts/payroll/pay-runs.ts'
import { confirmPayee, registerPayee } from '@fotfeste/contracts/payroll/payees.ts'
import { listPayments } from '@fotfeste/contracts/payroll/payments.ts'
import { bankLink, lars, olav, solveig } from './cast.ts'
import { nameOf } from './data.ts'
import type { PaidMonth, PayRun } from './pay.ts'
import { idOf, type Stage } from './stage.ts'

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
const NAMES = 'urn:iso:std:iso:20022:tech:xsd'
/** The account of somebody whose old one the bank has closed. */
const NEW_ACCOUNT = '00009009019'

/** The bank takes the file, but for one payment to an account that is closed. */
function taken(of: { messageId: string; rejected: string | null; on: string }): string {
  const one =
    of.rejected === null
      ? ''
      : `<OrgnlPmtInfAndSts><OrgnlPmtInfId>${of.messageId}-1</OrgnlPmtInfId><TxInfAndSts><OrgnlEndToEndId>${of.rejected}</OrgnlEndToEndId><TxSts>RJCT</TxSts><StsRsnInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>Closed account number</AddtlInf></StsRsnInf></TxInfAndSts></OrgnlPmtInfAndSts>`
  return `${HEAD}<Document xmlns="${NAMES}:pain.002.001.03"><CstmrPmtStsRpt><GrpHdr><MsgId>S${of.messageId}</MsgId><CreDtTm>${of.on}T09:00:00</CreDtTm></GrpHdr><OrgnlGrpInfAndSts><OrgnlMsgId>${of.messageId}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.03</OrgnlMsgNmId><GrpSts>ACCP</GrpSts></OrgnlGrpInfAndSts>${one}</CstmrPmtStsRpt></Document>`
}

/** Each part of the file leaves the account as one sum, less what was rejected. */
function booked(of: { file: string; messageId: string; rejectedOre: number; on: string }): string {
  const parts = of.file.split('<PmtInf>').slice(1)
  const entries = parts.map((part, at) => {
    const sum = Number(/<CtrlSum>([\d.]+)</.exec(part)?.[1]) * 100
    const amount = ((Math.round(sum) - (at === 0 ? of.rejectedOre : 0)) / 100).toFixed(2)
    return `<Ntry><Amt Ccy="NOK">${amount}</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>${of.on}</Dt></BookgDt><NtryDtls><Btch><PmtInfId>${of.messageId}-${at + 1}</PmtInfId><TtlAmt Ccy="NOK">${amount}</TtlAmt></Btch></NtryDtls></Ntry>`
  })
  return `${HEAD}<Document xmlns="${NAMES}:camt.054.001.02"><BkToCstmrDbtCdtNtfctn><GrpHdr><MsgId>B${of.messageId}</MsgId><CreDtTm>${of.on}T20:00:00</CreDtTm></GrpHdr><Ntfctn><Id>1</Id><CreDtTm>${of.on}T20:00:00</CreDtTm>${entries.join('')}</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>`
}

/** What the bank answers for a run: taken, one payment perhaps rejected, the rest booked on a day. */
export async function hearBank(
  stage: Stage,
  paid: PaidMonth,
  heard: { readonly on: string; readonly rejects: string | null },
): Promise<PayRun> {
  const { payRunId } = paid.run
  const { on, rejects } = heard
  const messageId = payRunId.replaceAll('-', '')
  const query = { runId: payRunId, limit: 200 }
  const { items } = await stage.make(lars, listPayments, { query })
  const personId = rejects && idOf(stage.personIds, rejects)
  const refused = items.find((payment) => personId !== null && payment.personId === personId)
  const rejected = refused?.endToEndId ?? null
  const answers = [
    taken({ messageId, rejected, on }),
    booked({ file: paid.file, messageId, rejectedOre: refused?.amountOre ?? 0, on }),
  ]
  for (const body of answers) await stage.make(bankLink, importBankAnswer, { body })
  return stage.make(lars, getPayRun, { params: { payRunId } })
}

/** The person tells a new account; the next run pays again what the bank could not. */
export async function enterNewAccount(stage: Stage, key: string): Promise<void> {
  const params = { personId: idOf(stage.personIds, key) }
  const body = { name: nameOf(key), accountNumber: NEW_ACCOUNT }
  const { version } = await stage.make(olav, registerPayee, { params, body })
  await stage.make(solveig, confirmPayee, { params, ifMatch: version })
}
