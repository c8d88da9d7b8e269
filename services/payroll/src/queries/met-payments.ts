import type { BankEntry, HeldPayment, PaymentChange } from '@fotfeste/domain/payment/bank-answer.ts'
import type { PaymentKind } from '@fotfeste/domain/payment/payment.ts'
import { partIdOf } from '@fotfeste/domain/payment/payment-file.ts'
import type { PersonId } from '@fotfeste/domain/values/ids.ts'
import type { Month } from '@fotfeste/domain/values/month.ts'
import { here } from '@fotfeste/kit/here.ts'
import { type Compilable, type Kysely, sql } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'
import type { PayRunId } from './pay-runs.ts'
import { compiled } from './protection.ts'

/** A payment with the run whose file carries it, and what others are told of it. */
export type MetPayment = HeldPayment & {
  readonly runId: PayRunId
  readonly personId: PersonId | null
  readonly protected: boolean
  readonly kind: PaymentKind
  readonly month: Month
  readonly sequence: number
}

const referencesOf = (entries: readonly BankEntry[]) => {
  const of = (scope: BankEntry['scope']) =>
    entries.filter((entry) => entry.scope === scope).map(({ reference }) => reference)
  const parts = of('part').map((reference) => reference.replace(/-\d+$/, ''))
  return {
    messages: [...new Set([...of('file'), ...parts])],
    payments: [...new Set(of('payment'))],
  }
}

/** The runs whose payments an answer may concern. */
export async function runsMet(
  trx: Kysely<Tables>,
  entries: readonly BankEntry[],
): Promise<PayRunId[]> {
  const { messages, payments } = referencesOf(entries)
  const { rows } = await sql<{ run_id: PayRunId }>`
    select run_id from payment where tenant = ${here} and end_to_end_id = any(${payments})
    union select run_id from payment_file where tenant = ${here} and message_id = any(${messages})
    order by 1`.execute(trx)
  return rows.map((row) => row.run_id)
}

/** Every payment that the files of these runs carry, locked; asked behind the lock of the runs. */
export async function lockPayments(
  trx: Kysely<Tables>,
  runIds: readonly PayRunId[],
): Promise<MetPayment[]> {
  const rows = await trx
    .selectFrom('payment as p')
    .innerJoin('payment_file as f', (join) =>
      join.onRef('f.tenant', '=', 'p.tenant').onRef('f.run_id', '=', 'p.run_id'),
    )
    .selectAll('p')
    .select('f.message_id')
    .where('p.tenant', '=', here)
    .where(sql<boolean>`p.run_id = any(${[...runIds]}::uuid[])`)
    .orderBy('p.id')
    .forUpdate('p')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    runId: row.run_id,
    personId: row.person_id,
    protected: row.protected,
    kind: row.kind,
    month: row.month,
    sequence: row.sequence,
    messageId: row.message_id,
    partId: partIdOf(row.message_id, row.part),
    endToEndId: row.end_to_end_id,
    amountOre: row.amount_ore,
    state: row.state,
    bankReference: row.bank_reference,
    rejectCode: row.reject_code,
    rejectText: row.reject_text,
    acceptedOn: row.accepted_on,
    rejectedOn: row.rejected_on,
    bookedOn: row.booked_on,
    returnedOn: row.returned_on,
  }))
}

/** Writes what an answer changed: one update. */
export function updatePayments(trx: Kysely<Tables>, changes: readonly PaymentChange[]): Compilable {
  const rows = changes.map(({ payment }) => ({
    id: payment.id,
    state: payment.state,
    bank_reference: payment.bankReference,
    reject_code: payment.rejectCode,
    reject_text: payment.rejectText,
    accepted_on: payment.acceptedOn,
    rejected_on: payment.rejectedOn,
    booked_on: payment.bookedOn,
    returned_on: payment.returnedOn,
  }))
  return compiled(
    trx,
    sql`update payment p set state = r.state, bank_reference = r.bank_reference, reject_code = r.reject_code,
        reject_text = r.reject_text, accepted_on = r.accepted_on, rejected_on = r.rejected_on,
        booked_on = r.booked_on, returned_on = r.returned_on, version = p.version + 1
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, state text, bank_reference text,
        reject_code text, reject_text text, accepted_on date, rejected_on date, booked_on date, returned_on date)
      where p.tenant = ${here} and p.id = r.id`,
  )
}
