import { randomUUID } from 'node:crypto'
import { inTransaction, jobView, systemView, type View } from '@fotfeste/kit/db.ts'
import type { Answered } from '@fotfeste/testing/call.ts'
import { service } from '@fotfeste/testing/harness.ts'
import { freshTenant } from '@fotfeste/testing/token.ts'
import { sql } from 'kysely'
import pg from 'pg'
import t from 'tap'
import { toyService } from './toy/app.ts'
import { createToy, getToy, listToys } from './toy/contracts.ts'
import type { Tables } from './toy/queries.ts'

const suite = await service(t, toyService())
const { tenant, kit } = suite
const foreign = freshTenant()
const role = new pg.Pool({ connectionString: suite.config.FOTFESTE_DATABASE_URL, max: 1 })
t.teardown(() => role.end())
const make = async (body: object = {}, as: object = {}) =>
  (await suite.make(createToy, { body: { name: randomUUID(), grams: 1, ...body }, as })).body
    .toyId as string
const GUARDED = ['toy', 'stored_reply', 'access_log', 'party_grant']

t.test('a forgotten tenant is an error, on a new connection and on a used one', async (t) => {
  await make()
  await suite.owner.query(
    `insert into party_grant values ('${tenant}', '${foreign}', '{a}', '[2026-01-01,)', 1)`,
  )
  for (const table of GUARDED) {
    await t.rejects(role.query(`select * from ${table}`), { code: '42501' }, `${table}: new`)
    await role.query("begin; select set_config('app.tenant', '940101808', true); commit")
    await t.rejects(role.query(`select * from ${table}`), { code: '42501' }, `${table}: used`)
  }
  await t.rejects(
    role.query(`insert into toy values ('${tenant}', '${randomUUID()}', 1, false, 'x', 1)`),
    { code: '42501' },
  )
  t.equal((await role.query('select from system.feed')).rowCount, 0, 'the feed shows nothing')
})

t.test('nobody writes a row for another municipality', async (t) => {
  const write = (text: string) =>
    inTransaction<Tables, unknown>(kit.pool, jobView(tenant), (trx) => sql.raw(text).execute(trx))
  await t.rejects(
    write(`insert into toy values ('${foreign}', '${randomUUID()}', 1, false, 'x', 1)`),
    { code: '42501' },
  )
  await t.rejects(
    write(`insert into system.feed (event_id, type, version, tenant, subject, protected, data)
      values ('${randomUUID()}', 'X', 1, '${foreign}', '${randomUUID()}', false, '{}')`),
    { code: '42501' },
  )
  const toyId = await make()
  await t.rejects(write(`update toy set tenant = '${foreign}' where id = '${toyId}'`), {
    code: '42501',
  })
  const theirs = await make({}, { tenant: foreign })
  const { numAffectedRows } = (await write(`update toy set grams = 9 where id = '${theirs}'`)) as {
    numAffectedRows: bigint
  }
  t.equal(numAffectedRows, 0n)
})

t.test('the wall stands for everybody, and the service owns nothing of it', async (t) => {
  const { rows: tables } = await suite.owner.query(`
    select relname, relrowsecurity and relforcerowsecurity as walled,
      pg_get_userbyid(relowner) as owner,
      has_table_privilege('svc_guides', oid, 'truncate, references, trigger') as may_more
    from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`)
  t.ok(tables.length >= GUARDED.length)
  for (const table of tables) {
    t.match(table, { walled: true, may_more: false }, table.relname)
    t.not(table.owner, 'svc_guides')
  }
  const { rows } = await suite.owner.query(`
    select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname = 'svc_guides'`)
  t.same(Object.values(rows[0]), [false, false, false, false])
  const definers = await suite.owner.query(`select proname from pg_proc
    where prosecdef and pronamespace in ('public'::regnamespace, 'system'::regnamespace)`)
  t.same(definers.rows, [], 'no function runs with the rights of its owner')
  for (const attempt of [
    'create table mine (a int)',
    'alter table toy disable row level security',
    'drop policy tenant_wall on toy',
    'truncate access_log',
    'set role postgres',
  ]) {
    await t.rejects(role.query(attempt), { code: '42501' }, attempt)
  }
})

t.test('the system sees what waits for a job, never a row of a person', async (t) => {
  await suite.owner.query(`set fotfeste.app_role = 'svc_guides'`)
  await suite.owner.query(`create table errand (tenant tenant_id, state text);
    select system.guard('errand', 'select, insert');
    select system.show_waiting('errand', $$state = 'open'$$)`)
  const seen = async (view: View) =>
    inTransaction<Tables, string[]>(kit.pool, view, async (trx) => {
      const { rows } = await sql<{ one: string }>`
        select tenant || ' ' || state as one from errand order by one`.execute(trx)
      return rows.map(({ one }) => one)
    })
  const write = (text: string, view: View) =>
    inTransaction<Tables, unknown>(kit.pool, view, (trx) => sql.raw(text).execute(trx))
  for (const owner of [tenant, foreign]) {
    const both = `insert into errand values ('${owner}', 'open'), ('${owner}', 'done')`
    await write(both, jobView(owner))
  }
  t.same(await seen(jobView(tenant)), [`${tenant} done`, `${tenant} open`])
  t.same(await seen(systemView), [`${tenant} open`, `${foreign} open`].sort())
  await t.rejects(write(`insert into errand values ('${tenant}', 'open')`, systemView), {
    code: '42501',
  })
  await t.rejects(role.query('select * from errand'), { code: '42501' }, 'a forgotten tenant')
  for (const person of ['toy', 'access_log']) {
    const attempt = suite.owner.query(`select system.show_waiting('${person}', 'true')`)
    await t.rejects(attempt, { message: /holds persons/ }, person)
  }
  await suite.owner.query('drop table errand')
})

t.test('a plan that reads the table before the tenant is set fails closed', async (t) => {
  const wrong = `with t as (select set_config('app.tenant', $1, true) as tenant)
    select toy.* from toy left join t on true where id = $2`
  await t.rejects(role.query(wrong, [tenant, await make()]), { code: '42501' })
})

t.test('another municipality gets the same answer as for an id that is nowhere', async (t) => {
  const toyId = await make()
  const headers = { 'x-request-id': 'same' }
  const ask = async (id: string) =>
    (await suite.call(getToy, { params: { toyId: id }, as: { tenant: foreign }, headers })).body
  const nowhere = '0197c1de-6b1f-7c52-9d2a-3f7d1a6b2c11'
  t.same(await ask(toyId), await ask(nowhere))
  const names = (await suite.call(listToys, { as: { tenant: foreign } })).body.items
  t.notOk(names.some((one: { toyId: string }) => one.toyId === toyId))
  for (const header of ['x-tenant', 'forwarded', 'x-consumer']) {
    const tried = await suite.call(getToy, {
      params: { toyId },
      as: { tenant: foreign },
      headers: { [header]: tenant },
    })
    t.equal(tried.status, 404, `${header} says nothing`)
  }
})

t.test('a cursor of another municipality shows nothing of it', async (t) => {
  for (let made = 0; made < 3; made += 1) await make()
  const { next } = (await suite.call(listToys, { query: { limit: 1 } })).body
  t.type(next, 'string')
  const page = await suite.call(listToys, {
    query: { cursor: next },
    as: { tenant: freshTenant() },
  })
  t.same(page.body, { items: [], next: null })
})

t.test('pages by key hold everything once, whatever is added meanwhile', async (t) => {
  const as = { tenant: freshTenant() }
  const ids: string[] = []
  for (let made = 0; made < 5; made += 1) ids.push(await make({}, as))
  const seen: string[] = []
  let cursor: string | null = null
  do {
    const query = { limit: 2, ...(cursor ? { cursor } : {}) }
    const { body }: Answered = await suite.call(listToys, { query, as })
    seen.push(...body.items.map((one: { toyId: string }) => one.toyId))
    cursor = body.next
    if (seen.length === 2) ids.push(await make({}, as))
  } while (cursor)
  t.same(seen, ids)
})

t.test('what is protected is not there without the scope for it', async (t) => {
  const as = { tenant: freshTenant() }
  const toyId = await make({ protected: true }, as)
  const seeing = { ...as, scopes: ['fotfeste:guides.read', 'fotfeste:protected.read'] }
  t.equal((await suite.call(getToy, { params: { toyId }, as })).status, 404)
  t.same((await suite.call(listToys, { as })).body.items, [])
  t.equal((await suite.call(getToy, { params: { toyId }, as: seeing })).status, 200)
  t.equal((await suite.call(listToys, { as: seeing })).body.items.length, 1)
})

t.test(
  'an organisation that is closed is refused within ten seconds, an unknown one at once',
  async (t) => {
    const strict = await service(t, toyService(), { config: { FOTFESTE_SANDBOX: 'off' } })
    const unknown = await strict.call(listToys)
    t.match(unknown, { status: 403, code: 'not-a-tenant' })
    t.equal((await strict.owner.query('select from system.tenant')).rowCount, 0)
    const known = freshTenant()
    const set = (active: boolean) =>
      strict.owner.query(
        'insert into system.tenant (orgnr, name, active) values ($1, $2, $3) on conflict (orgnr) do update set active = $3',
        [known, 'K', active],
      )
    await set(true)
    t.equal((await strict.call(listToys, { as: { tenant: known } })).status, 200)
    await set(false)
    const real = Date.now
    t.teardown(() => {
      Date.now = real
    })
    Date.now = () => real() + 10_001
    t.equal((await strict.call(listToys, { as: { tenant: known } })).code, 'not-a-tenant')
  },
)
