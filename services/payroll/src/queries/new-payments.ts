import { endToEndIdOf, type NewPayment } from '@fotfeste/domain/payment/make-payments.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import { type Compilable, type Kysely, sql } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'
import type { PayRunId } from './pay-runs.ts'
import { compiled } from './protection.ts'

const rowOf = (runId: PayRunId, payment: NewPayment) => ({
  id: payment.id,
  run_id: runId,
  of_run_id: payment.ofRunId,
  kind: payment.kind,
  payslip_id: payment.payslipId,
  order_id: payment.orderId,
  person_id: payment.personId,
  protected: payment.protected,
  month: payment.month,
  sequence: payment.sequence,
  amount_ore: payment.amountOre,
  payee_version: payment.payeeVersion,
  execution_on: payment.executionOn,
  part: payment.part,
  end_to_end_id: endToEndIdOf(payment.id),
})

/** Writes a run's payments: one insert. */
export function insertPayments(
  trx: Kysely<Tables>,
  of: { readonly tenant: Tenant; readonly runId: PayRunId },
  made: readonly NewPayment[],
): Compilable {
  const rows = JSON.stringify(made.map((payment) => rowOf(of.runId, payment)))
  return compiled(
    trx,
    sql`insert into payment (tenant, id, run_id, of_run_id, kind, payslip_id, order_id, person_id, protected, month,
        sequence, amount_ore, payee_version, execution_on, part, end_to_end_id, state, version)
      select ${of.tenant}, r.id, r.run_id, r.of_run_id, r.kind, r.payslip_id, r.order_id, r.person_id, r.protected,
        r.month, r.sequence, r.amount_ore, r.payee_version, r.execution_on, r.part, r.end_to_end_id, 'released', 1
      from jsonb_to_recordset(${rows}::jsonb) as r(id uuid, run_id uuid, of_run_id uuid, kind text, payslip_id uuid,
        order_id uuid, person_id uuid, protected boolean, month text, sequence int, amount_ore bigint,
        payee_version int, execution_on date, part int, end_to_end_id text)`,
  )
}
