import type { Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createIssuer, signToken } from '@fotfeste/sandbox/issuer.ts'
import { keepSigningKey } from '@fotfeste/sandbox/issuer-key.ts'
import { readTokenRequest } from '@fotfeste/sandbox/token-request.ts'

/** Who a test calls as. */
export type As = {
  /** Organisation number of the municipality; null for one of the suite's own services. */
  readonly tenant?: string | null
  /** The person; null for a machine. */
  readonly sub?: string | null
  readonly scopes?: readonly string[]
  readonly supplier?: string
  readonly clientId?: string
  readonly ttl?: number
}

export const AUDIENCE = 'https://fotfeste.test'

export type TestIssuer = {
  readonly issuer: string
  readonly jwksUri: string
  token(as: Required<Pick<As, 'tenant' | 'sub' | 'scopes'>> & As): Promise<string>
  close(): Promise<void>
}

let shared: Promise<TestIssuer> | undefined

/** The issuer that all services under test of this process trust. It ends with the process and does not hold it up. */
export function sharedIssuer(): Promise<Omit<TestIssuer, 'close'>> {
  shared ??= startIssuer((server) => {
    server.unref().on('connection', (socket) => socket.unref())
  })
  return shared
}

/** Starts a real issuer on loopback; its key is kept between test files, for making one takes time. */
export async function startIssuer(
  onServer: (server: Server) => void = () => undefined,
): Promise<TestIssuer> {
  const key = await keepSigningKey(join(tmpdir(), 'fotfeste-test-issuer'))
  // The address is known only once it listens, and the issuer must know its address: so it is asked for first.
  const options = { issuer: '', audience: AUDIENCE, key }
  const app = createIssuer(options)
  onServer(app.server)
  options.issuer = await app.listen({ host: '127.0.0.1', port: 0 })
  const kept = new Map<string, Promise<string>>()
  // What the issuer answers over HTTP, without the call: a run signs thousands.
  const sign = async (form: Record<string, string>) => {
    const asked = readTokenRequest(new URLSearchParams(form))
    if ('error' in asked) throw new Error(`the test issuer refused: ${asked.description}`)
    return signToken(asked, options)
  }
  return {
    issuer: options.issuer,
    jwksUri: `${options.issuer}/jwks`,
    token(as) {
      const form = {
        grant_type: 'client_credentials',
        scope: as.scopes.join(' '),
        client_id: as.clientId ?? 'test',
        ...(as.tenant ? { consumer: as.tenant } : {}),
        ...(as.sub ? { sub: as.sub } : {}),
        ...(as.supplier ? { supplier: as.supplier } : {}),
        ...(as.ttl ? { ttl: String(as.ttl) } : {}),
      }
      const known = kept.get(JSON.stringify(form)) ?? sign(form)
      kept.set(JSON.stringify(form), known)
      return known
    },
    close: () => app.close(),
  }
}

/** A synthetic organisation number that is a tenant nobody else uses: 8 digits and their check digit. */
export function freshTenant(): string {
  for (;;) {
    const eight = String(10_000_000 + Math.floor(Math.random() * 89_999_999))
    const sum = [3, 2, 7, 6, 5, 4, 3, 2].reduce(
      (total, weight, at) => total + weight * Number(eight[at]),
      0,
    )
    const check = (11 - (sum % 11)) % 11
    if (check < 10) return `${eight}${check}`
  }
}
