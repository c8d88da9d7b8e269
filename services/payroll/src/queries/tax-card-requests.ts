import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { Id, PersonId } from '@fotfeste/domain/values/ids.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import { here } from '@fotfeste/kit/here.ts'
import { type Compilable, sql } from 'kysely'
import type { TaxCardRequestTable } from '../db/tables.gen.ts'
import type { Trx } from './persons.ts'

export type RequestId = Id<'TaxCardRequest'>

/** An order of tax cards. */
export type CardRequest = {
  readonly id: RequestId
  readonly year: number
  readonly state: TaxCardRequestTable['state']
  readonly reason: string | null
  readonly kind: TaxCardRequestTable['kind']
  readonly orderReference: string | null
  readonly dialogReference: string | null
  readonly persons: number
  readonly withoutNumber: number
  readonly applied: number
  readonly unknown: number
  readonly invalid: number
  readonly requestedBy: string
  readonly requestedOn: PlainDate
  readonly orderedAt: string | null
  readonly answeredOn: PlainDate | null
  readonly version: number
}

/** What an order is before anything was done with it. */
export const NEW_REQUEST = {
  state: 'due',
  reason: null,
  kind: null,
  orderReference: null,
  dialogReference: null,
  persons: 0,
  withoutNumber: 0,
  applied: 0,
  unknown: 0,
  invalid: 0,
  orderedAt: null,
  answeredOn: null,
  version: 1,
} as const

const requests = (trx: Trx) =>
  trx
    .selectFrom('tax_card_request')
    .select(['id', 'year', 'state', 'reason', 'kind', 'persons', 'applied', 'unknown', 'invalid'])
    .select(['version', 'order_reference as orderReference', 'dialog_reference as dialogReference'])
    .select(['without_number as withoutNumber', 'requested_by as requestedBy'])
    .select(['requested_on as requestedOn', 'ordered_at as orderedAt', 'answered_on as answeredOn'])
    .where('tenant', '=', here)

/** A page of orders, the newest first, one more than the limit. */
export const listRequests = (
  trx: Trx,
  page: {
    readonly year: number | undefined
    readonly after: RequestId | null
    readonly limit: number
  },
): Promise<CardRequest[]> =>
  requests(trx)
    .$if(page.year !== undefined, (query) => query.where('year', '=', page.year ?? 0))
    .$if(page.after !== null, (query) => query.where('id', '<', page.after as RequestId))
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
    .execute()

/** Keeps a new order, due at once. */
export const insertRequest = (
  trx: Trx,
  tenant: Tenant,
  given: CardRequest & { readonly at: string },
): Compilable =>
  trx.insertInto('tax_card_request').values({
    tenant,
    id: given.id,
    year: given.year,
    state: given.state,
    requested_by: given.requestedBy,
    requested_on: given.requestedOn,
    requested_at: given.at,
    next_try_at: given.at,
    version: given.version,
  })

type Daily = {
  readonly today: PlainDate
  /** An id for each year that may be ordered today. */
  readonly years: readonly { readonly id: RequestId; readonly year: number }[]
  readonly requestedBy: string
}

/** Gives up what another day left open, and makes today's order of each year unless there is one. */
export async function makeDaily(trx: Trx, tenant: Tenant, daily: Daily): Promise<void> {
  const { today, years, requestedBy } = daily
  await trx
    .updateTable('tax_card_request')
    .set({
      state: 'given-up',
      reason: 'The day ended without an answer; the next day’s order asks for everyone again.',
      version: sql`version + 1`,
    })
    .where('tenant', '=', tenant)
    .where('state', 'in', ['due', 'ordered'])
    .where('requested_on', '<', today)
    .execute()
  await sql`
    insert into tax_card_request (tenant, id, year, state, requested_by, requested_on, requested_at, next_try_at, version)
    select ${tenant}, y.id, y.year, 'due', ${requestedBy}, ${today}::date, now(), now(), 1
    from jsonb_to_recordset(${JSON.stringify(years)}::jsonb) as y(id uuid, year int)
    where exists (select from programme_facts f where f.tenant = ${tenant})
      and not exists (select from tax_card_request r where r.tenant = ${tenant} and r.year = y.year and r.requested_on = ${today}::date)
    on conflict do nothing`.execute(trx)
}

/**
 * Takes an open order whose time has come and keeps it for the lease: a second copy of the service takes it only
 * when this one has died.
 */
export async function claimRequest(
  trx: Trx,
  tenant: Tenant,
  leaseMs: number,
): Promise<CardRequest | undefined> {
  const { rows } = await sql<{ id: RequestId }>`
    update tax_card_request r set next_try_at = now() + ${leaseMs} * interval '1 millisecond'
    from (select tenant, id from tax_card_request
      where tenant = ${tenant} and state in ('due', 'ordered') and next_try_at <= now()
      order by id limit 1 for update skip locked) f
    where r.tenant = f.tenant and r.id = f.id returning r.id`.execute(trx)
  const [found] = rows
  return found && (await requests(trx).where('id', '=', found.id).executeTakeFirst())
}

/** A person in scope, and whether their last answer of the year leaves nothing to ask anew. */
export type InScope = { readonly personId: PersonId; readonly isAnswered: boolean }

/** Whose cards a year's payouts may need: in a programme that reaches the last month before the year, or later. */
export async function readScope(trx: Trx, tenant: Tenant, year: number): Promise<InScope[]> {
  const { rows } = await sql<{ person_id: PersonId; is_answered: boolean }>`
    with programmes as (
      select distinct on (enrolment_id) person_id, facts ->> 'programmeEnd' as ended from programme_facts
      where tenant = ${tenant} order by enrolment_id, version desc
    ), answers as (
      select distinct on (person_id) person_id, result from tax_card
      where tenant = ${tenant} and year = ${year} and source = 'api' order by person_id, version desc
    )
    select p.person_id,
      coalesce(a.result not in ('replaced-number', 'invalid-number', 'invalid-organisation'), false) as is_answered
    from person p left join answers a on a.person_id = p.person_id
    where p.tenant = ${tenant} and (
      p.person_id in (select person_id from programmes where coalesce(ended, '9999') >= ${`${year - 1}-12-01`})
      or p.person_id in (select person_id from basis where tenant = ${tenant} and month >= ${`${year - 1}-12`}))
    order by p.person_id`.execute(trx)
  return rows.map((row) => ({ personId: row.person_id, isAnswered: row.is_answered }))
}

/**
 * True when changes since the last order do not suffice: there was none, it began without an end, or it left
 * employees that were not applied.
 */
export async function asksForAll(trx: Trx, { id, year }: CardRequest): Promise<boolean> {
  const last = await trx
    .selectFrom('tax_card_request')
    .select(['state', 'unknown', 'invalid'])
    .where('tenant', '=', here)
    .where('year', '=', year)
    .where('id', '<', id)
    .where('ordered_at', 'is not', null)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return last?.state !== 'answered' || last.unknown + last.invalid > 0
}

type Change = Partial<{
  readonly state: TaxCardRequestTable['state']
  readonly reason: string | null
  readonly kind: 'all' | 'changes'
  readonly order_reference: string
  readonly dialog_reference: string | null
  readonly persons: number
  readonly without_number: number
  readonly applied: number
  readonly unknown: number
  readonly invalid: number
  readonly answered_on: PlainDate
}>

/** Moves an open order on; false when it is open no more. `againMs`: when it is looked at next. */
export async function moveRequest(
  trx: Trx,
  id: RequestId,
  { againMs, ordering, ...change }: Change & { againMs: number; ordering?: boolean },
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('tax_card_request')
    .set({
      ...change,
      ...(ordering ? { ordered_at: sql<string>`now()` } : {}),
      next_try_at: sql<string>`now() + ${againMs} * interval '1 millisecond'`,
      version: sql<number>`version + 1`,
    })
    .where('tenant', '=', here)
    .where('id', '=', id)
    .where('state', 'in', ['due', 'ordered'])
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Locks an order that is open; false when it is open no more. */
export async function lockOpen(trx: Trx, id: RequestId): Promise<boolean> {
  const row = await trx
    .selectFrom('tax_card_request')
    .select('id')
    .where('tenant', '=', here)
    .where('id', '=', id)
    .where('state', 'in', ['due', 'ordered'])
    .forUpdate()
    .executeTakeFirst()
  return row !== undefined
}

/** True while an order of the day may still bring cards: a run of the day waits for it a little. */
export async function areCardsAwaited(
  trx: Trx,
  of: { readonly year: number; readonly today: PlainDate; readonly withinMinutes: number },
): Promise<boolean> {
  const { rows } = await sql<{ awaited: boolean }>`
    select exists (select from tax_card_request where tenant = ${here} and year = ${of.year} and requested_on = ${of.today}
      and state in ('due', 'ordered') and reason is null
      and requested_at > now() - ${of.withinMinutes} * interval '1 minute') as awaited`.execute(trx)
  return rows[0]?.awaited ?? false
}
