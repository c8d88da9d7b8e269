import t from 'tap'
import { payPeriodOf } from '../../src/tax/pay-period.ts'
import { type GivenTaxCard, readTaxCard, type TaxCard } from '../../src/tax/tax-card.ts'
import { payoutMonth, withholdBackPay, withholdMonth } from '../../src/tax/withholding.ts'
import { assert } from '../../src/values/assert.ts'
import { eachDay, type PlainDate, plainDate } from '../../src/values/calendar.ts'
import { month } from '../../src/values/month.ts'
import { ore } from '../../src/values/ore.ts'
import { isRefusal } from '../../src/values/refusal.ts'

const days = (from: string, to: string): PlainDate[] => eachDay(plainDate(from), plainDate(to))
const MAY = days('2026-05-01', '2026-05-31')

const card = (given: Omit<GivenTaxCard, 'year'>, year = 2026): TaxCard => {
  const read = readTaxCard({ year, ...given })
  assert(!isRefusal(read), 'the card of a test is clear')
  return read
}
const table = (name: string, months?: 10.5 | 11 | 12) =>
  card({ kind: 'table', table: name, percent: 22, monthsOfWithholding: months })

type Asked = {
  payout?: string
  days?: PlainDate[]
  gross?: number
  card: TaxCard | null
  summer?: boolean
}
/** Withheld kroner and basis of a month's gross in øre: May 2026 in full, paid out in June. */
const asked = (of: Asked) =>
  withholdMonth({
    payout: month(of.payout ?? '2026-06'),
    days: of.days ?? MAY,
    grossOre: ore(of.gross ?? 2_275_817),
    card: of.card,
    summerExemption: of.summer ?? false,
  })
const kroner = (of: Asked) => {
  const answer = asked(of)
  if (isRefusal(answer) || answer.withholding === null) return answer
  return [answer.withholding.amountOre / 100, answer.withholding.basis]
}

t.test('X33: 22,758.17 by table, without a card, by percent, and half in December', async (t) => {
  t.same(kroner({ card: table('8000') }), [3689, 'table 8000, month, 22758'])
  t.same(kroner({ card: null }), [11_379, 'no tax card, 50 %, 22758'])
  t.same(kroner({ card: card({ kind: 'percent', percent: 32 }) }), [7282, '32 %, 22758'])
  t.same(kroner({ card: table('8000'), payout: '2026-12' }), [
    1844,
    'table 8000, month, 22758, half in December',
  ])
})

t.test('X15: 21 days from 10 June 2026 are three weeks of a third', async (t) => {
  const june = { days: days('2026-06-10', '2026-06-30'), gross: 1_593_072, payout: '2026-07' }
  t.same(kroner({ ...june, card: table('8000') }), [2589, 'table 8000, 3 x week, 5310'])
  t.same(kroner({ card: table('8000'), gross: 1_593_072 }), [1410, 'table 8000, month, 15930'])
})

t.test('the example of the API page: 21,409.08 by table 8010', async (t) => {
  t.same(asked({ card: table('8010', 10.5), gross: 2_140_908 }), {
    withholding: {
      amountOre: 301_000,
      basis: 'table 8010, month, 21409',
      law: ['skattebetalingsforskriften § 5-10-2', 'skattebetalingsforskriften § 5-5-4'],
    },
    withholdingReason: null,
  })
})

t.test('POL6: a month is paid out in the month after', async (t) => {
  t.equal(payoutMonth(month('2026-05')), '2026-06')
  t.equal(payoutMonth(month('2026-12')), '2027-01')
})

t.test('POL17: the table period follows the entitled calendar days', async (t) => {
  const whole = (from: string, to: string) => {
    const payPeriod = payPeriodOf(days(from, to))
    return payPeriod.kind === 'whole' ? payPeriod.period : payPeriod.kind
  }
  t.equal(whole('2026-05-01', '2026-05-31'), 'month')
  t.equal(whole('2026-05-07', '2026-05-31'), 'month', '25 days')
  t.equal(whole('2026-02-01', '2026-02-28'), 'month')
  t.equal(whole('2026-05-08', '2026-05-31'), 'three-weeks', '24 days')
  t.equal(whole('2026-05-14', '2026-05-31'), 'three-weeks', '18 days')
  t.equal(whole('2026-05-15', '2026-05-31'), '14-days', '17 days')
  t.equal(whole('2026-05-16', '2026-05-31'), 'half-month')
  t.equal(whole('2026-04-16', '2026-04-30'), 'half-month')
  t.equal(whole('2026-02-16', '2026-02-28'), 'half-month', '13 days')
  t.equal(whole('2026-05-01', '2026-05-15'), 'half-month')
  t.equal(whole('2026-05-01', '2026-05-16'), '14-days')
  t.equal(whole('2026-05-16', '2026-05-30'), '14-days')
  t.equal(whole('2026-05-02', '2026-05-15'), '14-days')
  t.equal(whole('2026-05-21', '2026-05-31'), '14-days', '11 days')
  t.equal(whole('2026-05-22', '2026-05-31'), 'week', '10 days')
  t.equal(whole('2026-05-27', '2026-05-31'), 'week', '5 days')
  t.equal(whole('2026-05-28', '2026-05-31'), '4-days')
  t.equal(whole('2026-05-29', '2026-05-31'), '3-days')
  t.equal(whole('2026-05-30', '2026-05-31'), '2-days')
  t.equal(whole('2026-05-31', '2026-05-31'), '1-day')
  t.throws(() => payPeriodOf([]), 'no day is paid for nothing')
})

t.test('days with leave between them are no half month', async (t) => {
  const apart = [...days('2026-05-01', '2026-05-05'), ...days('2026-05-10', '2026-05-15')]
  t.same(payPeriodOf(apart), { kind: 'whole', period: '14-days' })
})

t.test('a half month is half of the month table on the double, rounded down', async (t) => {
  const half = days('2026-05-01', '2026-05-15')
  t.same(kroner({ card: table('8000'), days: half, gross: 1_137_915 }), [
    1844,
    'table 8000, half of month, 22758',
  ])
})

t.test('POL19: June is free where the municipality has set so, by 10.5 months', async (t) => {
  const june = (of: TaxCard, summer: boolean) => kroner({ card: of, summer })
  t.same(june(table('8000'), false), [3689, 'table 8000, month, 22758'], 'the default')
  t.same(june(table('8000'), true), [0, 'table 8000, month, 22758, free in June'])
  t.same(june(table('8000', 11), true), [3689, 'table 8000, month, 22758'])
  t.same(june(card({ kind: 'percent', percent: 32 }), true), [7282, '32 %, 22758'])
  const july = { card: table('8000'), summer: true, payout: '2026-07' }
  t.same(kroner(july), [3689, 'table 8000, month, 22758'])
})

t.test('POL19: the payout in December by the months of withholding', async (t) => {
  const december = (of: TaxCard, payout = '2026-12') => kroner({ card: of, payout })
  t.same(december(table('8000', 10.5)), [1844, 'table 8000, month, 22758, half in December'])
  t.same(december(table('8000', 11)), [0, 'table 8000, month, 22758, free in December'])
  t.same(december(table('8000', 12)), [3689, 'table 8000, month, 22758'])
  t.match(december(table('7350')), [Number, 'table 7350, month, 22758'], 'built on twelve months')
  const pension = card({ kind: 'table', table: '7100P' }, 2024)
  t.match(december(pension, '2024-12'), [0, /free in December/], 'built on eleven months')
  t.same(december(card({ kind: 'percent', percent: 32 })), [7282, '32 %, 22758'])
  const months = { monthsOfWithholding: 10.5 } as const
  t.same(december(card({ kind: 'percent', percent: 32, ...months })), [
    3641,
    '32 %, 22758, half in December',
  ])
  t.same(kroner({ card: null, payout: '2026-12' }), [11_379, 'no tax card, 50 %, 22758'])
})

t.test('no card: 30 % before 2025', async (t) => {
  t.same(kroner({ card: null, payout: '2024-12' }), [6827, 'no tax card, 30 %, 22758'])
  t.same(kroner({ card: null, payout: '2025-01' }), [11_379, 'no tax card, 50 %, 22758'])
})

t.test('a percent with decimals is of whole kroner, rounded down', async (t) => {
  const of = card({ kind: 'percent', percent: 20.5 })
  t.same(kroner({ card: of, gross: 999_999 }), [2049, '20.5 %, 9999'])
  t.same(kroner({ card: of, gross: 99 }), [0, '20.5 %, 0'])
})

t.test('an exemption card: nothing up to its limit, then as without a card', async (t) => {
  const exempt = (limit?: number, used?: number) =>
    card({
      kind: 'exemption',
      exemptAmountOre: limit === undefined ? undefined : ore(limit),
      exemptUsedOre: used === undefined ? undefined : ore(used),
    })
  t.same(kroner({ card: exempt() }), [0, 'exemption card'])
  t.same(kroner({ card: exempt(7_000_000) }), [0, 'exemption card'])
  t.same(kroner({ card: exempt(7_000_000, 4_724_183) }), [0, 'exemption card'], 'to the øre')
  const above = 'exemption card used up, no tax card, 50 %, 12758'
  t.same(kroner({ card: exempt(7_000_000, 6_000_000) }), [6379, above])
  const all = 'exemption card used up, no tax card, 50 %, 22758'
  t.same(kroner({ card: exempt(7_000_000, 9_000_000) }), [11_379, all])
})

t.test('a month of nothing has nothing withheld, of no days', async (t) => {
  const none = { days: [], gross: 0 }
  t.same(kroner({ ...none, card: table('8000') }), [0, 'table 8000, nothing to withhold'])
  t.same(kroner({ ...none, card: null }), [0, 'no tax card, 50 %, 0'])
})

t.test('a year without data gives null with its reason, whatever the card', async (t) => {
  for (const [payout, of] of [
    ['2027-01', null],
    ['2015-12', null],
    ['2027-01', card({ kind: 'table', table: '8000' }, 2027)],
  ] as const) {
    t.match(asked({ payout, card: of }), { withholding: null, withholdingReason: /not known/ })
  }
})

t.test('a card of another year, and a table that the year has not, are refused', async (t) => {
  const unfit = asked({ payout: '2027-01', card: table('8000') })
  t.match(unfit, { refused: 'tax-card-year', pointer: '/taxCard/year', detail: /2027-01/ })
  const unknown = asked({ card: table('7100P') })
  t.match(unknown, { refused: 'tax-table-unknown', pointer: '/taxCard/table', detail: /7100P/ })
})

t.test('a card without its table or percent is refused', async (t) => {
  const read = (kind: 'table' | 'percent') => readTaxCard({ year: 2026, kind })
  t.match(read('table'), { refused: 'tax-card-unclear', pointer: '/taxCard/table' })
  t.match(read('percent'), { refused: 'tax-card-unclear', pointer: '/taxCard/percent' })
})

t.test('POL18: back pay by the percent of the card, else as without one', async (t) => {
  const back = (of: TaxCard | null) => {
    const payment = { payout: month('2026-12'), grossOre: ore(2_275_817), card: of }
    return withholdBackPay(payment)
  }
  const withheld = (amountOre: number, basis: string) => ({ withholding: { amountOre, basis } })
  t.match(back(table('8000')), withheld(500_600, '22 %, 22758'))
  t.match(back(card({ kind: 'percent', percent: 32 })), withheld(728_200, '32 %, 22758'))
  const bare = card({ kind: 'table', table: '8000' })
  t.match(back(bare), withheld(1_137_900, 'no tax card, 50 %, 22758'))
  t.match(back(null), withheld(1_137_900, 'no tax card, 50 %, 22758'))
  t.match(back(card({ kind: 'exemption' })), withheld(0, 'exemption card'))
  t.match(back(null), { withholding: { law: ['skattebetalingsforskriften § 5-10-1'] } })
})
