import type { Contract } from '@fotfeste/contracts/contract.ts'
import { type PlainDate, plainDate } from '@fotfeste/domain/values/calendar.ts'
import type { Clock } from '@fotfeste/kit/clock.ts'
import type { BaseConfig } from '@fotfeste/kit/config.ts'
import type { Kit, Service } from '@fotfeste/kit/kit.ts'
import { buildService } from '@fotfeste/kit/service.ts'
import pg from 'pg'
import { type Answered, type Asked, sendCall } from './call.ts'
import { cloneDatabase } from './database.ts'
import { shownPersons } from './shown-persons.ts'
import { type As, AUDIENCE, freshTenant, sharedIssuer } from './token.ts'

/** What tap gives a test file: only the teardown is needed. */
type Teardown = { teardown(work: () => Promise<void>): void }

const EXTRA = [
  'fotfeste:protected.read',
  'fotfeste:identity.read',
  'fotfeste:audit.read',
  'fotfeste:system.feed',
  'fotfeste:system.identity',
]

/** A clock that a test sets. */
export type TestClock = Clock & { today(): PlainDate }

export function testClock(today: string): TestClock {
  let held = plainDate(today)
  return {
    today: () => held,
    async set(day) {
      if (day) held = day
    },
  }
}

/** A service under test: its app on real HTTP and PostgreSQL, a fresh tenant, tokens of a real issuer. */
export type Harness<Tables> = {
  readonly url: string
  readonly tenant: string
  readonly clock: TestClock
  readonly kit: Kit<Tables>
  readonly config: BaseConfig
  /** As the database's owner, behind the tenant wall: to look and to make faults, never to arrange. */
  readonly owner: pg.Pool
  /** Calls an operation as a case worker of the tenant with every ordinary scope, unless `as` says otherwise. */
  call(contract: Contract, asked?: Asked): Promise<Answered>
  /** Calls and insists on a status; the way to arrange by real requests. */
  make(contract: Contract, asked?: Asked): Promise<Answered>
  token(as?: As): Promise<string>
  /** Starts the service's jobs, which a test does not run otherwise; teardown stops them. */
  startJobs(): void
}

/** Every scope but those that open protected persons, numbers, audit and the suite's own feed. */
export const ordinaryScopes = (all: readonly string[]): string[] =>
  all.filter((scope) => !EXTRA.includes(scope))

const configOf = (
  databaseUrl: string,
  { issuer, jwksUri }: { issuer: string; jwksUri: string },
) => ({
  FOTFESTE_DATABASE_URL: databaseUrl,
  FOTFESTE_HOST: '127.0.0.1',
  FOTFESTE_PORT: 0,
  FOTFESTE_ISSUERS: [{ issuer, jwksUri, audience: AUDIENCE, kind: 'sandbox' }],
  FOTFESTE_SANDBOX: 'on',
  FOTFESTE_REPLIES: 'checked',
  FOTFESTE_POOL: 10,
  FOTFESTE_TRUST_PROXY: 'off',
  FOTFESTE_RATE_PER_MINUTE: 0,
})

/** Starts a service for one test file; teardown closes it, drops the database and fails on a leaked connection. */
export async function service<Tables, Config extends BaseConfig>(
  t: Teardown,
  definition: Service<Tables, Config>,
  more: {
    readonly today?: string
    readonly config?: Partial<Config>
    readonly logTo?: { write(line: string): void }
  } = {},
): Promise<Harness<Tables>> {
  const [database, issuer] = await Promise.all([
    cloneDatabase(definition.name, definition.migrations),
    sharedIssuer(),
  ])
  const config = {
    ...configOf(database.url, issuer),
    FOTFESTE_LOG_LEVEL: more.logTo ? 'info' : 'error',
    ...more.config,
  } as unknown as Config
  const clock = testClock(more.today ?? '2026-03-16')
  const built = await buildService(definition, config, {
    clock,
    logTo: more.logTo ?? process.stderr,
  })
  const url = await built.app.listen({ host: '127.0.0.1', port: 0 })
  const owner = new pg.Pool({ connectionString: database.ownerUrl, max: 2 })
  const tenant = freshTenant()
  const seen = shownPersons()
  t.teardown(async () => {
    const unlogged = await seen.unlogged(owner)
    const leaked = built.kit.pool.totalCount - built.kit.pool.idleCount
    await built.close()
    await owner.end()
    await database.drop()
    if (leaked > 0) throw new Error(`${leaked} database connections were not given back`)
    if (unlogged.length > 0)
      throw new Error(`the access log does not name whom ${unlogged.join(', ')} showed`)
  })
  const all = ordinaryScopes(definition.contracts.map(({ scope }) => scope))
  const token = (as: As = {}) =>
    issuer.token({
      tenant,
      sub: 'case-worker',
      scopes: [...new Set([...all, 'fotfeste:events.read'])],
      ...as,
    })
  const call = async (contract: Contract, asked: Asked = {}) => {
    const sent = { ...asked, token: await token(asked.as) }
    const answered = await sendCall({ url, problems: definition.problems }, contract, sent)
    seen.note(contract, answered)
    return answered
  }
  return {
    url,
    tenant,
    clock,
    kit: built.kit,
    config,
    owner,
    token,
    call,
    startJobs: built.startJobs,
    async make(contract, asked) {
      const answered = await call(contract, asked)
      if (answered.status >= 300) {
        throw new Error(
          `${contract.id} answered ${answered.status}: ${JSON.stringify(answered.body)}`,
        )
      }
      return answered
    },
  }
}
