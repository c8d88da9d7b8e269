import { assert } from '../values/assert.ts'
import type { PlainDate } from '../values/calendar.ts'
import { kroner, type Ore, sumOre } from '../values/ore.ts'
import { element, xmlDocument, xmlText } from '../values/xml.ts'
import type { PaymentKind } from './payment.ts'

/** The versions of ISO 20022's credit transfer that the bank agreement may ask for. */
export const PAYMENT_FILE_VERSIONS = ['pain.001.001.03', 'pain.001.001.09'] as const
export type PaymentFileVersion = (typeof PAYMENT_FILE_VERSIONS)[number]

/** The municipality's account and how its bank knows it. */
export type Debtor = {
  readonly name: string
  /** Eleven digits (BBAN). */
  readonly accountNumber: string
  readonly bic: string
  /** The bank's customer id (SchmeNm CUST). */
  readonly customerId: string
  /** Division or agreement (SchmeNm BANK); null when the bank gave none. */
  readonly divisionId: string | null
}

/** One credit transfer. */
export type Transfer = {
  /** At most 35 characters, unique, the same each time the file is written. */
  readonly endToEndId: string
  readonly name: string
  readonly accountNumber: string
  readonly amountOre: Ore
  /** The creditor's KID, or a text for the receiver's statement. */
  readonly kid: string | null
  readonly text: string
}

/** What leaves the account in one booking: one kind of payment, one day. */
export type PaymentPart = {
  readonly kind: PaymentKind
  readonly executionOn: PlainDate
  readonly transfers: readonly Transfer[]
}

export type PaymentOrder = {
  readonly version: PaymentFileVersion
  /** At most 32 characters: the bank refuses a second file with the same one, so a resend is safe. */
  readonly messageId: string
  /** When the run was released, ISO 8601. */
  readonly createdAt: string
  readonly debtor: Debtor
  readonly parts: readonly PaymentPart[]
}

/** A part's own id (PmtInfId), by which a bank answers for it as a whole. */
export const partIdOf = (messageId: string, part: number): string => `${messageId}-${part}`

/** SALA keeps single amounts from those who read the statement; tax and creditors are no salary. */
const PURPOSES: Readonly<Record<PaymentKind, string>> = {
  benefit: 'SALA',
  attachment: 'SUPP',
  tax: 'TAXS',
}

const scheme = (code: string): string => element('SchmeNm', element('Cd', code))
const account = (accountNumber: string): string =>
  element('Id', element('Othr', element('Id', accountNumber), scheme('BBAN')))
const countAndSum = (transfers: readonly Transfer[]): string =>
  element('NbOfTxs', String(transfers.length)) +
  element('CtrlSum', kroner(sumOre(transfers.map(({ amountOre }) => amountOre))))

/** An address of a country alone is what .03 takes; .09 wants a town with it or none at all. */
const address = (version: PaymentFileVersion): string =>
  version === 'pain.001.001.03' ? element('PstlAdr', element('Ctry', 'NO')) : ''

function header(order: PaymentOrder): string {
  const { debtor } = order
  const other = (id: string, code: string) =>
    element('Othr', element('Id', xmlText(id, 35)), scheme(code))
  const division = debtor.divisionId ? other(debtor.divisionId, 'BANK') : ''
  return element(
    'GrpHdr',
    element('MsgId', order.messageId),
    element('CreDtTm', order.createdAt),
    countAndSum(order.parts.flatMap(({ transfers }) => transfers)),
    element(
      'InitgPty',
      element('Nm', xmlText(debtor.name, 70)),
      element('Id', element('OrgId', other(debtor.customerId, 'CUST'), division)),
    ),
  )
}

const remittance = ({ kid, text }: Transfer): string =>
  kid === null
    ? element('Ustrd', xmlText(text, 140))
    : element(
        'Strd',
        element(
          'CdtrRefInf',
          element('Tp', element('CdOrPrtry', element('Cd', 'SCOR'))),
          element('Ref', kid),
        ),
      )

const transaction = (transfer: Transfer, version: PaymentFileVersion): string =>
  element(
    'CdtTrfTxInf',
    element('PmtId', element('EndToEndId', transfer.endToEndId)),
    element('Amt', `<InstdAmt Ccy="NOK">${kroner(transfer.amountOre)}</InstdAmt>`),
    element('Cdtr', element('Nm', xmlText(transfer.name, 70)), address(version)),
    element('CdtrAcct', account(transfer.accountNumber)),
    element('RmtInf', remittance(transfer)),
  )

function information(order: PaymentOrder, part: PaymentPart, number: number): string {
  const { debtor, version } = order
  const day = part.executionOn
  const bic = element(version === 'pain.001.001.03' ? 'BIC' : 'BICFI', debtor.bic)
  return element(
    'PmtInf',
    element('PmtInfId', partIdOf(order.messageId, number)),
    element('PmtMtd', 'TRF'),
    element('BtchBookg', 'true'),
    countAndSum(part.transfers),
    element(
      'PmtTpInf',
      element('InstrPrty', 'NORM'),
      element('SvcLvl', element('Cd', 'NURG')),
      element('CtgyPurp', element('Cd', PURPOSES[part.kind])),
    ),
    element('ReqdExctnDt', version === 'pain.001.001.03' ? day : element('Dt', day)),
    element('Dbtr', element('Nm', xmlText(debtor.name, 70)), address(version)),
    element('DbtrAcct', account(debtor.accountNumber), element('Ccy', 'NOK')),
    element('DbtrAgt', element('FinInstnId', bic)),
    element('ChrgBr', 'SLEV'),
    ...part.transfers.map((transfer) => transaction(transfer, version)),
  )
}

/**
 * Writes the credit transfers of a released run as ISO 20022 pain.001, .03 or .09 from one model, as Norwegian
 * banks take it: NURG, accounts as BBAN, one booking a part, control sums on both levels. The same order gives
 * the same bytes each time.
 */
export function writePaymentFile(order: PaymentOrder): string {
  const transfers = order.parts.flatMap((part) => part.transfers)
  assert(
    order.parts.length > 0 && order.parts.every((part) => part.transfers.length > 0),
    'each part of a payment file pays someone',
  )
  assert(order.messageId.length <= 32, 'the message id leaves room for the part number')
  assert(
    transfers.every(({ amountOre, endToEndId }) => amountOre > 0 && endToEndId.length <= 35),
    'each payment has an amount and an id that fits',
  )
  return xmlDocument(
    'Document',
    `urn:iso:std:iso:20022:tech:xsd:${order.version}`,
    element(
      'CstmrCdtTrfInitn',
      header(order),
      ...order.parts.map((part, at) => information(order, part, at + 1)),
    ),
  )
}
