import type { Contract } from '@fotfeste/contracts/contract.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { Id } from '@fotfeste/domain/values/ids.ts'
import { isRefusal, type Refusal } from '@fotfeste/domain/values/refusal.ts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Compilable, Kysely } from 'kysely'
import type { z } from 'zod'
import { type Asked, askedBy, logAccess } from './access-log.ts'
import type { Caller } from './auth.ts'
import { inTransaction, openTransaction, send } from './db.ts'
import { type NewEvent, recordEvent } from './feed.ts'
import {
  claimKey,
  type KeyedCall,
  keepReply,
  requestHash,
  type StoredReply,
} from './idempotency.ts'
import { type Kit, newId } from './kit.ts'
import { commonProblem, type Problem } from './problems.ts'
import { refusalProblem } from './refusals.ts'
import { replyWriters } from './reply.ts'
import { admitted, parseInput, route } from './route.ts'

type Out<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined

/** The parsed request, typed by the contract. */
export type Input<C extends Contract> = {
  readonly params: Out<C['params']>
  readonly query: Out<C['query']>
  readonly body: Out<C['body']>
}

/** What a handler may use beside its input. */
export type Context<Tables> = {
  /** Sends each query at once; await reads, hand writes back as `save`. */
  readonly trx: Kysely<Tables>
  readonly caller: Caller & { readonly tenant: NonNullable<Caller['tenant']> }
  readonly today: PlainDate
  /** Real time, ISO 8601 UTC: for order and audit, never for the law. */
  readonly at: string
  readonly newId: <Kind extends string>() => Id<Kind>
  /** Compares If-Match with the version read under the row lock; stops with 412 when they differ. */
  readonly expectVersion: (version: number) => void
}

type StatusOf<C extends Contract> = {
  [Status in keyof C['replies'] & number]: Status
}[keyof C['replies'] & number]

type BodyOf<C extends Contract> = {
  [Status in keyof C['replies'] & number]: C['replies'][Status] extends {
    readonly schema: infer Schema
  }
    ? Out<Schema>
    : unknown
}[keyof C['replies'] & number]

/** A handler's answer: the reply, and what is saved with it in one trip. */
export type Answer<C extends Contract> = {
  readonly status: StatusOf<C>
  readonly body: BodyOf<C>
  readonly version?: number
  readonly location?: string
  /** Statements without an answer, sent together with the event, the stored reply and the commit. */
  readonly save?: readonly Compilable[]
  readonly event?: NewEvent
  /** The persons whose facts the answer shows: one access-log row each. */
  readonly persons?: readonly string[]
  /** What a broken unique, exclusion or foreign key means, by the constraint's name. */
  readonly conflicts?: Readonly<Record<string, Refusal<C['problems'][number] | 'not-found'>>>
}

export type Handler<C extends Contract, Tables> = (
  input: Input<C>,
  context: Context<Tables>,
) => Promise<Answer<C> | Refusal<C['problems'][number] | 'not-found'>>

type AnyAnswer = Answer<Contract> & { readonly body: unknown; readonly status: number }
type Decision = { readonly answer: AnyAnswer } | { readonly error: unknown }

/** Registers an operation: everything but load, decide and save happens here (house 3.4, 3.5). */
export function serve<const C extends Contract, Tables>(
  kit: Kit<Tables>,
  contract: C,
  handler: Handler<NoInfer<C>, Tables>,
): void {
  const write = replyWriters(contract, kit.checksReplies)
  const decide = handler as unknown as Handler<Contract, Tables>
  route(kit, contract, async (request, reply) => {
    const caller = admitted(request)
    const asked = askedBy(caller, contract.id, request.id)
    const input = parseInput(contract, request)
    try {
      const stored = await inOneTransaction({
        kit,
        contract,
        request,
        caller,
        asked,
        input,
        decide,
        write,
      })
      return sendStored(reply, stored, contract)
    } catch (error) {
      await logRefused(kit, contract, { asked, params: input.params, error })
      throw error
    }
  })
}

type Call<Tables> = {
  kit: Kit<Tables>
  contract: Contract
  request: FastifyRequest
  caller: Context<Tables>['caller']
  asked: Asked
  input: Input<Contract>
  decide: Handler<Contract, Tables>
  write: (status: number, body: unknown) => string
}

type Replied = StoredReply & { readonly isReplayed: boolean }

async function inOneTransaction<Tables>(call: Call<Tables>): Promise<Replied> {
  const { kit, contract, asked } = call
  const view = { tenant: asked.tenant, seesProtected: asked.seesProtected, isSystem: false }
  const open = await openTransaction<Tables>(kit.pool, view)
  try {
    const keyed = keyedCall(call)
    const claim = keyed ? claimKey(open.client, keyed) : Promise.resolve(null)
    claim.catch(() => undefined)
    const decision = await settle(call.decide(call.input, contextOf(call, open.trx)))
    const stored = await claim
    if (stored) {
      await open.abandon()
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

function contextOf<Tables>(call: Call<Tables>, trx: Kysely<Tables>): Context<Tables> {
  return {
    trx,
    caller: call.caller,
    today: call.kit.clock.today(),
    at: new Date().toISOString(),
    newId,
    expectVersion(version) {
      const held = call.request.headers['if-match']
      if (held !== `"${version}"` && held !== '*') {
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

function keyedCall<Tables>({ contract, request, asked, input }: Call<Tables>): KeyedCall | null {
  if (!contract.write?.keyed) return null
  return {
    tenant: asked.tenant,
    operation: contract.id,
    actor: asked.actor,
    key: request.headers['idempotency-key'] as string,
    requestHash: requestHash([input.params ?? null, input.body ?? null]),
    keepsLong: contract.write.keyed === 'money',
  }
}

function replyOf(answer: AnyAnswer, write: Call<unknown>['write']): StoredReply {
  const headers: Record<string, string> = {}
  if (answer.version !== undefined) headers['etag'] = `"${answer.version}"`
  if (answer.location !== undefined) headers['location'] = answer.location
  return { status: answer.status, headers, body: write(answer.status, answer.body) }
}

function lastStatements<Tables>(
  { asked }: Call<Tables>,
  answer: AnyAnswer,
  keep: { sql: string; parameters: unknown[] } | null,
) {
  const last: { sql: string; parameters: readonly unknown[] }[] = (answer.save ?? []).map((query) =>
    query.compile(),
  )
  if (answer.event) last.push(recordEvent(asked.tenant, newId(), answer.event))
  if (answer.persons?.length) last.push(logAccess(asked, answer.persons, 'read'))
  if (keep) last.push(keep)
  return last
}

function conflictProblem<Tables>(call: Call<Tables>, answer: AnyAnswer, error: unknown): unknown {
  const { code, constraint } = error as { code?: string; constraint?: string }
  const refusal = code?.startsWith('23') ? answer.conflicts?.[constraint ?? ''] : undefined
  return refusal ? refusalProblem(call.kit.problems, call.contract, refusal) : error
}

function sendStored(reply: FastifyReply, stored: Replied, contract: Contract): FastifyReply {
  if (stored.isReplayed) reply.header('idempotency-replayed', 'true')
  reply.headers(stored.headers).code(stored.status)
  const documented = contract.replies[stored.status]
  if (!documented?.schema && !documented?.contentType) return reply.send()
  return reply
    .type(documented.contentType ?? 'application/json; charset=utf-8')
    .serializer((text: string) => text)
    .send(stored.body)
}

/** A refused or empty read of a person leaves its row before the problem is sent (house 3.4). */
export async function logRefused<Tables>(
  kit: Kit<Tables>,
  contract: Contract,
  refused: { asked: Asked; params: unknown; error: unknown },
): Promise<void> {
  const { asked, params, error } = refused
  const person =
    contract.personParam && (params as Record<string, string> | undefined)?.[contract.personParam]
  const code = (error as Problem).code
  if (!person || asked.tenant === '' || !code) return
  await inTransaction(
    kit.pool,
    { tenant: asked.tenant, seesProtected: false, isSystem: false },
    async (trx) => {
      const { sql: text, parameters } = logAccess(asked, [person], code)
      await trx.executeQuery({
        sql: text,
        parameters,
        query: undefined as never,
        queryId: undefined as never,
      })
    },
  )
}

/** Registers a read of one person by id that is one statement, access log included (house 3.5). */
export function serveOne<const C extends Contract, Tables, Row>(
  kit: Kit<Tables>,
  contract: C,
  read: {
    query: (
      asked: Asked,
      input: Input<NoInfer<C>>,
    ) => { readonly sql: string; readonly parameters: readonly unknown[] }
    reply: (row: Row, caller: Caller) => Answer<NoInfer<C>>
  },
): void {
  const write = replyWriters(contract, kit.checksReplies)
  route(kit, contract, async (request, reply) => {
    const caller = admitted(request)
    const input = parseInput(contract, request) as Input<C>
    const client = await kit.pool.connect()
    const found = await send(
      client,
      read.query(askedBy(caller, contract.id, request.id), input),
    ).finally(() => client.release(client.getTransactionStatus() !== 'I'))
    const row = found.rows[0] as Row | undefined
    if (!row)
      throw commonProblem('not-found', 'There is nothing under this id that your token may see.')
    return sendStored(
      reply,
      { ...replyOf(read.reply(row, caller) as AnyAnswer, write), isReplayed: false },
      contract,
    )
  })
}
