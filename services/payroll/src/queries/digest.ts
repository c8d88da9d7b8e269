import { whyHeld } from '@fotfeste/domain/payment/make-payments.ts'
import { type Ore, sumOre } from '@fotfeste/domain/values/ore.ts'
import { here } from '@fotfeste/kit/here.ts'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'
import { newestTimesheets } from './freeze.ts'
import { listOwed } from './owed.ts'
import type { PayRunId } from './pay-runs.ts'

/** What a run rests on: as it was frozen, or as it stands now. */
type Basis = 'frozen' | 'current'

/** Each person's payee and the versions of timesheets and facts, as the run froze them. */
const frozenFacts = (runId: PayRunId): RawBuilder<unknown> => sql`
  select concat_ws(' ', 'facts', q.person_id, coalesce(q.payee_version, 0), q.inputs) as part
  from pay_run_person q where q.tenant = ${here} and q.run_id = ${runId}`

/** The same as it stands now: whoever came after the freezing is in it too. */
const currentFacts = (runId: PayRunId): RawBuilder<unknown> => sql`
  select concat_ws(' ', 'facts', p.person_id,
    coalesce((select max(version) from payee y where y.tenant = p.tenant and y.person_id = p.person_id), 0),
    coalesce(held.inputs, '[]')) as part
  from pay_run r join person p on p.tenant = r.tenant
  left join lateral ${newestTimesheets(sql.ref('r.month'))} held on true
  where r.tenant = ${here} and r.id = ${runId} and (held.inputs is not null or exists (
    select from pay_run_person q where q.tenant = p.tenant and q.run_id = r.id and q.person_id = p.person_id))`

/** What the run pays and from what, as one hash made in the database: one row leaves it, however many persons. */
async function hashOfRun(
  trx: Kysely<Tables>,
  runId: PayRunId,
  rests: { readonly on: Basis; readonly again: readonly string[] },
): Promise<string> {
  const facts = rests.on === 'frozen' ? frozenFacts(runId) : currentFacts(runId)
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
      union all select unnest(${[...rests.again]}::text[])
      union all ${facts}) parts`.execute(trx)
  return rows[0]?.hash ?? ''
}

export type RunDigest = {
  readonly digest: string
  /** Payments of earlier runs that this one makes again. */
  readonly repayments: number
  readonly repaidOre: Ore
}

/** The digest (sha-256) of what a run would pay, to whom, and from which facts. */
export async function digestOfRun(
  trx: Kysely<Tables>,
  runId: PayRunId,
  basis: Basis,
): Promise<RunDigest> {
  const owed = await listOwed(trx, runId)
  const paid = owed.filter((one) => one.ofRunId !== runId && whyHeld(one) === null)
  const again = paid.map(({ kind, ofRunId, payslipId, orderId, amountOre, payee }) =>
    ['again', kind, ofRunId, payslipId, orderId, amountOre, payee?.known].join(' '),
  )
  const digest = await hashOfRun(trx, runId, { on: basis, again })
  return { digest, repayments: paid.length, repaidOre: sumOre(paid.map((one) => one.amountOre)) }
}
