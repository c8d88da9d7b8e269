import { mkdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { ServiceName } from '@fotfeste/contracts/contract.ts'
import { migrate } from '@fotfeste/kit/migrate.ts'
import { startPostgres } from '@fotfeste/sandbox/postgres.ts'
import { erasePostgres } from '@fotfeste/sandbox/postgres-home.ts'
import { AUDIENCE, startIssuer, type TestIssuer } from '@fotfeste/testing/token.ts'
import { prepareDatabases, type ServiceDatabase } from '../suite/databases.ts'
import { inherited } from '../suite/environment.ts'
import { keepRunning } from '../suite/program.ts'
import { ROOT } from '../suite/settings.ts'

export const DATA = join(ROOT, '.data/bench')
export const CONNECTIONS = 16

/** What the measures run on: a database of their own, kept safe on disk, and the sandbox's issuer. */
export type House = {
  readonly postgresVersion: string
  readonly databases: Readonly<Record<ServiceName, ServiceDatabase>>
  readonly issuer: TestIssuer
  /** Brings a service's database to its newest version, for who fills it before the service starts. */
  prepareService(name: ServiceName): Promise<void>
  /** Work to be done when the house stops, before the services it was for. */
  beforeStop(work: () => Promise<void>): void
  /** Starts a service's own process as production runs it and answers its address. */
  startService(name: ServiceName, more: Readonly<Record<string, string>>): Promise<string>
  /** Starts another program of this folder; it is ready when its address answers. */
  startProgram(name: string, env: Readonly<Record<string, string>>): Promise<string>
  stop(): Promise<void>
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

/** Brings the database of a service to its newest version. */
export async function migrateService(name: ServiceName, database: ServiceDatabase): Promise<void> {
  const folder = pathToFileURL(join(ROOT, 'services', name, 'src/db/migrations/'))
  await migrate({ url: database.ownerUrl, appRole: database.role, folder })
}

/** Starts anew each time: what an earlier run left would be measured along. */
export async function startHouse(): Promise<House> {
  erasePostgres(join(DATA, 'postgres'))
  rmSync(DATA, { recursive: true, force: true })
  mkdirSync(DATA, { recursive: true })
  const postgres = await startPostgres({ dataDir: join(DATA, 'postgres'), port: 0, durable: true })
  const stops: (() => Promise<void>)[] = [() => postgres.stop()]
  const databases = await prepareDatabases(postgres.url, 'bench_')
  const issuer = await startIssuer()
  stops.push(() => issuer.close())

  const start = async (
    program: { name: string; main: string; ready: string },
    env: Readonly<Record<string, string>>,
  ) => {
    const port = await freePort()
    const url = `http://127.0.0.1:${port}`
    const kept = await keepRunning(
      {
        name: program.name,
        main: program.main,
        env: { ...inherited(process.env), ...env, FOTFESTE_PORT: String(port) },
        readyUrl: `${url}${program.ready}`,
        logFile: join(DATA, `${program.name}.log`),
      },
      { say: (line) => console.error(line), replaced: () => undefined },
    )
    stops.push(() => kept.stop())
    return url
  }

  return {
    postgresVersion: postgres.version,
    databases,
    issuer,
    prepareService: (name) => migrateService(name, databases[name]),
    beforeStop: (work) => stops.push(work),
    async startService(name, more) {
      await migrateService(name, databases[name])
      const main = join(ROOT, 'services', name, 'src/main.ts')
      return start({ name, main, ready: '/health/ready' }, { ...serviceSettings(name), ...more })
    },
    startProgram: (name, env) =>
      start({ name, main: join(ROOT, 'scripts/bench', `${name}.ts`), ready: '/ready' }, env),
    async stop() {
      for (const one of stops.splice(0).reverse()) await one()
    },
  }

  function serviceSettings(name: ServiceName): Record<string, string> {
    const trusted = { issuer: issuer.issuer, jwksUri: issuer.jwksUri, audience: AUDIENCE }
    return {
      FOTFESTE_DATABASE_URL: databases[name].serviceUrl,
      FOTFESTE_ISSUERS: JSON.stringify([{ ...trusted, kind: 'sandbox' }]),
      FOTFESTE_SANDBOX: 'on',
      FOTFESTE_REPLIES: 'fast',
      FOTFESTE_LOG_LEVEL: 'info',
      FOTFESTE_POOL: String(CONNECTIONS),
      // The limiter runs and counts, but never says no.
      FOTFESTE_RATE_PER_MINUTE: '100000000',
    }
  }
}
