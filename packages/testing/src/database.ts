import { createHash, randomBytes } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { migrate } from '@fotfeste/kit/migrate.ts'
import pg from 'pg'
import { dropDatabase } from './drop-database.ts'

/** A service's own database for one test file, cloned from a migrated template. */
export type TestDatabase = {
  /** As the service's role, which owns nothing and bypasses nothing. */
  readonly url: string
  /** As the owner: to look behind the tenant wall. */
  readonly ownerUrl: string
  drop(): Promise<void>
}

const BASE = new URL('../../kit/migrations/', import.meta.url)
const PASSWORD = 'test'

function serverUrl(): URL {
  const url = process.env['TEST_DATABASE_URL']
  if (!url)
    throw new Error('TEST_DATABASE_URL is not set: run tests with `pnpm test <file or folder>`')
  return new URL(url)
}

function urlTo(database: string, user?: string): string {
  const url = serverUrl()
  url.pathname = `/${database}`
  if (user) [url.username, url.password] = [user, PASSWORD]
  return url.href
}

async function fingerprint(folders: readonly URL[]): Promise<string> {
  const hash = createHash('sha256')
  for (const folder of folders) {
    for (const name of (await readdir(folder)).sort()) {
      if (name.endsWith('.sql')) hash.update(name).update(await readFile(new URL(name, folder)))
    }
  }
  return hash.digest('hex').slice(0, 12)
}

/** One for the process: a server begins a process of its own for each connection. It does not hold ours up. */
let server: pg.Pool | undefined

function openServer(): pg.Pool {
  const opened = new pg.Pool({ connectionString: serverUrl().href, max: 2, allowExitOnIdle: true })
  // An idle connection may be cut off when the server ends; the next one that is needed says so.
  opened.on('error', () => undefined)
  return opened
}

async function withServer<Result>(
  work: (client: pg.ClientBase) => Promise<Result>,
): Promise<Result> {
  server ??= openServer()
  const client = await server.connect()
  try {
    return await work(client)
  } finally {
    client.release()
  }
}

/** Makes the role once for the whole server, or gives one that is there the password that tests know, and answers it. */
export async function ensureRole(client: pg.ClientBase, role: string): Promise<string> {
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [role])
  await client.query(`${rowCount ? 'alter' : 'create'} role ${role} login password '${PASSWORD}'`)
  return PASSWORD
}

/** The empty, migrated database that a server of the run's own began with; for tests with migrations of their own none. */
async function migratedBefore(
  client: pg.ClientBase,
  service: string,
  folder: URL,
): Promise<string | undefined> {
  const isOwn = !folder.pathname.endsWith(`/services/${service}/src/db/migrations/`)
  if (isOwn || !process.env['TEST_FIRST_DATA']) return undefined
  const name = `fotfeste_${service}`
  const { rowCount } = await client.query('select from pg_database where datname = $1', [name])
  return rowCount ? name : undefined
}

const templates = new Map<string, Promise<string>>()

/** The migrated template of a service: asked for once by each process, made by the first of them. */
function templateOf(service: string, folder: URL): Promise<string> {
  const known = templates.get(folder.href) ?? ensureTemplate(service, folder)
  templates.set(folder.href, known)
  return known
}

async function ensureTemplate(service: string, folder: URL): Promise<string> {
  const name = `template_${service}_${await fingerprint([BASE, folder])}`
  const role = `svc_${service}`
  await withServer(async (client) => {
    await client.query('select pg_advisory_lock(4208, hashtext($1))', [name])
    try {
      const { rowCount } = await client.query('select from pg_database where datname = $1', [name])
      if (rowCount) return
      await ensureRole(client, role)
      const begun = await migratedBefore(client, service, folder)
      if (!begun) {
        await client.query(`create database ${name}_making`)
        await migrate({ url: urlTo(`${name}_making`), appRole: role, folder })
      }
      await client.query(`alter database ${begun ?? `${name}_making`} rename to ${name}`)
    } finally {
      await client.query('select pg_advisory_unlock(4208, hashtext($1))', [name])
    }
  })
  return name
}

/**
 * Copies the files of a template by the file system itself where it can: a fifth of the work of writing each page
 * through the log, which is what the server does unasked.
 */
async function copyTemplate(client: pg.ClientBase, template: string, name: string): Promise<void> {
  const { rowCount } = await client.query(
    `select set_config(name, 'clone', false) from pg_settings
     where name = 'file_copy_method' and 'clone' = any(enumvals)`,
  )
  const strategy = rowCount ? 'file_copy' : 'wal_log'
  await client.query(`create database ${name} template ${template} strategy ${strategy}`)
}

/** Clones the template of a service: about 30 ms, nothing is cleared between tests. */
export async function cloneDatabase(service: string, folder: URL): Promise<TestDatabase> {
  const template = await templateOf(service, folder)
  const name = `test_${service}_${randomBytes(6).toString('hex')}`
  await withServer((client) => copyTemplate(client, template, name))
  return {
    url: urlTo(name, `svc_${service}`),
    ownerUrl: urlTo(name),
    drop: () => withServer((client) => dropDatabase(client, name)),
  }
}
