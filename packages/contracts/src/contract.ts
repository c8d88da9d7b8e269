import type { z } from 'zod'
import { type CommonProblem, commonProblems, type ProblemSpec } from './problems.ts'

/** Every scope a token can carry. A scope names the service, the dot the kind of act. */
export const SCOPES = [
  'fotfeste:settlement.read',
  'fotfeste:settlement.write',
  'fotfeste:introduction.read',
  'fotfeste:introduction.write',
  'fotfeste:payroll.read',
  'fotfeste:payroll.write',
  'fotfeste:payroll.approve',
  'fotfeste:guides.read',
  'fotfeste:guides.write',
  'fotfeste:protected.read',
  'fotfeste:identity.read',
  'fotfeste:audit.read',
  'fotfeste:events.read',
  'fotfeste:system.feed',
  'fotfeste:system.identity',
] as const
export type Scope = (typeof SCOPES)[number]

export const SERVICES = ['settlement', 'introduction', 'payroll', 'guides'] as const
export type ServiceName = (typeof SERVICES)[number]

export type Reply = {
  readonly description: string
  /** Left out for a reply without a body (204) or with a body that is not JSON (`contentType`). */
  readonly schema?: z.ZodType
  readonly example?: unknown
  /** `application/json` unless said. */
  readonly contentType?: string
  /** Bytes and no text, such as a PDF: the handler answers a `Buffer`. */
  readonly isBinary?: true
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** One operation: what server, client, tests and documentation all read. */
export type Contract = {
  /** The operationId: `recordAttendance`. */
  readonly id: string
  readonly service: ServiceName
  readonly method: Method
  /** Parameters in braces, camelCase: `/v1/persons/{personId}`. */
  readonly path: `/v1/${string}`
  readonly tag: string
  /** One line, names the Norwegian term where there is one. */
  readonly summary: string
  /** What it does, what it refuses and under which law; Markdown. */
  readonly description: string
  readonly scope: Scope
  /** Every token of the municipality will do, with the scope or without: the answer names nobody. */
  readonly anyScope?: true
  /** Strict object; every path parameter an `idOf(...)` or another closed form. */
  readonly params?: z.ZodObject
  readonly query?: z.ZodObject
  readonly body?: z.ZodType
  readonly bodyExample?: unknown
  /** `application/json` unless said; a body of another type comes as the text it is. */
  readonly bodyType?: 'application/xml'
  readonly replies: Readonly<Record<number, Reply>>
  /** The codes of the service's own catalogue that this operation can answer, beside the common ones. */
  readonly problems: readonly string[]
  readonly write?: {
    /** Takes `Idempotency-Key`; `'money'` keeps the answer 13 months, else 48 hours. */
    readonly keyed?: true | 'money'
    /** Takes `If-Match` with the ETag of the resource. */
    readonly versioned?: true
  }
  /** A second-person or attesting step: a machine token gets 403 `needs-a-person`. */
  readonly needsPerson?: true
  /** The path parameter that is a person's id: a refused call is written to the access log. */
  readonly personParam?: string
  /** Body limit when it is not 64 KiB. */
  readonly maxBytes?: number
  /** Why this operation breaks callers of the last released document; dropped at the next release. */
  readonly breaking?: string
  /** `internal`: for the suite's own services, not in the published document. */
  readonly visibility: 'public' | 'internal'
  /**
   * For a path with an id: the name of the test factory that makes one in a fresh tenant and
   * returns the path parameters. `null` for a path without ids.
   */
  readonly factory: string | null
}

/** The codes every operation can answer, given its shape: used by server, documents and tests alike. */
export function commonProblemsOf(contract: Contract): CommonProblem[] {
  const codes: CommonProblem[] = ['invalid-request', 'unauthenticated']
  if (!contract.anyScope) codes.push('missing-scope')
  codes.push('not-a-tenant', 'no-grant')
  codes.push('method-not-allowed', 'rate-limited', 'internal-error', 'unavailable')
  if (contract.factory !== null) codes.push('not-found')
  if (contract.body) codes.push('unreadable-body', 'body-too-large', 'unsupported-media-type')
  if (contract.needsPerson) codes.push('needs-a-person')
  if (contract.write?.keyed)
    codes.push('idempotency-key-missing', 'in-progress', 'idempotency-key-reused')
  if (contract.write?.versioned) codes.push('if-match-missing', 'stale')
  return codes
}

/** The statuses an operation documents of its own: each must have been seen by a test. */
export function ownStatusesOf(
  contract: Contract,
  problems: Readonly<Record<string, ProblemSpec>>,
): number[] {
  const statuses = new Set(Object.keys(contract.replies).map(Number))
  if (contract.factory !== null) statuses.add(404)
  if (contract.write?.versioned) statuses.add(412)
  for (const code of contract.problems)
    statuses.add((problems[code] ?? commonProblems.stale).status)
  return [...statuses]
    .filter((status) => status < 400 || [404, 409, 412, 422].includes(status))
    .sort()
}

type Draft<Code extends string> = Omit<Contract, 'service' | 'problems'> & {
  readonly problems: readonly Code[]
}

/** Gives a service's contract maker, which knows the service's problem catalogue. */
export function contractMaker<Service extends ServiceName, Code extends string>(
  service: Service,
  _problems: Readonly<Record<Code, ProblemSpec>>,
): <const D extends Draft<Code>>(draft: D) => D & { readonly service: Service } {
  return (draft) => ({ ...draft, service })
}
