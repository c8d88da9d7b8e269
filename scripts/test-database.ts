import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { startPostgres } from '@fotfeste/sandbox/postgres.ts'
import { erasePostgres } from '@fotfeste/sandbox/postgres-home.ts'
import { isAlive } from '@fotfeste/sandbox/postgres-lock.ts'

export type TestDatabase = {
  /** Superuser's address, or that of a role which may create databases and roles. */
  readonly url: string
  readonly title: string
  stop(): Promise<void>
}

const DATA = '.data'
const PREFIX = 'test-'

/**
 * The one PostgreSQL of a test run: the server that `TEST_DATABASE_URL` names, a container when
 * `FOTFESTE_TEST_DB=testcontainers`, else the embedded one on a folder of its own.
 */
export async function openTestDatabase(): Promise<TestDatabase> {
  const given = process.env['TEST_DATABASE_URL']
  if (given) return { url: given, title: 'TEST_DATABASE_URL', stop: async () => undefined }
  if (process.env['FOTFESTE_TEST_DB'] === 'testcontainers') return openContainer()
  sweep()
  const dataDir = join(DATA, `${PREFIX}${process.pid}`)
  const server = await startPostgres({ dataDir, port: 0, durable: false })
  const stop = async () => {
    await server.stop()
    erasePostgres(dataDir)
  }
  return { url: server.url, title: `PostgreSQL ${server.version}, embedded`, stop }
}

async function openContainer(): Promise<TestDatabase> {
  const { startContainer } = await import('@fotfeste/testing/container.ts')
  const server = await startContainer()
  return { url: server.url, title: `PostgreSQL ${server.version}, container`, stop: server.stop }
}

/** Removes the folders of runs that were killed. */
function sweep(): void {
  if (!existsSync(DATA)) return
  for (const name of readdirSync(DATA)) {
    const pid = Number(name.slice(PREFIX.length))
    if (name.startsWith(PREFIX) && pid > 0 && !isAlive(pid)) erasePostgres(join(DATA, name))
  }
}
