import {
  listTaxCards,
  registerTaxCard,
  registerWithholdingWish,
} from '@fotfeste/contracts/payroll/tax-cards.ts'
import { service } from '@fotfeste/testing/harness.ts'
import t from 'tap'
import { payroll } from '../src/app.ts'
import { aParticipant, follow, newId, started } from './factories.ts'

const suite = await service(t, payroll, { today: '2026-02-10' })
const { personId } = await aParticipant(suite)
const card = registerTaxCard.bodyExample
const enter = (body: object, params: object = {}, more: object = {}) =>
  suite.call(registerTaxCard, { params: { personId, year: '2026', ...params }, body, ...more })
const line = card.lines[0]

t.test('a card that the participant shows is kept as a version, marked by hand', async (t) => {
  const first = await enter(card)
  t.match(first, { status: 200, body: { version: 1, source: 'by-hand', obtainedOn: '2026-02-10' } })
  t.match(first.body.enteredBy, /case-worker$/)
  const lines = [{ code: 'introduksjonsstoenad', kind: 'percent', percent: 20.5 }]
  t.match((await enter({ ...card, lines })).body, {
    version: 2,
    lines: [{ percent: 20.5, table: null }],
  })
  const exempt = [{ code: 'introduksjonsstoenad', kind: 'exemption', exemptAmountOre: 7_000_000 }]
  t.match((await enter({ ...card, lines: exempt }, { year: '2027' })).body, {
    version: 1,
    year: 2027,
    lines: [{ kind: 'exemption', exemptAmountOre: 7_000_000, percent: null }],
  })
  const none = { result: 'no-card', cardIdentifier: null, issuedOn: null, lines: [] }
  t.match((await enter(none)).body, { version: 3, result: 'no-card', lines: [] })
  t.match((await enter({ ...none, result: 'no-duty' })).body, { version: 4, result: 'no-duty' })
  const listed = await suite.make(listTaxCards, { params: { personId } })
  t.same(
    listed.body.items.map((item: { year: number; version: number }) => [item.year, item.version]),
    [
      [2027, 1],
      [2026, 4],
      [2026, 3],
      [2026, 2],
      [2026, 1],
    ],
  )
  t.equal(listed.body.wish, null)
  const { rows } = await suite.owner.query(
    `select count(*)::int as reads from access_log where operation = 'listTaxCards' and person = $1`,
    [personId],
  )
  t.same(rows, [{ reads: 1 }])
})

t.test('a card that cannot be used is refused and says where', async (t) => {
  const cases: [object, string, string][] = [
    [{ lines: [] }, 'tax-card-unclear', '/lines'],
    [{ result: 'no-card' }, 'tax-card-unclear', '/lines'],
    [{ lines: [line, line] }, 'tax-card-unclear', '/lines/1/code'],
    [{ lines: [{ ...line, table: null }] }, 'tax-card-unclear', '/lines/0/table'],
    [
      { lines: [line, { code: 'pensjon', kind: 'percent' }] },
      'tax-card-unclear',
      '/lines/1/percent',
    ],
    [{ lines: [{ ...line, table: '7100P' }] }, 'tax-table-unknown', '/lines/0/table'],
  ]
  for (const [more, code, pointer] of cases) {
    const refused = await enter({ ...card, ...more })
    t.match(refused, { status: 422, code, body: { errors: [{ pointer }] } })
  }
  t.match(await enter(card, { personId: newId() }), { status: 404 })
  t.match(await enter(card, {}, { as: { sub: null } }), { status: 403, code: 'needs-a-person' })
  t.match(await enter(card, { year: '1999' }), { status: 400 })
  t.match(await suite.call(listTaxCards, { params: { personId: newId() } }), { status: 404 })
})

t.test(
  'a wish for higher withholding is whole kroner, for a time, and can be taken back',
  async (t) => {
    const wish = (body: object, of = personId) =>
      suite.call(registerWithholdingWish, { params: { personId: of }, body })
    const example = registerWithholdingWish.bodyExample
    t.match(await wish(example), { status: 200, body: { version: 1, extraOre: 50_000, to: null } })
    t.match(await wish({ ...example, extraOre: 50 }), { status: 400 })
    t.match(await wish({ ...example, to: '2026-02-28' }), {
      status: 422,
      code: 'dates-out-of-order',
      body: { errors: [{ pointer: '/to' }] },
    })
    t.match(await wish(example, newId()), { status: 404 })
    t.match(await wish({ ...example, extraOre: 0 }), { status: 200, body: { version: 2 } })
    const { body } = await suite.make(listTaxCards, { params: { personId } })
    t.match(body.wish, { version: 2, extraOre: 0, from: '2026-03-01' })
  },
)

t.test('cards and wishes of a protected person are not there for others', async (t) => {
  const hidden = newId()
  await follow(suite, started(suite.tenant, hidden))
  await enter(card, { personId: hidden })
  const wish = { params: { personId: hidden }, body: registerWithholdingWish.bodyExample }
  await suite.make(registerWithholdingWish, wish)
  await follow(suite, started(suite.tenant, hidden, { protected: true }))
  const read = (more: object = {}) =>
    suite.call(listTaxCards, { params: { personId: hidden }, ...more })
  t.equal((await read()).status, 404)
  const scopes = ['fotfeste:payroll.read', 'fotfeste:protected.read']
  t.match(await read({ as: { scopes } }), { status: 200, body: { items: [{ version: 1 }] } })
  const { rows } = await suite.owner.query(
    `select (select bool_and(protected) from tax_card where person_id = $1) as card,
      (select bool_and(protected) from withholding_wish where person_id = $1) as wish`,
    [hidden],
  )
  t.same(rows, [{ card: true, wish: true }])
})

t.test('nobody changes a card or a wish that is held', async (t) => {
  for (const table of ['tax_card', 'withholding_wish']) {
    for (const change of ['update %t set version = 9', 'delete from %t']) {
      const { rows } = await suite.owner.query('select has_table_privilege($1, $2, $3) as may', [
        'svc_payroll',
        table,
        change.startsWith('update') ? 'update' : 'delete',
      ])
      t.same(rows, [{ may: false }], `${table}: ${change}`)
    }
  }
})
