import { getHandOverFile, listHandOvers } from '@fotfeste/contracts/payroll/hand-overs.ts'
import { service } from '@fotfeste/testing/harness.ts'
import t from 'tap'
import { payroll } from '../src/app.ts'
import { follow, newId, pay, released, sheetsOf } from './factories.ts'

const suite = await service(t, payroll, { today: '2026-05-04' })
const insider = {
  scopes: ['fotfeste:payroll.read', 'fotfeste:payroll.write', 'fotfeste:protected.read'],
}
const seeing = {
  ...suite,
  make: (contract: never, asked: object) =>
    suite.make(contract, {
      ...asked,
      as: { sub: (asked as { as?: { sub: string } }).as?.sub ?? 'anne', scopes: insider.scopes },
    }),
}
const [full = '', back = '', hidden = ''] = [newId(), newId(), newId()].sort()
const sheets = new Map([full, back, hidden].map((id) => [id, sheetsOf(suite, id)]))
const approve = (personId: string, ...of: [month: string, absences?: object[], more?: object]) =>
  follow(suite, sheets.get(personId)?.(...of) as never)

const absent = [{ date: '2026-04-07', wholeDay: true, kind: 'unexcused' }]
await approve(full, '2026-04')
await approve(back, '2026-04', absent)
await approve(hidden, '2026-04', [], { protected: true })
await pay(suite, full)
await pay(suite, back)
await pay(seeing as never, hidden)
const april = await released(suite, '2026-04')
await suite.clock.set('2026-06-01' as never)
// In May one of them is paid only what was withheld from April by mistake.
await approve(full, '2026-05')
await approve(back, '2026-04')
const may = await released(suite, '2026-05')
const [first, second] = [april.payDate.slice(0, 7), may.payDate.slice(0, 7)]
const read = async (query: object, as?: object) =>
  (await suite.make(listHandOvers, { query: query as never, ...(as ? { as } : {}) })).body

t.test('social services are told who was paid, for which months, and by which codes', async (t) => {
  const { items, next } = await read({ month: first })
  t.equal(next, null)
  t.match(items, [
    { personId: full, month: first, payDates: [april.payDate], vklo: '6', arbsit: '09' },
    { personId: back, vklo: '6', arbsit: '09', ytelseIntro: '4' },
  ])
  t.equal(items[0].grossOre, 2169333, 'two base amounts, a twelfth of them')
  t.same(items[0].months, [{ month: '2026-04', amountOre: 2169333 }])
  t.ok(items[0].netOre > 0 && items[0].netOre <= items[0].grossOre)
})

t.test('who is paid back pay alone has neither main income nor programme (11F K018)', async (t) => {
  const { items } = await read({ month: second })
  const of = (personId: string) =>
    items.find((one: { personId: string }) => one.personId === personId)
  t.match(of(full), { vklo: '6', arbsit: '09', ytelseIntro: '4' })
  t.match(of(back), { vklo: null, arbsit: null, ytelseIntro: '4' })
  t.same(
    of(back).months.map((one: { month: string }) => one.month),
    ['2026-04'],
  )
})

t.test('protected persons are handed over to who may see them', async (t) => {
  t.equal((await read({ month: first })).items.length, 2)
  const { items } = await read({ month: first }, insider)
  t.same(
    items.map((one: { personId: string }) => one.personId),
    [full, back, hidden],
  )
})

t.test('the list goes on by its cursor, and the file holds all of it', async (t) => {
  const one = await read({ month: first, limit: 1 })
  const two = await read({ month: first, limit: 1, cursor: one.next })
  t.same([one.items[0].personId, two.items[0].personId, two.next], [full, back, null])
  const file = await suite.make(getHandOverFile, { query: { month: first } })
  t.match(file.headers.get('content-type'), /^text\/csv/)
  const rows = file.body.split('\r\n')
  t.equal(rows.length, 4, 'names, two persons, the last line ends too')
  t.equal(rows[1], `${full};${first};${april.payDate};2026-04;21693,33;21693,33;10847,33;6;09;4`)
  t.same((await read({})).items, (await read({ month: '2026-06' })).items, 'the present month')
  t.same((await read({ month: '2026-01' })).items, [])
})

t.test('each person shown is written to the access log', async (t) => {
  const logged = async () => {
    const { rows } = await suite.owner.query(
      `select count(*)::int as n from access_log where operation in ('listHandOvers', 'getHandOverFile')`,
    )
    return rows[0].n
  }
  const before = await logged()
  await read({ month: first })
  await suite.make(getHandOverFile, { query: { month: first } })
  t.equal((await logged()) - before, 4)
})
