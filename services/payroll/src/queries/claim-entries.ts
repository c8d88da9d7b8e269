import type { StopReason } from '@fotfeste/domain/stipend/claim-steps.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { Id, PersonId } from '@fotfeste/domain/values/ids.ts'
import type { Month } from '@fotfeste/domain/values/month.ts'
import type { Ore } from '@fotfeste/domain/values/ore.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import { exactlyOne } from '@fotfeste/kit/db.ts'
import { here } from '@fotfeste/kit/here.ts'
import { type Compilable, type Kysely, sql } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'
import type { Demand } from './claims.ts'

/** Whose claim an entry is about, and who makes it. */
export type ClaimEntry = {
  readonly tenant: Tenant
  readonly personId: PersonId
  readonly protected: boolean
  readonly month: Month
  readonly enteredBy: string
  readonly today: PlainDate
}

const keys = (entry: ClaimEntry) => ({
  tenant: entry.tenant,
  person_id: entry.personId,
  protected: entry.protected,
  month: entry.month,
  entered_by: entry.enteredBy,
})

/** Stops set-off of a month's claim. */
export const insertStop = (
  trx: Kysely<Tables>,
  entry: ClaimEntry,
  stop: { readonly id: Id<'ClaimStop'>; readonly reason: StopReason; readonly note: string },
): Compilable =>
  trx
    .insertInto('claim_stop')
    .values({ ...keys(entry), ...stop, from_date: entry.today, version: 1 })

/** Ends the stop that stands. */
export const endStop = (trx: Kysely<Tables>, entry: ClaimEntry): Compilable =>
  exactlyOne(
    trx
      .updateTable('claim_stop')
      .set({ to_date: entry.today, ended_by: entry.enteredBy, version: sql`version + 1` })
      .where('tenant', '=', here)
      .where('person_id', '=', entry.personId)
      .where('month', '=', entry.month)
      .where('to_date', 'is', null),
  ) as Compilable

/** Keeps a repayment decision or a claim for refund. */
export function insertDemand(trx: Kysely<Tables>, entry: ClaimEntry, demand: Demand): Compilable {
  const row = {
    ...keys(entry),
    id: demand.demandId,
    amount_ore: demand.amountOre,
    reference: demand.reference,
    entered_on: entry.today,
  }
  return demand.benefit === null
    ? trx.insertInto('repayment_decision').values({ ...row, decided_on: demand.on } as never)
    : trx
        .insertInto('refund_claim')
        .values({ ...row, benefit: demand.benefit, claimed_on: demand.on } as never)
}

/** Keeps what came in for a demand. */
export function insertRecovery(
  trx: Kysely<Tables>,
  entry: ClaimEntry,
  recovery: {
    readonly id: Id<'ClaimRecovery'>
    readonly demand: Demand
    readonly amountOre: Ore
    readonly receivedOn: PlainDate
    readonly isLast: boolean
  },
): Compilable {
  const { id, demand, amountOre, receivedOn, isLast } = recovery
  const isRepayment = demand.kind === 'repayment'
  return trx.insertInto('claim_recovery').values({
    ...keys(entry),
    id,
    repayment_id: isRepayment ? (demand.demandId as never) : null,
    refund_id: isRepayment ? null : (demand.demandId as never),
    amount_ore: amountOre,
    received_on: receivedOn,
    is_last: isLast,
    entered_on: entry.today,
  })
}
