import type { CloudEvent } from '@fotfeste/contracts/feed.ts'
import { client, serviceTokens } from '@fotfeste/kit/client.ts'
import { applyPage, follow } from '@fotfeste/kit/follow.ts'
import { startJobs } from '@fotfeste/kit/jobs.ts'
import { service } from '@fotfeste/testing/harness.ts'
import { until } from '@fotfeste/testing/peer.ts'
import { freshTenant } from '@fotfeste/testing/token.ts'
import { type Kysely, sql } from 'kysely'
import t from 'tap'
import { toyService } from './toy/app.ts'
import { createToy } from './toy/contracts.ts'
import type { Tables } from './toy/queries.ts'

const [source, here] = await Promise.all([
  service(t, toyService()),
  service(t, toyService(), { config: { FOTFESTE_LOG_LEVEL: 'silent' } }),
])
const { pool } = here.kit
const url = `${source.config.FOTFESTE_ISSUERS[0]?.issuer}/token`
const token = serviceTokens({ kind: 'endpoint', url, clientId: 'fotfeste-payroll' })
const call = client({ baseUrl: source.url, token, timeoutMs: 5_000 })
const make = (as: object = {}, more: object = {}) =>
  source.make(createToy, { body: { name: crypto.randomUUID(), grams: 1, ...more }, as })
const never = new AbortController().signal

/** Counts how often each event had its effect. */
const count = (trx: Kysely<Tables>, event: CloudEvent) =>
  trx
    .insertInto('toy_seen')
    .values({ tenant: event.tenant, event_id: event.id, times: 1 })
    .onConflict((held) =>
      held.columns(['tenant', 'event_id']).doUpdateSet({ times: sql`toy_seen.times + 1` }),
    )
    .execute()
    .then(() => undefined)
const job = (apply = count, ask: typeof call = call) =>
  follow<Tables>({ source: 'guides', pool, call: ask, apply })
const times = async () => {
  const { rows } = await here.owner.query('select times from toy_seen order by event_id')
  return rows.map((row) => row.times as number)
}
const position = async () =>
  (await here.owner.query("select position from system.follow where source = 'guides'")).rows[0]
    ?.position ?? '0'
const ones = (length: number) => Array.from({ length }, () => 1)

t.test('each event has its effect once, in its own municipality, protected ones too', async (t) => {
  const other = freshTenant()
  await make()
  await make({ tenant: other })
  await make({}, { protected: true })
  await job().run(never)
  t.same(await times(), ones(3))
  const { rows } = await here.owner.query('select distinct tenant from toy_seen')
  t.same(new Set(rows.map(({ tenant }) => tenant)), new Set([source.tenant, other]))
  t.equal(await position(), '3')
})

t.test('a follower that dies in the middle of a page has applied none of it', async (t) => {
  for (let made = 0; made < 4; made += 1) await make()
  let applied = 0
  const dying = job(async (trx, event) => {
    await count(trx, event)
    applied += 1
    if (applied === 3) throw new Error('killed')
  })
  await t.rejects(dying.run(never), /killed/)
  t.same([await times(), await position()], [ones(3), '3'])
  let isFirst = true
  const cut = job(async (trx, event) => {
    await count(trx, event)
    if (isFirst)
      await here.owner.query(`select pg_terminate_backend(pid) from pg_stat_activity
      where usename = 'svc_guides' and datname = current_database() and state like 'idle in trans%'`)
    isFirst = false
  })
  await t.rejects(cut.run(never))
  t.same([await times(), await position()], [ones(3), '3'])
  await job().run(never)
  t.same([await times(), await position()], [ones(7), '7'])
})

t.test('two copies of a service share the work and double nothing', async (t) => {
  for (let made = 0; made < 5; made += 1) await make()
  const stop = new AbortController()
  const copies = Promise.allSettled([job(), job(), job()].map((one) => one.run(stop.signal)))
  await until(async () => (await position()) === '12', 5_000)
  stop.abort()
  await copies
  t.same([await times(), await position()], [ones(12), '12'])
})

t.test('a page that does not begin at the cursor is left alone', async (t) => {
  const stale = { tenant: source.tenant, id: crypto.randomUUID(), sequence: '3' } as CloudEvent
  await applyPage<Tables>({ pool, source: 'guides', apply: count }, 2, [stale])
  t.same([(await times()).length, await position()], [12, '12'])
})

t.test('reading from 0 tells everything again', async (t) => {
  await here.owner.query('update system.follow set position = 0')
  await job().run(never)
  t.same(
    await times(),
    ones(12).map(() => 2),
  )
  await here.owner.query('delete from toy_seen')
})

t.test('an effect in another municipality than the event’s is refused', async (t) => {
  await make()
  const stray = job((trx, event) => count(trx, { ...event, tenant: freshTenant() }))
  await t.rejects(stray.run(never), { code: '42501' })
  t.equal(await position(), '12')
})

t.test('a source that is down is asked again until it is back, and nothing is lost', async (t) => {
  let isDown = true
  let asked = 0
  const flaky = (async (contract, input) => {
    asked += 1
    if (isDown) throw new TypeError('fetch failed')
    return call(contract, input)
  }) as typeof call
  const stop = startJobs([job(count, flaky)], here.kit.app.log)
  await until(() => asked >= 2, 3_000)
  await make()
  t.equal(await position(), '12')
  isDown = false
  await until(async () => (await position()) === '14', 5_000)
  t.same(await times(), ones(2))
  const began = performance.now()
  await stop()
  t.ok(performance.now() - began < 1_000, 'a waiting follower stops at once')
})

t.test(
  'an answer that breaks the contract moves nothing; fields that are new are no matter',
  async (t) => {
    const event = {
      specversion: '1.0',
      id: crypto.randomUUID(),
      source: 's',
      type: 'ToyMade',
      subject: 's',
      time: 't',
      datacontenttype: 'application/json',
      sequence: '15',
      tenant: source.tenant,
      typeversion: 1,
      data: {},
    }
    const { createServer } = await import('node:http')
    let answer: unknown[] = []
    const server = createServer((_request, response) => response.end(JSON.stringify(answer)))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    t.teardown(() => server.close())
    const { port } = server.address() as { port: number }
    const odd = client({ baseUrl: `http://127.0.0.1:${port}`, token, timeoutMs: 2_000 })
    answer = [{ ...event, tenant: undefined }]
    await t.rejects(job(count, odd).run(never), { name: 'ZodError' })
    t.equal(await position(), '14')
    answer = [{ ...event, newField: 1 }]
    await job(count, odd).run(never)
    t.equal(await position(), '15')
  },
)
