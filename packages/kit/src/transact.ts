import type { Contract } from '@fotfeste/contracts/contract.ts'
import { isRefusal } from '@fotfeste/domain/values/refusal.ts'
import type { FastifyRequest } from 'fastify'
import type { Kysely } from 'kysely'
import { type Asked, logAccess, logApart } from './access-log.ts'
import type { Answer, Context, Handler, Input } from './answer.ts'
import { openTransaction } from './db.ts'
import { RECORD, recordEvent } from './event.ts'
import {
  claimKey,
  KEEP,
  type KeyedCall,
  keepReply,
  requestHash,
  type StoredReply,
  turnOf,
} from './idempotency.ts'
import { type Kit, newId } from './kit.ts'
import { commonProblem } from './problems.ts'
import { refusalProblem } from './refusals.ts'
import type { Sendable } from './trip.ts'

export type AnyAnswer = Answer<Contract> & { readonly body: unknown; readonly status: number }
type Decision = { readonly answer: AnyAnswer } | { readonly error: unknown }

/** One request on its way through its handler. */
export type Call<Tables> = {
  kit: Kit<Tables>
  contract: Contract
  request: FastifyRequest
  caller: Context<Tables>['caller']
  asked: Asked
  input: Input<Contract>
  decide: Handler<Contract, Tables>
  write: (status: number, body: unknown) => string
}

export type Replied = StoredReply & { readonly isReplayed: boolean }

/**
 * Load, decide, save, reply in two trips: the opening, the key and the handler's loads ride together, and so do
 * the save, the event, the stored reply and the commit.
 */
export async function inOneTransaction<Tables>(call: Call<Tables>): Promise<Replied> {
  const { kit, contract, asked } = call
  const view = { tenant: asked.tenant, seesProtected: asked.seesProtected, isSystem: false }
  const keyed = keyedCall(call)
  const open = await openTransaction<Tables>(kit.pool, view, keyed ? turnOf(keyed) : undefined)
  try {
    const claim = keyed ? claimKey(open, keyed) : Promise.resolve(null)
    claim.catch(() => undefined)
    const decision = await settle(call.decide(call.input, contextOf(call, open.trx)))
    const stored = await claim
    if (stored) {
      await open.abandon()
      if (stored.persons.length > 0)
        await logApart(kit, asked, logAccess(asked, stored.persons, 'read'))
      return { ...stored, isReplayed: true }
    }
    if ('error' in decision) throw decision.error
    const answer = decision.answer
    if (isRefusal(answer)) throw refusalProblem(kit.problems, contract, answer)
    const fresh = replyOf(answer, call.write)
    try {
      await open.finish(lastStatements(call, answer, keyed && keepReply(keyed, fresh)))
    } catch (error) {
      throw conflictProblem(call, answer, error)
    }
    return { ...fresh, isReplayed: false }
  } catch (error) {
    await open.abandon()
    throw error
  }
}

const settle = (promise: Promise<unknown>): Promise<Decision> =>
  promise.then(
    (answer) => ({ answer: answer as AnyAnswer }),
    (error: unknown) => ({ error }),
  )

/** RFC 9110 13.1.1: `*` or a list with the ETag in it; compared strongly, so a weak one (`W/`) never does. */
const namesVersion = (held: string | undefined, version: number): boolean =>
  (held ?? '').split(',').some((one) => ['*', `"${version}"`].includes(one.trim()))

function contextOf<Tables>(call: Call<Tables>, trx: Kysely<Tables>): Context<Tables> {
  return {
    trx,
    caller: call.caller,
    today: call.kit.clock.today(),
    at: new Date().toISOString(),
    newId,
    expectVersion(version) {
      if (!namesVersion(call.request.headers['if-match'], version)) {
        throw commonProblem(
          'stale',
          `The resource is at version "${version}": read it again, then decide anew.`,
          {
            headers: { etag: `"${version}"` },
          },
        )
      }
    },
  }
}

function keyedCall<Tables>({ asked, input, contract, ...call }: Call<Tables>): KeyedCall | null {
  if (!contract.write?.keyed) return null
  // A stored answer is for who may see as much: who may see less asks for something else.
  const seen = [...call.caller.scopes].filter((scope) => /:(identity|protected)\./.test(scope))
  return {
    tenant: asked.tenant,
    operation: contract.id,
    actor: asked.actor,
    key: call.request.headers['idempotency-key'] as string,
    requestHash: requestHash([input.params ?? null, input.body ?? null, ...seen.sort()]),
    keepsLong: contract.write.keyed === 'money',
  }
}

/** An answer as it is stored and sent. */
export function replyOf(answer: AnyAnswer, write: Call<unknown>['write']): StoredReply {
  const headers: Record<string, string> = {}
  if (answer.version !== undefined) headers['etag'] = `"${answer.version}"`
  if (answer.location !== undefined) headers['location'] = answer.location
  return {
    status: answer.status,
    headers,
    body: write(answer.status, answer.body),
    persons: answer.persons ?? [],
  }
}

/** Event and stored reply as one statement: every statement less is work less on both sides of the wire. */
const RECORD_AND_KEEP = `with told as (${RECORD}) ${KEEP.replace(/\$(\d+)/g, (_all, at) => `$${Number(at) + 7}`)}`

function lastStatements<Tables>(
  { asked }: Call<Tables>,
  answer: AnyAnswer,
  keep: Sendable | null,
): Sendable[] {
  const last: Sendable[] = (answer.save ?? []).map((query) => query.compile())
  if (answer.persons?.length) last.push(logAccess(asked, answer.persons, 'read'))
  if (answer.missed?.length) last.push(logAccess(asked, answer.missed, 'not-found'))
  const told = answer.event && recordEvent(asked.tenant, newId(), answer.event)
  if (told && keep) {
    last.push({ sql: RECORD_AND_KEEP, parameters: [...told.parameters, ...keep.parameters] })
  } else if (told ?? keep) last.push((told ?? keep) as Sendable)
  return last
}

function conflictProblem<Tables>(call: Call<Tables>, answer: AnyAnswer, error: unknown): unknown {
  const { code, constraint } = error as { code?: string; constraint?: string }
  const refusal = code?.startsWith('23') ? answer.conflicts?.[constraint ?? ''] : undefined
  return refusal ? refusalProblem(call.kit.problems, call.contract, refusal) : error
}
