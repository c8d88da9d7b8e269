import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { openReaders } from '../src/readers.ts'

const URL = process.env['TEST_DATABASE_URL'] ?? ''
const statement = (sql: string, ...parameters: unknown[]) => ({ sql, parameters })
const PID = statement('select pg_backend_pid() as pid')

t.test('reads that follow each other on one connection are strangers', async (t) => {
  const readers = openReaders(URL, 1)
  t.teardown(() => readers.end())
  const set = statement("select set_config('app.tenant', $1, true) as tenant", '940101808')
  const get = statement("select current_setting('app.tenant', true) as tenant")
  const [one, failed, two, three] = await Promise.allSettled([
    readers.read(set),
    readers.read(statement('select 1 / $1::int as no', 0)),
    readers.read(get),
    readers.read(PID),
  ])
  t.match(one, { status: 'fulfilled', value: { rows: [{ tenant: '940101808' }] } })
  t.match(failed, { status: 'rejected', reason: { code: '22012' } }, 'an error stays with its read')
  t.match(two, { status: 'fulfilled', value: { rows: [{ tenant: '' }] } }, 'so does what is set')
  t.equal(three.status, 'fulfilled')
})

t.test('a lost connection fails its reads and is made anew by the next', async (t) => {
  const readers = openReaders(URL, 1)
  t.teardown(() => readers.end())
  const other = openReaders(URL, 1)
  t.teardown(() => other.end())
  const before = (await readers.read(PID)).rows[0]?.pid
  const failing = t.rejects(readers.read(statement('select pg_sleep(5)')))
  await other.read(statement('select pg_terminate_backend($1)', before))
  await failing
  await sleep(50)
  const after = (await readers.read(PID)).rows[0]?.pid
  t.not(after, before)
})

t.test('reads take turns on the connections', async (t) => {
  const readers = openReaders(URL, 3)
  t.teardown(() => readers.end())
  const pids = await Promise.all(Array.from({ length: 9 }, () => readers.read(PID)))
  t.equal(new Set(pids.map(({ rows }) => rows[0]?.pid)).size, 3)
})
