import { hash } from 'node:crypto'
import type { BankEntry } from '@fotfeste/domain/payment/bank-answer.ts'
import type { BankWord } from '@fotfeste/domain/payment/payment.ts'
import { isPlainDate, type PlainDate } from '@fotfeste/domain/values/calendar.ts'
import { type Refusal, refuse } from '@fotfeste/domain/values/refusal.ts'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { bookings } from './bookings.ts'
import { countsOf } from './counts.ts'
import { amountOf, reasonOf } from './elements.ts'
import { type Node, readNode } from './node.ts'

/** A bank's answer free of its format. */
export type BankDocument = {
  /** Of the whole document: the same one is told by it. */
  readonly digest: string
  readonly kind: 'pain.002' | 'camt.054'
  readonly messageId: string
  readonly entries: readonly BankEntry[]
}

/** Entities are not resolved and a document type is refused: nothing in a document makes work beyond its size. */
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  removeNSPrefix: true,
  parseTagValue: false,
  processEntities: false,
  isArray: () => true,
  maxNestedTags: 30,
})

const unreadable = (why: string): Refusal<'bank-answer-unreadable'> =>
  refuse(
    'bank-answer-unreadable',
    `${why} Send pain.002.001.03 or camt.054.001.02 as it came from the bank.`,
  )

function treeOf(document: string): Node | null {
  const text = document.replace(/^\uFEFF/, '')
  if (text.includes('<!DOCTYPE') || XMLValidator.validate(text) !== true) return null
  try {
    return readNode(parser.parse(text))
  } catch {
    // Too deep, or not XML in a way the check before did not see.
    return null
  }
}

/** Reads a bank's answer: its statuses, bookings and returns as the rules know them. */
export function readBankAnswer(document: string): Refusal<'bank-answer-unreadable'> | BankDocument {
  const root = treeOf(document)?.child('Document')
  if (!root) return unreadable('This is no XML document of a bank.')
  const status = root.child('CstmrPmtStsRpt')
  const notification = root.child('BkToCstmrDbtCdtNtfctn')
  const messageId = (status ?? notification)?.child('GrpHdr')?.text('MsgId') ?? ''
  const entries = status ? statusEntries(status) : notification ? bookings(notification) : null
  if (!entries) return unreadable('The document is another than a bank’s answer.')
  if (messageId === '' || messageId.length > 35) return unreadable('It has no message id.')
  if (entries.some(({ on }) => !isPlainDate(on))) return unreadable('An entry of it has no day.')
  const digest = hash('sha256', document)
  return { digest, kind: status ? 'pain.002' : 'camt.054', messageId, entries }
}

/** ISO 20022's payment status codes; pending, received and partly accepted change nothing. */
const STATUS_WORDS: Readonly<Record<string, BankWord>> = {
  ACTC: 'accepted',
  ACCP: 'accepted',
  ACWC: 'accepted',
  ACSP: 'accepted',
  ACSC: 'accepted',
  RJCT: 'rejected',
}

/** pain.002.001.03: what is said of the file, of its parts and of single payments. */
function statusEntries(report: Node): BankEntry[] {
  const on = (report.child('GrpHdr')?.text('CreDtTm') ?? '').slice(0, 10) as PlainDate
  const entry = (
    node: Node,
    of: { scope: BankEntry['scope']; id: string; status: string },
  ): BankEntry[] => {
    const counts =
      of.scope === 'payment' ? null : countsOf(of.scope === 'file' ? report : node, node)
    // A payment without the id that we gave it is told as unknown; a file or part always has one.
    const [reference = of.scope === 'payment' ? '' : undefined, status = counts ? '' : undefined] =
      [node.text(of.id), node.text(of.status)]
    if (reference === undefined || status === undefined) return []
    const amount = node.child('OrgnlTxRef')?.child('Amt')?.child('InstdAmt')
    return [
      {
        ...{ scope: of.scope, reference: reference.slice(0, 35), status: status.slice(0, 35), on },
        word: STATUS_WORDS[status] ?? 'noted',
        counts,
        account: null,
        ...amountOf(amount),
        ...reasonOf(node, 'StsRsnInf'),
        bankReference: node.text('AcctSvcrRef')?.slice(0, 140) ?? null,
      },
    ]
  }
  return [
    ...report
      .children('OrgnlGrpInfAndSts')
      .flatMap((node) => entry(node, { scope: 'file', id: 'OrgnlMsgId', status: 'GrpSts' })),
    ...report
      .children('OrgnlPmtInfAndSts')
      .flatMap((part) => [
        ...entry(part, { scope: 'part', id: 'OrgnlPmtInfId', status: 'PmtInfSts' }),
        ...part
          .children('TxInfAndSts')
          .flatMap((node) =>
            entry(node, { scope: 'payment', id: 'OrgnlEndToEndId', status: 'TxSts' }),
          ),
      ]),
  ]
}
