import type { ChildProcess } from 'node:child_process'
import { createServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { migrate } from '@fotfeste/kit/migrate.ts'
import { type Postgres, startPostgres } from '@fotfeste/sandbox/postgres.ts'
import { erasePostgres } from '@fotfeste/sandbox/postgres-home.ts'
import { ensureRole } from '@fotfeste/testing/database.ts'
import { passingFolder } from '@fotfeste/testing/passing-folder.ts'
import { AUDIENCE, startIssuer } from '@fotfeste/testing/token.ts'
import pg from 'pg'
import { kill, spawnPayroll } from '../own-process.ts'

const PATIENCE_MS = 30_000
const MIGRATIONS = new URL('../../src/db/migrations/', import.meta.url)

type Teardown = { teardown(work: () => Promise<void>): void }

function freePort(): Promise<number> {
  return new Promise((found) => {
    const server = createServer()
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => found(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

/** Payroll as a process of its own on a PostgreSQL of its own, both of which can be killed at any moment. */
export async function crashHouse(t: Teardown, introductionUrl: string) {
  const dataDir = passingFolder('crash')
  const [databasePort, port, issuer] = await Promise.all([freePort(), freePort(), startIssuer()])
  // What the whole run's own server began with, where it did.
  const first = process.env['TEST_FIRST_DATA']
  const options = { dataDir, port: databasePort, durable: true, first }
  let postgres: Postgres = await startPostgres(options)
  const ownerUrl = new URL(postgres.url)
  const owner = new pg.Client(ownerUrl.href)
  await owner.connect()
  const password = await ensureRole(owner, 'svc_payroll')
  await owner.query('create database payroll')
  await owner.end()
  ownerUrl.pathname = '/payroll'
  await migrate({ url: ownerUrl.href, appRole: 'svc_payroll', folder: MIGRATIONS })
  const serviceUrl = new URL(ownerUrl)
  ;[serviceUrl.username, serviceUrl.password] = ['svc_payroll', password]

  const environment = {
    FOTFESTE_DATABASE_URL: serviceUrl.href,
    FOTFESTE_PORT: String(port),
    FOTFESTE_ISSUERS: JSON.stringify([
      { issuer: issuer.issuer, jwksUri: issuer.jwksUri, audience: AUDIENCE, kind: 'sandbox' },
    ]),
    FOTFESTE_SERVICE_TOKENS: JSON.stringify({
      kind: 'endpoint',
      url: `${issuer.issuer}/token`,
      clientId: 'fotfeste-payroll',
    }),
    FOTFESTE_INTRODUCTION_URL: introductionUrl,
    FOTFESTE_RATE_PER_MINUTE: '0',
    FOTFESTE_PAY_RUN_PAGE: '2',
  }
  let isOver = false
  // Whoever runs a service starts it again when it ends, as it does when its database is not there yet.
  const launch = (): ChildProcess => {
    const child = spawnPayroll(environment)
    child.once('exit', () => {
      if (!isOver) service = launch()
    })
    return child
  }
  let service = launch()

  const killPostgres = async () => {
    process.kill(postgres.pid, 'SIGKILL')
    await postgres.ended
    // Its processes outlive it for a moment and hold what the next one needs.
    for (const end = Date.now() + PATIENCE_MS; ; await pause(200)) {
      const started = await startPostgres(options).catch((error: Error) => error)
      if (!(started instanceof Error)) {
        postgres = started
        return
      }
      if (Date.now() > end) throw started
    }
  }
  const query = async <Row extends pg.QueryResultRow>(sql: string): Promise<Row[]> => {
    const client = new pg.Client(ownerUrl.href)
    client.on('error', () => undefined)
    await client.connect()
    try {
      return (await client.query<Row>(sql)).rows
    } finally {
      await client.end()
    }
  }
  /** One connection of the service is cut by a signal: PostgreSQL ends all of them and recovers. */
  const killConnection = async () => {
    const rows = await query<{ pid: number }>(
      `select pid from pg_stat_activity where usename = 'svc_payroll' order by query_start desc limit 1`,
    ).catch(() => [])
    const [backend] = rows
    if (backend) process.kill(backend.pid, 'SIGKILL')
    await pause(50)
  }
  t.teardown(async () => {
    isOver = true
    service.kill('SIGKILL')
    await Promise.all([postgres.stop(), issuer.close()])
    erasePostgres(dataDir)
  })
  return {
    url: `http://127.0.0.1:${port}`,
    issuer,
    query,
    killService: () => kill(service),
    killPostgres,
    killConnection,
  }
}
export type CrashHouse = Awaited<ReturnType<typeof crashHouse>>
