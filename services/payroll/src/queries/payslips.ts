import type { PayLine } from '@fotfeste/domain/stipend/line.ts'
import type { LedgerLine, Payslip, PayslipReason } from '@fotfeste/domain/stipend/payslip.ts'
import type { Withholding } from '@fotfeste/domain/tax/withholding.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { Id, PersonId } from '@fotfeste/domain/values/ids.ts'
import type { Month } from '@fotfeste/domain/values/month.ts'
import { negateOre, type Ore } from '@fotfeste/domain/values/ore.ts'
import { here } from '@fotfeste/kit/here.ts'
import type { Kysely } from 'kysely'
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
  readonly withheldOre: Ore
  readonly attachedOre: Ore
  readonly heldOre: Ore
  readonly netOre: Ore
  readonly claimsOre: Ore
  readonly requiresIndividualDecision: boolean
}

/** What a creditor gets of a payslip (utleggstrekk). */
export type PayslipAttachment = {
  readonly orderId: Id<'AttachmentOrder'>
  readonly creditor: string
  readonly amountOre: Ore
  readonly line: PayLine
}

export type WholePayslip = PayslipHead & {
  readonly reasons: readonly PayslipReason[]
  readonly lines: readonly (Pick<LedgerLine, 'month' | 'kind'> & { readonly line: PayLine })[]
  readonly withholding: Withholding | null
  readonly withholdingReason: string | null
  readonly correctedOre: Ore
  readonly cardSource: string | null
  readonly attachments: readonly PayslipAttachment[]
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
      's.withheld_ore',
      's.attached_ore',
      's.held_ore',
      's.net_ore',
      's.claims_ore',
      's.requires_decision',
    ])
    .where('s.tenant', '=', here)

type HeadRow = Awaited<ReturnType<ReturnType<typeof heads>['execute']>>[number]

const toHead = (row: HeadRow): PayslipHead => ({
  id: row.id,
  runId: row.run_id,
  personId: row.person_id,
  month: row.month,
  payDate: row.pay_date,
  state: row.state,
  grossOre: row.gross_ore,
  withheldOre: row.withheld_ore,
  attachedOre: row.attached_ore,
  heldOre: row.held_ore,
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

/** A line as its row holds it: what it is and the rest of it. */
const toLine = (row: { code: string; amount_ore: Ore; detail: unknown }): PayLine => ({
  code: row.code as PayLine['code'],
  amountOre: row.amount_ore,
  ...(row.detail as Omit<PayLine, 'code' | 'amountOre'>),
})

const withDetails = (trx: Kysely<Tables>) =>
  heads(trx)
    .select([
      's.reasons',
      's.withholding',
      's.withholding_reason',
      's.corrected_ore',
      's.card_source',
    ])
    .select((eb) => [
      jsonArrayFrom(
        eb
          .selectFrom('pay_line as l')
          .select(['l.month', 'l.kind', 'l.code', 'l.amount_ore', 'l.detail'])
          .whereRef('l.tenant', '=', 's.tenant')
          .whereRef('l.payslip_id', '=', 's.id')
          .orderBy('l.number'),
      ).as('lines'),
      jsonArrayFrom(
        eb
          .selectFrom('attachment_paid as a')
          .innerJoin('attachment_order as o', (join) =>
            join
              .onRef('o.tenant', '=', 'a.tenant')
              .onRef('o.id', '=', 'a.order_id')
              .onRef('o.version', '=', 'a.order_version'),
          )
          .select(['a.order_id', 'o.creditor_name', 'a.amount_ore', 'a.detail'])
          .whereRef('a.tenant', '=', 's.tenant')
          .whereRef('a.payslip_id', '=', 's.id')
          .orderBy('a.order_id'),
      ).as('attachments'),
    ])

/** One payslip with its lines. */
export async function findPayslip(
  trx: Kysely<Tables>,
  id: PayslipId,
): Promise<WholePayslip | undefined> {
  const row = await withDetails(trx).where('s.id', '=', id).executeTakeFirst()
  if (!row) return undefined
  return {
    ...toHead(row),
    reasons: row.reasons as PayslipReason[],
    lines: row.lines.map((line) => ({ month: line.month, kind: line.kind, line: toLine(line) })),
    withholding: row.withholding as Withholding | null,
    withholdingReason: row.withholding_reason,
    correctedOre: row.corrected_ore,
    cardSource: row.card_source,
    attachments: row.attachments.map(({ order_id, creditor_name, amount_ore, detail }) => ({
      orderId: order_id as unknown as Id<'AttachmentOrder'>,
      creditor: creditor_name,
      amountOre: amount_ore,
      line: toLine({ code: 'attachment', amount_ore: negateOre(amount_ore), detail }),
    })),
  }
}
