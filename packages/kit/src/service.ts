import type { FastifyInstance } from 'fastify'
import {
  bareApp,
  describe,
  refuseOtherMethods,
  refuseUnknownPaths,
  rememberContracts,
} from './app.ts'
import { tokenVerifier } from './auth.ts'
import { type Clock, realClock, settableClock } from './clock.ts'
import type { BaseConfig } from './config.ts'
import { compileOnly } from './db.ts'
import { serveFeed } from './feed.ts'
import { health, metrics } from './health.ts'
import { startJobs } from './jobs.ts'
import type { Kit, Service } from './kit.ts'
import { protect } from './limits.ts'
import { expectedMigrations } from './migrate.ts'
import { openPool } from './pool.ts'
import { openReaders } from './readers.ts'
import { sweepReplies } from './sweep.ts'
import { admission } from './tenancy.ts'

/** Connections that one-statement reads share: busy ones are what makes sharing worth while. */
const READERS = 3

type Extras = {
  /** Routes of the sandbox, loaded by `main` only when the sandbox is on. */
  readonly sandboxRoutes?: (app: FastifyInstance, clock: Clock) => void
  readonly clock?: Clock
  readonly logTo?: { write(line: string): void }
}

/** A built service: not listening yet, jobs not started. */
export type Built<Tables> = {
  readonly app: FastifyInstance
  readonly kit: Kit<Tables>
  startJobs(): void
  close(): Promise<void>
}

/** Builds a service from its configuration. Connects to nothing until the first request or job. */
export async function buildService<Tables, Config extends BaseConfig>(
  service: Service<Tables, Config>,
  config: Config,
  extras: Extras,
): Promise<Built<Tables>> {
  const isSandbox = config.FOTFESTE_SANDBOX === 'on'
  const settings = {
    isSandbox,
    logLevel: config.FOTFESTE_LOG_LEVEL,
    trustsProxy: config.FOTFESTE_TRUST_PROXY === 'on',
    ratePerMinute: config.FOTFESTE_RATE_PER_MINUTE,
    ...(extras.logTo ? { logTo: extras.logTo } : {}),
  }
  const pool = openPool(config.FOTFESTE_DATABASE_URL, config.FOTFESTE_POOL)
  const readers = openReaders(config.FOTFESTE_DATABASE_URL, READERS)
  const clock = extras.clock ?? (isSandbox ? await settableClock(pool) : realClock)
  const stopping = new AbortController()
  const app = bareApp(settings)
  const kit: Kit<Tables> = {
    service: service.name,
    problems: service.problems,
    app,
    pool,
    readers,
    compile: compileOnly<Tables>(),
    clock,
    authenticate: tokenVerifier(config.FOTFESTE_ISSUERS),
    admit: admission(pool, { registers: isSandbox, today: clock.today }),
    checksReplies: config.FOTFESTE_REPLIES === 'checked',
    stopping: stopping.signal,
  }
  rememberContracts(app)
  await protect(app, settings)
  refuseUnknownPaths(app)
  await describe(app, service)
  metrics(kit, extras.clock === undefined)
  health(kit, await expectedMigrations(service.migrations))
  serveFeed(kit)
  for (const register of service.routes) register(kit)
  extras.sandboxRoutes?.(app, clock)
  refuseOtherMethods(app)
  await app.ready()
  let stopJobs = async () => {}
  return {
    app,
    kit,
    startJobs() {
      stopJobs = startJobs([...service.jobs(kit, config), sweepReplies(pool)], app.log)
    },
    async close() {
      stopping.abort()
      await stopJobs()
      // A connection falls idle with its last answer, after the server has closed those that were.
      const closing = setInterval(() => app.server.closeIdleConnections(), 100)
      await app.close().finally(() => clearInterval(closing))
      await Promise.all([pool.end(), readers.end()])
    },
  }
}

/** Runs a service until SIGTERM or SIGINT: waiting polls answer at once, running requests finish, then it ends. */
export async function runService<Tables, Config extends BaseConfig>(
  service: Service<Tables, Config>,
  config: Config,
  extras: Extras,
): Promise<void> {
  const built = await buildService(service, config, extras)
  const stop = () => {
    setTimeout(() => process.exit(1), 10_000).unref()
    built.close().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
  await built.app.listen({ host: config.FOTFESTE_HOST, port: config.FOTFESTE_PORT })
  built.startJobs()
  built.app.log.info({ service: service.name, at: built.app.addresses() }, 'listening')
}
