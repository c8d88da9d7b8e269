import { assert } from '../values/assert.ts'
import type { PlainDate } from '../values/calendar.ts'
import type { Id, PersonId } from '../values/ids.ts'
import type { Month } from '../values/month.ts'
import { negateOre, type Ore } from '../values/ore.ts'
import type { LedgerAccount } from './account.ts'
import { type Entry, entryOf, type Posting, reverse } from './entry.ts'

type MonthAmount = { readonly month: Month; readonly amountOre: Ore }

/** What a released run says of one person, as the ledger takes it. */
export type PostedPayslip = {
  readonly payslipId: Id<'Payslip'>
  readonly runId: Id<'PayRun'>
  readonly personId: PersonId
  /** The run's month: what is owed stands under it. */
  readonly month: Month
  readonly bookedOn: PlainDate
  /** Ordinary and difference lines, summed by their month. */
  readonly benefit: readonly MonthAmount[]
  /** Set-off lines by the month of the claim; negative (POL15). */
  readonly setOff: readonly MonthAmount[]
  readonly withheldOre: Ore
  readonly attachedOre: Ore
  readonly netOre: Ore
  /** What the run found of claims beside set-off: raised positive, taken back negative. */
  readonly claims: readonly MonthAmount[]
}

const side =
  (account: LedgerAccount) =>
  ({ month, amountOre }: MonthAmount): Posting => ({ account, month, amountOre })
const opposite = ({ month, amountOre }: MonthAmount): MonthAmount => ({
  month,
  amountOre: negateOre(amountOre),
})

/**
 * A payslip that is released: the benefit is cost of its months; set-off lowers claims; tax withheld,
 * attachments and the net are owed (POL11, POL15, POL16). Held amounts (POL8) wait until they are paid.
 */
export function postPayslip(slip: PostedPayslip): Entry | null {
  const { runId, personId, bookedOn, month, withheldOre, attachedOre, netOre } = slip
  assert(
    withheldOre >= 0 && attachedOre >= 0 && netOre >= 0,
    `what is owed of the payslip ${slip.payslipId} is not negative`,
  )
  const owed: [LedgerAccount, Ore][] = [
    ['tax-withheld', withheldOre],
    ['attachments-payable', attachedOre],
    ['net-payable', netOre],
  ]
  const source = `payslip:${slip.payslipId}`
  return entryOf({ kind: 'payslip', source, bookedOn, runId, personId, paymentId: null }, [
    ...slip.benefit.map(side('benefit-cost')),
    ...slip.setOff.map(side('claims')),
    ...owed.map(([account, amountOre]) => ({ account, month, amountOre: negateOre(amountOre) })),
  ])
}

/** Claims that a run found (for mye utbetalt): what was cost is now owed to the municipality, or the reverse. */
export function postClaims(slip: PostedPayslip): Entry | null {
  const { runId, personId, bookedOn } = slip
  const source = `claims:${slip.payslipId}`
  return entryOf({ kind: 'claims', source, bookedOn, runId, personId, paymentId: null }, [
    ...slip.claims.map(side('claims')),
    ...slip.claims.map(opposite).map(side('benefit-cost')),
  ])
}

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

export type PostedRecovery = {
  readonly recoveryId: string
  readonly personId: PersonId
  readonly month: Month
  readonly amountOre: Ore
  readonly bookedOn: PlainDate
}

/** Money that came back outside a run (§ 25 second and third paragraph): into the bank, off the claim. */
export function postRecovery(recovery: PostedRecovery): Entry | null {
  const { recoveryId, personId, month, amountOre, bookedOn } = recovery
  assert(amountOre >= 0, `the recovery ${recoveryId} is not negative`)
  const source = `recovery:${recoveryId}`
  const head = { kind: 'claim-recovered', source, bookedOn, runId: null, paymentId: null } as const
  return entryOf({ ...head, personId }, [
    { account: 'bank', month, amountOre },
    { account: 'claims', month, amountOre: negateOre(amountOre) },
  ])
}
