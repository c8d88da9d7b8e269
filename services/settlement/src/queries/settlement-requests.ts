import type { Numbers, SettlementRequest } from '@fotfeste/domain/settlement/request.ts'
import { assert } from '@fotfeste/domain/values/assert.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { Id } from '@fotfeste/domain/values/ids.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import { exactlyOne } from '@fotfeste/kit/db.ts'
import type { Compilable, Kysely } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Tables } from '../db/tables.gen.ts'
import { instantOf } from './instant.ts'

/** A decision as it was registered; the highest number is in force. */
export type HeldDecision = Numbers & {
  readonly number: number
  readonly decidedOn: PlainDate
  readonly decidingBody: string
  readonly caseReference: string
  readonly recordedOn: PlainDate
}

/** What stood before a correction, and why it was corrected. */
export type HeldCorrection = SettlementRequest & {
  readonly reference: string
  readonly reason: string
  readonly correctedBy: string
  readonly correctedAt: string
}

/** A request with every decision on it, newest first. */
export type HeldRequest = SettlementRequest & {
  readonly id: Id<'SettlementRequest'>
  readonly version: number
  readonly reference: string
  readonly decisions: readonly HeldDecision[]
  readonly corrections: readonly HeldCorrection[]
  readonly changedAt: string
}

/** More decisions than anyone makes on one request. */
const MOST_DECISIONS = 50

function selectRequests(trx: Kysely<Tables>, tenant: Tenant) {
  return trx
    .selectFrom('settlement_request as r')
    .where('r.tenant', '=', tenant)
    .select(['r.id', 'r.version', 'r.year', 'r.persons', 'r.unaccompanied_minors'])
    .select(['r.received_on', 'r.deadline', 'r.reference', 'r.changed_at'])
    .select((eb) =>
      jsonArrayFrom(
        eb
          .selectFrom('settlement_decision as d')
          .select(['d.number', 'd.persons', 'd.unaccompanied_minors', 'd.decided_on'])
          .select(['d.deciding_body', 'd.case_reference', 'd.recorded_on'])
          .whereRef('d.tenant', '=', 'r.tenant')
          .whereRef('d.request_id', '=', 'r.id')
          .orderBy('d.number', 'desc')
          .limit(MOST_DECISIONS),
      ).as('decisions'),
    )
    .select((eb) =>
      jsonArrayFrom(
        eb
          .selectFrom('former_settlement_request as f')
          .select(['f.year', 'f.persons', 'f.unaccompanied_minors as unaccompaniedMinors'])
          .select(['f.received_on as receivedOn', 'f.deadline', 'f.reference', 'f.reason'])
          .select('f.corrected_by as correctedBy')
          .select(instantOf('f.corrected_at').as('correctedAt'))
          .whereRef('f.tenant', '=', 'r.tenant')
          .whereRef('f.request_id', '=', 'r.id')
          .orderBy('f.version'),
      ).as('corrections'),
    )
}
type Row = Awaited<ReturnType<ReturnType<typeof selectRequests>['execute']>>[number]

function toRequest(row: Row): HeldRequest {
  return {
    id: row.id as Id<'SettlementRequest'>,
    version: row.version,
    year: row.year,
    persons: row.persons,
    unaccompaniedMinors: row.unaccompanied_minors,
    receivedOn: row.received_on,
    deadline: row.deadline,
    reference: row.reference,
    changedAt: row.changed_at,
    corrections: row.corrections,
    decisions: row.decisions.map((decision) => ({
      number: decision.number,
      persons: decision.persons,
      unaccompaniedMinors: decision.unaccompanied_minors,
      decidedOn: decision.decided_on,
      decidingBody: decision.deciding_body,
      caseReference: decision.case_reference,
      recordedOn: decision.recorded_on,
    })),
  }
}

/** Reads one request; null when there is none. */
export async function findRequest(
  trx: Kysely<Tables>,
  tenant: Tenant,
  id: Id<'SettlementRequest'>,
): Promise<HeldRequest | null> {
  const row = await selectRequests(trx, tenant).where('r.id', '=', id).executeTakeFirst()
  return row ? toRequest(row) : null
}

/** Locks a request, then reads it as it is under the lock: two statements, one trip. */
export async function lockRequest(
  trx: Kysely<Tables>,
  tenant: Tenant,
  id: Id<'SettlementRequest'>,
): Promise<HeldRequest | null> {
  const locked = trx
    .selectFrom('settlement_request')
    .select('id')
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .execute()
  const [, found] = await Promise.all([locked, findRequest(trx, tenant, id)])
  return found
}

/** The request of a year; null when there is none. */
export async function findRequestOfYear(
  trx: Kysely<Tables>,
  tenant: Tenant,
  year: number,
): Promise<HeldRequest | null> {
  const row = await selectRequests(trx, tenant).where('r.year', '=', year).executeTakeFirst()
  return row ? toRequest(row) : null
}

/** Requests in the order of registration, from behind `after`. */
export async function listRequests(
  trx: Kysely<Tables>,
  tenant: Tenant,
  page: { readonly after: Id<'SettlementRequest'>; readonly limit: number },
): Promise<HeldRequest[]> {
  const rows = await selectRequests(trx, tenant)
    .where('r.id', '>', page.after)
    .orderBy('r.id')
    .limit(page.limit)
    .execute()
  return rows.map(toRequest)
}

const columnsOf = (request: SettlementRequest & { readonly reference: string }) => ({
  year: request.year,
  persons: request.persons,
  unaccompanied_minors: request.unaccompaniedMinors,
  received_on: request.receivedOn,
  deadline: request.deadline,
  reference: request.reference,
})

/** Inserts a request; a second one for the year breaks `settlement_request_one_a_year`. */
export function insertRequest(
  trx: Kysely<Tables>,
  tenant: Tenant,
  request: HeldRequest,
): Compilable {
  return trx.insertInto('settlement_request').values({
    tenant,
    id: request.id,
    ...columnsOf(request),
    version: request.version,
    changed_at: request.changedAt,
  })
}

/** Saves the first of a locked request's decisions, which is new. */
export function insertDecision(
  trx: Kysely<Tables>,
  tenant: Tenant,
  request: HeldRequest,
): Compilable[] {
  const [decision] = request.decisions
  assert(decision !== undefined, 'there is a new decision to save')
  return [
    exactlyOne(
      trx
        .updateTable('settlement_request')
        .set({ version: request.version, changed_at: request.changedAt })
        .where('tenant', '=', tenant)
        .where('id', '=', request.id)
        .where('version', '=', request.version - 1),
    ) as Compilable,
    trx.insertInto('settlement_decision').values({
      tenant,
      request_id: request.id,
      number: decision.number,
      persons: decision.persons,
      unaccompanied_minors: decision.unaccompaniedMinors,
      decided_on: decision.decidedOn,
      deciding_body: decision.decidingBody,
      case_reference: decision.caseReference,
      recorded_on: decision.recordedOn,
    }),
  ]
}

/** Puts what a locked request was aside, as the last of its corrections, and what it is in its place. */
export function replaceRequest(
  trx: Kysely<Tables>,
  tenant: Tenant,
  request: HeldRequest,
): Compilable[] {
  const before = request.corrections.at(-1)
  assert(before !== undefined, 'there is a new correction to save')
  return [
    trx.insertInto('former_settlement_request').values({
      tenant,
      request_id: request.id,
      version: request.version - 1,
      ...columnsOf(before),
      reason: before.reason,
      corrected_by: before.correctedBy,
      corrected_at: before.correctedAt,
    }),
    exactlyOne(
      trx
        .updateTable('settlement_request')
        .set({ ...columnsOf(request), version: request.version, changed_at: request.changedAt })
        .where('tenant', '=', tenant)
        .where('id', '=', request.id)
        .where('version', '=', request.version - 1),
    ) as Compilable,
  ]
}
