import { randomUUID } from 'node:crypto'
import type { Contract } from '@fotfeste/contracts/contract.ts'

export type Caller = { readonly url: string; readonly token: string }

/** Calls an operation that must succeed: the way a measure arranges what it needs. */
export async function make(
  { url, token }: Caller,
  contract: Contract,
  { params = {}, body }: { params?: Readonly<Record<string, string>>; body: unknown },
): Promise<Record<string, unknown>> {
  const path = contract.path.replace(/\{(\w+)\}/g, (_all, name) => params[name] ?? '')
  const answer = await fetch(`${url}${path}`, {
    method: contract.method,
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
      ...(contract.write?.versioned ? { 'if-match': '*' } : {}),
    },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${contract.id} answered ${await answer.text()}`)
  return (await answer.json()) as Record<string, unknown>
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
