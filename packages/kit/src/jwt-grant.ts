import { randomUUID } from 'node:crypto'
import { importJWK, type JWK, SignJWT } from 'jose'
import { PeerProblem } from './client.ts'

const LIFETIME_SECONDS = 100
const TIMEOUT_MS = 10_000

/** A client of an issuer that takes signed assertions, such as Maskinporten. */
export type GrantClient = {
  /** The assertion's audience, character for character. */
  readonly issuer: string
  readonly tokenUrl: string
  readonly clientId: string
  /** Its private key, with kid and alg. */
  readonly jwk: JWK
}

/** An OAuth error is a short word; anything else of an answer is not repeated. */
const codeOf = (error: unknown): string =>
  typeof error === 'string' && /^[a-z_]{1,50}$/.test(error) ? error : 'no-token'

/**
 * An access token by a JWT grant (RFC 7523): the assertion lives less than Maskinporten's 120 seconds, and its
 * `jti` is used once. A refusal, or silence as 503, is a PeerProblem.
 */
export async function jwtGrant(
  { issuer, tokenUrl, clientId, jwk }: GrantClient,
  claims: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
): Promise<string> {
  const { alg = 'RS256', kid = '' } = jwk
  const now = Math.floor(Date.now() / 1000)
  const assertion = await new SignJWT(claims)
    .setProtectedHeader({ alg, kid })
    .setIssuer(clientId)
    .setAudience(issuer)
    .setIssuedAt(now)
    .setExpirationTime(now + LIFETIME_SECONDS)
    .setJti(randomUUID())
    .sign(await importJWK(jwk, alg))
  const grant_type = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
  const answer = await fetch(tokenUrl, {
    method: 'POST',
    body: new URLSearchParams({ grant_type, assertion }),
    signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
  }).catch(() => null)
  const told = ((await answer?.json().catch(() => null)) ?? {}) as Record<string, unknown>
  if (answer?.ok && typeof told['access_token'] === 'string') return told['access_token']
  throw new PeerProblem(
    answer?.status ?? 503,
    codeOf(told['error']),
    'The issuer of tokens gives none.',
  )
}
