import { randomUUID } from 'node:crypto'
import type { Contract } from '@fotfeste/contracts/contract.ts'

export type Caller = { readonly url: string; readonly token: string }

type Asked = { readonly params?: Readonly<Record<string, string>>; readonly body?: unknown }

/** Calls an operation that must succeed; an answer that is no JSON is read and left. */
export async function ask(
  { url, token }: Caller,
  contract: Contract,
  { params = {}, body }: Asked,
): Promise<Record<string, unknown>> {
  const path = contract.path.replace(/\{(\w+)\}/g, (_all, name) => params[name] ?? '')
  const answer = await fetch(`${url}${path}`, {
    method: contract.method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(contract.write?.keyed ? { 'idempotency-key': randomUUID() } : {}),
      ...(contract.write?.versioned ? { 'if-match': '*' } : {}),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  if (!answer.ok) throw new Error(`${contract.id} answered ${await answer.text()}`)
  const text = await answer.text()
  const isJson = answer.headers.get('content-type')?.includes('json')
  return isJson ? (JSON.parse(text) as Record<string, unknown>) : {}
}

/** Makes many, some at once. */
export async function makeMany<Made>(
  count: number,
  atOnce: number,
  one: (at: number) => Promise<Made>,
): Promise<Made[]> {
  const made: Made[] = []
  while (made.length < count) {
    const next = Math.min(atOnce, count - made.length)
    const base = made.length
    made.push(...(await Promise.all(Array.from({ length: next }, (_, at) => one(base + at)))))
  }
  return made
}
