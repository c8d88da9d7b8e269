import { assert } from '../values/assert.ts'
import type { PlainDate } from '../values/calendar.ts'
import type { Id, PersonId } from '../values/ids.ts'
import type { Month } from '../values/month.ts'
import type { Ore } from '../values/ore.ts'
import { taxDueOn } from './due-dates.ts'
import { hasFailed, type PaymentKind, type PaymentState } from './payment.ts'
import type { PaymentPart, Transfer } from './payment-file.ts'

/** Whom a payment goes to, as the bank is told. */
export type Receiver = {
  readonly name: string
  readonly accountNumber: string
  /** The creditor's KID, or a text for the receiver's statement. */
  readonly kid: string | null
  readonly text: string
}

/** What a released run owes somebody, or the run that is being released: one payment's worth. */
export type Owed = {
  readonly kind: PaymentKind
  readonly ofRunId: Id<'PayRun'>
  readonly payslipId: Id<'Payslip'> | null
  readonly orderId: Id<'AttachmentOrder'> | null
  readonly personId: PersonId | null
  readonly protected: boolean
  readonly month: Month
  readonly amountOre: Ore
  /** The highest sequence of (person, month, kind) so far; 0 without one. */
  readonly lastSequence: number
  /** The newest payment made for it, and whether a person asked before the calculation for another. */
  readonly last: {
    readonly state: PaymentState
    readonly payeeVersion: number | null
    readonly isAsked: boolean
  } | null
  /** The payee of a benefit: the newest entry, and the newest confirmed one that the calculation knew. */
  readonly payee: { readonly newest: number; readonly known: number | null } | null
  /** Null for tax, which goes to the account of the municipality's settings. */
  readonly to: Receiver | null
}

/** Why an amount that is owed is not paid by this run. */
export type HoldReason = 'payee-unconfirmed' | 'payment-failed'

export type NewPayment = Omit<Owed, 'lastSequence' | 'last' | 'payee' | 'to'> & {
  readonly to: Receiver
  readonly id: Id<'Payment'>
  readonly sequence: number
  readonly payeeVersion: number | null
  readonly executionOn: PlainDate
  /** Which part of the file carries it, from 1. */
  readonly part: number
}

/** Why this run does not pay it; `paid`: a payment stands already; null: it pays. */
export function whyHeld(owed: Owed): HoldReason | 'paid' | null {
  const { last, payee } = owed
  if (last && !hasFailed(last.state)) return 'paid'
  if (payee && payee.known !== payee.newest) return 'payee-unconfirmed'
  if (!last || last.isAsked) return null
  const isEnteredAnew = payee !== null && payee.newest !== last.payeeVersion
  return isEnteredAnew ? null : 'payment-failed'
}

const ORDER: readonly PaymentKind[] = ['benefit', 'attachment', 'tax']

/** The run at its release. */
export type PayingRun = {
  readonly id: Id<'PayRun'>
  readonly payDate: PlainDate
  /** The tax account and its KID; null while none is registered. */
  readonly taxTo: Receiver | null
}

/** The day the bank carries it out; tax that failed is late already and goes with the run's own pay date. */
function executionOf(owed: Owed, run: PayingRun): PlainDate {
  const isOwnTax = owed.kind === 'tax' && owed.ofRunId === run.id
  return isOwnTax ? taxDueOn(run.payDate) : run.payDate
}

/**
 * The payments of a run at its release: what it pays itself, and what earlier runs owe and may be paid again.
 * Each gets the next sequence of its (person, month, kind), the fingerprint that the database keeps unique, and
 * its part of the file: one part for each kind and day.
 */
export function makePayments(
  owed: readonly Owed[],
  run: PayingRun,
  newId: () => Id<'Payment'>,
): NewPayment[] {
  const due = owed.filter((one) => whyHeld(one) === null)
  const sorted = ORDER.flatMap((kind) => due.filter((one) => one.kind === kind))
  const sequences = new Map<string, number>()
  const parts: string[] = []
  return sorted.map((one) => {
    const { lastSequence, last: _last, payee, ...of } = one
    const to = of.to ?? run.taxTo
    assert(of.amountOre > 0 && to !== null, 'nothing is paid that is not owed to somebody')
    const place = `${of.personId} ${of.month} ${of.kind}`
    const sequence = (sequences.get(place) ?? lastSequence) + 1
    sequences.set(place, sequence)
    const executionOn = executionOf(one, run)
    const name = `${of.kind} ${executionOn}`
    if (!parts.includes(name)) parts.push(name)
    const part = parts.indexOf(name) + 1
    const payeeVersion = payee?.known ?? null
    return { ...of, to, id: newId(), sequence, payeeVersion, executionOn, part }
  })
}

/** The id by which the bank names the payment: at most 35 characters. */
export const endToEndIdOf = (id: Id<'Payment'>): string => id.replaceAll('-', '')

/** The parts of the file that carry a run's payments, in their order. */
export function partsOf(payments: readonly NewPayment[]): PaymentPart[] {
  const parts: (PaymentPart & { transfers: Transfer[] })[] = []
  for (const { id, kind, executionOn, part, amountOre, to } of payments) {
    const held = parts[part - 1] ?? { kind, executionOn, transfers: [] }
    parts[part - 1] = held
    held.transfers.push({ endToEndId: endToEndIdOf(id), amountOre, ...to })
  }
  return parts
}
