/** What a problem is on the wire: its status and its title. The detail is written where it happens. */
export type ProblemSpec = {
  readonly status: number
  readonly title: string
  readonly retryable?: true
}

/** The problems that the kit itself answers, the same in every service. */
export const commonProblems = {
  'invalid-request': { status: 400, title: 'The request does not validate' },
  'unreadable-body': { status: 400, title: 'The body is not readable JSON' },
  'malformed-request': { status: 400, title: 'The request is not readable HTTP' },
  'idempotency-key-missing': { status: 400, title: 'Idempotency-Key is missing' },
  unauthenticated: { status: 401, title: 'No valid token' },
  'missing-scope': { status: 403, title: 'The token lacks the scope' },
  'not-a-tenant': { status: 403, title: 'The organisation is not a tenant' },
  'no-grant': { status: 403, title: 'The party holds no grant from the municipality' },
  'needs-a-person': { status: 403, title: 'This step needs a person' },
  'not-found': { status: 404, title: 'Not found' },
  'no-such-operation': { status: 404, title: 'No such operation' },
  'method-not-allowed': { status: 405, title: 'Method not allowed' },
  'in-progress': {
    status: 409,
    title: 'The first request with this key is still running',
    retryable: true,
  },
  stale: { status: 412, title: 'The resource has changed' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'uri-too-long': { status: 414, title: 'The address is too long' },
  'unsupported-media-type': { status: 415, title: 'Unsupported content type' },
  'idempotency-key-reused': { status: 422, title: 'The key was used with another request' },
  'if-match-missing': { status: 428, title: 'If-Match is missing' },
  'rate-limited': { status: 429, title: 'Too many requests', retryable: true },
  'headers-too-large': { status: 431, title: 'The header fields are too large' },
  'internal-error': { status: 500, title: 'Internal error' },
  unavailable: { status: 503, title: 'Not available right now', retryable: true },
} as const satisfies Record<string, ProblemSpec>
export type CommonProblem = keyof typeof commonProblems

/** A service's own catalogue: kebab-case code to status and title. Closed: a refusal outside it is a bug. */
export function defineProblems<const Catalogue extends Readonly<Record<string, ProblemSpec>>>(
  catalogue: Catalogue,
): Catalogue {
  return catalogue
}
