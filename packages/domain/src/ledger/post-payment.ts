import { assert } from '../values/assert.ts'
import type { PlainDate } from '../values/calendar.ts'
import type { Id, PersonId } from '../values/ids.ts'
import type { Month } from '../values/month.ts'
import { negateOre, type Ore } from '../values/ore.ts'
import type { LedgerAccount } from './account.ts'
import { type Entry, entryOf, reverse } from './entry.ts'

/** What a payment settles, by its kind. */
const SETTLES = {
  benefit: 'net-payable',
  attachment: 'attachments-payable',
  tax: 'tax-withheld',
} as const satisfies Record<string, LedgerAccount>

export type PostedPayment = {
  readonly paymentId: Id<'Payment'>
  readonly runId: Id<'PayRun'>
  /** Null for the withheld tax of a run. */
  readonly personId: PersonId | null
  readonly month: Month
  readonly kind: keyof typeof SETTLES
  readonly amountOre: Ore
  readonly bookedOn: PlainDate
}

/** The bank has booked a payment: what was owed is paid. */
export function postPaymentBooked(payment: PostedPayment): Entry {
  const { paymentId, runId, personId, month, kind, amountOre, bookedOn } = payment
  assert(amountOre > 0, `the payment ${paymentId} is above zero`)
  const source = `booked:${paymentId}`
  const entry = entryOf({ kind: 'payment-booked', source, bookedOn, runId, personId, paymentId }, [
    { account: SETTLES[kind], month, amountOre },
    { account: 'bank', month, amountOre: negateOre(amountOre) },
  ])
  assert(entry !== null, 'an amount above zero is posted')
  return entry
}

/** A booked payment came back: it is owed again until it is paid anew. */
export function postPaymentReturned(payment: PostedPayment): Entry {
  const { paymentId, bookedOn } = payment
  const source = `returned:${paymentId}`
  return reverse(postPaymentBooked(payment), { kind: 'payment-returned', source, bookedOn })
}

/** What the bank made of a payment in one answer. */
export type PaymentSteps = {
  readonly steps: readonly ('accept' | 'reject' | 'book' | 'return')[]
  readonly bookedOn: PlainDate | null
  readonly returnedOn: PlainDate | null
}

/** The entries of a payment's steps: a booking and a return each have their day, the other steps move no money. */
export function postPaymentSteps(
  payment: Omit<PostedPayment, 'bookedOn'>,
  { steps, bookedOn, returnedOn }: PaymentSteps,
): Entry[] {
  const entries: Entry[] = []
  if (steps.includes('book')) {
    assert(bookedOn !== null, `the booked payment ${payment.paymentId} has its day`)
    entries.push(postPaymentBooked({ ...payment, bookedOn }))
  }
  if (steps.includes('return')) {
    assert(returnedOn !== null, `the returned payment ${payment.paymentId} has its day`)
    entries.push(postPaymentReturned({ ...payment, bookedOn: returnedOn }))
  }
  return entries
}
