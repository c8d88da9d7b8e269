import type { Contract, Scope } from '@fotfeste/contracts/contract.ts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { askedBy, logRefused } from './access-log.ts'
import type { Input } from './answer.ts'
import type { Caller } from './auth.ts'
import { isKey } from './idempotency.ts'
import type { Kit } from './kit.ts'
import { commonProblem, type FieldError, fieldErrors } from './problems.ts'

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | null
  }
  interface FastifyContextConfig {
    contract?: Contract
  }
}

/** The caller of a request whose operation belongs to a municipality. */
export function admitted(
  request: FastifyRequest,
): Caller & { tenant: NonNullable<Caller['tenant']> } {
  const { caller } = request
  if (!caller?.tenant) {
    throw commonProblem(
      'not-a-tenant',
      'This operation needs a token of a municipality (consumer).',
    )
  }
  return caller as Caller & { tenant: NonNullable<Caller['tenant']> }
}

/** Stops a caller without the scope. */
export function requireScope(caller: Caller, scope: Scope): void {
  if (!caller.scopes.has(scope)) {
    throw commonProblem('missing-scope', `Ask for a token with the scope ${scope}.`)
  }
}

function requireHeaders(contract: Contract, request: FastifyRequest): void {
  const { write } = contract
  if (write?.keyed && !isKey(request.headers['idempotency-key'])) {
    throw commonProblem(
      'idempotency-key-missing',
      'Send an Idempotency-Key of 1 to 255 visible ASCII characters, a new one for each new request.',
      {
        errors: [
          { in: 'header', pointer: '/idempotency-key', detail: 'is missing or not of that form' },
        ],
      },
    )
  }
  if (write?.versioned && !request.headers['if-match']) {
    throw commonProblem('if-match-missing', 'Read the resource and send its ETag as If-Match.')
  }
}

/** A body of another type than the contract's is refused before it is read. */
function requireBodyType(contract: Contract, request: FastifyRequest): void {
  const held = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase()
  const due = contract.bodyType ?? 'application/json'
  if (!contract.body || held === undefined || held === due) return
  throw commonProblem('unsupported-media-type', `Send the body as ${due}.`)
}

/** An operation without query or body takes none: an unknown field is refused, not dropped. */
const NOTHING = z.strictObject({})
const NO_BODY = NOTHING.nullish()

/** The request parsed by its contract; every fault of path, query and body in one problem. */
export function parseInput(contract: Contract, request: FastifyRequest): Input<Contract> {
  const errors: FieldError[] = []
  const parse = (schema: z.ZodType, where: FieldError['in'], value: unknown) => {
    const read = schema.safeParse(value)
    if (!read.success) errors.push(...fieldErrors(read.error.issues, where))
    return read.data
  }
  const params = parse(contract.params ?? NOTHING, 'path', request.params)
  const query = parse(contract.query ?? NOTHING, 'query', request.query)
  const body = parse(contract.body ?? NO_BODY, 'body', request.body)
  if (errors.length > 0) {
    throw commonProblem(
      'invalid-request',
      'Correct what `errors` names and send the request again.',
      { errors },
    )
  }
  return { params, query, body } as Input<Contract>
}

/** Fastify's form of a contract's path: `/v1/persons/:personId`. */
export const fastifyPath = (path: string): string => path.replace(/\{(\w+)\}/g, ':$1')

/** The suite's own services read every feed, each under its own scope. */
const isSuiteReadingFeed = (caller: Caller, contract: Contract): boolean =>
  contract.id === 'listEvents' &&
  caller.tenant === null &&
  caller.scopes.has('fotfeste:system.feed')

/** The header, unless there are two: Node takes the first, what stands before it perhaps the last. */
function soleAuthorization({ raw, headers }: FastifyRequest): string | undefined {
  const isOne = (name: string, at: number) =>
    at % 2 === 0 && name.length === 13 && name.toLowerCase() === 'authorization'
  return raw.rawHeaders.filter(isOne).length > 1 ? undefined : headers.authorization
}

/** Registers a contract: who calls and whether they may comes first, before the body is read. */
export function route<Tables>(
  kit: Kit<Tables>,
  contract: Contract,
  handler: (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>,
): void {
  kit.app.route({
    method: contract.method,
    url: fastifyPath(contract.path),
    config: { contract },
    schema: {},
    ...(contract.maxBytes ? { bodyLimit: contract.maxBytes } : {}),
    onRequest: async (request) => {
      const verified = await kit.authenticate(soleAuthorization(request))
      request.caller = verified
      try {
        const caller = await kit.admit(verified)
        request.caller = caller
        const isOpen = contract.anyScope || isSuiteReadingFeed(caller, contract)
        if (!isOpen) requireScope(caller, contract.scope)
        if (contract.needsPerson && !caller.isPerson) {
          throw commonProblem(
            'needs-a-person',
            'This step is a person’s: use a token with `sub`, not a machine’s.',
          )
        }
        requireHeaders(contract, request)
        requireBodyType(contract, request)
      } catch (error) {
        const asked = askedBy(verified, contract.id, request.id)
        await logRefused(kit, contract, { asked, params: request.params, error })
        throw error
      }
    },
    handler,
  })
}
