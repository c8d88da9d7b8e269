import type { Entry } from '@fotfeste/domain/ledger/entry.ts'
import {
  type PaymentSteps,
  type PostedPayment,
  postPaymentSteps,
} from '@fotfeste/domain/ledger/post-payment.ts'
import type { Id, PersonId } from '@fotfeste/domain/values/ids.ts'
import type { Month } from '@fotfeste/domain/values/month.ts'
import type { Ore } from '@fotfeste/domain/values/ore.ts'
import { here } from '@fotfeste/kit/here.ts'
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'
import type { PayRunId } from './pay-runs.ts'

type PaymentRow = {
  id: Id<'Payment'>
  of_run_id: PayRunId
  person_id: PersonId | null
  month: Month
  kind: PostedPayment['kind']
  amount_ore: Ore
}

/** The entries of what the bank made of payments: one read for all of them. */
export async function entriesOfPayments(
  trx: Kysely<Tables>,
  changes: ReadonlyMap<Id<'Payment'>, PaymentSteps>,
): Promise<Entry[]> {
  const { rows } = await sql<PaymentRow>`
    select id, of_run_id, person_id, month, kind, amount_ore from payment
    where tenant = ${here} and id = any(${[...changes.keys()]}::uuid[]) order by id`.execute(trx)
  return rows.flatMap((row) => {
    const { month, kind } = row
    const of = { paymentId: row.id, runId: row.of_run_id, personId: row.person_id }
    const steps = changes.get(row.id)
    return steps ? postPaymentSteps({ ...of, month, kind, amountOre: row.amount_ore }, steps) : []
  })
}
