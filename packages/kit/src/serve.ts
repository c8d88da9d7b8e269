import type { Contract } from '@fotfeste/contracts/contract.ts'
import type { FastifyReply } from 'fastify'
import { type Asked, askedBy, logRefused } from './access-log.ts'
import type { Answer, Handler, Input } from './answer.ts'
import type { Caller } from './auth.ts'
import type { Kit } from './kit.ts'
import { commonProblem } from './problems.ts'
import { replyWriters } from './reply.ts'
import { admitted, parseInput, route } from './route.ts'
import { type AnyAnswer, inOneTransaction, type Replied, replyOf } from './transact.ts'

/** Registers an operation: everything but load, decide and save happens here. */
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

function sendStored(reply: FastifyReply, stored: Replied, contract: Contract): FastifyReply {
  if (stored.isReplayed) reply.header('idempotency-replayed', 'true')
  reply.headers(stored.headers).code(stored.status)
  const documented = contract.replies[stored.status]
  if (!documented?.schema && !documented?.contentType) return reply.send()
  if (documented.isBinary) {
    reply.type(documented.contentType ?? 'application/octet-stream')
    return reply.send(Buffer.from(stored.body, 'latin1'))
  }
  return reply
    .type(documented.contentType ?? 'application/json; charset=utf-8')
    .serializer((text: string) => text)
    .send(stored.body)
}

/** Registers a read of one person by id that is one statement, access log included. */
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
    const asked = askedBy(caller, contract.id, request.id)
    const found = await kit.readers.read(read.query(asked, input))
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
