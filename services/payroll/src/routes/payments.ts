import { listPayments, retryPayment } from '@fotfeste/contracts/payroll/payments.ts'
import { askRetry } from '@fotfeste/domain/payment/payment.ts'
import { isRefusal, refuse } from '@fotfeste/domain/values/refusal.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { pageOf, readCursor } from '@fotfeste/kit/page.ts'
import { serve } from '@fotfeste/kit/serve.ts'
import type { Tables } from '../db/tables.gen.ts'
import { keepRetry, listPayments as list, lockPayment, type Payment } from '../queries/payments.ts'
import { shownPayment } from './shown.ts'

const personsOf = (shown: readonly { readonly personId: string | null }[]): string[] =>
  shown.flatMap(({ personId }) => personId ?? [])

/** Payments (utbetalinger) by the bank's word. */
export function payments(kit: Kit<Tables>): void {
  serve(kit, listPayments, async ({ query }, { trx }) => {
    const { runId, state, personId, limit } = query
    const after = readCursor(query.cursor)?.[1] ?? null
    const rows = await list(trx, { runId, state, personId, after, limit })
    const page = pageOf(rows, limit, { item: shownPayment, cursor: (row) => [row.id, row.id] })
    return { status: 200, body: page, persons: personsOf(page.items) }
  })

  serve(kit, retryPayment, async ({ params, body }, { trx, caller, today, at, expectVersion }) => {
    const held = await lockPayment(trx, params.paymentId)
    if (!held) return refuse('not-found', 'There is no such payment that your token may see.')
    expectVersion(held.version)
    const asked = askRetry({ ...held, isAsked: held.retryBy !== null })
    if (isRefusal(asked)) return asked
    const by = { retryBy: caller.actor, retryOn: today }
    const payment: Payment = { ...held, ...by, version: held.version + 1 }
    const shown = shownPayment(payment)
    return {
      status: 200,
      body: shown,
      version: payment.version,
      save: [keepRetry(trx, payment, { reason: body.reason, at })],
      persons: personsOf([shown]),
    }
  })
}
