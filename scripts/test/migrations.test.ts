import { appendFile, cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { SERVICES } from '@fotfeste/contracts/contract.ts'
import { expectedMigrations, migrate } from '@fotfeste/kit/migrate.ts'
import { dropDatabase } from '@fotfeste/testing/drop-database.ts'
import pg from 'pg'
import t from 'tap'
import { ROOT } from './tree.ts'

const RUNNERS = 20
const SERVER = process.env['TEST_DATABASE_URL'] ?? ''
const folderOf = (service: string) => join(ROOT, 'services', service, 'src/db/migrations')
const urlOf = (folder: string) => pathToFileURL(`${folder}/`)

type Place = { readonly url: string; readonly appRole: string }

/** An empty database and a role that owns nothing, both gone when the test is over. */
async function emptyDatabase(t: { teardown(work: () => Promise<void>): void }): Promise<Place> {
  const name = `migrations_${Math.random().toString(36).slice(2, 12)}`
  const appRole = `${name}_role`
  const onServer = async (work: (client: pg.Client) => Promise<unknown>) => {
    const client = new pg.Client({ connectionString: SERVER })
    await client.connect()
    try {
      await work(client)
    } finally {
      await client.end()
    }
  }
  await onServer(async (client) => {
    await client.query(`create role ${appRole}`)
    await client.query(`create database ${name}`)
  })
  t.teardown(() =>
    onServer(async (client) => {
      await dropDatabase(client, name)
      await client.query(`drop role ${appRole}`)
    }),
  )
  const url = new URL(SERVER)
  url.pathname = `/${name}`
  return { url: url.href, appRole }
}

for (const service of SERVICES) {
  t.test(`${service}: a second run has nothing to do`, async (t) => {
    const place = await emptyDatabase(t)
    const folder = urlOf(folderOf(service))
    const expected = await expectedMigrations(folder)
    const ran = await migrate({ ...place, folder })
    t.ok(ran.includes(expected['base'] ?? '') && ran.includes(expected['service'] ?? ''))
    t.same(await migrate({ ...place, folder }), [])
  })
}

t.test('twenty runners at once run each migration once', async (t) => {
  const place = await emptyDatabase(t)
  const folder = urlOf(folderOf('settlement'))
  const runs = await Promise.all(
    Array.from({ length: RUNNERS }, () => migrate({ ...place, folder })),
  )
  const ran = runs.flat()
  t.ok(ran.length > 0)
  t.equal(new Set(ran).size, ran.length, 'none ran twice')
  t.equal(runs.filter((names) => names.length > 0).length, 1, 'one runner did it all')
})

t.test('a migration that was edited after it ran is refused, and nothing is changed', async (t) => {
  const place = await emptyDatabase(t)
  const copy = await mkdtemp(join(tmpdir(), 'fotfeste-migrations-'))
  t.teardown(() => rm(copy, { recursive: true }))
  await cp(folderOf('settlement'), copy, { recursive: true })
  await migrate({ ...place, folder: urlOf(copy) })
  const first = (await expectedMigrations(urlOf(copy)))['service'] ?? ''
  await appendFile(join(copy, `${first}.sql`), '\n-- an afterthought\n')
  await t.rejects(migrate({ ...place, folder: urlOf(copy) }), {
    message: /was edited after it ran/,
  })
})

t.test('a migration that fails leaves no trace and can be repaired', async (t) => {
  const place = await emptyDatabase(t)
  const copy = await mkdtemp(join(tmpdir(), 'fotfeste-migrations-'))
  t.teardown(() => rm(copy, { recursive: true }))
  const broken = join(copy, '0001_make_note.sql')
  await appendFile(broken, 'create table note (id int);\nselect 1 / 0;\n')
  await t.rejects(migrate({ ...place, folder: urlOf(copy) }), { message: /division by zero/ })
  await rm(broken)
  await appendFile(broken, 'create table note (id int);\n')
  t.same(await migrate({ ...place, folder: urlOf(copy) }), ['0001_make_note'])
})
