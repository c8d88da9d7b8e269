import { randomUUIDv7 } from 'node:crypto'
import type { Contract, Scope } from '@fotfeste/contracts/contract.ts'
import { commonProblems } from '@fotfeste/contracts/problems.ts'
import { importJWK, SignJWT } from 'jose'
import type { z } from 'zod'
import type { ServiceTokens } from './config.ts'

/** Another service's "no", or its silence. */
export class PeerProblem extends Error {
  readonly status: number
  readonly code: string
  constructor(status: number, code: string, detail: string) {
    super(detail)
    this.status = status
    this.code = code
  }
}

export type Tokens = () => Promise<string>

async function signedToken(
  source: Extract<ServiceTokens, { kind: 'key' }>,
  scope: Scope,
): Promise<string> {
  const key = await importJWK(source.jwk, 'ES256')
  const now = Math.floor(Date.now() / 1000)
  return new SignJWT({ scope, client_id: source.issuer })
    .setProtectedHeader({ alg: 'ES256', kid: String(source.jwk['kid']), typ: 'JWT' })
    .setIssuer(source.issuer)
    .setAudience(source.audience)
    .setIssuedAt(now)
    .setExpirationTime(now + 60)
    .setJti(randomUUIDv7())
    .sign(key)
}

async function fetchedToken(
  source: Extract<ServiceTokens, { kind: 'endpoint' }>,
  scope: Scope,
): Promise<string> {
  const answer = await fetch(source.url, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: source.clientId,
      scope,
      ttl: '60',
    }),
    signal: AbortSignal.timeout(5_000),
  })
  if (!answer.ok)
    throw new PeerProblem(answer.status, 'no-token', `The issuer answered ${answer.status}.`)
  return ((await answer.json()) as { access_token: string }).access_token
}

const KEPT_MS = 40_000

/**
 * A source of this service's own tokens, one at a time kept for forty of its sixty seconds. A token carries
 * one scope: who follows a feed holds none that opens identity numbers.
 */
export function serviceTokens(
  source: ServiceTokens,
  scope: Scope = 'fotfeste:system.feed',
): Tokens {
  let kept: { token: Promise<string>; until: number } | null = null
  return () => {
    if (!kept || kept.until < Date.now()) {
      const token = source.kind === 'key' ? signedToken(source, scope) : fetchedToken(source, scope)
      kept = { token, until: Date.now() + KEPT_MS }
      token.catch(() => {
        kept = null
      })
    }
    return kept.token
  }
}

type CallInput = {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string | number>>
  readonly body?: unknown
  readonly signal?: AbortSignal
}

const TRIES = 3
const PASSING = new Set([429, 502, 503, 504])

/** Silence and "not now" may pass; a no, or an answer that breaks the contract, stays. */
const mayPass = (error: unknown): boolean =>
  error instanceof PeerProblem
    ? PASSING.has(error.status)
    : error instanceof TypeError || (error as Error).name === 'TimeoutError'

/** A caller of another service's contracts. Only jobs use it: a request never waits for another service. */
export function client(settings: { baseUrl: string; token: Tokens; timeoutMs: number }) {
  return async <C extends Contract>(contract: C, input: CallInput): Promise<unknown> => {
    const path = contract.path.replace(/\{(\w+)\}/g, (_all, name) =>
      encodeURIComponent(input.params?.[name] ?? ''),
    )
    const query = new URLSearchParams(
      Object.entries(input.query ?? {}).map(([name, value]) => [name, String(value)]),
    )
    const url = `${settings.baseUrl}${path}?${query}`
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await once(contract, url, { ...settings, body: input.body, signal: input.signal })
      } catch (error) {
        const isLast = attempt === TRIES || contract.method !== 'GET' || input.signal?.aborted
        if (isLast || !mayPass(error)) throw error
      }
    }
  }
}

async function once(
  contract: Contract,
  url: string,
  settings: { token: Tokens; timeoutMs: number; body: unknown; signal: AbortSignal | undefined },
): Promise<unknown> {
  const { body, signal } = settings
  const timeout = AbortSignal.timeout(settings.timeoutMs)
  const answer = await fetch(url, {
    method: contract.method,
    headers: {
      authorization: `Bearer ${await settings.token()}`,
      'x-request-id': randomUUIDv7(),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
  })
  if (answer.ok) return tolerant(contract, answer.status, await answer.json())
  const told = (await answer.json().catch(() => ({}))) as { type?: string; detail?: string }
  const code = told.type?.split(':').at(-1) ?? 'unavailable'
  throw new PeerProblem(answer.status, code, told.detail ?? commonProblems.unavailable.title)
}

/** Unknown fields of an answer are left out (producers may add), missing ones are an error. */
function tolerant(contract: Contract, status: number, body: unknown): unknown {
  const schema = contract.replies[status]?.schema as z.ZodType | undefined
  return schema ? schema.parse(body) : body
}
