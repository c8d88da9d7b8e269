import type { BankEntry } from '@fotfeste/domain/payment/bank-answer.ts'
import type { BankWord } from '@fotfeste/domain/payment/payment.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import { amountOf, reasonOf } from './elements.ts'
import type { Node } from './node.ts'

/** camt.054.001.02: a debit is a booking, a credit that names our payment its return. */
export function bookings(notification: Node): BankEntry[] {
  const written = notification.child('GrpHdr')?.text('CreDtTm') ?? ''
  return notification.children('Ntfctn').flatMap((one) => {
    const account = accountOf(one)
    return one.children('Ntry').flatMap((entry) => {
      const common = commonOf({ entry, written, account })
      const all = entry.children('NtryDtls')
      if (all.length === 0) return [namelessOf(entry, entry, common)]
      return all.flatMap((details) => bookingsOf({ entry, details, common }))
    })
  })
}

/** Eleven digits of a Norwegian account, of its IBAN too; another scheme's id as it stands. */
function accountOf(notification: Node): string | null {
  const id = notification.child('Acct')?.child('Id')
  const text = (id?.text('IBAN') ?? id?.child('Othr')?.text('Id'))?.replaceAll(/[ .]/g, '')
  return text?.replace(/^NO\d\d(?=\d{11}$)/, '') ?? null
}

/** A reversed debit is money that came in earlier and goes back: none of our payments. */
function wordOf(entry: Node): BankWord {
  const status = entry.text('Sts') ?? entry.child('Sts')?.text('Cd')
  const isDebit = entry.text('CdtDbtInd') === 'DBIT'
  if (status !== 'BOOK' || (isDebit && entry.text('RvslInd') === 'true')) return 'noted'
  return isDebit ? 'booked' : 'returned'
}

/** What all that an entry holds has in common; without a day of its own it is of the day the bank wrote. */
function commonOf(of: { entry: Node; written: string; account: string | null }) {
  const { entry, written, account } = of
  const booked = entry.child('BookgDt')
  const day = booked?.text('Dt') ?? booked?.text('DtTm') ?? written
  const status = [entry.text('CdtDbtInd'), entry.text('Sts') ?? entry.child('Sts')?.text('Cd')]
  return {
    ...{ counts: null, account },
    word: wordOf(entry),
    status: status.join(' ').trim().slice(0, 35),
    on: day.slice(0, 10) as PlainDate,
  }
}

type Common = ReturnType<typeof commonOf>

/** What is booked without an id that we gave: told as unknown, by the bank's own reference. */
function namelessOf(entry: Node, node: Node, common: Common): BankEntry {
  const own = node.child('Refs')?.text('AcctSvcrRef') ?? entry.text('AcctSvcrRef')
  return {
    ...common,
    ...{ scope: 'payment', reference: '', reasonCode: null, reasonText: null },
    ...amountOf(node.child('AmtDtls')?.child('TxAmt')?.child('Amt') ?? entry.child('Amt')),
    bankReference: own?.slice(0, 140) ?? null,
  }
}

function bookingsOf({
  entry,
  details,
  common,
}: {
  readonly entry: Node
  readonly details: Node
  readonly common: Common
}): BankEntry[] {
  const ofEntry = entry.text('AcctSvcrRef')
  const transactions = details.children('TxDtls')
  const batch = details.child('Btch')
  const part = batch?.text('PmtInfId')
  const isNamed = (node: Node) => node.child('Refs')?.text('EndToEndId') !== undefined
  if (part !== undefined && !transactions.some(isNamed)) {
    return [
      {
        ...common,
        ...{ scope: 'part', reference: part.slice(0, 35), reasonCode: null, reasonText: null },
        ...amountOf(batch?.child('TtlAmt') ?? entry.child('Amt')),
        bankReference: ofEntry?.slice(0, 140) ?? null,
      },
    ]
  }
  if (transactions.length === 0) return [namelessOf(entry, details, common)]
  return transactions.map((node): BankEntry => {
    const reference = node.child('Refs')?.text('EndToEndId')
    if (reference === undefined) return namelessOf(entry, node, common)
    const amounts = node.child('AmtDtls')
    const own = amounts?.child('TxAmt')?.child('Amt') ?? amounts?.child('InstdAmt')?.child('Amt')
    const sole = transactions.length === 1 ? entry.child('Amt') : undefined
    const bankReference = node.child('Refs')?.text('AcctSvcrRef') ?? ofEntry
    return {
      ...common,
      ...{ scope: 'payment', reference: reference.slice(0, 35) },
      ...amountOf(own ?? node.child('Amt') ?? sole),
      ...reasonOf(node, 'RtrInf'),
      bankReference: bankReference?.slice(0, 140) ?? null,
    }
  })
}
