import type { Payslip } from '@fotfeste/domain/stipend/payslip.ts'
import { correctedOf } from '@fotfeste/domain/stipend/tax-correction.ts'
import type { TaxCard } from '@fotfeste/domain/tax/tax-card.ts'
import type { PersonId } from '@fotfeste/domain/values/ids.ts'
import type { Ore } from '@fotfeste/domain/values/ore.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import { here } from '@fotfeste/kit/here.ts'
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'
import type { OpenRun } from './calculation.ts'
import type { FrozenPerson } from './frozen-persons.ts'
import type { PayRunId } from './pay-runs.ts'
import type { PayslipId } from './payslips.ts'

/** The tax card that a payslip was computed by, beside its name. */
export type UsedCard = {
  readonly kind: TaxCard['kind'] | null
  /** True without a card of the payout's year: taxed again when it comes (POL17). */
  readonly isAwaited: boolean
}

/** A payslip on its way into the database. */
export type NewPayslip = {
  readonly id: PayslipId
  readonly person: FrozenPerson
  readonly slip: Payslip
  readonly card: UsedCard
}

function payslipRows(run: OpenRun, slips: readonly NewPayslip[]) {
  return slips.map(({ id, person, slip, card }) => ({
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
    withheld_ore: slip.withheldOre,
    corrected_ore: correctedOf(slip.correction),
    january_ore: slip.correction.januaryOre,
    attached_ore: slip.attachedOre,
    held_ore: slip.heldOre,
    withholding: slip.withholding,
    withholding_reason: slip.withholdingReason,
    card_source: slip.cardSource,
    card_kind: slip.cardSource === null ? null : card.kind,
    taxed_as: slip.withholding !== null && card.isAwaited ? slip.taxedAs : null,
  }))
}

const PAYSLIP_COLUMNS = `id uuid, run_id uuid, person_id uuid, protected boolean, state text, reasons jsonb,
  gross_ore bigint, net_ore bigint, claims_ore bigint, requires_decision boolean, payee_version int,
  counts boolean, withheld_ore bigint, corrected_ore bigint, january_ore bigint, attached_ore bigint, held_ore bigint,
  withholding jsonb, withholding_reason text, card_source text, card_kind text, taxed_as jsonb`

function attachedRows(run: OpenRun, slips: readonly NewPayslip[]) {
  return slips.flatMap(({ id, person, slip }) =>
    slip.attachments.map(({ orderId, amountOre, line }) => {
      const { code: _code, amountOre: _amount, ...detail } = line
      return {
        payslip_id: id,
        order_id: orderId,
        order_version: person.orderVersions.get(orderId),
        run_id: run.id,
        person_id: person.personId,
        protected: person.protected,
        counts: slip.counts,
        amount_ore: amountOre,
        detail,
      }
    }),
  )
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

/** What a page adds to its run. */
function additions(slips: readonly NewPayslip[]) {
  const sum = (of: (slip: Payslip) => number) =>
    slips.reduce((total, { slip }) => total + of(slip), 0)
  const ifCounts = (of: (slip: Payslip) => number) => sum((slip) => (slip.counts ? of(slip) : 0))
  return {
    payslips: slips.length,
    payable: sum((slip) => (slip.state === 'payable' ? 1 : 0)),
    blocked: sum((slip) => (slip.reasons.length > 0 ? 1 : 0)),
    gross_ore: ifCounts((slip) => slip.grossOre),
    withheld_ore: ifCounts((slip) => slip.withheldOre),
    attached_ore: ifCounts((slip) => slip.attachedOre),
    held_ore: ifCounts((slip) => slip.heldOre),
    net_ore: ifCounts((slip) => slip.netOre),
    claims_ore: ifCounts((slip) => slip.claimsOre),
  }
}

/** Writes a page and moves the cursor: four inserts and one update, in the transaction of the page. */
export async function insertPage(
  trx: Kysely<Tables>,
  page: { readonly tenant: Tenant; readonly run: OpenRun; readonly cursor: PersonId },
  slips: readonly NewPayslip[],
): Promise<void> {
  const { tenant, run, cursor } = page
  const more = Object.entries(additions(slips)).map(([column, value]) => [
    column,
    sql`${sql.ref(column)} + ${value}`,
  ])
  await Promise.all([
    insertRows(trx, tenant, {
      table: 'payslip',
      columns: PAYSLIP_COLUMNS,
      rows: payslipRows(run, slips),
    }),
    insertRows(trx, tenant, {
      table: 'pay_line',
      columns: `payslip_id uuid, number int, run_id uuid, person_id uuid, protected boolean, month text,
        kind text, sequence int, counts boolean, code text, amount_ore bigint, detail jsonb`,
      rows: lineRows(run, slips),
    }),
    insertRows(trx, tenant, {
      table: 'claim_change',
      columns: `run_id uuid, person_id uuid, month text, protected boolean, counts boolean,
        amount_ore bigint, kind text`,
      rows: claimRows(run, slips),
    }),
    insertRows(trx, tenant, {
      table: 'attachment_paid',
      columns: `payslip_id uuid, order_id uuid, order_version int, run_id uuid, person_id uuid,
        protected boolean, counts boolean, amount_ore bigint, detail jsonb`,
      rows: attachedRows(run, slips),
    }),
    trx
      .updateTable('pay_run')
      .set({ cursor, ...Object.fromEntries(more) })
      .where('tenant', '=', tenant)
      .where('id', '=', run.id)
      .execute(),
  ])
}

/** Writes all rows of a table in one statement; `columns` are their names and types, in any order. */
function insertRows(
  trx: Kysely<Tables>,
  tenant: Tenant,
  of: {
    readonly table: keyof Tables
    readonly columns: string
    readonly rows: readonly object[]
  },
): Promise<unknown> {
  const names = of.columns.split(',').map((column) => column.trim().split(' ')[0] ?? '')
  const listed = sql.join(names.map((name) => sql.ref(name)))
  return sql`insert into ${sql.table(of.table)} (tenant, ${listed}) select ${tenant}, ${listed}
    from jsonb_to_recordset(${JSON.stringify(of.rows)}::jsonb) as r(${sql.raw(of.columns)})`.execute(
    trx,
  )
}

export type SumOfRun = { readonly what: string; readonly rowsOre: Ore; readonly runOre: Ore }

/** What the rows of a run add up to, beside what was computed, for each sum of the run. */
export async function sumsOfRun(trx: Kysely<Tables>, id: PayRunId): Promise<SumOfRun[]> {
  const { rows } = await sql<SumOfRun>`
    select x.what, x.rows::bigint as "rowsOre", x.run::bigint as "runOre"
    from pay_run r
    cross join lateral (
      select coalesce(sum(withheld_ore), 0) as withheld, coalesce(sum(net_ore), 0) as net,
        coalesce(sum(held_ore), 0) as held, coalesce(sum(claims_ore), 0) as claims
      from payslip s where s.tenant = r.tenant and s.run_id = r.id and s.counts) s
    cross join lateral (
      select coalesce(sum(amount_ore), 0) as gross from pay_line l
      where l.tenant = r.tenant and l.run_id = r.id and l.counts) l
    cross join lateral (
      select coalesce(sum(amount_ore), 0) as attached from attachment_paid a
      where a.tenant = r.tenant and a.run_id = r.id and a.counts) a
    cross join lateral (values ('lines', l.gross, r.gross_ore), ('withheld tax', s.withheld, r.withheld_ore),
      ('attachments', a.attached, r.attached_ore), ('held amounts', s.held, r.held_ore),
      ('net', s.net, r.net_ore), ('claims', s.claims, r.claims_ore)) as x(what, rows, run)
    where r.tenant = ${here} and r.id = ${id}`.execute(trx)
  return rows
}
