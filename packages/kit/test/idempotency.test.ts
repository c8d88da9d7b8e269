import { randomUUID } from 'node:crypto'
import type { Answered } from '@fotfeste/testing/call.ts'
import { service } from '@fotfeste/testing/harness.ts'
import { until } from '@fotfeste/testing/peer.ts'
import { freshTenant } from '@fotfeste/testing/token.ts'
import t from 'tap'
import { toyService } from './toy/app.ts'
import { changeToy, createToy, spoilToy } from './toy/contracts.ts'

const suite = await service(t, toyService(), { config: { FOTFESTE_LOG_LEVEL: 'silent' } })
const { owner } = suite
const ball = () => ({ name: randomUUID(), grams: 1 })
const count = async (name: string) => {
  const { rows } = await owner.query(
    `select (select count(*) from toy where name = $1)::int as toys,
      (select count(*) from system.feed f join toy on toy.id = f.subject where name = $1)::int as events`,
    [name],
  )
  return [rows[0].toys, rows[0].events]
}
const isReplayed = ({ headers }: Answered) => headers.get('idempotency-replayed') === 'true'

t.test('ten requests at once with one key do one thing and get one answer', async (t) => {
  const body = ball()
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => suite.call(createToy, { body, key: 'at-once' })),
  )
  t.ok(answers.every(({ status }) => status === 201))
  t.equal(answers.filter(isReplayed).length, 9)
  t.equal(new Set(answers.map((answer) => JSON.stringify(answer.body))).size, 1)
  t.equal(new Set(answers.map(({ headers }) => headers.get('location'))).size, 1)
  t.equal(new Set(answers.map(({ headers }) => headers.get('etag'))).size, 1)
  t.same(await count(body.name), [1, 1])
})

t.test(
  'the key with another body is refused; the same body written differently is the same',
  async (t) => {
    const body = ball()
    await suite.make(createToy, { body, key: 'other-body' })
    const other = await suite.call(createToy, { body: { ...body, grams: 2 }, key: 'other-body' })
    t.match(other, { status: 422, code: 'idempotency-key-reused' })
    const turned = { protected: false, grams: body.grams, name: body.name }
    t.ok(isReplayed(await suite.call(createToy, { body: turned, key: 'other-body' })))
  },
)

t.test('a refused command is not stored: the same key is judged anew', async (t) => {
  const body = ball()
  const heavy = await suite.call(createToy, { body: { ...body, grams: 20_000 }, key: 'refused' })
  t.equal(heavy.code, 'too-heavy')
  const { status, headers } = await suite.call(createToy, { body, key: 'refused' })
  t.same([status, headers.get('idempotency-replayed')], [201, null])
  const { toyId } = (await suite.make(createToy, { body: ball() })).body
  for (const how of ['throw', 'undeclared']) {
    const answer = await suite.call(spoilToy, { params: { toyId }, body: { how }, key: 'fault' })
    t.notOk(isReplayed(answer), how)
  }
})

t.test('a key belongs to municipality, operation and actor', async (t) => {
  const key = 'whose'
  const first = await suite.make(createToy, { body: ball(), key })
  for (const as of [
    { tenant: freshTenant() },
    { sub: 'somebody-else' },
    { sub: null },
    { sub: null, clientId: 'case-worker' },
  ]) {
    const answer = await suite.call(createToy, { body: ball(), key, as })
    t.same([answer.status, isReplayed(answer)], [201, false], JSON.stringify(as))
  }
  const { toyId } = first.body
  const change = await suite.call(changeToy, { params: { toyId }, body: { grams: 3 }, key })
  t.same([change.status, isReplayed(change)], [200, false], 'another operation')
  const elsewhere = await suite.make(createToy, { body: ball() })
  const same = { params: { toyId: elsewhere.body.toyId }, body: { grams: 3 }, key }
  t.equal((await suite.call(changeToy, same)).code, 'idempotency-key-reused', 'another toy')
})

t.test('a stored answer is not given to a token that may see less than the first', async (t) => {
  const scopes = ['fotfeste:guides.write']
  for (const more of ['fotfeste:protected.read', 'fotfeste:identity.read']) {
    const asked = { body: { ...ball(), protected: true }, key: more }
    await suite.make(createToy, { ...asked, as: { scopes: [...scopes, more] } })
    const less = await suite.call(createToy, { ...asked, as: { scopes } })
    t.match(less, { status: 422, code: 'idempotency-key-reused' }, more)
    const again = await suite.call(createToy, { ...asked, as: { scopes: [more, ...scopes] } })
    t.ok(isReplayed(again))
  }
})

t.test('a stored answer is given before If-Match is looked at', async (t) => {
  const { toyId } = (await suite.make(createToy, { body: ball() })).body
  const change = { params: { toyId }, body: { grams: 5 }, ifMatch: 1, key: 'once' }
  const first = await suite.make(changeToy, change)
  await suite.make(changeToy, { params: { toyId }, body: { grams: 6 } })
  const again = await suite.call(changeToy, change)
  t.ok(isReplayed(again))
  t.same(again.body, first.body)
  t.equal(again.headers.get('etag'), '"2"')
  t.equal((await suite.call(changeToy, { ...change, key: 'fresh' })).code, 'stale')
})

t.test('who waits longer than three seconds for the first is told so', async (t) => {
  const key = randomUUID()
  const { rows } = await owner.query('select actor from stored_reply where actor like $1', [
    '%|case-worker',
  ])
  const holder = await owner.connect()
  const turn = [suite.tenant, 'createToy', rows[0].actor, key].join('\n')
  await holder.query('begin')
  await holder.query('select pg_advisory_xact_lock(hashtextextended($1, 4206))', [turn])
  const body = ball()
  const waited = await suite.call(createToy, { body, key })
  t.match(waited, { status: 409, code: 'in-progress', body: { retryable: true } })
  await holder.query('commit')
  holder.release()
  t.same(await count(body.name), [0, 0])
  t.equal((await suite.call(createToy, { body, key })).status, 201)
})

t.test(
  'an answer is kept 48 hours, that of a money command 13 months, and then it is gone',
  async (t) => {
    const body = ball()
    const { toyId } = (await suite.make(createToy, { body, key: 'short' })).body
    await suite.make(changeToy, { params: { toyId }, body: { grams: 3 }, key: 'long' })
    const { rows } =
      await owner.query(`select key, round(extract(epoch from keep_until - now()) / 86400)::int as days
    from stored_reply where key in ('short', 'long') order by key`)
    t.equal(rows[1].days, 2)
    t.ok(rows[0].days >= 390 && rows[0].days <= 400, `${rows[0].days} days`)
    await owner.query("update stored_reply set keep_until = now() where key = 'short'")
    const anew = await suite.call(createToy, { body: ball(), key: 'short' })
    t.same([anew.status, isReplayed(anew)], [201, false])
  },
)

t.test('answers whose time is over are swept away, in every municipality', async (t) => {
  const as = { tenant: freshTenant() }
  await suite.make(createToy, { body: ball(), key: 'swept', as })
  await suite.make(createToy, { body: ball(), key: 'swept' })
  await suite.make(createToy, { body: ball(), key: 'stays' })
  await owner.query("update stored_reply set keep_until = now() where key = 'swept'")
  suite.startJobs()
  const left = async () =>
    (await owner.query("select key from stored_reply where key in ('swept', 'stays')")).rows
  await until(async () => (await left()).length === 1, 3_000)
  t.same(await left(), [{ key: 'stays' }])
})
