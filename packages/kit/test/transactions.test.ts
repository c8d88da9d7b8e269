import { randomUUID } from 'node:crypto'
import { exactlyOne, inTransaction, jobView, openTransaction } from '@fotfeste/kit/db.ts'
import { openPool } from '@fotfeste/kit/pool.ts'
import { service } from '@fotfeste/testing/harness.ts'
import { until } from '@fotfeste/testing/peer.ts'
import { sql } from 'kysely'
import t from 'tap'
import { toyService } from './toy/app.ts'
import type { Tables } from './toy/queries.ts'

const suite = await service(t, toyService())
const { tenant, owner } = suite
const pool = openPool(suite.config.FOTFESTE_DATABASE_URL, 2)
t.teardown(() => pool.end())
const view = jobView(tenant)
const open = () => openTransaction<Tables>(pool, view)
const plain = (text: string) => ({ sql: text, parameters: [] })
const toy = (name: string) => ({
  sql: `insert into toy values ('${tenant}', '${randomUUID()}', 1, false, $1, 1)`,
  parameters: [name],
})
const countToys = async (name: string) => {
  const { rows } = await owner.query('select count(*)::int as n from toy where name = $1', [name])
  return rows[0].n as number
}
const idle = () => pool.totalCount === pool.idleCount
// Other test files have databases of their own on the same server, with the same role.
const backends = `select pid from pg_stat_activity
  where usename = 'svc_guides' and datname = current_database()`

t.test('what is sent with the commit is there afterwards', async (t) => {
  await (await open()).finish([toy('kept')])
  t.equal(await countToys('kept'), 1)
  t.ok(idle())
})

t.test(
  'a faulty statement of the last trip undoes all of it and tells its own error',
  async (t) => {
    const transaction = await open()
    const trip = transaction.finish([toy('before'), plain('select 1 / 0'), toy('after')])
    await t.rejects(trip, { code: '22012' })
    t.same([await countToys('before'), await countToys('after')], [0, 0])
    t.ok(idle())
  },
)

t.test('a commit that PostgreSQL answers with ROLLBACK is an error', async (t) => {
  const transaction = await open()
  await t.rejects(sql`select 1 / 0`.execute(transaction.trx))
  await t.rejects(transaction.finish([]), { message: /was committed/ })
  const again = await open()
  await again.opening
  const fault = again.client.query('select 1 / 0').catch(() => undefined)
  await t.rejects(again.finish([toy('lost')]), { code: '25P02' })
  await fault
  t.equal(await countToys('lost'), 0)
})

t.test('a connection with an open transaction is never given to the next', async (t) => {
  const transaction = await open()
  await transaction.opening
  const { processID } = transaction.client as unknown as { processID: number }
  const client = transaction.client as unknown as { release(destroy?: boolean): void }
  const release = client.release.bind(client)
  const given: unknown[] = []
  client.release = (destroy) => {
    given.push(destroy)
    release(destroy)
  }
  // As if the rollback had been lost.
  Object.assign(transaction.client, { getTransactionStatus: () => 'T' })
  await transaction.abandon()
  t.same(given, [true])
  await until(async () => {
    const { rows } = await owner.query('select from pg_stat_activity where pid = $1', [processID])
    return rows.length === 0
  }, 3_000)
})

t.test('an early rejection in a trip does not end the process', async (t) => {
  const unheard: unknown[] = []
  const hear = (reason: unknown) => unheard.push(reason)
  process.on('unhandledRejection', hear)
  t.teardown(() => process.off('unhandledRejection', hear))
  const faults = Array.from({ length: 20 }, () => plain('select 1 / 0'))
  await t.rejects((await open()).finish(faults), { code: '22012' })
  await t.rejects(
    inTransaction<Tables, unknown>(pool, view, (trx) =>
      Promise.all([sql`select 1 / 0`.execute(trx), sql`select pg_sleep(0.05)`.execute(trx)]),
    ),
    { code: '22012' },
  )
  const wrongView = { ...view, tenant: '\u0000' }
  const neverOpened = await openTransaction(pool, wrongView)
  await t.rejects(neverOpened.finish([plain('select 1'), plain('select 2')]))
  await new Promise((resolve) => setImmediate(resolve))
  t.same(unheard, [])
  t.ok(idle())
})

t.test('a server that ends a connection in the middle of work ends nothing else', async (t) => {
  const transaction = await open()
  await transaction.opening
  const { processID } = transaction.client as unknown as { processID: number }
  await owner.query('select pg_terminate_backend($1)', [processID])
  await t.rejects(transaction.finish([toy('cut off'), plain('select 1')]))
  t.equal(await countToys('cut off'), 0)
  const waiting = await open()
  await waiting.opening
  await owner.query(`select pg_terminate_backend(pid) from (${backends}) b`)
  await new Promise((resolve) => setTimeout(resolve, 50))
  await waiting.abandon()
  await (await open()).finish([toy('after the cut')])
  t.equal(await countToys('after the cut'), 1)
})

t.test('an update that meets no row, or two, raises and takes all with it', async (t) => {
  await (await open()).finish([toy('one'), toy('two')])
  const names = (...held: string[]) =>
    inTransaction<Tables, void>(pool, view, async (trx) => {
      const update = trx.updateTable('toy').set({ grams: 7 }).where('name', 'in', held)
      await trx.executeQuery(exactlyOne(update).compile())
    })
  await names('one')
  for (const held of [['nobody'], ['one', 'two']]) {
    await t.rejects(names(...held), { code: '40001' }, held.join())
  }
  const { rows } = await owner.query('select name from toy where grams = 7')
  t.same(rows, [{ name: 'one' }])
})

t.test('days stay days, whole numbers stay whole, instants are UTC', async (t) => {
  const { rows } =
    await pool.query(`select date '2026-03-29' as day, array[date '2026-03-29'] as days,
    9007199254740991::bigint as whole, array[1::bigint, 2] as wholes,
    timestamptz '2026-03-29 02:30:00.5+02' as at, daterange('2026-01-01', '2026-02-01') as period`)
  t.same(rows[0], {
    day: '2026-03-29',
    days: ['2026-03-29'],
    whole: 9007199254740991,
    wholes: [1, 2],
    at: '2026-03-29T00:30:00.500Z',
    period: '[2026-01-01,2026-02-01)',
  })
  await t.rejects(pool.query('select 9007199254740992::bigint as n'), /is safe/)
})
