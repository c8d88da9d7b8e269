import { randomBytes } from 'node:crypto'
import { SERVICES, type ServiceName } from '@fotfeste/contracts/contract.ts'
import pg from 'pg'

/** A service's database: its owner's address for migrations, and its own, which owns nothing. */
export type ServiceDatabase = {
  readonly role: string
  readonly ownerUrl: string
  readonly serviceUrl: string
  /** Made just now: no migration has run in it. */
  readonly isNew: boolean
}

/**
 * Makes the four databases and the four roles that are missing, all at once (in a row they took a fifth of a first
 * start), and gives each role a new password.
 * `url` is of a role that may create databases and roles; it owns what it makes.
 */
export async function prepareDatabases(
  url: string,
  prefix: string,
): Promise<Record<ServiceName, ServiceDatabase>> {
  const prepared = async (service: ServiceName) =>
    [service, await withClient(url, (client) => prepare(client, url, prefix + service))] as const
  const made = await Promise.all(SERVICES.map(prepared))
  return Object.fromEntries(made) as Record<ServiceName, ServiceDatabase>
}

async function withClient<Made>(
  url: string,
  work: (client: pg.Client) => Promise<Made>,
): Promise<Made> {
  const client = new pg.Client(url)
  await client.connect().catch((error: Error) => {
    throw new Error(`The database does not answer (${error.message}): check DATABASE_URL.`)
  })
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** Removes the databases of one prefix, so that the next run begins empty. */
export async function dropDatabases(url: string, prefix: string): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    for (const service of SERVICES) {
      await client.query(`drop database if exists fotfeste_${prefix}${service} with (force)`)
    }
  } finally {
    await client.end()
  }
}

/** A service's database, by the service's name with the prefix. */
export const databaseName = (name: string): string => `fotfeste_${name}`
/** The role a service runs as. */
export const roleName = (name: string): string => `svc_${name}`

/** The owner's address of a database; `{service}` in its name stays as it is. */
export const ownerUrl = (url: string, database: string): string =>
  withPath(url, database).replaceAll('%7B', '{').replaceAll('%7D', '}')

async function prepare(client: pg.Client, url: string, name: string): Promise<ServiceDatabase> {
  const [database, role] = [databaseName(name), roleName(name)]
  const password = randomBytes(18).toString('base64url')
  const roles = await client.query('select from pg_roles where rolname = $1', [role])
  const verb = roles.rowCount === 0 ? 'create' : 'alter'
  await client.query(`${verb} role ${role} with login password '${password}'`)
  const databases = await client.query('select from pg_database where datname = $1', [database])
  const isNew = databases.rowCount === 0
  if (isNew) await client.query(`create database ${database}`)
  return {
    role,
    ownerUrl: ownerUrl(url, database),
    serviceUrl: withPath(url, database, { role, password }),
    isNew,
  }
}

function withPath(
  url: string,
  database: string,
  login?: { role: string; password: string },
): string {
  const changed = new URL(url)
  changed.pathname = `/${database}`
  if (login) {
    changed.username = login.role
    changed.password = login.password
  }
  return changed.href
}
