import {
  calculateBatch,
  compareCalculations,
} from '@fotfeste/contracts/payroll/calculation-batches.ts'
import { calculateMonth } from '@fotfeste/contracts/payroll/calculations.ts'
import { service } from '@fotfeste/testing/harness.ts'
import t from 'tap'
import { payroll } from '../src/app.ts'

const suite = await service(t, payroll, { today: '2026-06-10' })
const example = calculateMonth.bodyExample
const result = calculateMonth.replies[200].example
const batch = (items: object[], query: Record<string, string> = {}) =>
  suite.call(calculateBatch, { body: { items }, query })
const compare = (changes: object, query: Record<string, string> = {}) =>
  suite.call(compareCalculations, { body: { facts: example, changes }, query })
/** As people read it: the spaces that keep numbers together are spaces. */
const plain = (text: string): string => text.replaceAll('\u00a0', ' ')

t.test('a calculation explains itself to the participant when asked', async (t) => {
  const nb = await suite.call(calculateMonth, { body: example, query: { explain: 'nb' } })
  t.equal(
    plain(nb.body.lines[1].sentence),
    'Trekk for 4 timer ugyldig fravær, 12. mai: 590,48 kr. Stønaden for en time er 147,62 kr (integreringsloven § 21 og § 20 andre ledd).',
  )
  t.match(plain(nb.body.sentences.withholding), /^Skatt: 3 010,00 kr\. Vi følger tabell 8010/)
  t.match(plain(nb.body.sentences.total), /^Utbetalt til deg: 18 399,08 kr/)
  const nn = await suite.call(calculateMonth, { body: example, query: { explain: 'nn' } })
  t.match(nn.body.lines[0].sentence, /^Introduksjonsstønad for heile mai 2026/)
  const en = await suite.call(calculateMonth, { body: example, query: { explain: 'en' } })
  t.match(en.body.lines[0].sentence, /^Introduction benefit for all of May 2026/)
  const other = await suite.call(calculateMonth, { body: example, query: { explain: 'se' } })
  t.match(other, { status: 400, body: { errors: [{ in: 'query', pointer: '/explain' }] } })
})

t.test('a batch answers each item in its order, refused ones among the others', async (t) => {
  const sunday = { absences: [{ date: '2026-05-17', minutes: 60, kind: 'unexcused' }] }
  const lastYear = { taxCard: { year: 2025, kind: 'percent', percent: 30 } }
  const asked = [example, { ...example, ...sunday }, { ...example, ...lastYear }, example]
  const { status, body } = await batch(asked)
  t.equal(status, 200)
  t.same(body.items[0], { result, problem: null })
  t.same(body.items[1], calculateBatch.replies[200].example.items[1])
  t.match(body.items[2], {
    result: null,
    problem: { code: 'tax-card-year', pointer: '/items/2/taxCard/year' },
  })
  t.same(body.items[3], { result, problem: null })
})

t.test('each item is known on its own day, and explained in the language asked for', async (t) => {
  const days = ['2026-05-21', '2026-05-22']
  const items = days.map((asKnownOn) => ({ ...example, asKnownOn, absences: [] }))
  const { body } = await batch(items, { explain: 'nn' })
  t.match(body.items, [
    { result: { grunnbeloepOre: 13016000, lines: [{ sentence: /frå 1\.\smai 2025/ }] } },
    { result: { grunnbeloepOre: 13654900, lines: [{ sentence: /frå 1\.\smai 2026/ }] } },
  ])
})

t.test(
  '1,000 months are calculated at once, 1,001 and none are refused, bad fields named',
  async (t) => {
    const many = await batch(Array.from({ length: 1000 }, () => example))
    t.equal(many.status, 200)
    t.equal(many.body.items.length, 1000)
    t.ok(many.body.items.every((item: { result: object | null }) => item.result !== null))
    const pointers = async (items: object[]) => {
      const { status, body } = await batch(items)
      t.equal(status, 400)
      return body.errors.map((error: { pointer: string }) => error.pointer)
    }
    t.same(await pointers([]), ['/items'])
    t.same(await pointers(Array.from({ length: 1001 }, () => example)), ['/items'])
    t.same(await pointers([example, { ...example, month: '2026-13' }]), ['/items/1/month'])
  },
)

t.test('what if the absence were excused: both months and the difference', async (t) => {
  const { changes } = compareCalculations.bodyExample
  const answer = await compare(changes)
  t.equal(answer.status, 200)
  t.same(answer.body, compareCalculations.replies[200].example)
  const told = await compare(changes, { explain: 'nb' })
  t.equal(
    plain(told.body.difference.sentence),
    'Med disse endringene blir 505,61 kr mer utbetalt til deg.',
  )
})

t.test('a change of one of the participant’s facts leaves the others', async (t) => {
  const { body } = await compare({ participant: { birthDate: '2005-02-03' } })
  t.match(body.difference.lines[0], { code: 'introduction-benefit', factor: '1', afterOre: 0 })
  t.match(body.difference.lines[3], { factor: '2/3', beforeOre: 0, afterOre: 1517211 })
  t.match(body.after, { regime: 'integreringsloven', monthlyOre: 2275817 })
  const nothing = await compare({})
  t.match(nothing.body.difference, { lines: [], netOre: 0 })
})

t.test('a month that cannot be calculated points at where its fault was given', async (t) => {
  const sunday = [{ date: '2026-05-17', minutes: 60, kind: 'unexcused' }]
  const cases: [string, string, object, object][] = [
    ['not-a-programme-day', '/facts/absences/0/date', { absences: sunday }, {}],
    ['not-a-programme-day', '/changes/absences/0/date', {}, { absences: sunday }],
    ['tax-card-year', '/changes/taxCard/year', {}, { taxCard: { year: 2025, kind: 'exemption' } }],
    [
      'dates-out-of-order',
      '/changes/participant/programmeEnd',
      {},
      { participant: { programmeEnd: '2026-01-01' } },
    ],
    [
      'dates-out-of-order',
      '/facts/participant/programmeEnd',
      { participant: { ...example.participant, programmeEnd: '2026-05-31' }, absences: [] },
      { participant: { programmeStart: '2026-06-15' } },
    ],
  ]
  for (const [code, pointer, facts, changes] of cases) {
    const body = { facts: { ...example, ...facts }, changes }
    const answer = await suite.call(compareCalculations, { body })
    t.match(answer, { status: 422, code, body: { errors: [{ in: 'body', pointer }] } }, pointer)
  }
  const bad = await compare({ month: '2026-06' })
  t.match(bad, { status: 400, body: { errors: [{ pointer: '/changes/month' }] } })
})

t.test('only who may read payroll calculates, and nobody is told', async (t) => {
  const as = { scopes: ['fotfeste:guides.read' as const] }
  const one = await suite.call(calculateBatch, { body: { items: [example] }, as })
  const two = await suite.call(compareCalculations, { body: compareCalculations.bodyExample, as })
  t.same([one.code, two.code], ['missing-scope', 'missing-scope'])
  const counts = `select (select count(*)::int from system.feed) as events,
    (select count(*)::int from access_log) as reads, (select count(*)::int from stored_reply) as replies`
  t.same((await suite.owner.query(counts)).rows, [{ events: 0, reads: 0, replies: 0 }])
})
