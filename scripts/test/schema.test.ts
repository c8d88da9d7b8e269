import { pathToFileURL } from 'node:url'
import { SERVICES } from '@fotfeste/contracts/contract.ts'
import { cloneDatabase } from '@fotfeste/testing/database.ts'
import pg from 'pg'
import t, { type Test } from 'tap'
import { schemaPage } from '../catalogue/page.ts'
import { readTables, type Table } from '../catalogue/read.ts'
import { tableTypes } from '../catalogue/types.ts'
import { ROOT, textOf } from './tree.ts'

/** The schema `system` is outside the tenant rule; of its tables only the feed holds tenants' data. */
const SYSTEM = ['applied_file', 'feed', 'follow', 'municipality_number', 'sandbox_clock', 'tenant']
const isBookkeeping = (name: string) => /^(base|service)_migration(_lock)?$/.test(name)
const WALL = '((tenant)::text = system.current_tenant())'

const names = (tables: readonly Table[]) => tables.map(({ name }) => name)
const keyOf = ({ constraints }: Table) => constraints.find(({ kind }) => kind === 'primary')
const wallOf = ({ columns }: Table) =>
  columns.some(({ name }) => name === 'protected')
    ? `(${WALL} AND ((NOT protected) OR system.sees_protected()))`
    : WALL

/** What a job may ask of all municipalities at once: rows without persons, by their state alone. */
const isShownWaiting = ({ columns, policies }: Table): boolean =>
  columns.every(({ name }) => !['protected', 'person', 'person_id'].includes(name)) &&
  /^CASE WHEN system\.is_system\(\) THEN \(state = [^()]*(\(ARRAY\[[^()]*\]\))?\) ELSE (.*) END$/.exec(
    policies[0]?.using ?? '',
  )?.[2] === WALL

function checkTenantTables(t: Test, own: readonly Table[]): void {
  const wrong = (isWrong: (table: Table) => boolean) => names(own.filter(isWrong))
  const isTenant = ({ name, type, isNullable }: Table['columns'][number]) =>
    name === 'tenant' && type === 'tenant_id' && !isNullable
  t.same(
    wrong(({ columns }) => !columns.some(isTenant)),
    [],
    'each has its tenant',
  )
  t.same(
    wrong((table) => keyOf(table)?.columns[0] !== 'tenant'),
    [],
    'its key leads with the tenant',
  )
  t.same(
    wrong(({ isGuarded }) => !isGuarded),
    [],
    'row security is on and forced',
  )
  t.same(
    wrong(({ policies }) => policies.length !== 1),
    [],
    'there is one policy',
  )
  t.same(
    wrong((table) => table.policies[0]?.using !== wallOf(table) && !isShownWaiting(table)),
    [],
    'it hides other tenants',
  )
  t.same(
    wrong(({ policies }) => policies[0]?.check !== WALL),
    [],
    'it keeps writes to the tenant',
  )
  const foreign = own.flatMap(({ name, constraints }) =>
    constraints.filter(({ kind }) => kind === 'foreign').map((key) => ({ name, key })),
  )
  const leaving = foreign.filter(({ key }) => key.columns[0] !== 'tenant').map(({ name }) => name)
  t.same(leaving, [], 'foreign keys stay within the tenant')
  t.same(
    wrong(({ grants }) => /truncate|references|trigger/i.test(grants)),
    [],
    'no more rights than rows',
  )
}

/** The kit's tables, which every service's database has beside its own. */
const KIT = [...textOf('packages/kit/schema.gen.md').matchAll(/^## (\w+)$/gm)].map(
  ([, name]) => name,
)

function checkGenerated(t: Test, service: string, tables: readonly Table[]): void {
  const own = tables.filter(({ schema, name }) => schema === 'public' && !KIT.includes(name))
  const written = (file: string) => textOf(`services/${service}/src/db/${file}`)
  t.ok(written('tables.gen.ts') === tableTypes(own), 'the table types are fresh: pnpm db-types')
  t.ok(
    written('schema.gen.md') === schemaPage(service, own),
    'the schema page is fresh: pnpm db-types',
  )
}

const PLACES = `
  select format('%I.%I', n.nspname, c.relname) as name, pg_get_userbyid(c.relowner) as owner
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname in ('public', 'system') and c.relkind in ('r', 'v', 'm', 'S')`
const DEFINERS = `
  select proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace
  where n.nspname in ('public', 'system') and prosecdef`

for (const service of SERVICES) {
  t.test(`${service}: no row escapes the tenant wall`, async (t) => {
    const folder = pathToFileURL(`${ROOT}/services/${service}/src/db/migrations/`)
    const database = await cloneDatabase(service, folder)
    const owner = new pg.Client({ connectionString: database.ownerUrl })
    await owner.connect()
    t.teardown(async () => {
      await owner.end()
      await database.drop()
    })
    const role = `svc_${service}`
    const tables = await readTables(database.ownerUrl, role)
    const system = tables.filter(({ schema }) => schema === 'system')
    checkTenantTables(
      t,
      tables.filter(({ schema }) => schema === 'public'),
    )
    checkGenerated(t, service, tables)
    t.same(
      names(system).filter((name) => !isBookkeeping(name)),
      SYSTEM,
      'the system tables are these',
    )
    t.same(names(system.filter(({ isGuarded }) => isGuarded)), ['feed'])
    const { rows } = await owner.query(
      'select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole from pg_roles where rolname = $1',
      [role],
    )
    t.same(rows, [
      { rolsuper: false, rolbypassrls: false, rolcreatedb: false, rolcreaterole: false },
    ])
    const places = await owner.query<{ name: string; owner: string }>(PLACES)
    t.same(
      places.rows.filter((place) => place.owner === role),
      [],
      'the service owns nothing',
    )
    t.same((await owner.query(DEFINERS)).rows, [], 'no function lends the owner’s rights')
  })
}

t.test('a table without its policy would be seen', async (t) => {
  const folder = pathToFileURL(`${ROOT}/services/settlement/src/db/migrations/`)
  const database = await cloneDatabase('settlement', folder)
  t.teardown(() => database.drop())
  const owner = new pg.Client({ connectionString: database.ownerUrl })
  await owner.connect()
  await owner.query(
    'create table forgotten (tenant tenant_id not null, id uuid, primary key (tenant, id))',
  )
  await owner.end()
  const tables = await readTables(database.ownerUrl, 'svc_settlement')
  const forgotten = tables.find(({ name }) => name === 'forgotten')
  t.match(forgotten, { isGuarded: false, policies: [], grants: '' })
})
