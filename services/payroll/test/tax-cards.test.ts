import { calculateMonth } from '@fotfeste/contracts/payroll/calculations.ts'
import { service } from '@fotfeste/testing/harness.ts'
import t from 'tap'
import { payroll } from '../src/app.ts'

const suite = await service(t, payroll, { today: '2026-06-10' })
const example = { ...calculateMonth.bodyExample, absences: [] }
const calculate = (changes: object) =>
  suite.call(calculateMonth, { body: { ...example, ...changes } })
const byCard = (taxCard: object | null, changes: object = {}) =>
  calculate({ ...changes, taxCard: taxCard && { year: 2026, ...taxCard } })

t.test('X33: a month in full by each kind of card, and without one', async (t) => {
  const cases: [object | null, number, string][] = [
    [{ kind: 'table', table: '8000' }, 368_900, 'table 8000, month, 22758'],
    [{ kind: 'percent', percent: 32 }, 728_200, '32 %, 22758'],
    [{ kind: 'percent', percent: 20.5 }, 466_500, '20.5 %, 22758'],
    [
      { kind: 'percent', percent: 32, table: null, monthsOfWithholding: null },
      728_200,
      '32 %, 22758',
    ],
    [{ kind: 'exemption' }, 0, 'exemption card'],
    [
      { kind: 'exemption', table: null, percent: null, exemptAmountOre: null, exemptUsedOre: null },
      0,
      'exemption card',
    ],
    [{ kind: 'exemption', exemptAmountOre: 7_000_000 }, 0, 'exemption card'],
    [
      { kind: 'exemption', exemptAmountOre: 7_000_000, exemptUsedOre: 6_000_000 },
      637_900,
      'exemption card used up, no tax card, 50 %, 12758',
    ],
    [null, 1_137_900, 'no tax card, 50 %, 22758'],
  ]
  for (const [card, amountOre, basis] of cases) {
    const answer = await byCard(card)
    const netOre = 2_275_817 - amountOre
    t.match(
      answer.body,
      { withholding: { amountOre, basis }, withholdingReason: null, netOre },
      basis,
    )
  }
})

t.test('X15: from 10 June 2026 on, 21 days are three weeks of a third', async (t) => {
  const participant = { ...example.participant, programmeStart: '2026-06-10' }
  const { body } = await byCard(
    { kind: 'table', table: '8000' },
    { month: '2026-06', participant, asKnownOn: '2026-07-10' },
  )
  t.match(body, { grossOre: 1_593_072, netOre: 1_334_172 })
  t.match(body.withholding, { amountOre: 258_900, basis: 'table 8000, 3 x week, 5310' })
})

t.test('leave in the month leaves out its days, absence does not', async (t) => {
  const leave = { from: '2026-05-16', to: '2026-05-31', kind: 'unpaid-leave' }
  const participant = { ...example.participant, interruptions: [leave] }
  const card = { kind: 'table', table: '8000' }
  const half = await byCard(card, { participant })
  t.match(half.body.withholding.basis, /^table 8000, half of month, \d+$/)
  const absences = [{ date: '2026-05-12', wholeDay: true, kind: 'unexcused' }]
  t.match((await byCard(card, { absences })).body.withholding.basis, /^table 8000, month, /)
})

t.test('POL19: the benefit of November is paid in December, half of its tax free', async (t) => {
  const november = { month: '2026-11', asKnownOn: '2026-12-01' }
  const withheld = async (card: object | null) =>
    (await byCard(card, november)).body.withholding.amountOre
  t.equal(await withheld({ kind: 'table', table: '8000' }), 184_400)
  t.equal(await withheld({ kind: 'table', table: '8000', monthsOfWithholding: 11 }), 0)
  t.equal(await withheld({ kind: 'table', table: '8000', monthsOfWithholding: 12 }), 368_900)
  t.equal(await withheld(null), 1_137_900)
})

t.test(
  'POL6: the benefit of December belongs to the next year, whose tables are not known',
  async (t) => {
    const december = { month: '2026-12', asKnownOn: '2027-01-05' }
    const { status, body } = await calculate({
      ...december,
      taxCard: { year: 2027, kind: 'table', table: '8000' },
    })
    t.equal(status, 200)
    t.match(body, { withholding: null, withholdingReason: /2027/, netOre: body.grossOre })
    const none = await calculate({ ...december, taxCard: null })
    t.match(none.body, { withholding: null, withholdingReason: /2027/ })
  },
)

t.test('a card that does not fit the payout is refused and says where', async (t) => {
  const cases: [string, string, object][] = [
    ['tax-card-year', '/taxCard/year', { year: 2025, kind: 'table', table: '8000' }],
    ['tax-table-unknown', '/taxCard/table', { kind: 'table', table: '7100P' }],
    ['tax-card-unclear', '/taxCard/table', { kind: 'table', percent: 22 }],
    ['tax-card-unclear', '/taxCard/percent', { kind: 'percent' }],
  ]
  for (const [code, pointer, card] of cases) {
    const answer = await byCard(card)
    t.match(answer, { status: 422, code, body: { errors: [{ in: 'body', pointer }] } }, code)
  }
})

t.test('bad input of a card says where', async (t) => {
  const cases: [object, string][] = [
    [{ kind: 'percent', percent: 20.555 }, '/taxCard/percent'],
    [{ kind: 'percent', percent: 101 }, '/taxCard/percent'],
    [{ kind: 'table', table: '8000', monthsOfWithholding: 10 }, '/taxCard/monthsOfWithholding'],
    [{ kind: 'exemption', exemptAmountOre: -1 }, '/taxCard/exemptAmountOre'],
    [{ kind: 'lottery' }, '/taxCard/kind'],
    [{ kind: 'percent', percent: 32, colour: 'red' }, '/taxCard/colour'],
  ]
  for (const [card, pointer] of cases) {
    const answer = await byCard(card)
    t.match(answer, { status: 400, body: { errors: [{ in: 'body', pointer }] } }, pointer)
  }
})
