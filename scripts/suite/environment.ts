import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { SERVICES, type ServiceName } from '@fotfeste/contracts/contract.ts'
import type { z } from 'zod'
import { portsOf, ROOT, type SuiteSettings } from './settings.ts'

/** Where the code of the suite's processes is kept compiled. */
export const COMPILE_CACHE = join(ROOT, 'node_modules/.cache/fotfeste-start')
export const AUDIENCE = 'https://fotfeste.test'

/** Addresses of the suite, as `suite.json` gives them. */
export type Addresses = {
  readonly issuer: string
  readonly services: Readonly<Record<ServiceName, string>>
}

const loopback = (port: number): string => `http://127.0.0.1:${port}`

/** Where everything listens. */
export function addressesOf(settings: SuiteSettings): Addresses {
  const ports = portsOf(settings.portBase)
  const services = SERVICES.map((service) => [service, loopback(ports[service])])
  return { issuer: loopback(ports.issuer), services: Object.fromEntries(services) }
}

type Variables = Readonly<Record<string, string | undefined>>

/** What the processes inherit beside their own settings: nothing of Fotfeste, nothing of the database. */
export function inherited(env: Variables): Variables {
  const kept = Object.entries(env).filter(
    ([name]) => !/^(FOTFESTE_|PG[A-Z]+$|DATABASE_URL$)/.test(name),
  )
  return {
    ...Object.fromEntries(kept),
    NODE_COMPILE_CACHE: COMPILE_CACHE,
  }
}

async function variablesOf(service: ServiceName): Promise<string[]> {
  const file = join(ROOT, 'services', service, 'src/config.ts')
  if (!existsSync(file)) throw new Error(`${file} is missing.`)
  const { config } = (await import(pathToFileURL(file).href)) as { config: z.ZodObject }
  return Object.keys(config.shape)
}

/** `FOTFESTE_*` variables given to `start` reach the services that know them; a name nobody knows is refused. */
async function given(env: Variables): Promise<Record<ServiceName, Variables>> {
  const wanted = Object.entries(env).filter(([name]) => name.startsWith('FOTFESTE_'))
  const known = await Promise.all(SERVICES.map(variablesOf))
  const stranger = wanted.find(([name]) => !known.flat().includes(name))
  if (stranger) throw new Error(`No service knows ${stranger[0]}: remove it or correct its name.`)
  const own = SERVICES.map((service, at) => [
    service,
    Object.fromEntries(wanted.filter(([name]) => known[at]?.includes(name))),
  ])
  return Object.fromEntries(own)
}

/** The issuer's variables. */
export function issuerEnvironment(settings: SuiteSettings): Variables {
  return {
    ...inherited(settings.env),
    FOTFESTE_PORT: String(portsOf(settings.portBase).issuer),
    FOTFESTE_DATA: settings.data,
    FOTFESTE_AUDIENCE: AUDIENCE,
  }
}

/** Each service's variables, by what its own configuration knows. */
export async function serviceEnvironments(
  settings: SuiteSettings,
  databaseUrls: Readonly<Record<ServiceName, string>>,
): Promise<Record<ServiceName, Variables>> {
  const { issuer, services } = addressesOf(settings)
  const own = await given(settings.env)
  const peers = SERVICES.map((peer) => [`FOTFESTE_${peer.toUpperCase()}_URL`, services[peer]])
  const environments = SERVICES.map(async (service) => {
    const known = await variablesOf(service)
    const variables = {
      ...Object.fromEntries(peers),
      FOTFESTE_DATABASE_URL: databaseUrls[service],
      FOTFESTE_PORT: String(portsOf(settings.portBase)[service]),
      FOTFESTE_ISSUERS: JSON.stringify([
        { issuer, jwksUri: `${issuer}/jwks`, audience: AUDIENCE, kind: 'sandbox' },
      ]),
      FOTFESTE_SERVICE_TOKENS: JSON.stringify({
        kind: 'endpoint',
        url: `${issuer}/token`,
        clientId: `fotfeste-${service}`,
      }),
      FOTFESTE_SANDBOX: 'on',
      FOTFESTE_RATE_PER_MINUTE: '0',
      FOTFESTE_REPLIES: settings.replies,
    }
    const used = Object.entries(variables).filter(([name]) => known.includes(name))
    return [service, { ...inherited(settings.env), ...Object.fromEntries(used), ...own[service] }]
  })
  return Object.fromEntries(await Promise.all(environments))
}
