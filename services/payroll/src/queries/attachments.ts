import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { Id, PersonId } from '@fotfeste/domain/values/ids.ts'
import type { Ore } from '@fotfeste/domain/values/ore.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import { here } from '@fotfeste/kit/here.ts'
import { type Compilable, type Kysely, type Selectable, sql } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'

export type OrderId = Id<'AttachmentOrder'>

/** An attachment order (utleggstrekk) as a person entered its newest version. */
export type AttachmentOrder = {
  readonly orderId: OrderId
  readonly personId: PersonId
  readonly class: Tables['attachment_order']['class']
  readonly amountOre: Ore | null
  readonly percent: number | null
  readonly keepsOre: Ore
  readonly creditor: {
    readonly name: string
    readonly accountNumber: string
    readonly kid: string | null
  }
  readonly reference: string
  readonly from: PlainDate
  readonly to: PlainDate | null
  readonly paidOre: Ore
  readonly enteredBy: string
  readonly enteredOn: PlainDate
  readonly version: number
}

type Row = Selectable<Tables['attachment_order']> & { readonly paid: Ore }

const toOrder = (row: Row): AttachmentOrder => ({
  orderId: row.id,
  personId: row.person_id,
  class: row.class,
  amountOre: row.amount_ore,
  percent: row.rate === null ? null : row.rate / 100,
  keepsOre: row.keeps_ore,
  creditor: { name: row.creditor_name, accountNumber: row.creditor_account, kid: row.kid },
  reference: row.reference,
  from: row.from_date,
  to: row.to_date,
  paidOre: row.paid,
  enteredBy: row.entered_by,
  enteredOn: row.entered_on,
  version: row.version,
})

/** The newest version of each of a person's orders, in order of entry. */
export async function ordersOfPerson(
  trx: Kysely<Tables>,
  personId: PersonId,
): Promise<AttachmentOrder[]> {
  const { rows } = await sql<Row>`
    select distinct on (o.id) o.*, coalesce((select sum(a.amount_ore) from attachment_paid a
        join pay_run r on r.tenant = a.tenant and r.id = a.run_id and r.released_at is not null
        where a.tenant = o.tenant and a.order_id = o.id and a.counts), 0)::bigint as paid
    from attachment_order o where o.tenant = ${here} and o.person_id = ${personId}
    order by o.id, o.version desc`.execute(trx)
  return rows.map(toOrder)
}

/** Keeps a version; those before it stay. */
export function insertOrder(
  trx: Kysely<Tables>,
  order: AttachmentOrder,
  by: { readonly tenant: Tenant; readonly protected: boolean; readonly at: string },
): Compilable {
  const { creditor } = order
  return trx.insertInto('attachment_order').values({
    tenant: by.tenant,
    id: order.orderId,
    version: order.version,
    person_id: order.personId,
    protected: by.protected,
    class: order.class,
    amount_ore: order.amountOre,
    rate: order.percent === null ? null : Math.round(order.percent * 100),
    keeps_ore: order.keepsOre,
    creditor_name: creditor.name,
    creditor_account: creditor.accountNumber,
    kid: creditor.kid,
    reference: order.reference,
    from_date: order.from,
    to_date: order.to,
    entered_by: order.enteredBy,
    entered_on: order.enteredOn,
    entered_at: by.at,
  })
}
