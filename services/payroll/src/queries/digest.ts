import { whyHeld } from '@fotfeste/domain/payment/make-payments.ts'
import { type Ore, sumOre } from '@fotfeste/domain/values/ore.ts'
import { here } from '@fotfeste/kit/here.ts'
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'
import { listOwed } from './owed.ts'
import type { PayRunId } from './pay-runs.ts'

/** What the run pays and from what, as one hash made in the database: one row leaves it, however many persons. */
async function hashOfRun(
  trx: Kysely<Tables>,
  runId: PayRunId,
  again: readonly string[],
): Promise<string> {
  const { rows } = await sql<{ hash: string }>`
    select encode(sha256(convert_to(coalesce(string_agg(part, e'\n' order by part collate "C"), ''), 'UTF8')),
      'hex') as hash
    from (
      select concat_ws(' ', 'slip', s.id, s.person_id, s.state, s.gross_ore, s.withheld_ore, s.attached_ore,
        s.held_ore, s.net_ore, s.claims_ore) as part
      from payslip s where s.tenant = ${here} and s.run_id = ${runId}
      union all
      select concat_ws(' ', 'attachment', a.payslip_id, a.order_id, a.order_version, a.amount_ore)
      from attachment_paid a where a.tenant = ${here} and a.run_id = ${runId}
      union all select unnest(${[...again]}::text[])
      union all
      select concat_ws(' ', 'facts', q.person_id, coalesce(q.payee_version, 0), q.inputs)
      from pay_run_person q where q.tenant = ${here} and q.run_id = ${runId}) parts`.execute(trx)
  return rows[0]?.hash ?? ''
}

export type RunDigest = {
  readonly digest: string
  /** Payments of earlier runs that this one makes again. */
  readonly repayments: number
  readonly repaidOre: Ore
}

/**
 * The digest (sha-256) of what a run would pay, to whom, and from which facts. The facts are those it was
 * calculated from: what came since is found by itself (`newer-facts.ts`), by name.
 */
export async function digestOfRun(trx: Kysely<Tables>, runId: PayRunId): Promise<RunDigest> {
  const owed = await listOwed(trx, runId, 'earlier')
  const paid = owed.filter((one) => whyHeld(one) === null)
  const again = paid.map(({ kind, ofRunId, payslipId, orderId, amountOre, payee }) =>
    ['again', kind, ofRunId, payslipId, orderId, amountOre, payee?.known].join(' '),
  )
  const digest = await hashOfRun(trx, runId, again)
  return { digest, repayments: paid.length, repaidOre: sumOre(paid.map((one) => one.amountOre)) }
}
