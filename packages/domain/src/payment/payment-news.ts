import { assert } from '../values/assert.ts'
import type { PlainDate } from '../values/calendar.ts'
import type { PaymentChange } from './bank-answer.ts'

/** What others are told of a payment: it has left the account, or it reached nobody. */
export type PaymentNews = {
  readonly outcome: 'booked' | 'rejected' | 'returned'
  readonly on: PlainDate
  /** ISO 20022, of a failure; null where the bank gave none or words of its own, which may name somebody. */
  readonly reasonCode: string | null
}

const isIsoCode = (code: string | null): boolean => code !== null && /^[A-Z0-9]{4}$/.test(code)

/** The news in what an answer made of a payment, in the order of its moves; that it was accepted is none. */
export function newsOf({ payment, moves }: PaymentChange): PaymentNews[] {
  const reasonCode = isIsoCode(payment.rejectCode) ? payment.rejectCode : null
  const days = {
    accept: null,
    book: { outcome: 'booked', on: payment.bookedOn, reasonCode: null },
    reject: { outcome: 'rejected', on: payment.rejectedOn, reasonCode },
    return: { outcome: 'returned', on: payment.returnedOn, reasonCode },
  } as const
  return moves.flatMap((move) => {
    const news = days[move]
    if (news === null) return []
    const { on } = news
    assert(on !== null, `the payment ${payment.id} has the day of its ${move}`)
    return [{ ...news, on }]
  })
}
