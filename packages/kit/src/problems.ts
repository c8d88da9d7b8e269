import {
  type CommonProblem,
  commonProblems,
  type ProblemSpec,
} from '@fotfeste/contracts/problems.ts'
import type { FastifyReply } from 'fastify'
import type { z } from 'zod'

export type FieldError = {
  readonly in: 'body' | 'query' | 'path' | 'header'
  readonly pointer: string
  readonly detail: string
}

/** Stops a request with a problem: the one way that an expected "no" travels through the kit. */
export class Problem extends Error {
  readonly code: string
  readonly spec: ProblemSpec
  readonly errors: readonly FieldError[]
  readonly headers: Readonly<Record<string, string>>
  constructor(
    code: string,
    spec: ProblemSpec,
    more: { detail: string; errors?: readonly FieldError[]; headers?: Record<string, string> },
  ) {
    super(more.detail)
    this.code = code
    this.spec = spec
    this.errors = more.errors ?? []
    this.headers = more.headers ?? {}
  }
}

/** A problem of the common catalogue. */
export function commonProblem(
  code: CommonProblem,
  detail: string,
  more: { errors?: readonly FieldError[]; headers?: Record<string, string> } = {},
): Problem {
  return new Problem(code, commonProblems[code], { detail, ...more })
}

/** The problem document of RFC 9457 as text. */
export function problemBody(problem: Problem, requestId: string): string {
  return JSON.stringify({
    type: `urn:fotfeste:problem:${problem.code}`,
    title: problem.spec.title,
    status: problem.spec.status,
    detail: problem.message,
    instance: requestId,
    retryable: problem.spec.retryable ?? false,
    ...(problem.errors.length > 0 ? { errors: problem.errors } : {}),
  })
}

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8'

/** Sends a problem; 429 and 503 say when to come back. */
export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  const { status } = problem.spec
  reply.header('x-request-id', reply.request.id)
  if (status === 429 || status === 503)
    reply.header('retry-after', problem.headers['retry-after'] ?? '5')
  if (status === 401) reply.header('www-authenticate', 'Bearer')
  for (const [name, value] of Object.entries(problem.headers)) reply.header(name, value)
  return reply
    .code(status)
    .type(PROBLEM_TYPE)
    .serializer((text: string) => text)
    .send(problemBody(problem, reply.request.id))
}

const pointerOf = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

/** How zod words a field that is not there, or of another type. */
const TYPE = /^Invalid input: expected (\w+), received (\w+)$/
const ofType = (_all: string, wanted: string, got: string): string =>
  `is ${got === 'undefined' ? 'missing' : `of type ${got}`}: send a value of type ${wanted}`

/** The fields to blame, each once, pointers built from zod's paths; an unknown key is a field. */
export function fieldErrors(
  issues: readonly z.core.$ZodIssue[],
  where: FieldError['in'],
): FieldError[] {
  const named = issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        in: where,
        pointer: pointerOf([...issue.path, key]),
        detail: 'is not a field of this request: remove it or correct its name',
      }))
    }
    const detail = issue.message.replace(TYPE, ofType)
    return [{ in: where, pointer: pointerOf(issue.path), detail }]
  })
  return named.filter(({ pointer }, at) => named.findIndex((one) => one.pointer === pointer) === at)
}

const FRAMEWORK: Readonly<Record<string, readonly [CommonProblem, string]>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['unsupported-media-type', 'Send the body as application/json.'],
  FST_ERR_CTP_BODY_TOO_LARGE: ['body-too-large', 'Send a smaller body, or split the request.'],
  FST_ERR_CTP_EMPTY_JSON_BODY: [
    'unreadable-body',
    'Send a JSON body, or leave out the content type.',
  ],
  FST_ERR_CTP_INVALID_JSON_BODY: ['unreadable-body', 'Send a body that is JSON (RFC 8259).'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['malformed-request', 'Send the content length of the body.'],
  FST_ERR_BAD_URL: ['malformed-request', 'Send an address that is percent-encoded UTF-8.'],
  FST_ERR_MAX_PARAM_LENGTH: ['uri-too-long', 'Send a shorter address.'],
  FST_ERR_HANDLER_TIMEOUT: ['unavailable', 'The answer took too long: try again.'],
}

/** PostgreSQL states after which the same request may succeed: no connection, lock or time. */
const PASSING = /^(08|53|57|55P03|40001|40P01)/
const LOST = /^(ECONN\w+|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_AGAIN|EHOST\w+|ENETUNREACH)$/
const LOST_TOLD =
  /timeout exceeded when trying to connect|Connection terminated|connection error|is not queryable/

type Faulty = { code?: string; message?: string; statusCode?: number }

/** Any error as the problem it is told as; what is not expected tells nothing but that it happened. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  const { code = '', message = '', statusCode } = (error ?? {}) as Faulty
  const known = FRAMEWORK[code]
  if (known) return commonProblem(known[0], known[1])
  if (statusCode === 429)
    return commonProblem('rate-limited', 'Wait the given seconds, then go on.')
  if (error instanceof SyntaxError && statusCode === 400) {
    return commonProblem('unreadable-body', 'Send a body that is JSON (RFC 8259).')
  }
  if (code.startsWith('FST_') && Number(statusCode) < 500) {
    return commonProblem('malformed-request', 'Send a request that is readable HTTP/1.1.')
  }
  if (PASSING.test(code) || LOST.test(code) || LOST_TOLD.test(message)) {
    return commonProblem(
      'unavailable',
      'The database did not answer in time: try again after the given seconds.',
    )
  }
  return commonProblem(
    'internal-error',
    'Something went wrong here and was logged under this instance. Report it with the instance; nothing was stored.',
  )
}
