import type { PayRunState } from '@fotfeste/domain/stipend/pay-run.ts'
import type { PayRunKind } from '@fotfeste/domain/stipend/start-pay-run.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { Id } from '@fotfeste/domain/values/ids.ts'
import type { Month } from '@fotfeste/domain/values/month.ts'
import type { Ore } from '@fotfeste/domain/values/ore.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import { exactlyOne } from '@fotfeste/kit/db.ts'
import { here } from '@fotfeste/kit/here.ts'
import { type Compilable, type Kysely, type Selectable, sql } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'

export type PayRunId = Id<'PayRun'>

/** A pay run as the service holds one. */
export type PayRun = {
  readonly id: PayRunId
  readonly month: Month
  readonly kind: PayRunKind
  /** Why an extraordinary run was started. */
  readonly cause: string | null
  readonly state: PayRunState
  readonly reason: string | null
  readonly payDate: PlainDate
  readonly asKnownOn: PlainDate
  readonly payslips: number
  readonly payable: number
  readonly blocked: number
  readonly grossOre: Ore
  readonly withheldOre: Ore
  readonly attachedOre: Ore
  readonly heldOre: Ore
  readonly netOre: Ore
  readonly claimsOre: Ore
  readonly calculatedBy: string
  readonly calculatedOn: PlainDate | null
  readonly digest: string | null
  readonly repayments: number
  readonly repaidOre: Ore
  readonly firstApprovedBy: string | null
  readonly firstApprovedOn: PlainDate | null
  readonly approvedBy: string | null
  readonly approvedOn: PlainDate | null
  readonly releasedBy: string | null
  readonly releasedOn: PlainDate | null
  readonly releasedAt: string | null
  readonly debtorVersion: number | null
  readonly version: number
}

const COLUMNS = [
  'id',
  'month',
  'kind',
  'cause',
  'state',
  'reason',
  'pay_date',
  'as_known_on',
  'payslips',
  'payable',
  'blocked',
  'gross_ore',
  'withheld_ore',
  'attached_ore',
  'held_ore',
  'net_ore',
  'claims_ore',
  'calculated_by',
  'calculated_on',
  'digest',
  'repayments',
  'repaid_ore',
  'first_approved_by',
  'first_approved_on',
  'approved_by',
  'approved_on',
  'released_by',
  'released_on',
  'released_at',
  'debtor_version',
  'version',
] as const

type Row = Pick<Selectable<Tables['pay_run']>, (typeof COLUMNS)[number]>

const toPayRun = (row: Row): PayRun => ({
  id: row.id,
  month: row.month,
  kind: row.kind,
  cause: row.cause,
  state: row.state,
  reason: row.reason,
  payDate: row.pay_date,
  asKnownOn: row.as_known_on,
  payslips: row.payslips,
  payable: row.payable,
  blocked: row.blocked,
  grossOre: row.gross_ore,
  withheldOre: row.withheld_ore,
  attachedOre: row.attached_ore,
  heldOre: row.held_ore,
  netOre: row.net_ore,
  claimsOre: row.claims_ore,
  calculatedBy: row.calculated_by,
  calculatedOn: row.calculated_on,
  digest: row.digest,
  repayments: row.repayments,
  repaidOre: row.repaid_ore,
  firstApprovedBy: row.first_approved_by,
  firstApprovedOn: row.first_approved_on,
  approvedBy: row.approved_by,
  approvedOn: row.approved_on,
  releasedBy: row.released_by,
  releasedOn: row.released_on,
  releasedAt: row.released_at,
  debtorVersion: row.debtor_version,
  version: row.version,
})

/** Reads a run. */
export async function findPayRun(trx: Kysely<Tables>, id: PayRunId): Promise<PayRun | undefined> {
  const row = await trx
    .selectFrom('pay_run')
    .select(COLUMNS)
    .where('tenant', '=', here)
    .where('id', '=', id)
    .executeTakeFirst()
  return row && toPayRun(row)
}

/** Locks a run and reads it. */
export async function lockPayRun(trx: Kysely<Tables>, id: PayRunId): Promise<PayRun | undefined> {
  const row = await trx
    .selectFrom('pay_run')
    .select(COLUMNS)
    .where('tenant', '=', here)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row && toPayRun(row)
}

/** A page of runs, newest first, one more than the limit. */
export async function listPayRuns(
  trx: Kysely<Tables>,
  page: {
    readonly month: Month | undefined
    readonly state: PayRunState | undefined
    readonly before: string | null
    readonly limit: number
  },
): Promise<PayRun[]> {
  const { month, state, before, limit } = page
  const rows = await trx
    .selectFrom('pay_run')
    .select(COLUMNS)
    .where('tenant', '=', here)
    .$if(month !== undefined, (query) => query.where('month', '=', month as Month))
    .$if(state !== undefined, (query) => query.where('state', '=', state as PayRunState))
    .$if(before !== null, (query) => query.where('id', '<', before as PayRunId))
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  return rows.map(toPayRun)
}

/** Month, kind and state of every run that is not cancelled: at most one ordinary run a month. */
export function listStandingRuns(
  trx: Kysely<Tables>,
): Promise<{ month: Month; kind: PayRunKind; state: PayRunState }[]> {
  return trx
    .selectFrom('pay_run')
    .select(['month', 'kind', 'state'])
    .where('tenant', '=', here)
    .where('state', '<>', 'cancelled')
    .execute()
}

/** Starts a run; a second open one breaks `pay_run_one_open`, a second of the month `pay_run_one_a_month`. */
export function insertPayRun(trx: Kysely<Tables>, tenant: Tenant, run: PayRun): Compilable {
  return trx.insertInto('pay_run').values({
    tenant,
    id: run.id,
    month: run.month,
    kind: run.kind,
    cause: run.cause,
    sequence: sql<number>`(select count(*) + 1 from pay_run
      where tenant = ${tenant} and month = ${run.month} and kind = ${run.kind})`,
    state: run.state,
    pay_date: run.payDate,
    as_known_on: run.asKnownOn,
    calculated_by: run.calculatedBy,
    version: run.version,
  })
}

/** Saves a move of a locked run. */
export function updatePayRun(trx: Kysely<Tables>, run: PayRun): Compilable {
  return exactlyOne(
    trx
      .updateTable('pay_run')
      .set({
        state: run.state,
        reason: run.reason,
        first_approved_by: run.firstApprovedBy,
        first_approved_on: run.firstApprovedOn,
        approved_by: run.approvedBy,
        approved_on: run.approvedOn,
        released_by: run.releasedBy,
        released_on: run.releasedOn,
        released_at: run.releasedAt,
        debtor_version: run.debtorVersion,
        version: run.version,
      })
      .where('tenant', '=', here)
      .where('id', '=', run.id)
      .where('version', '=', run.version - 1),
  ) as Compilable
}

/** Nothing of a cancelled run counts as paid or claimed. */
export function uncount(trx: Kysely<Tables>, id: PayRunId): Compilable[] {
  return (['payslip', 'pay_line', 'claim_change', 'attachment_paid'] as const).map((table) =>
    trx
      .updateTable(table)
      .set({ counts: false })
      .where('tenant', '=', here)
      .where('run_id', '=', id),
  )
}

/**
 * Locks runs in order of id and reads them. Payments of another run may still be made that point to these: a stronger
 * lock would wait for a release that itself waits for the ledger.
 */
export async function lockPayRuns(
  trx: Kysely<Tables>,
  ids: readonly PayRunId[],
): Promise<PayRun[]> {
  const rows = await trx
    .selectFrom('pay_run')
    .select(COLUMNS)
    .where('tenant', '=', here)
    .where(sql<boolean>`id = any(${[...ids]}::uuid[])`)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
  return rows.map(toPayRun)
}
