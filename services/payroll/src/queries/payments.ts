import type { PaymentKind, PaymentState } from '@fotfeste/domain/payment/payment.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { Id, PersonId } from '@fotfeste/domain/values/ids.ts'
import type { Month } from '@fotfeste/domain/values/month.ts'
import type { Ore } from '@fotfeste/domain/values/ore.ts'
import { exactlyOne } from '@fotfeste/kit/db.ts'
import { here } from '@fotfeste/kit/here.ts'
import { type Compilable, type Kysely, type Selectable, sql } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'
import type { PayRunId } from './pay-runs.ts'

export type PaymentId = Id<'Payment'>

/** A payment as the service holds one. */
export type Payment = {
  readonly id: PaymentId
  readonly runId: PayRunId
  readonly ofRunId: PayRunId
  readonly payslipId: Id<'Payslip'> | null
  readonly personId: PersonId | null
  readonly kind: PaymentKind
  readonly month: Month
  readonly sequence: number
  readonly state: PaymentState
  readonly amountOre: Ore
  readonly executionOn: PlainDate
  readonly endToEndId: string
  readonly bankReference: string | null
  readonly rejectCode: string | null
  readonly rejectText: string | null
  readonly acceptedOn: PlainDate | null
  readonly rejectedOn: PlainDate | null
  readonly bookedOn: PlainDate | null
  readonly returnedOn: PlainDate | null
  readonly retryBy: string | null
  readonly retryOn: PlainDate | null
  readonly isReplaced: boolean
  readonly version: number
}

/** Whether a later payment `n` was made for the same as `p`: of a payslip or of a run's tax, each by its index. */
export const IS_REPLACED = sql<boolean>`(
  exists (select from payment n where n.tenant = p.tenant and n.payslip_id = p.payslip_id and n.kind = p.kind
    and n.order_id is not distinct from p.order_id and n.sequence > p.sequence)
  or (p.kind = 'tax' and exists (select from payment n where n.tenant = p.tenant and n.person_id is null
    and n.month = p.month and n.kind = 'tax' and n.of_run_id = p.of_run_id and n.sequence > p.sequence)))`

type Row = Selectable<Tables['payment']> & { is_replaced: boolean }

const toPayment = (row: Row): Payment => ({
  id: row.id,
  runId: row.run_id,
  ofRunId: row.of_run_id,
  payslipId: row.payslip_id,
  personId: row.person_id,
  kind: row.kind,
  month: row.month,
  sequence: row.sequence,
  state: row.state,
  amountOre: row.amount_ore,
  executionOn: row.execution_on,
  endToEndId: row.end_to_end_id,
  bankReference: row.bank_reference,
  rejectCode: row.reject_code,
  rejectText: row.reject_text,
  acceptedOn: row.accepted_on,
  rejectedOn: row.rejected_on,
  bookedOn: row.booked_on,
  returnedOn: row.returned_on,
  retryBy: row.retry_by,
  retryOn: row.retry_on,
  isReplaced: row.is_replaced,
  version: row.version,
})

const payments = (trx: Kysely<Tables>) =>
  trx
    .selectFrom('payment as p')
    .selectAll('p')
    .select(IS_REPLACED.as('is_replaced'))
    .where('p.tenant', '=', here)

/** A page of payments in order of id, one more than the limit. */
export async function listPayments(
  trx: Kysely<Tables>,
  page: {
    readonly runId: PayRunId | undefined
    readonly state: PaymentState | undefined
    readonly personId: PersonId | undefined
    readonly after: string | null
    readonly limit: number
  },
): Promise<Payment[]> {
  const { runId, state, personId, after, limit } = page
  const rows = await payments(trx)
    .$if(runId !== undefined, (query) => query.where('p.run_id', '=', runId as PayRunId))
    .$if(state !== undefined, (query) => query.where('p.state', '=', state as PaymentState))
    .$if(personId !== undefined, (query) => query.where('p.person_id', '=', personId as PersonId))
    .$if(after !== null, (query) => query.where('p.id', '>', after as PaymentId))
    .orderBy('p.id')
    .limit(limit + 1)
    .execute()
  return rows.map(toPayment)
}

/** Locks a payment and reads it. */
export async function lockPayment(
  trx: Kysely<Tables>,
  id: PaymentId,
): Promise<Payment | undefined> {
  const row = await payments(trx).where('p.id', '=', id).forUpdate('p').executeTakeFirst()
  return row && toPayment(row)
}

/** How many amounts of a run wait: payments that failed and were not made again, and nets never paid. */
export async function countWaiting(trx: Kysely<Tables>, runId: PayRunId): Promise<number> {
  const { rows } = await sql<{ waiting: number }>`
    select (select count(*)::int from payment p
        where p.tenant = ${here} and p.run_id = ${runId} and p.state in ('rejected', 'returned') and not ${IS_REPLACED})
      + (select count(*)::int from payslip s
        where s.tenant = ${here} and s.run_id = ${runId} and s.state = 'payable' and s.net_ore > 0 and not exists (
          select from payment p where p.tenant = s.tenant and p.payslip_id = s.id and p.kind = 'benefit'))
      as waiting`.execute(trx)
  return rows[0]?.waiting ?? 0
}

/** Keeps who asks for a failed payment to be made again. */
export function keepRetry(
  trx: Kysely<Tables>,
  payment: Payment,
  retry: { readonly reason: string; readonly at: string },
): Compilable {
  return exactlyOne(
    trx
      .updateTable('payment')
      .set({
        retry_by: payment.retryBy,
        retry_on: payment.retryOn,
        retry_at: retry.at,
        retry_reason: retry.reason,
        version: payment.version,
      })
      .where('tenant', '=', here)
      .where('id', '=', payment.id)
      .where('version', '=', payment.version - 1),
  ) as Compilable
}
