import { startPostgres } from '@fotfeste/sandbox/postgres.ts'
import { erasePostgres } from '@fotfeste/sandbox/postgres-home.ts'
import { passingFolder, sweepPassing } from '@fotfeste/testing/passing-folder.ts'
import { dataVersion, notedVersion } from './suite/data-version.ts'
import { firstData } from './suite/first-data.ts'

export type TestDatabase = {
  /** Superuser's address, or that of a role which may create databases and roles. */
  readonly url: string
  readonly title: string
  /** The data that it began with: the four databases, empty and migrated. */
  readonly first?: string
  stop(): Promise<void>
}

/**
 * The one PostgreSQL of a test run: the server that `TEST_DATABASE_URL` names, a container when
 * `FOTFESTE_TEST_DB=testcontainers`, else the embedded one on a folder of its own.
 */
export async function openTestDatabase(): Promise<TestDatabase> {
  const given = process.env['TEST_DATABASE_URL']
  if (given)
    return {
      url: given,
      title: 'TEST_DATABASE_URL',
      stop: async () => undefined,
    }
  if (process.env['FOTFESTE_TEST_DB'] === 'testcontainers') return openContainer()
  sweepPassing()
  const dataDir = passingFolder('test')
  const version = await dataVersion()
  const first = firstData(version)
  const server = await startPostgres({ dataDir, port: 0, durable: false, first })
  const began = (await notedVersion(server.dataDir)) === version ? { first } : {}
  const stop = async () => {
    await server.stop()
    erasePostgres(dataDir)
  }
  return { url: server.url, title: `PostgreSQL ${server.version}, embedded`, ...began, stop }
}

async function openContainer(): Promise<TestDatabase> {
  const { startContainer } = await import('@fotfeste/testing/container.ts')
  const server = await startContainer()
  return {
    url: server.url,
    title: `PostgreSQL ${server.version}, container`,
    stop: server.stop,
  }
}
