import { paymentBooked, paymentFailed } from '@fotfeste/contracts/payroll/events.ts'
import type { PaymentChange } from '@fotfeste/domain/payment/bank-answer.ts'
import { newsOf, type PaymentNews } from '@fotfeste/domain/payment/payment-news.ts'
import { assert } from '@fotfeste/domain/values/assert.ts'
import type { Context } from '@fotfeste/kit/answer.ts'
import type { NewEvent } from '@fotfeste/kit/event.ts'
import type { Tables } from '../db/tables.gen.ts'
import type { MetPayment } from '../queries/met-payments.ts'
import { insertEvents } from '../queries/told-events.ts'

function eventOf(payment: MetPayment, { outcome, on, reasonCode }: PaymentNews): NewEvent {
  const { id: paymentId, runId: payRunId, personId, kind, month, sequence } = payment
  const facts = { paymentId, payRunId, personId, kind, month, sequence }
  const of = { subject: paymentId, isProtected: payment.protected }
  const data = { ...facts, protected: payment.protected }
  if (outcome === 'booked') {
    const { type, version } = paymentBooked
    return { type, version, ...of, data: { ...data, bookedOn: on } }
  }
  const { type, version } = paymentFailed
  return { type, version, ...of, data: { ...data, outcome, failedOn: on, reasonCode } }
}

/**
 * Tells of each payment that was booked or failed. One command, one event; but a bank's answer moves many
 * payments, and each is its own aggregate: who may see one of a protected person is asked for that one.
 */
export function tellOfPayments(
  { trx, caller, newId }: Context<Tables>,
  held: readonly MetPayment[],
  changes: readonly PaymentChange[],
) {
  const byId = new Map(held.map((payment) => [payment.id, payment]))
  const events = changes.flatMap((change) => {
    const payment = byId.get(change.payment.id)
    assert(payment !== undefined, 'a changed payment is one of those that were met')
    return newsOf(change).map((news) => ({ ...eventOf(payment, news), id: newId<'Event'>() }))
  })
  return insertEvents(trx, caller.tenant, events)
}
