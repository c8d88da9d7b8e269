import type { PersonId } from '@fotfeste/domain/values/ids.ts'
import { here } from '@fotfeste/kit/here.ts'
import { type Compilable, type Kysely, sql } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'

const HOLDS_PERSONS = [
  'person',
  'programme_facts',
  'basis',
  'payee',
  'payee_confirmation',
  'payment',
  'pay_run_person',
  'regulation_person',
  'payslip',
  'pay_line',
  'claim_change',
  'report_person',
  'report_problem',
  'tax_card',
  'withholding_wish',
  'tax_card_import_entry',
  'attachment_order',
  'attachment_paid',
  'individual_decision',
  'claim_stop',
  'repayment_decision',
  'refund_claim',
  'claim_recovery',
  'ledger_entry',
] as const

/**
 * From here on the transaction sees protected persons: a run's sums, its second-person check and its
 * cancellation are about everyone in it, whoever asks: protected persons are paid and counted like others.
 * It reads by index, as the calculation does (`readByIndex`).
 */
export const seeProtected = (trx: Kysely<Tables>): Promise<unknown> =>
  sql`select set_config('app.protected', 'on', true), set_config('enable_seqscan', 'off', true)`.execute(
    trx,
  )

/** Sets or lifts the protection on every row that holds the person. */
export function protectPerson(
  trx: Kysely<Tables>,
  personId: PersonId,
  isProtected: boolean,
): Promise<unknown>[] {
  return HOLDS_PERSONS.map((table) =>
    sql`update ${sql.table(table)} set protected = ${isProtected}
      where tenant = ${here} and person_id = ${personId} and protected <> ${isProtected}`.execute(
      trx,
    ),
  )
}

/** Statements of one trip as the kit sends them. */
export const compiled = (
  trx: Kysely<Tables>,
  query: { compile(db: Kysely<Tables>): ReturnType<Compilable['compile']> },
): Compilable => ({
  compile: () => query.compile(trx),
})
