import type { PayLine } from '@fotfeste/domain/stipend/line.ts'
import type { Payment } from '@fotfeste/domain/stipend/payment-file.ts'
import type { LedgerLine, Payslip, PayslipReason } from '@fotfeste/domain/stipend/payslip.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { Id, PersonId } from '@fotfeste/domain/values/ids.ts'
import type { Month } from '@fotfeste/domain/values/month.ts'
import type { Ore } from '@fotfeste/domain/values/ore.ts'
import { type Kysely, sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Tables } from '../db/tables.gen.ts'
import type { PayRunId } from './pay-runs.ts'

export type PayslipId = Id<'Payslip'>

/** A payslip without its lines. */
export type PayslipHead = {
  readonly id: PayslipId
  readonly runId: PayRunId
  readonly personId: PersonId
  readonly month: Month
  readonly payDate: PlainDate
  readonly state: Payslip['state']
  readonly grossOre: Ore
  readonly netOre: Ore
  readonly claimsOre: Ore
  readonly requiresIndividualDecision: boolean
}

export type WholePayslip = PayslipHead & {
  readonly reasons: readonly PayslipReason[]
  readonly lines: readonly (Pick<LedgerLine, 'month'> & { readonly line: PayLine })[]
}

const heads = (trx: Kysely<Tables>) =>
  trx
    .selectFrom('payslip as s')
    .innerJoin('pay_run as r', (join) =>
      join.onRef('r.tenant', '=', 's.tenant').onRef('r.id', '=', 's.run_id'),
    )
    .select([
      's.id',
      's.run_id',
      's.person_id',
      'r.month',
      'r.pay_date',
      's.state',
      's.gross_ore',
      's.net_ore',
      's.claims_ore',
      's.requires_decision',
    ])

type HeadRow = Awaited<ReturnType<ReturnType<typeof heads>['execute']>>[number]

const toHead = (row: HeadRow): PayslipHead => ({
  id: row.id,
  runId: row.run_id,
  personId: row.person_id,
  month: row.month,
  payDate: row.pay_date,
  state: row.state,
  grossOre: row.gross_ore,
  netOre: row.net_ore,
  claimsOre: row.claims_ore,
  requiresIndividualDecision: row.requires_decision,
})

/** A page of a run's payslips in order of id, one more than the limit. */
export async function listPayslips(
  trx: Kysely<Tables>,
  page: {
    readonly runId: PayRunId
    readonly personId: PersonId | undefined
    readonly state: Payslip['state'] | undefined
    readonly after: string | null
    readonly limit: number
  },
): Promise<PayslipHead[]> {
  const { runId, personId, state, after, limit } = page
  const rows = await heads(trx)
    .where('s.run_id', '=', runId)
    .$if(personId !== undefined, (query) => query.where('s.person_id', '=', personId as PersonId))
    .$if(state !== undefined, (query) => query.where('s.state', '=', state as Payslip['state']))
    .$if(after !== null, (query) => query.where('s.id', '>', after as PayslipId))
    .orderBy('s.id')
    .limit(limit + 1)
    .execute()
  return rows.map(toHead)
}

/** One payslip with its lines. */
export async function findPayslip(
  trx: Kysely<Tables>,
  id: PayslipId,
): Promise<WholePayslip | undefined> {
  const row = await heads(trx)
    .select((eb) => [
      's.reasons',
      jsonArrayFrom(
        eb
          .selectFrom('pay_line as l')
          .select(['l.month', 'l.code', 'l.amount_ore', 'l.detail'])
          .whereRef('l.tenant', '=', 's.tenant')
          .whereRef('l.payslip_id', '=', 's.id')
          .orderBy('l.number'),
      ).as('lines'),
    ])
    .where('s.id', '=', id)
    .executeTakeFirst()
  return (
    row && {
      ...toHead(row),
      reasons: row.reasons as PayslipReason[],
      lines: row.lines.map((line) => ({
        month: line.month,
        line: {
          code: line.code as PayLine['code'],
          amountOre: line.amount_ore,
          ...(line.detail as Omit<PayLine, 'code' | 'amountOre'>),
        },
      })),
    }
  )
}

/** What a released run pays, in order of payslip: the payees as they were frozen. */
export async function listPayments(
  trx: Kysely<Tables>,
  runId: PayRunId,
): Promise<(Payment & { readonly personId: PersonId })[]> {
  const { rows } = await sql<{
    id: PayslipId
    person_id: PersonId
    name: string
    account_number: string
    net_ore: Ore
  }>`
    select s.id, s.person_id, p.name, p.account_number, s.net_ore
    from payslip s
    join payee p on p.tenant = s.tenant and p.person_id = s.person_id and p.version = s.payee_version
    where s.run_id = ${runId} and s.state = 'payable'
    order by s.id`.execute(trx)
  return rows.map((row) => ({
    endToEndId: row.id.replaceAll('-', ''),
    personId: row.person_id,
    name: row.name,
    accountNumber: row.account_number,
    amountOre: row.net_ore,
  }))
}
