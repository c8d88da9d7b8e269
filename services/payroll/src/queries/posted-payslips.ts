import type { Entry } from '@fotfeste/domain/ledger/entry.ts'
import {
  type PostedPayslip,
  postClaims,
  postPayslip,
} from '@fotfeste/domain/ledger/post-payslip.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { PersonId } from '@fotfeste/domain/values/ids.ts'
import type { Month } from '@fotfeste/domain/values/month.ts'
import { type Ore, ore } from '@fotfeste/domain/values/ore.ts'
import { here } from '@fotfeste/kit/here.ts'
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'
import type { PayRunId } from './pay-runs.ts'
import type { PayslipId } from './payslips.ts'

type MonthAmounts = readonly { month: Month; amountOre: number }[] | null
type SlipRow = {
  id: PayslipId
  person_id: PersonId
  month: Month
  withheld_ore: Ore
  attached_ore: Ore
  net_ore: Ore
  benefit: MonthAmounts
  set_off: MonthAmounts
  claims: MonthAmounts
}

const amounts = (held: MonthAmounts) =>
  (held ?? []).map(({ month, amountOre }) => ({ month, amountOre: ore(amountOre) }))

/** What a run's counting payslips say, as the ledger takes it: one statement for the whole run. */
export async function payslipsToPost(
  trx: Kysely<Tables>,
  runId: PayRunId,
): Promise<Omit<PostedPayslip, 'bookedOn'>[]> {
  const { rows } = await sql<SlipRow>`
    select s.id, s.person_id, r.month, s.withheld_ore, s.attached_ore, s.net_ore,
      lines.benefit, lines.set_off, claims.found as claims
    from payslip s
    join pay_run r on r.tenant = s.tenant and r.id = s.run_id
    cross join lateral (
      select json_agg(json_build_object('month', month, 'amountOre', amount)) filter (where kind = 'benefit')
          as benefit,
        json_agg(json_build_object('month', month, 'amountOre', amount)) filter (where kind = 'set-off')
          as set_off
      from (
        select month, case kind when 'set-off' then kind else 'benefit' end as kind, sum(amount_ore) as amount
        from pay_line l where l.tenant = s.tenant and l.payslip_id = s.id group by 1, 2
      ) by_month
    ) lines
    cross join lateral (
      select json_agg(json_build_object('month', month, 'amountOre', amount_ore)) as found
      from claim_change c
      where c.tenant = s.tenant and c.run_id = s.run_id and c.person_id = s.person_id and c.kind = 'found'
    ) claims
    where s.tenant = ${here} and s.run_id = ${runId} and s.counts
    order by s.id`.execute(trx)
  return rows.map((row) => ({
    payslipId: row.id,
    runId,
    personId: row.person_id,
    month: row.month,
    benefit: amounts(row.benefit),
    setOff: amounts(row.set_off),
    withheldOre: row.withheld_ore,
    attachedOre: row.attached_ore,
    netOre: row.net_ore,
    claims: amounts(row.claims),
  }))
}

/** The entries of a run that is released: each payslip, and the claims that it found. */
export const entriesOfRun = (
  slips: readonly Omit<PostedPayslip, 'bookedOn'>[],
  bookedOn: PlainDate,
): (Entry | null)[] =>
  slips
    .map((slip) => ({ ...slip, bookedOn }))
    .flatMap((slip) => [postPayslip(slip), postClaims(slip)])
