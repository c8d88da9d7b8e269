import type { Contract, Reply } from '@fotfeste/contracts/contract.ts'
import { assert } from '@fotfeste/domain/values/assert.ts'
import fastJson from 'fast-json-stringify'
import { z } from 'zod'

type Write = (body: unknown) => string

function writerOf(reply: Reply, isChecked: boolean): Write {
  const { schema } = reply
  // A character for each byte: an answer is text until it is sent.
  if (reply.isBinary) return (body) => (body as Buffer).toString('latin1')
  if (reply.contentType && reply.contentType !== 'application/json') return (body) => String(body)
  if (!schema) return () => ''
  if (isChecked) return (body) => JSON.stringify(z.encode(schema, body as never))
  const json = z.toJSONSchema(schema, { io: 'output', target: 'draft-7', unrepresentable: 'throw' })
  return fastJson(json as never)
}

/**
 * The writers of an operation's answers, by status. Unchecked, fields outside the contract are left out and
 * nothing is validated; checked, a wrong answer throws before anything is committed. Each is made for its
 * first answer: all of them together are a third of what building a service takes.
 */
export function replyWriters(
  contract: Contract,
  isChecked: boolean,
): (status: number, body: unknown) => string {
  const writers = new Map<number, Write>()
  const make = (status: number): Write => {
    const reply = contract.replies[status]
    assert(reply !== undefined, `${contract.id} documents the status ${status}`)
    const write = writerOf(reply, isChecked)
    writers.set(status, write)
    return write
  }
  return (status, body) => (writers.get(status) ?? make(status))(body)
}
