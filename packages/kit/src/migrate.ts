import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { Kysely, PostgresDialect, sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import pg from 'pg'

const BASE = new URL('../migrations/', import.meta.url)

type Step = { readonly name: string; readonly text: string; readonly hash: string }

async function stepsOf(folder: URL): Promise<Step[]> {
  const names = (await readdir(folder))
    .filter((name) => /^\d{4}_[a-z0-9_]+\.sql$/.test(name))
    .sort()
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(new URL(name, folder), 'utf8')
      return {
        name: name.slice(0, -4),
        text,
        hash: createHash('sha256').update(text).digest('hex'),
      }
    }),
  )
}

async function refuseEdited(db: Kysely<unknown>, track: string, steps: Step[]): Promise<void> {
  await sql`create schema if not exists system`.execute(db)
  await sql`create table if not exists system.applied_file (
    track text, name text, hash text not null, primary key (track, name))`.execute(db)
  const { rows } = await sql<{ name: string; hash: string }>`
    select name, hash from system.applied_file where track = ${track}`.execute(db)
  for (const { name, hash } of rows) {
    const step = steps.find((one) => one.name === name)
    if (step && step.hash !== hash) {
      throw new Error(
        `migration ${name} was edited after it ran here: put it back and write a new migration`,
      )
    }
  }
}

async function runTrack(db: Kysely<unknown>, track: string, folder: URL): Promise<string[]> {
  const steps = await stepsOf(folder)
  await refuseEdited(db, track, steps)
  const asMigration = (step: Step): Migration => ({
    async up(trx) {
      await sql.raw(step.text).execute(trx)
      await sql`insert into system.applied_file values (${track}, ${step.name}, ${step.hash})`.execute(
        trx,
      )
    },
  })
  const migrator = new Migrator({
    db,
    provider: {
      getMigrations: async () =>
        Object.fromEntries(steps.map((step) => [step.name, asMigration(step)])),
    },
    migrationTableSchema: 'system',
    migrationTableName: `${track}_migration`,
    migrationLockTableName: `${track}_migration_lock`,
  })
  const { error, results } = await migrator.migrateToLatest()
  if (error) throw error
  return (results ?? []).map((result) => result.migrationName)
}

/** The last migration of each track, by which a service tells whether the database is at its version. */
export async function expectedMigrations(folder: URL): Promise<Record<string, string>> {
  const last = async (of: URL) => (await stepsOf(of)).at(-1)?.name ?? ''
  return { base: await last(BASE), service: await last(folder) }
}

/**
 * Brings a database to the newest version, as its owner: the kit's base first, then the service's own.
 * Safe when several run at once (an advisory lock orders them). `appRole` is the service's role, which
 * owns nothing. Answers the names of what ran now.
 */
export async function migrate(settings: {
  url: string
  appRole: string
  folder: URL
}): Promise<string[]> {
  const pool = new pg.Pool({
    connectionString: settings.url,
    max: 1,
    statement_timeout: 0,
    lock_timeout: 5_000,
    options: `-c fotfeste.app_role=${settings.appRole} -c client_min_messages=warning`,
  })
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  try {
    // Two first runs at once must not both make the schema; who comes second waits however long the first takes.
    await sql`set lock_timeout = 0`.execute(db)
    await sql`select pg_advisory_lock(4206)`.execute(db)
    await sql`reset lock_timeout`.execute(db)
    return [
      ...(await runTrack(db, 'base', BASE)),
      ...(await runTrack(db, 'service', settings.folder)),
    ]
  } finally {
    await db.destroy()
  }
}
