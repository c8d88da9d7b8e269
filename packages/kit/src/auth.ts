import { hash } from 'node:crypto'
import { isOrganisationNumber, type Tenant, tenant } from '@fotfeste/domain/values/tenant.ts'
import {
  createRemoteJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
} from 'jose'
import type { IssuerConfig } from './config.ts'
import { commonProblem, Problem } from './problems.ts'
import { doubledMember } from './token-text.ts'

/** Who calls: from the token alone, never from path, query, header or body. */
export type Caller = {
  /** The municipality; null for the suite's own services. */
  readonly tenant: Tenant | null
  /** Who acts for the municipality: itself, or the supplier of a delegated token. */
  readonly party: string
  /** (issuer, sub), or (issuer, client) for a machine. */
  readonly actor: string
  readonly isPerson: boolean
  readonly scopes: ReadonlySet<string>
  readonly jti: string
}

const MOST_SECONDS = 3600
const SERVICE_SECONDS = 60
const KEPT_MS = 300_000
const MOST_KEPT = 10_000
const MOST_NAME = 255
/** A key that is taken out of use stays good for this and for KEPT_MS: ten minutes in all. */
const KEYS_KEPT_MS = 300_000
const FORM = /^[\w-]+\.([\w-]+)\.[\w-]+$/

const refused = (why: string) =>
  commonProblem('unauthenticated', `${why} Send a valid token as "Authorization: Bearer <token>".`)

type Organisation = { authority?: unknown; ID?: unknown }

function organisation(claim: unknown, name: string): Tenant {
  const { authority, ID } = (claim ?? {}) as Organisation
  const number = typeof ID === 'string' && ID.startsWith('0192:') ? ID.slice(5) : ''
  if (authority !== 'iso6523-actorid-upis' || !isOrganisationNumber(number)) {
    throw refused(`The token's ${name} is not an organisation (0192:<organisation number>).`)
  }
  return tenant(number)
}

function scopesOf(claims: JWTPayload, mayBeSystem: boolean): Set<string> {
  const listed = typeof claims['scope'] === 'string' ? claims['scope'] : claims['scp']
  const roles = Array.isArray(claims['roles']) ? claims['roles'] : []
  const all = [...(typeof listed === 'string' ? listed.split(' ') : []), ...roles].map(String)
  return new Set(all.filter((scope) => mayBeSystem === scope.startsWith('fotfeste:system.')))
}

function callerOf(claims: JWTPayload, issuer: IssuerConfig): Caller {
  const client = textOf(claims['client_id'] ?? claims['azp'])
  const isSandboxService =
    issuer.kind === 'sandbox' && claims['consumer'] === undefined && client.startsWith('fotfeste-')
  const person = textOf(issuer.kind === 'entra' ? claims['oid'] : claims.sub)
  const isService = issuer.kind === 'service' || isSandboxService
  const isPerson = person !== '' && claims['idtyp'] !== 'app' && !isService
  if (!isPerson && client === '') throw refused('The token names neither a person nor a client.')
  const owner = isService
    ? null
    : issuer.tenant
      ? tenant(issuer.tenant)
      : organisation(claims['consumer'], 'consumer')
  const party =
    claims['supplier'] === undefined ? owner : organisation(claims['supplier'], 'supplier')
  return {
    tenant: owner,
    party: party ?? '',
    actor: isPerson ? `${issuer.issuer}|${person}` : `${issuer.issuer}#client|${client}`,
    isPerson,
    scopes: scopesOf(claims, isService),
    jti: textOf(claims.jti),
  }
}

/** A claim that names somebody or something: text of a bearable length, '' when it is left out. */
function textOf(claim: unknown): string {
  if (claim === undefined) return ''
  if (typeof claim === 'string' && claim.length <= MOST_NAME) return claim
  throw refused(`The token holds a name that is not text of at most ${MOST_NAME} characters.`)
}

function checkShape(token: string): void {
  const payload = FORM.exec(token)?.[1]
  if (!payload) throw refused('The token is not a signed JWT.')
  const header = decodeProtectedHeader(token)
  if (typeof header.kid !== 'string') throw refused('The token names no key (kid).')
  if (header.typ !== undefined && !/^(at\+)?jwt$/i.test(header.typ)) {
    throw refused('The token is of another type than an access token.')
  }
  const doubled = doubledMember(Buffer.from(payload, 'base64url').toString('utf8'))
  if (doubled !== undefined) throw refused(`The token holds ${doubled.slice(0, 50)} twice.`)
}

function checkClaims(claims: JWTPayload, issuer: IssuerConfig): void {
  const audiences = [claims.aud].flat()
  if (audiences.length !== 1 || audiences[0] !== issuer.audience) {
    throw refused(`The token is not for ${issuer.audience} alone.`)
  }
  if (claims['authorization_details'] !== undefined) {
    throw refused('A token of a system user is not accepted.')
  }
  if (claims['supplier'] !== undefined && claims['delegation_source'] === undefined) {
    throw refused('The token names a supplier, but not where the delegation stands.')
  }
  // A machine token with `pid` is good for one person's data only; no operation here names a person so.
  if (issuer.kind === 'maskinporten' && claims['pid'] !== undefined) {
    throw refused('The token is restricted to one person (pid).')
  }
  const most = issuer.kind === 'service' ? SERVICE_SECONDS : MOST_SECONDS
  if (Number(claims.exp) - Number(claims.iat) > most) throw refused(livesTooLong(most))
}

const livesTooLong = (most: number): string =>
  `The token lives longer than ${most} seconds: have its issuer set a shorter lifetime.`

/**
 * What an expired token's holder does, and what an operator sets right at an issuer whose tokens are made
 * otherwise, is told (these are found after the signature); of the others nobody needs to know more.
 */
function whyNot(error: unknown): string {
  const { code, claim, reason } = error as { code?: string; claim?: string; reason?: string }
  if (code === 'ERR_JWT_EXPIRED' && claim === 'iat') return livesTooLong(MOST_SECONDS)
  if (code === 'ERR_JWT_EXPIRED') return 'The token has expired: get a new one.'
  return reason === 'missing'
    ? `The token has no ${claim}: have its issuer put one into each.`
    : 'The token does not verify.'
}

function algorithmsOf(issuer: IssuerConfig): string[] {
  return issuer.algorithms ?? [issuer.kind === 'service' ? 'ES256' : 'RS256']
}

/** What says that the token is wrong; any other failure to find its key is the issuer's. */
const NO_SUCH_KEY = new Set([
  'ERR_JWKS_NO_MATCHING_KEY',
  'ERR_JWKS_MULTIPLE_MATCHING_KEYS',
  'ERR_JOSE_NOT_SUPPORTED',
])

/** The issuer's keys; when they cannot be fetched it is 503, for the token may be right. */
function keysOf({ jwksUri }: IssuerConfig): JWTVerifyGetKey {
  const remote = createRemoteJWKSet(new URL(jwksUri), {
    cooldownDuration: 30_000,
    cacheMaxAge: KEYS_KEPT_MS,
    timeoutDuration: 5_000,
  })
  return (header, token) =>
    remote(header, token).catch((error: { code?: string }) => {
      if (NO_SUCH_KEY.has(error.code ?? '')) throw error
      throw commonProblem(
        'unavailable',
        "The issuer's keys cannot be fetched right now: try again.",
      )
    })
}

/** A verifier of tokens of the configured issuers. A token is verified once and kept by its hash. */
export function tokenVerifier(
  issuers: readonly IssuerConfig[],
): (authorization: string | undefined) => Promise<Caller> {
  const keys = new Map(
    issuers.map((issuer) => [issuer.issuer, { issuer, key: keysOf(issuer) }] as const),
  )
  const kept = new Map<string, { caller: Caller; until: number }>()

  async function verify(token: string): Promise<{ caller: Caller; until: number }> {
    checkShape(token)
    const known = keys.get(String(decodeJwt(token).iss))
    if (!known) throw refused('The token is of an unknown issuer.')
    const { payload } = await jwtVerify(token, known.key, {
      issuer: known.issuer.issuer,
      audience: known.issuer.audience,
      algorithms: algorithmsOf(known.issuer),
      requiredClaims: ['exp', 'iat', 'jti'],
      clockTolerance: 5,
      maxTokenAge: MOST_SECONDS,
    })
    checkClaims(payload, known.issuer)
    const until = Math.min(Date.now() + KEPT_MS, Number(payload.exp) * 1000)
    return { caller: callerOf(payload, known.issuer), until }
  }

  return async (authorization) => {
    const token = /^bearer ([^\s]+)$/i.exec(authorization ?? '')?.[1]
    if (!token) throw refused('There is no bearer token.')
    const hashed = hash('sha256', token, 'base64')
    const held = kept.get(hashed)
    if (held && held.until > Date.now()) return held.caller
    const fresh = await verify(token).catch((error: unknown) => {
      throw error instanceof Problem ? error : refused(whyNot(error))
    })
    if (kept.size >= MOST_KEPT) kept.clear()
    kept.set(hashed, fresh)
    return fresh.caller
  }
}
