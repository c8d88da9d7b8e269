import { SCOPES } from '@fotfeste/contracts/contract.ts'
import { type CloudEvent, feedContract } from '@fotfeste/contracts/feed.ts'
import { service } from '@fotfeste/testing/harness.ts'
import { until } from '@fotfeste/testing/peer.ts'
import { freshTenant } from '@fotfeste/testing/token.ts'
import t from 'tap'
import { toyService } from './toy/app.ts'
import { changeToy, createToy, listToys } from './toy/contracts.ts'

const suite = await service(t, toyService(), { config: { FOTFESTE_POOL: 4 } })
const { kit, owner } = suite
const listEvents = feedContract('guides')
const SYSTEM = {
  tenant: null,
  sub: null,
  clientId: 'fotfeste-payroll',
  scopes: ['fotfeste:system.feed'],
}
const READS = ['fotfeste:events.read']
const make = async (as: object = {}, body: object = {}) =>
  (await suite.make(createToy, { body: { name: crypto.randomUUID(), grams: 1, ...body }, as })).body
    .toyId as string
const read = async (query: object = {}, as: object = SYSTEM) =>
  (await suite.make(listEvents, { query: query as Record<string, number>, as }))
    .body as CloudEvent[]
const newest = async () =>
  Number((await owner.query('select coalesce(max(position), 0) as n from system.feed')).rows[0].n)

/** Reads on from a position until `isDone`, as a follower does. */
async function readOn(after: number, isDone: (seen: CloudEvent[]) => boolean) {
  const seen: CloudEvent[] = []
  while (!isDone(seen)) {
    const from = seen.at(-1)?.sequence ?? String(after)
    seen.push(...(await read({ after: from, limit: 7, wait: 1 })))
  }
  return seen
}

t.test(
  'a reader beside ten writers misses nothing, sees nothing twice and keeps each order',
  async (t) => {
    const CHANGES = 15
    const start = await newest()
    const ids = await Promise.all(Array.from({ length: 10 }, () => make()))
    const total = 10 * (CHANGES + 1)
    const readers = [1, 2].map(() => readOn(start, (seen) => seen.length >= total))
    const write = async (toyId: string) => {
      for (let grams = 1; grams <= CHANGES; grams += 1) {
        await suite.make(changeToy, { params: { toyId }, body: { grams } })
      }
    }
    await Promise.all(ids.map(write))
    const [seen = [], again = []] = await Promise.all(readers)
    t.same(again, seen, 'every reader reads the same')
    t.same(
      seen.map(({ sequence }) => Number(sequence)),
      Array.from({ length: total }, (_none, at) => start + at + 1),
      'positions have no holes',
    )
    t.equal(new Set(seen.map(({ id }) => id)).size, total)
    for (const toyId of ids) {
      const versions = seen
        .filter(({ subject }) => subject === toyId)
        .map(({ data }) => data['version'])
      t.same(
        versions,
        Array.from({ length: CHANGES + 1 }, (_none, at) => at + 1),
      )
    }
  },
)

t.test('an event that is committed late is read late, and not lost', async (t) => {
  const start = await newest()
  const late = await owner.connect()
  await late.query('begin')
  await late.query(
    `insert into system.feed (event_id, type, version, tenant, subject, protected, data)
     values (gen_random_uuid(), 'Late', 1, $1, gen_random_uuid(), false, '{}')`,
    [suite.tenant],
  )
  await make()
  t.same(
    (await read({ after: start })).map(({ type }) => type),
    ['ToyMade'],
  )
  await late.query('commit')
  late.release()
  t.same(
    (await read({ after: start })).map(({ type }) => type),
    ['ToyMade', 'Late'],
  )
})

t.test('an event is a CloudEvent that names its municipality and carries its data', async (t) => {
  const start = await newest()
  const toyId = await make({}, { grams: 42 })
  const { body, headers } = await suite.make(listEvents, { query: { after: start }, as: SYSTEM })
  t.match(headers.get('content-type'), /^application\/cloudevents-batch\+json/)
  t.match(body, [
    {
      specversion: '1.0',
      source: 'urn:fotfeste:guides',
      type: 'ToyMade',
      subject: toyId,
      sequence: String(start + 1),
      tenant: suite.tenant,
      typeversion: 1,
      data: { toyId, grams: 42 },
    },
  ])
  t.match(body[0].time, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
})

t.test('a token of a municipality sees its own events only, whatever else it may', async (t) => {
  const tenants = Array.from({ length: 10 }, freshTenant)
  await Promise.all(tenants.map((tenant) => make({ tenant })))
  const ofTenants = SCOPES.filter((one) => !one.startsWith('fotfeste:system.'))
  let read_ = 0
  for (const tenant of tenants) {
    for (const scope of ofTenants) {
      const events = await read({ limit: 500 }, { tenant, scopes: [...READS, scope] })
      read_ += events.length
      if (events.some((event) => event.tenant !== tenant)) t.fail(`${scope} shows foreign events`)
    }
  }
  t.equal(read_, 10 * ofTenants.length, 'each saw its one event each time')
  const all = await read({ limit: 500 })
  t.ok(
    tenants.every((tenant) => all.some((event) => event.tenant === tenant)),
    'the suite sees all',
  )
})

t.test('without the scope for events there are none', async (t) => {
  const refused = await suite.call(listEvents, { as: { scopes: ['fotfeste:guides.read'] } })
  t.match(refused, { status: 403, code: 'missing-scope' })
})

t.test('events about protected persons are for who may see them, and for the suite', async (t) => {
  const tenant = freshTenant()
  const start = await newest()
  await make({ tenant }, { protected: true })
  await make({ tenant })
  const counts = async (as: object) => (await read({ after: start }, as)).length
  t.equal(await counts({ tenant, scopes: READS }), 1)
  t.equal(await counts({ tenant, scopes: [...READS, 'fotfeste:protected.read'] }), 2)
  t.equal(await counts(SYSTEM), 2)
})

t.test('a cursor, a limit and a wait outside their bounds are refused', async (t) => {
  const ask = async (query: Record<string, string | number>) =>
    (await suite.call(listEvents, { query, as: SYSTEM })).status
  for (const after of ['abc', '-1', '', '1e3', '1;drop', '9'.repeat(19), '٣']) {
    t.equal(await ask({ after }), 400, `after=${after}`)
  }
  for (const limit of [0, 501, 1.5, 'all']) t.equal(await ask({ limit }), 400, `limit=${limit}`)
  for (const wait of [-1, 31, 'x']) t.equal(await ask({ wait }), 400, `wait=${wait}`)
  t.equal(await ask({ tenant: suite.tenant }), 400)
  t.equal(await ask({ after: '9'.repeat(18), limit: 500, wait: 0 }), 200)
})

t.test('a waiting reader is woken soon after the event', async (t) => {
  const waits: number[] = []
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const after = await newest()
    const answer = read({ after, wait: 10 })
    await new Promise((resolve) => setTimeout(resolve, 30 + attempt * 17))
    await make()
    const made = performance.now()
    t.equal((await answer).length, 1)
    waits.push(performance.now() - made)
  }
  t.ok(Math.min(...waits) < 300, `woken after ${waits.map(Math.round).join(', ')} ms`)
})

t.test('an event of another municipality ends nobody’s waiting', async (t) => {
  const as = { tenant: freshTenant(), scopes: READS }
  const began = performance.now()
  const answer = read({ wait: 1 }, as)
  await make()
  t.same(await answer, [])
  t.ok(performance.now() - began >= 990)
})

t.test('fifty waiting readers hold no connection', async (t) => {
  const after = await newest()
  const waiting = Array.from({ length: 50 }, () => read({ after, wait: 10 }))
  await until(
    () => kit.pool.waitingCount === 0 && kit.pool.idleCount === kit.pool.totalCount,
    3_000,
  )
  t.equal((await suite.call(listToys)).status, 200)
  await make()
  t.ok((await Promise.all(waiting)).every((events) => events.length === 1))
})
