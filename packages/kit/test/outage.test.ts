import { service } from '@fotfeste/testing/harness.ts'
import { until } from '@fotfeste/testing/peer.ts'
import t from 'tap'
import { toyService } from './toy/app.ts'
import { createToy, listToys, spoilToy } from './toy/contracts.ts'

const suite = await service(t, toyService(), { config: { FOTFESTE_LOG_LEVEL: 'silent' } })
const superuser = await suite.owner.connect()
t.teardown(() => superuser.release())
const database = new URL(suite.config.FOTFESTE_DATABASE_URL).pathname.slice(1)
const limit = (connections: number) =>
  superuser.query(`alter database ${database} connection limit ${connections}`)
const cut = () =>
  superuser.query(`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = '${database}' and usename = 'svc_guides'`)
const ready = async () => {
  const answer = await fetch(`${suite.url}/health/ready`)
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}

t.test(
  'without its database the service says 503 and when to come back, and goes on when it is back',
  async (t) => {
    t.equal((await suite.call(listToys)).status, 200)
    t.match(await ready(), { status: 200, body: { status: 'ready', database: 'reachable' } })
    await limit(0)
    await cut()
    await until(async () => (await suite.call(listToys)).status === 503, 2_000)
    const told = await suite.call(listToys)
    t.match(told, { status: 503, code: 'unavailable', body: { retryable: true } })
    t.equal(told.headers.get('retry-after'), '5')
    t.match(await ready(), { status: 503, body: { database: 'unreachable' } })
    t.equal((await fetch(`${suite.url}/health/live`)).status, 200, 'the process itself is well')
    await limit(-1)
    await until(async () => (await suite.call(listToys)).status === 200, 2_000)
    t.equal((await ready()).status, 200)
  },
)

t.test(
  'a connection that is cut in the middle of a command is a 503, and nothing was done',
  async (t) => {
    const { toyId } = (await suite.make(createToy, { body: { name: 'Ball', grams: 7 } })).body
    const sent = suite.call(spoilToy, { params: { toyId }, body: { how: 'statement-time-out' } })
    await until(async () => {
      const { rowCount } = await superuser.query(`select from pg_stat_activity
      where datname = '${database}' and query like '%pg_sleep%' and state = 'active'
        and pid <> pg_backend_pid()`)
      return rowCount === 1
    }, 3_000)
    await cut()
    t.match(await sent, { status: 503, code: 'unavailable' })
    t.equal((await suite.call(listToys)).status, 200)
  },
)

t.test('a database that nobody serves is a 503 as well', async (t) => {
  const lost = await service(t, toyService(), {
    config: {
      FOTFESTE_DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
      FOTFESTE_LOG_LEVEL: 'silent',
    },
  })
  t.match(await lost.call(listToys), { status: 503, code: 'unavailable' })
})
