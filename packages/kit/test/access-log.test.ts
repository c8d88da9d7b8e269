import { randomUUID } from 'node:crypto'
import { service } from '@fotfeste/testing/harness.ts'
import { freshTenant } from '@fotfeste/testing/token.ts'
import pg from 'pg'
import t from 'tap'
import { toyService } from './toy/app.ts'
import { approveToy, changeToy, createToy, getToy, listToys } from './toy/contracts.ts'

const suite = await service(t, toyService())
const make = async () =>
  (await suite.make(createToy, { body: { name: randomUUID(), grams: 1 } })).body.toyId as string
const rowsOf = async (person: string) =>
  (
    await suite.owner.query(
      'select tenant, actor, party, operation, outcome, request_id from access_log where person = $1 order by id',
      [person],
    )
  ).rows
const outcomesOf = async (person: string) =>
  (await rowsOf(person)).map((row) => `${row.operation} ${row.outcome}`)

t.test('a read leaves who asked, for whom and in which request', async (t) => {
  const toyId = await make()
  const headers = { 'x-request-id': 'asked-1' }
  await suite.make(getToy, { params: { toyId }, headers })
  const [, read] = await rowsOf(toyId)
  t.match(read, {
    tenant: suite.tenant,
    actor: /\|case-worker$/,
    party: suite.tenant,
    operation: 'getToy',
    outcome: 'read',
    request_id: 'asked-1',
  })
})

t.test('a list leaves a row for each whom it showed', async (t) => {
  const [one, two] = [await make(), await make()]
  await suite.make(listToys, { query: { limit: 200 } })
  for (const toyId of [one, two])
    t.same(await outcomesOf(toyId), ['createToy read', 'listToys read'])
})

t.test('a refused or empty read leaves its row with the reason', async (t) => {
  const toyId = await make()
  const params = { toyId }
  const nowhere = '0197c1de-6b1f-7c52-9d2a-3f7d1a6b2c11'
  await suite.call(getToy, { params: { toyId: nowhere } })
  t.same(await outcomesOf(nowhere), ['getToy not-found'])
  await suite.call(changeToy, { params: { toyId: nowhere }, body: { grams: 2 } })
  t.same(await outcomesOf(nowhere), ['getToy not-found', 'changeToy not-found'])

  const party = freshTenant()
  await suite.call(getToy, { params, as: { supplier: party } })
  await suite.call(getToy, { params, as: { scopes: ['fotfeste:guides.write'] } })
  await suite.call(approveToy, { params, as: { sub: null } })
  await suite.call(changeToy, { params, body: { grams: 2 }, ifMatch: 7 })
  await suite.call(changeToy, { params, body: { grams: 20_000 }, ifMatch: 1 })
  t.same((await outcomesOf(toyId)).slice(1), [
    'getToy no-grant',
    'getToy missing-scope',
    'approveToy needs-a-person',
    'changeToy stale',
    'changeToy too-heavy',
  ])
  t.equal((await rowsOf(toyId))[1].party, party)

  const other = freshTenant()
  await suite.call(getToy, { params, as: { tenant: other } })
  const last = (await rowsOf(toyId)).at(-1)
  t.match(last, { tenant: other, outcome: 'not-found' }, 'in the log of who asked')
})

t.test('an answer given again under its key is a read like the first', async (t) => {
  const again = { body: { name: randomUUID(), grams: 1 }, key: randomUUID() }
  const { toyId } = (await suite.make(createToy, again)).body
  const headers = { 'x-request-id': 'asked-again' }
  await suite.make(createToy, { ...again, headers })
  const rows = await rowsOf(toyId)
  t.match(rows, [{ outcome: 'read' }, { outcome: 'read', request_id: 'asked-again' }])
  t.equal(rows.length, 2)

  await suite.call(createToy, { ...again, body: { ...again.body, grams: 2 } })
  t.equal((await rowsOf(toyId)).length, 2, 'a key that is refused shows nobody')
})

t.test('what is no id of anybody is not written down', async (t) => {
  await suite.call(getToy, { params: { toyId: '01810199999' } })
  const { rows } = await suite.owner.query("select from access_log where operation = 'x'")
  t.same(rows, [])
})

t.test('the service can add to the log and do nothing else', async (t) => {
  const pool = new pg.Pool({ connectionString: suite.config.FOTFESTE_DATABASE_URL, max: 1 })
  t.teardown(() => pool.end())
  for (const attempt of [
    "update access_log set outcome = 'none'",
    'delete from access_log',
    'truncate access_log',
    'drop table access_log',
  ]) {
    const sent = `select set_config('app.tenant', '${suite.tenant}', false); ${attempt}`
    await t.rejects(pool.query(sent), { code: '42501' }, attempt)
  }
})
