import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, exportSPKI, generateKeyPair, type JWK, SignJWT } from 'jose'

type Claims = Readonly<Record<string, unknown>>

/** An issuer whose every claim, header and key a test can bend. */
export type ToyIssuer = {
  readonly issuer: string
  readonly jwksUri: string
  /** The published keys; a test may change them. */
  readonly keys: JWK[]
  readonly publicPem: string
  /** How often the keys were fetched. */
  fetched(): number
  /** Lets the key address answer this status instead of the keys. */
  fail(status: number | null): void
  /** A good machine token of `tenant`, bent by claims (`undefined` leaves one out) and header. */
  token(claims: Claims, bend?: { header?: Claims; key?: Signer }): Promise<string>
  rotate(kid: string): Promise<void>
  close(): void
}
export type Signer = Parameters<SignJWT['sign']>[0]

export const AUDIENCE = 'https://fotfeste.test'
export const now = () => Math.floor(Date.now() / 1000)
export const organisation = (orgnr: string) => ({
  authority: 'iso6523-actorid-upis',
  ID: `0192:${orgnr}`,
})

const kept = (claims: Claims) =>
  Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined))

/** Starts one; `alg` is RS256 for machine issuers, ES256 for the suite's own services. */
export async function toyIssuer(alg: 'RS256' | 'ES256' = 'RS256'): Promise<ToyIssuer> {
  const keys: JWK[] = []
  let count = 0
  let broken: number | null = null
  let current = { kid: '', key: null as unknown as Signer }
  let publicPem = ''
  const rotate = async (kid: string) => {
    const pair = await generateKeyPair(alg, { extractable: true })
    keys.length = 0
    keys.push({ ...(await exportJWK(pair.publicKey)), kid, alg, use: 'sig' })
    publicPem = await exportSPKI(pair.publicKey)
    current = { kid, key: pair.privateKey }
  }
  await rotate('k1')
  const server: Server = createServer((_request, response) => {
    count += 1
    response.statusCode = broken ?? 200
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ keys }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  return {
    issuer,
    jwksUri: `${issuer}jwks`,
    keys,
    get publicPem() {
      return publicPem
    },
    fetched: () => count,
    fail(status) {
      broken = status
    },
    token(claims, bend = {}) {
      const good = {
        iss: issuer,
        aud: AUDIENCE,
        iat: now(),
        exp: now() + (alg === 'RS256' ? 600 : 60),
        jti: crypto.randomUUID(),
        client_id: 'toy-client',
        scope: 'fotfeste:guides.read fotfeste:guides.write',
      }
      return new SignJWT(kept({ ...good, ...claims }))
        .setProtectedHeader(kept({ alg, kid: current.kid, typ: 'JWT', ...bend.header }) as never)
        .sign(bend.key ?? current.key)
    },
    rotate,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
