import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { SERVICES } from '@fotfeste/contracts/contract.ts'
import { migrate } from '@fotfeste/kit/migrate.ts'
import { dropDatabase } from '@fotfeste/testing/drop-database.ts'
import pg from 'pg'
import { schemaPage } from './catalogue/page.ts'
import { readTables, type Table } from './catalogue/read.ts'
import { tableTypes } from './catalogue/types.ts'
import { openTestDatabase } from './test-database.ts'

const ROOT = resolve(import.meta.dirname, '..')

/** Runs the migrations of a folder on a database of its own and reads what they made. */
async function tablesAfter(server: string, name: string, folder: string): Promise<Table[]> {
  const database = `db_types_${name}_${process.pid}`
  const appRole = `${database}_role`
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  const url = new URL(server)
  url.pathname = `/${database}`
  try {
    await client.query(`create role ${appRole}`)
    await client.query(`create database ${database}`)
    await migrate({ url: url.href, appRole, folder: pathToFileURL(`${folder}/`) })
    return await readTables(url.href, appRole)
  } finally {
    await dropDatabase(client, database)
    await client.query(`drop role if exists ${appRole}`)
    await client.end()
  }
}

async function ownTables(server: string, name: string, base: readonly Table[]): Promise<Table[]> {
  const folder = join(ROOT, 'services', name, 'src/db/migrations')
  if (!existsSync(folder)) return []
  const known = new Set(base.map((table) => `${table.schema}.${table.name}`))
  const all = await tablesAfter(server, name, folder)
  return all.filter(
    (table) => !known.has(`${table.schema}.${table.name}`) && table.schema === 'public',
  )
}

/** Writes what the kit's and the services' migrations make: a schema page, and table types for Kysely. */
async function writeAll(server: string, services: readonly string[]): Promise<void> {
  const nothing = await mkdtemp(join(tmpdir(), 'fotfeste-no-migrations-'))
  const base = await tablesAfter(server, 'kit', nothing)
  await rm(nothing, { recursive: true })
  const isBookkeeping = ({ name }: Table) => /migration|applied_file/.test(name)
  const kit = base.filter((table) => !isBookkeeping(table))
  await writeFile(join(ROOT, 'packages/kit/schema.gen.md'), schemaPage('the kit', kit))
  for (const name of services) {
    const tables = await ownTables(server, name, base)
    if (tables.length === 0) continue
    const folder = join(ROOT, 'services', name, 'src/db')
    await writeFile(join(folder, 'schema.gen.md'), schemaPage(name, tables))
    await writeFile(join(folder, 'tables.gen.ts'), tableTypes(tables))
    console.log(`${name}: ${tables.length} tables`)
  }
}

const named = process.argv.slice(2)
const database = await openTestDatabase()
try {
  await writeAll(database.url, named.length > 0 ? named : SERVICES)
} finally {
  await database.stop()
}
