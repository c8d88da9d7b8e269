import {
  type BankEntry,
  type BankScope,
  type Doubles,
  type JudgedEntry,
  keyOf,
} from '@fotfeste/domain/payment/bank-answer.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { Id } from '@fotfeste/domain/values/ids.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import { here } from '@fotfeste/kit/here.ts'
import { type Compilable, type Kysely, sql } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'

/** An imported answer with what became of its entries. */
export type BankAnswer = {
  readonly id: Id<'BankAnswer'>
  readonly kind: 'pain.002' | 'camt.054'
  readonly messageId: string
  readonly receivedBy: string
  readonly receivedOn: PlainDate
  readonly changed: number
  readonly entries: readonly JudgedEntry[]
}

export type BankAnswerHead = Omit<BankAnswer, 'entries'> & { readonly entryCount: number }

const HEAD = [
  'id',
  'kind',
  'message_id',
  'received_by',
  'received_on',
  'changed',
  'entries',
] as const

type Row = {
  id: Id<'BankAnswer'>
  kind: BankAnswer['kind']
  message_id: string
  received_by: string
  received_on: PlainDate
  changed: number
  entries: unknown
}

const toAnswer = (row: Row): BankAnswer => ({
  id: row.id,
  kind: row.kind,
  messageId: row.message_id,
  receivedBy: row.received_by,
  receivedOn: row.received_on,
  changed: row.changed,
  entries: row.entries as JudgedEntry[],
})

/** One answer by its id, or by the digest of its document. */
export async function findBankAnswer(
  trx: Kysely<Tables>,
  by: { readonly id: Id<'BankAnswer'> } | { readonly digest: string },
): Promise<BankAnswer | undefined> {
  const row = await trx
    .selectFrom('bank_answer')
    .select(HEAD)
    .where('tenant', '=', here)
    .where((eb) => ('id' in by ? eb('id', '=', by.id) : eb('digest', '=', by.digest)))
    .executeTakeFirst()
  return row && toAnswer(row)
}

/** A page of answers, newest first, one more than the limit. */
export async function listBankAnswers(
  trx: Kysely<Tables>,
  page: { readonly before: string | null; readonly limit: number },
): Promise<BankAnswerHead[]> {
  const { before, limit } = page
  const rows = await trx
    .selectFrom('bank_answer')
    .select(['id', 'kind', 'message_id', 'received_by', 'received_on', 'changed'])
    .select(sql<number>`jsonb_array_length(entries)`.as('entry_count'))
    .where('tenant', '=', here)
    .$if(before !== null, (query) => query.where('id', '<', before as Id<'BankAnswer'>))
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  return rows.map(({ entry_count: entryCount, ...row }) => {
    const { entries: _none, ...head } = toAnswer({ ...row, entries: [] })
    return { ...head, entryCount }
  })
}

/** Second bookings of what comes back, that earlier answers told (one for each of the bank's references) and none took back. */
export async function standingDoubles(
  trx: Kysely<Tables>,
  entries: readonly BankEntry[],
): Promise<Doubles> {
  const back = entries.filter(({ word }) => word === 'returned').map(({ reference }) => reference)
  if (back.length === 0) return new Map()
  const { rows } = await sql<{ scope: BankScope; reference: string; doubles: number }>`
    select e.scope, e.reference, (count(distinct coalesce(e."bankReference", b.id::text))
        filter (where e.outcome = 'double' and e.changed = 0)
      - count(*) filter (where e.outcome = 'double-taken-back'))::int as doubles
    from bank_answer b cross join lateral jsonb_to_recordset(b.entries)
      as e(scope text, reference text, outcome text, changed int, "bankReference" text)
    where b.tenant = ${here} and b.kind = 'camt.054' and e.reference = any(${back})
    group by e.scope, e.reference`.execute(trx)
  return new Map(rows.map(({ scope, reference, doubles }) => [keyOf(scope, reference), doubles]))
}

/** Keeps an answer with what became of its entries. */
export function insertBankAnswer(
  trx: Kysely<Tables>,
  tenant: Tenant,
  answer: BankAnswer & { readonly digest: string; readonly at: string },
): Compilable {
  return trx.insertInto('bank_answer').values({
    tenant,
    id: answer.id,
    digest: answer.digest,
    kind: answer.kind,
    message_id: answer.messageId,
    received_by: answer.receivedBy,
    received_on: answer.receivedOn,
    received_at: answer.at,
    changed: answer.changed,
    entries: JSON.stringify(answer.entries),
  })
}
