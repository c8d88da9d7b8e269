import { lookUpWithholding } from '@fotfeste/contracts/payroll/withholding.ts'
import { service } from '@fotfeste/testing/harness.ts'
import t from 'tap'
import { payroll } from '../src/app.ts'

const suite = await service(t, payroll, { today: '2026-06-10' })
const [item] = lookUpWithholding.bodyExample.items
const lookUp = (...items: object[]) =>
  suite.call(lookUpWithholding, { body: { items: items.map((one) => ({ ...item, ...one })) } })

t.test('the example of the API page', async (t) => {
  const answer = await suite.call(lookUpWithholding, { body: lookUpWithholding.bodyExample })
  t.match(answer, { status: 200, body: { items: [{ withheldOre: 347_900 }] } })
})

t.test('each item has its answer, in order, of every class and period', async (t) => {
  const { status, body } = await lookUp(
    { table: '8000' },
    { year: 2024, table: '7100P', grossOre: 2_067_199 },
    { year: 2024, table: '7100', grossOre: 2_067_100 },
    { year: 2019, table: '7100', period: '4-days', grossOre: 1_124_000 },
    { year: 2026, table: '8000', period: 'week', grossOre: 531_000 },
    { grossOre: 0 },
  )
  t.equal(status, 200)
  t.same(
    body.items.map((one: { withheldOre: number }) => one.withheldOre),
    [368_900, 288_300, 339_700, 375_600, 86_300, 0],
  )
})

t.test('a thousand at once, not one more', async (t) => {
  const thousand = Array.from({ length: 1000 }, (_, at) => ({ grossOre: 2_000_000 + at * 1000 }))
  const { status, body } = await lookUp(...thousand)
  t.equal(status, 200)
  t.equal(body.items.length, 1000)
  t.match(await lookUp(...thousand, {}), { status: 400, body: { errors: [{ pointer: '/items' }] } })
  t.match(await lookUp(), { status: 400, body: { errors: [{ pointer: '/items' }] } })
})

t.test('the longest body that holds a thousand is read', async (t) => {
  const spaced = Array.from({ length: 1000 }, () => ({ table: '7100P     ' }))
  const answer = await lookUp(...spaced)
  t.match(answer, { status: 422, code: 'tax-table-unknown' })
})

t.test('an unknown table or year names the item', async (t) => {
  const refused = (pointer: string, detail: RegExp) => ({
    body: { errors: [{ in: 'body', pointer }], detail },
  })
  const table = await lookUp({}, {}, {}, { table: '7100' })
  t.match(table, { status: 422, code: 'tax-table-unknown' })
  t.match(table, refused('/items/3/table', /^Item 4: 2026 has no withholding table 7100/))
  const year = await lookUp({}, { year: 2027 })
  t.match(year, { status: 422, code: 'tax-year-unknown' })
  t.match(year, refused('/items/1/year', /^Item 2: .*2016 to 2026/))
})

t.test('bad input of each kind says where', async (t) => {
  const cases: [object, string][] = [
    [{ period: 'fortnight' }, '/items/0/period'],
    [{ year: 2026.5 }, '/items/0/year'],
    [{ grossOre: -1 }, '/items/0/grossOre'],
    [{ grossOre: 1.5 }, '/items/0/grossOre'],
    [{ table: '' }, '/items/0/table'],
    [{ table: 8010 }, '/items/0/table'],
    [{ colour: 'red' }, '/items/0/colour'],
  ]
  for (const [changes, pointer] of cases) {
    const answer = await lookUp(changes)
    t.match(answer, { status: 400, body: { errors: [{ in: 'body', pointer }] } }, pointer)
  }
})

t.test('a look-up writes nothing and tells nobody', async (t) => {
  const counts = `select (select count(*)::int from system.feed) as events,
    (select count(*)::int from access_log) as reads, (select count(*)::int from stored_reply) as replies`
  await lookUp({})
  t.same((await suite.owner.query(counts)).rows, [{ events: 0, reads: 0, replies: 0 }])
})
