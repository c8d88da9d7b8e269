import { jobView, openTransaction } from '@fotfeste/kit/db.ts'
import { openPool } from '@fotfeste/kit/pool.ts'
import { send } from '@fotfeste/kit/trip.ts'
import { service } from '@fotfeste/testing/harness.ts'
import type pg from 'pg'
import t from 'tap'
import { toyService } from './toy/app.ts'

const suite = await service(t, toyService())
const pool = openPool(suite.config.FOTFESTE_DATABASE_URL, 1)
t.teardown(() => pool.end())
const ask = (sql: string, ...parameters: unknown[]) => ({ sql, parameters })

/** A connection of its own for each test, as the service's role. */
async function withClient(work: (client: pg.ClientBase) => Promise<void>): Promise<void> {
  const client = await pool.connect()
  await work(client).finally(() => client.release(true))
}

t.test('statements sent at once get each its own answer, new or known', (t) =>
  withClient(async (client) => {
    const text = ask('select $1::text as text, null::text as nothing', 'a')
    for (const round of ['first', 'second']) {
      const answers = await Promise.all([
        send(client, text),
        send(client, ask('select 2 as two, 3 as three')),
        send(client, { ...text, parameters: ['b'] }),
        send(client, ask('select 1 where false')),
      ])
      const rows = answers.map((answer) => answer.rows)
      t.same(
        rows,
        [
          [{ text: 'a', nothing: null }],
          [{ two: 2, three: 3 }],
          [{ text: 'b', nothing: null }],
          [],
        ],
        round,
      )
      t.same(
        answers.map(({ command, rowCount }) => [command, rowCount]),
        [1, 1, 1, 0].map((count) => ['SELECT', count]),
      )
    }
  }),
)

t.test('what is sent while a trip is under way goes with the next', (t) =>
  withClient(async (client) => {
    const slow = send(client, ask('select pg_sleep(0.05)'))
    await new Promise((resolve) => setImmediate(resolve))
    const [, after] = await Promise.all([slow, send(client, ask('select 4 as four'))])
    t.same(after.rows, [{ four: 4 }])
  }),
)

t.test(
  'after an error the rest of the trip is not done, and the statement can be sent again',
  (t) =>
    withClient(async (client) => {
      const divide = (by: number) => send(client, ask('select 12 / $1::int as share', by))
      const settled = await Promise.allSettled([divide(3), divide(0), divide(4)])
      t.same(
        settled.map((one) => (one.status === 'fulfilled' ? one.value.rows : one.reason.code)),
        [[{ share: 4 }], '22012', '22012'],
      )
      t.same((await divide(6)).rows, [{ share: 2 }])
      await t.rejects(send(client, ask('select wrong syntax here')), { code: /^42/ })
      t.same((await divide(2)).rows, [{ share: 6 }])
    }),
)

t.test('a value that cannot be sent holds the whole trip back, the commit too', async (t) => {
  const round: Record<string, unknown> = {}
  round['itself'] = round
  const open = await openTransaction(pool, jobView(suite.tenant))
  await open.opening
  const insert = "insert into system.tenant (orgnr, name, active) values ('999888777', $1, true)"
  await t.rejects(open.finish([ask(insert, 'kept by mistake'), ask('select $1::jsonb', round)]))
  const { rows } = await suite.owner.query("select from system.tenant where orgnr = '999888777'")
  t.equal(rows.length, 0)
  t.equal(pool.totalCount, pool.idleCount)
})

t.test('a value that cannot be read fails its own statement only', (t) =>
  withClient(async (client) => {
    const [unsafe, safe] = await Promise.allSettled([
      send(client, ask('select 9007199254740993::int8 as much')),
      send(client, ask('select 5::int8 as little')),
    ])
    t.equal(unsafe.status, 'rejected')
    t.same(safe.status === 'fulfilled' && safe.value.rows, [{ little: 5 }])
  }),
)

t.test('more statements than are named are still answered', (t) =>
  withClient(async (client) => {
    const many = Array.from({ length: 600 }, (_, at) => send(client, ask(`select ${at} as at`)))
    const answers = await Promise.all(many)
    t.same(
      answers.map(({ rows }) => rows[0].at),
      answers.map((_, at) => at),
    )
  }),
)
