import { assert } from '../values/assert.ts'
import type { PlainDate } from '../values/calendar.ts'
import type { Month } from '../values/month.ts'
import { kroner, type Ore, sumOre } from '../values/ore.ts'
import { element, xmlDocument, xmlText } from '../values/xml.ts'

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

/** One payment to one person. */
export type Payment = {
  /** At most 35 characters, unique, the same each time the file is written. */
  readonly endToEndId: string
  readonly name: string
  readonly accountNumber: string
  readonly amountOre: Ore
}

export type PaymentOrder = {
  /** At most 33 characters: the bank refuses a second file with the same one, so a resend is safe. */
  readonly messageId: string
  /** When the run was released, ISO 8601. */
  readonly createdAt: string
  readonly payDate: PlainDate
  readonly month: Month
  readonly debtor: Debtor
  readonly payments: readonly Payment[]
}

const account = (accountNumber: string): string =>
  element('Id', element('Othr', element('Id', accountNumber), scheme('BBAN')))
const scheme = (code: string): string => element('SchmeNm', element('Cd', code))
const total = (order: PaymentOrder): string =>
  element('CtrlSum', kroner(sumOre(order.payments.map((payment) => payment.amountOre))))

function header(order: PaymentOrder): string {
  const { debtor } = order
  const division = debtor.divisionId
    ? element('Othr', element('Id', xmlText(debtor.divisionId, 35)), scheme('BANK'))
    : ''
  return element(
    'GrpHdr',
    element('MsgId', order.messageId),
    element('CreDtTm', order.createdAt),
    element('NbOfTxs', String(order.payments.length)),
    total(order),
    element(
      'InitgPty',
      element('Nm', xmlText(debtor.name, 70)),
      element(
        'Id',
        element(
          'OrgId',
          element('Othr', element('Id', xmlText(debtor.customerId, 35)), scheme('CUST')),
          division,
        ),
      ),
    ),
  )
}

const transaction = (payment: Payment, month: Month): string =>
  element(
    'CdtTrfTxInf',
    element('PmtId', element('EndToEndId', payment.endToEndId)),
    element('Amt', `<InstdAmt Ccy="NOK">${kroner(payment.amountOre)}</InstdAmt>`),
    element(
      'Cdtr',
      element('Nm', xmlText(payment.name, 70)),
      element('PstlAdr', element('Ctry', 'NO')),
    ),
    element('CdtrAcct', account(payment.accountNumber)),
    element('RmtInf', element('Ustrd', `Introduksjonsstonad ${month}`)),
  )

/**
 * Writes the credit transfer of a released run as ISO 20022 pain.001.001.03, as Norwegian banks take
 * it: SALA (salary, confidential) and NURG, accounts as BBAN, one booking, control sums on both levels.
 * The same run gives the same bytes each time.
 */
export function writePaymentFile(order: PaymentOrder): string {
  const { debtor, payments } = order
  assert(payments.length > 0, 'a payment file pays someone')
  assert(order.messageId.length <= 33, 'the message id leaves room for the part number')
  assert(
    payments.every((payment) => payment.amountOre > 0 && payment.endToEndId.length <= 35),
    'each payment has an amount and an id that fits',
  )
  const information = element(
    'PmtInf',
    element('PmtInfId', `${order.messageId}-1`),
    element('PmtMtd', 'TRF'),
    element('BtchBookg', 'true'),
    element('NbOfTxs', String(payments.length)),
    total(order),
    element(
      'PmtTpInf',
      element('InstrPrty', 'NORM'),
      element('SvcLvl', element('Cd', 'NURG')),
      element('CtgyPurp', element('Cd', 'SALA')),
    ),
    element('ReqdExctnDt', order.payDate),
    element(
      'Dbtr',
      element('Nm', xmlText(debtor.name, 70)),
      element('PstlAdr', element('Ctry', 'NO')),
    ),
    element('DbtrAcct', account(debtor.accountNumber), element('Ccy', 'NOK')),
    element('DbtrAgt', element('FinInstnId', element('BIC', debtor.bic))),
    element('ChrgBr', 'SLEV'),
    ...payments.map((payment) => transaction(payment, order.month)),
  )
  return xmlDocument(
    'Document',
    'urn:iso:std:iso:20022:tech:xsd:pain.001.001.03',
    element('CstmrCdtTrfInitn', header(order), information),
  )
}
