import { hash } from 'node:crypto'
import type { OpenTransaction } from './db.ts'
import { commonProblem } from './problems.ts'
import { send } from './trip.ts'

/** A key belongs to (tenant, operation, actor). */
export type KeyedCall = {
  readonly tenant: string
  readonly operation: string
  readonly actor: string
  readonly key: string
  readonly requestHash: string
  readonly keepsLong: boolean
}

export type StoredReply = {
  readonly status: number
  readonly headers: Record<string, string>
  readonly body: string
  /** Whom the answer shows: who is sent it again has read of them again. */
  readonly persons: readonly string[]
}

/** 1 to 255 visible ASCII characters. */
export const isKey = (key: unknown): key is string =>
  typeof key === 'string' && /^[\x21-\x7e]{1,255}$/.test(key)

/** The hash of what was asked; parsed input has its fields in the contract's order, so it is canonical. */
export const requestHash = (input: unknown): string =>
  hash('sha256', JSON.stringify(input), 'base64url')

const FIND = `select request_hash, status, headers, body, persons from stored_reply
  where tenant = $1 and operation = $2 and actor = $3 and key = $4 and keep_until > now()`
export const KEEP = `insert into stored_reply
    (tenant, operation, actor, key, request_hash, status, headers, body, persons, keep_until)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9,
    now() + case when $10 then interval '13 months' else interval '48 hours' end)
  on conflict (tenant, operation, actor, key) do update
    set request_hash = excluded.request_hash, status = excluded.status, headers = excluded.headers,
        body = excluded.body, persons = excluded.persons, keep_until = excluded.keep_until
    where stored_reply.keep_until <= now()`

/** The turn of a transaction: one with the same key waits until the one before has ended. */
export const turnOf = ({ tenant, operation, actor, key }: KeyedCall): string =>
  [tenant, operation, actor, key].join('\n')

/**
 * Looks for the stored answer of a request with the same key. It rides in the first trip behind the statement
 * that waits for its turn, so it sees what the one before has committed.
 */
export async function claimKey<Tables>(
  open: OpenTransaction<Tables>,
  call: KeyedCall,
): Promise<StoredReply | null> {
  const { tenant, operation, actor, key } = call
  const [locked, found] = await Promise.allSettled([
    open.opening,
    send(open.client, { sql: FIND, parameters: [tenant, operation, actor, key] }),
  ])
  if (locked.status === 'rejected') {
    if ((locked.reason as { code?: string }).code !== '55P03') throw locked.reason
    throw commonProblem(
      'in-progress',
      'Wait a little and send the same request with the same key again.',
    )
  }
  if (found.status === 'rejected') throw found.reason
  const row = found.value.rows[0] as (StoredReply & { request_hash: string }) | undefined
  if (row && row.request_hash !== call.requestHash) {
    throw commonProblem(
      'idempotency-key-reused',
      'This Idempotency-Key was used with another request: take a new key for a new request.',
    )
  }
  return row ?? null
}

/** The statement that keeps an answer under its key, sent with the save. */
export const keepReply = (call: KeyedCall, reply: StoredReply) => ({
  sql: KEEP,
  parameters: [
    call.tenant,
    call.operation,
    call.actor,
    call.key,
    call.requestHash,
    reply.status,
    JSON.stringify(reply.headers),
    reply.body,
    reply.persons,
    call.keepsLong,
  ],
})
