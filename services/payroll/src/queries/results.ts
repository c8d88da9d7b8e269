import type { Payslip } from '@fotfeste/domain/stipend/payslip.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { PersonId } from '@fotfeste/domain/values/ids.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'
import type { FrozenPerson, OpenRun } from './calculation.ts'
import type { PayRunId } from './pay-runs.ts'
import type { PayslipId } from './payslips.ts'

/** A payslip on its way into the database. */
export type NewPayslip = {
  readonly id: PayslipId
  readonly person: FrozenPerson
  readonly slip: Payslip
}

function payslipRows(run: OpenRun, slips: readonly NewPayslip[]) {
  return slips.map(({ id, person, slip }) => ({
    id,
    run_id: run.id,
    person_id: person.personId,
    protected: person.protected,
    state: slip.state,
    reasons: slip.reasons,
    gross_ore: slip.grossOre,
    net_ore: slip.netOre,
    claims_ore: slip.claimsOre,
    requires_decision: slip.requiresIndividualDecision,
    payee_version: person.payeeVersion,
    counts: slip.counts,
  }))
}

function lineRows(run: OpenRun, slips: readonly NewPayslip[]) {
  return slips.flatMap(({ id, person, slip }) =>
    slip.lines.map(({ month, kind, sequence, line }, at) => {
      const { code, amountOre, ...detail } = line
      const place = { payslip_id: id, number: at + 1, run_id: run.id, person_id: person.personId }
      const what = {
        month,
        kind,
        sequence,
        counts: slip.counts,
        code,
        amount_ore: amountOre,
        detail,
      }
      return { ...place, protected: person.protected, ...what }
    }),
  )
}

function claimRows(run: OpenRun, slips: readonly NewPayslip[]) {
  return slips.flatMap(({ person, slip }) =>
    slip.claims.map(({ month, kind, amountOre }) => ({
      run_id: run.id,
      person_id: person.personId,
      month,
      protected: person.protected,
      counts: slip.counts,
      amount_ore: amountOre,
      kind,
    })),
  )
}

/** Writes a page and moves the cursor: three inserts and one update, in the transaction of the page. */
export async function insertPage(
  trx: Kysely<Tables>,
  page: { readonly tenant: Tenant; readonly run: OpenRun; readonly cursor: PersonId },
  slips: readonly NewPayslip[],
): Promise<void> {
  const { tenant, run, cursor } = page
  const sum = (of: (slip: Payslip) => number) =>
    slips.reduce((total, one) => total + of(one.slip), 0)
  await Promise.all([
    sql`insert into payslip select ${tenant}, r.id, r.run_id, r.person_id, r.protected, r.state, r.reasons,
        r.gross_ore, r.net_ore, r.claims_ore, r.requires_decision, r.payee_version, r.counts
      from jsonb_to_recordset(${JSON.stringify(payslipRows(run, slips))}::jsonb) as r(id uuid, run_id uuid,
        person_id uuid, protected boolean, state text, reasons jsonb, gross_ore bigint, net_ore bigint,
        claims_ore bigint, requires_decision boolean, payee_version int,
        counts boolean)`.execute(trx),
    sql`insert into pay_line select ${tenant}, r.payslip_id, r.number, r.run_id, r.person_id, r.protected,
        r.month, r.kind, r.sequence, r.counts, r.code, r.amount_ore, r.detail
      from jsonb_to_recordset(${JSON.stringify(lineRows(run, slips))}::jsonb) as r(payslip_id uuid, number int,
        run_id uuid, person_id uuid, protected boolean, month text, kind text, sequence int, counts boolean,
        code text, amount_ore bigint, detail jsonb)`.execute(trx),
    sql`insert into claim_change select ${tenant}, r.run_id, r.person_id, r.month, r.protected, r.counts, r.amount_ore,
        r.kind
      from jsonb_to_recordset(${JSON.stringify(claimRows(run, slips))}::jsonb) as r(run_id uuid, person_id uuid,
        month text, protected boolean, counts boolean, amount_ore bigint, kind text)`.execute(trx),
    trx
      .updateTable('pay_run')
      .set({
        cursor,
        payslips: sql`payslips + ${slips.length}`,
        payable: sql`payable + ${sum((slip) => (slip.state === 'payable' ? 1 : 0))}`,
        blocked: sql`blocked + ${sum((slip) => (slip.reasons.length > 0 ? 1 : 0))}`,
        gross_ore: sql`gross_ore + ${sum((slip) => (slip.counts ? slip.grossOre : 0))}`,
        net_ore: sql`net_ore + ${sum((slip) => slip.netOre)}`,
        claims_ore: sql`claims_ore + ${sum((slip) => slip.claimsOre)}`,
      })
      .where('id', '=', run.id)
      .execute(),
  ])
}

/** What the database adds up to, for the comparison with what was computed. */
export async function sumsOfRun(
  trx: Kysely<Tables>,
  id: PayRunId,
): Promise<{ linesOre: number; netOre: number; grossOre: number; heldNetOre: number }> {
  const { rows } = await sql<{ lines: number; net: number; gross: number; held_net: number }>`
    select r.gross_ore as gross, r.net_ore as held_net,
      (select coalesce(sum(amount_ore), 0)::bigint from pay_line l
        where l.tenant = r.tenant and l.run_id = r.id and l.counts) as lines,
      (select coalesce(sum(net_ore), 0)::bigint from payslip s
        where s.tenant = r.tenant and s.run_id = r.id) as net
    from pay_run r where r.id = ${id}`.execute(trx)
  const row = rows[0] ?? { lines: 0, net: 0, gross: 0, held_net: 0 }
  return { linesOre: row.lines, netOre: row.net, grossOre: row.gross, heldNetOre: row.held_net }
}

/** The run is calculated: it can be approved. */
export function finishRun(trx: Kysely<Tables>, id: PayRunId, today: PlainDate): Promise<unknown> {
  return trx
    .updateTable('pay_run')
    .set({ state: 'calculated', reason: null, calculated_on: today, version: sql`version + 1` })
    .where('id', '=', id)
    .execute()
}
