import { randomUUID } from 'node:crypto'
import { service } from '@fotfeste/testing/harness.ts'
import t from 'tap'
import { toyService } from './toy/app.ts'
import { changeToy, createToy, getToy, listToys, spoilToy } from './toy/contracts.ts'

const suite = await service(t, toyService(), { config: { FOTFESTE_LOG_LEVEL: 'silent' } })
const { owner, kit } = suite
const make = async (name: string = randomUUID()) =>
  (await suite.make(createToy, { body: { name, grams: 1 } })).body.toyId as string
const eventsOf = async (toyId: string) =>
  (
    await owner.query('select type from system.feed where subject = $1 order by id', [toyId])
  ).rows.map(({ type }) => type)
const spoil = (toyId: string, how: string) =>
  suite.call(spoilToy, { params: { toyId }, body: { how } })

t.test('of two writers with one ETag one wins, and the other is told to read again', async (t) => {
  const toyId = await make()
  const answers = await Promise.all(
    [2, 3].map((grams) =>
      suite.call(changeToy, { params: { toyId }, body: { grams }, ifMatch: 1 }),
    ),
  )
  t.same(answers.map(({ status }) => status).sort(), [200, 412])
  const stale = answers.find(({ code }) => code === 'stale')
  t.equal(stale?.headers.get('etag'), '"2"', 'it says at which version the toy is')
  t.equal((await suite.call(getToy, { params: { toyId } })).headers.get('etag'), '"2"')
  t.same(await eventsOf(toyId), ['ToyMade', 'ToyChanged'])
})

t.test('twenty writers who read before they write lose nothing', async (t) => {
  const toyId = await make()
  const add = async (): Promise<void> => {
    const { body } = await suite.call(getToy, { params: { toyId } })
    const change = { params: { toyId }, body: { grams: body.grams + 1 }, ifMatch: body.version }
    if ((await suite.call(changeToy, change)).status === 412) await add()
  }
  await Promise.all(Array.from({ length: 20 }, add))
  t.match((await suite.call(getToy, { params: { toyId } })).body, { grams: 21, version: 21 })
  t.equal((await eventsOf(toyId)).length, 21)
})

t.test('If-Match is wanted, compared strongly, and looked at before any rule', async (t) => {
  const toyId = await make()
  const ask = async (ifMatch: string | null, grams = 2) =>
    (await suite.call(changeToy, { params: { toyId }, body: { grams }, ifMatch })).code
  t.equal(await ask(null), 'if-match-missing')
  for (const wrong of ['"2"', '1', 'W/"1"', 'W/"1", "2"', '"01"', '""']) {
    t.equal(await ask(wrong), 'stale', wrong)
  }
  t.equal(await ask('"9"', 20_000), 'stale')
  for (const right of ['"1"', '"7", "1"', '*'])
    t.equal(await ask(right, 20_000), 'too-heavy', right)
})

t.test('a name that two want at once is given once', async (t) => {
  const body = { name: randomUUID(), grams: 1 }
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => suite.call(createToy, { body })),
  )
  t.same(answers.map(({ status }) => status).sort(), [201, 409, 409, 409, 409])
  const told = answers.find(({ status }) => status === 409)
  t.match(told?.body, { type: 'urn:fotfeste:problem:name-taken', errors: [{ pointer: '/name' }] })
  const [{ toys, events }] = (
    await owner.query(
      `select (select count(*)::int from toy where name = $1) as toys,
        (select count(*)::int from system.feed f join toy on toy.id = f.subject where name = $1) as events`,
      [body.name],
    )
  ).rows
  t.same([toys, events], [1, 1])
})

t.test('a constraint that speaks at the commit is told like one that speaks before', async (t) => {
  t.match(await spoil(await make(), 'taken-at-commit'), { status: 409, code: 'name-taken' })
})

t.test('an update that met no row takes event and answer with it', async (t) => {
  const toyId = await make()
  const told = await spoil(toyId, 'nothing-changed')
  t.match(told, { status: 503, code: 'unavailable' })
  t.same(await eventsOf(toyId), ['ToyMade'])
})

t.test(
  'an error early in a trip is a 500, changes nothing and leaves the service running',
  async (t) => {
    const toyId = await make()
    t.equal((await spoil(toyId, 'early-rejection')).status, 500)
    t.equal((await suite.call(listToys)).status, 200)
    t.equal((await suite.call(getToy, { params: { toyId } })).body.grams, 1)
    t.equal(kit.pool.totalCount, kit.pool.idleCount)
  },
)

t.test('more callers than connections are all answered', async (t) => {
  const few = await service(t, toyService(), { config: { FOTFESTE_POOL: 2 } })
  const answers = await Promise.all(Array.from({ length: 40 }, () => few.call(listToys)))
  t.ok(answers.every(({ status }) => status === 200))
})
