import { exportJWK, generateKeyPair, type JWK, jwtVerify, SignJWT } from 'jose'

const CLIENT = 'fotfeste-client'
const ASSERTED = [
  'aud',
  'iss',
  'scope',
  'iat',
  'exp',
  'jti',
  'consumer_org',
  'authorization_details',
]
const GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer'

type Claims = Readonly<Record<string, unknown>>

/** A stand-in for Maskinporten with one client and one scope. */
export type Maskinporten = {
  /** The client that is registered, once the issuer's address is known. */
  client(issuer: string): {
    readonly issuer: string
    readonly tokenUrl: string
    readonly clientId: string
    readonly jwk: JWK
  }
  /** Claims of the assertions accepted, newest last. */
  readonly assertions: readonly Claims[]
  /** Answers a token request. */
  grant(form: URLSearchParams, issuer: string): Promise<{ status: number; body: object }>
  /** For which organisation a token was given; null when it is none of ours. */
  organisationOf(authorization: string | undefined): Promise<string | null>
}

/** The organisation a client acts for: delegated (consumer_org), or its system user’s. */
function actsFor(claims: Claims): string {
  const details = (claims['authorization_details'] ?? []) as { systemuser_org: { ID: string } }[]
  return String(claims['consumer_org'] ?? details[0]?.systemuser_org.ID.slice(5) ?? '')
}

/** Makes one with keys of its own. An assertion is checked as Maskinporten documents it. */
export async function maskinporten(scope: string): Promise<Maskinporten> {
  const [clients, own] = await Promise.all([
    generateKeyPair('RS256', { extractable: true }),
    generateKeyPair('RS256'),
  ])
  const jwk = { ...(await exportJWK(clients.privateKey)), kid: 'client-1', alg: 'RS256' }
  const assertions: Claims[] = []

  async function check(form: URLSearchParams, issuer: string): Promise<Claims | string> {
    if (form.get('grant_type') !== GRANT) return 'unsupported_grant_type'
    const verified = await jwtVerify(form.get('assertion') ?? '', clients.publicKey, {
      issuer: CLIENT,
      audience: issuer,
      algorithms: ['RS256'],
      clockTolerance: 10,
      requiredClaims: ['iat', 'exp', 'jti', 'scope'],
    }).catch(() => null)
    if (verified?.protectedHeader.kid !== jwk.kid) return 'invalid_grant'
    const { payload } = verified
    const isStrange = Object.keys(payload).some((name) => !ASSERTED.includes(name))
    const livesLong = Number(payload.exp) - Number(payload.iat) > 120
    const isUsed = assertions.some(({ jti }) => jti === payload.jti)
    if (isStrange || livesLong || isUsed || Array.isArray(payload.aud)) return 'invalid_grant'
    return payload['scope'] === scope ? payload : 'invalid_scope'
  }

  return {
    client: (issuer) => ({ issuer, tokenUrl: `${issuer}token`, clientId: CLIENT, jwk }),
    assertions,
    async grant(form, issuer) {
      const claims = await check(form, issuer)
      if (typeof claims === 'string') return { status: 400, body: { error: claims } }
      assertions.push(claims)
      const access_token = await new SignJWT({ scope, organisation: actsFor(claims) })
        .setProtectedHeader({ alg: 'RS256' })
        .setIssuedAt()
        .setExpirationTime('2m')
        .sign(own.privateKey)
      return { status: 200, body: { access_token, token_type: 'Bearer', expires_in: 119, scope } }
    },
    async organisationOf(authorization) {
      const token = authorization?.replace(/^Bearer /, '') ?? ''
      const verified = await jwtVerify(token, own.publicKey).catch(() => null)
      return verified && String(verified.payload['organisation'])
    },
  }
}
