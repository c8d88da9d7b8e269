import type { BankEntry } from '@fotfeste/domain/payment/bank-answer.ts'
import type { BankWord } from '@fotfeste/domain/payment/payment.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import { amountOf, reasonOf } from './elements.ts'
import type { Node } from './node.ts'

/** camt.054.001.02: a debit is a booking, a credit that names our payment its return. */
export function bookings(notification: Node): BankEntry[] {
  const written = notification.child('GrpHdr')?.text('CreDtTm') ?? ''
  return notification
    .children('Ntfctn')
    .flatMap((one) => one.children('Ntry'))
    .flatMap((entry) =>
      entry.children('NtryDtls').flatMap((details) => bookingsOf({ entry, details, written })),
    )
}

/** A reversed debit is money that came in earlier and goes back: none of our payments. */
function wordOf(entry: Node): BankWord {
  const status = entry.text('Sts') ?? entry.child('Sts')?.text('Cd')
  const isDebit = entry.text('CdtDbtInd') === 'DBIT'
  if (status !== 'BOOK' || (isDebit && entry.text('RvslInd') === 'true')) return 'noted'
  return isDebit ? 'booked' : 'returned'
}

type Booked = { readonly entry: Node; readonly details: Node; readonly written: string }

/** What all that an entry holds has in common; without a day of its own it is of the day the bank wrote. */
function commonOf({ entry, written }: Booked) {
  const booked = entry.child('BookgDt')
  const day = booked?.text('Dt') ?? booked?.text('DtTm') ?? written
  const status = [entry.text('CdtDbtInd'), entry.text('Sts') ?? entry.child('Sts')?.text('Cd')]
  return {
    counts: null,
    word: wordOf(entry),
    status: status.join(' ').trim().slice(0, 35),
    on: day.slice(0, 10) as PlainDate,
  }
}

function bookingsOf(booked: Booked): BankEntry[] {
  const { entry, details } = booked
  const ofEntry = entry.text('AcctSvcrRef')
  const common = commonOf(booked)
  const transactions = details.children('TxDtls')
  const single = transactions.flatMap((node): BankEntry[] => {
    const reference = node.child('Refs')?.text('EndToEndId')
    if (reference === undefined) return []
    const amounts = node.child('AmtDtls')
    const own = amounts?.child('TxAmt')?.child('Amt') ?? amounts?.child('InstdAmt')?.child('Amt')
    const sole = transactions.length === 1 ? entry.child('Amt') : undefined
    const bankReference = node.child('Refs')?.text('AcctSvcrRef') ?? ofEntry
    return [
      {
        ...common,
        ...{ scope: 'payment', reference: reference.slice(0, 35) },
        ...amountOf(own ?? node.child('Amt') ?? sole),
        ...reasonOf(node, 'RtrInf'),
        bankReference: bankReference?.slice(0, 140) ?? null,
      },
    ]
  })
  const batch = details.child('Btch')
  const part = batch?.text('PmtInfId')
  if (single.length > 0 || part === undefined) return single
  return [
    {
      ...common,
      ...{ scope: 'part', reference: part.slice(0, 35), reasonCode: null, reasonText: null },
      ...amountOf(batch?.child('TtlAmt') ?? entry.child('Amt')),
      bankReference: ofEntry?.slice(0, 140) ?? null,
    },
  ]
}
