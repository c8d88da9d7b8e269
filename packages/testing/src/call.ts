import { randomUUID } from 'node:crypto'
import { appendFileSync, mkdirSync } from 'node:fs'
import { Agent, type IncomingMessage, request } from 'node:http'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { type Contract, commonProblemsOf } from '@fotfeste/contracts/contract.ts'
import { commonProblems, type ProblemSpec } from '@fotfeste/contracts/problems.ts'
import { problem } from '@fotfeste/contracts/values.ts'
import type { z } from 'zod'
import type { As } from './token.ts'

/** What a call sends; `key` and `ifMatch` are filled in unless given (null leaves the header out). */
export type Asked = {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string | number>>
  readonly body?: unknown
  readonly as?: As
  readonly key?: string | null
  readonly ifMatch?: string | number | null
  readonly headers?: Readonly<Record<string, string>>
}

/** An answer's header fields, by lower-case name. */
type Told = { get(name: string): string | null }

/** An answer that was checked against the contract. `body` is the parsed JSON, or text. */
export type Answered = {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: tests read bodies of every contract
  readonly body: any
  readonly headers: Told
  /** The `code` of a problem. */
  readonly code: string | undefined
}

const isProblem = (status: number) => status >= 400

function checkProblem(
  contract: Contract,
  problems: Readonly<Record<string, ProblemSpec>>,
  { status, body }: { status: number; body: unknown },
): string {
  const told = problem.parse(body)
  const code = told.type.split(':').at(-1) ?? ''
  const documented = [...contract.problems, ...commonProblemsOf(contract)]
  const spec = problems[code] ?? commonProblems[code as keyof typeof commonProblems]
  if (!documented.includes(code as never) || spec?.status !== status || told.status !== status) {
    throw new Error(
      `${contract.id} answered ${status} ${code}, which it does not document: ${told.detail}`,
    )
  }
  return code
}

function checkReply(contract: Contract, status: number, body: unknown): void {
  const reply = contract.replies[status]
  if (!reply)
    throw new Error(
      `${contract.id} answered ${status}, which it does not document: ${JSON.stringify(body)}`,
    )
  const schema = reply.schema as z.ZodType | undefined
  if (!schema || typeof body === 'string') return
  if (!isDeepStrictEqual(schema.parse(body), body)) {
    throw new Error(`${contract.id} answered fields that it does not document`)
  }
}

const recorded = new Set<string>()

/** Writes down that a status of an operation was seen, for the sum at the end of the run. */
function record(contract: Contract, status: number): void {
  const folder = process.env['TEST_STATUS_DIR']
  const line = `${contract.service} ${contract.id} ${status}\n`
  if (!folder || recorded.has(line)) return
  recorded.add(line)
  mkdirSync(folder, { recursive: true })
  appendFileSync(join(folder, `${process.pid}.txt`), line)
}

function headersOf(contract: Contract, asked: Asked, token: string): Record<string, string> {
  const headers: Record<string, string> = { authorization: `Bearer ${token}` }
  if (asked.body !== undefined) headers['content-type'] = contract.bodyType ?? 'application/json'
  if (contract.write?.keyed && asked.key !== null)
    headers['idempotency-key'] = asked.key ?? randomUUID()
  if (contract.write?.versioned && asked.ifMatch !== null) {
    const version = asked.ifMatch ?? '*'
    headers['if-match'] = typeof version === 'number' ? `"${version}"` : version
  }
  return { ...headers, ...asked.headers }
}

const bodyText = ({ bodyType }: Contract, body: unknown): string =>
  bodyType ? String(body) : JSON.stringify(body)

type Received = { readonly status: number; readonly headers: Told; readonly bytes: Buffer }

/** What came back: read as JSON where it is, as bytes where the contract says so, else as text. */
function bodyOf(contract: Contract, { status, headers, bytes }: Received): unknown {
  if (contract.replies[status]?.isBinary) return bytes
  const text = bytes.toString()
  const isJson = /json/.test(headers.get('content-type') ?? '')
  return isJson && text !== '' ? JSON.parse(text) : text
}

const agent = new Agent({ keepAlive: true })

type Sent = { readonly method: string; readonly headers: Record<string, string> }

/** By `node:http`: the tests and the demo make ten thousand calls, and `fetch` takes three times the work for each. */
async function exchange(url: string, sent: Sent, body: string | undefined): Promise<Received> {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    request(url, { ...sent, agent }, resolve)
      .once('error', reject)
      .end(body)
  })
  const parts: Buffer[] = []
  for await (const part of answer) parts.push(part)
  const headers = { get: (name: string) => answer.headers[name]?.toString() ?? null }
  return { status: answer.statusCode ?? 0, headers, bytes: Buffer.concat(parts) }
}

/** Sends a call over HTTP and checks the answer against its contract. */
export async function sendCall(
  target: { readonly url: string; readonly problems: Readonly<Record<string, ProblemSpec>> },
  contract: Contract,
  asked: Asked & { readonly token: string },
): Promise<Answered> {
  const path = contract.path.replace(/\{(\w+)\}/g, (_all, name) => {
    const value = asked.params?.[name]
    if (value === undefined) throw new Error(`${contract.id} needs the path parameter ${name}`)
    return encodeURIComponent(value)
  })
  const query = new URLSearchParams(
    Object.entries(asked.query ?? {}).map(([name, value]) => [name, String(value)]),
  )
  const url = `${target.url}${path}${query.size > 0 ? `?${query}` : ''}`
  const sent = { method: contract.method, headers: headersOf(contract, asked, asked.token) }
  const text = asked.body === undefined ? undefined : bodyText(contract, asked.body)
  const received = await exchange(url, sent, text)
  const { status, headers } = received
  const body = bodyOf(contract, received)
  let code: string | undefined
  if (isProblem(status)) code = checkProblem(contract, target.problems, { status, body })
  else checkReply(contract, status, body)
  record(contract, status)
  return { status, body, headers, code }
}
