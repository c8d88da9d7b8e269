import fc from 'fast-check'
import t from 'tap'
import {
  CARD_SOURCES,
  type CardTerms,
  chooseCard,
  type HeldCard,
} from '../../src/tax/card-choice.ts'
import { BENEFIT_CODE, CARD_RESULTS, type CardLine, INCOME_CODES } from '../../src/tax/card-line.ts'
import { withholdMonth } from '../../src/tax/withholding.ts'
import { plainDate, yearOf } from '../../src/values/calendar.ts'
import { daysOf, month } from '../../src/values/month.ts'
import { NO_ORE, ore } from '../../src/values/ore.ts'
import { isRefusal } from '../../src/values/refusal.ts'

const MAIN = 'loennFraHovedarbeidsgiver'
const SECOND = 'loennFraBiarbeidsgiver'
const table = (code: string, number = '8000'): CardLine => ({
  kind: 'table',
  code,
  table: number,
  rate: 2200,
  months: 10.5,
})
const percent = (code: string, rate = 3200): CardLine => ({
  kind: 'percent',
  code,
  rate,
  months: null,
})
const exemption = (code: string, limitOre: number | null): CardLine => ({
  kind: 'exemption',
  code,
  limitOre: limitOre === null ? null : ore(limitOre),
})
const held = (changes: Partial<HeldCard> = {}): HeldCard => ({
  year: 2026,
  version: 1,
  result: 'card',
  cardIdentifier: '54407',
  issuedOn: plainDate('2025-12-10'),
  lines: [table(BENEFIT_CODE)],
  notes: [],
  source: 'api',
  obtainedOn: plainDate('2026-01-02'),
  ...changes,
})
const NO_CARD = { result: 'no-card', cardIdentifier: null, issuedOn: null, lines: [] } as const
const terms = (payout = '2026-03', changes: Partial<CardTerms> = {}): CardTerms => ({
  payout: month(payout),
  fallbackTrekkode: MAIN,
  usedOre: NO_ORE,
  ...changes,
})
const chosen = (cards: readonly HeldCard[], of: CardTerms = terms()) => {
  const choice = chooseCard(cards, of)
  return isRefusal(choice) ? choice.refused : choice
}

t.test('POL17: the line of the benefit goes before the municipality’s code', async (t) => {
  const lines = [percent(MAIN, 4300), percent(SECOND, 3400), table(BENEFIT_CODE, '8010')]
  t.same(chosen([held({ lines })]), {
    card: { kind: 'table', year: 2026, table: '8010', rate: 2200, months: 10.5 },
    cardSource:
      'Tax card 54407 of 2026, introduksjonsstoenad, issued 2025-12-10, fetched 2026-01-02',
    isLastYears: false,
  })
  const without = [held({ lines: lines.slice(0, 2) })]
  t.match(chosen(without), {
    card: { kind: 'percent', rate: 4300 },
    cardSource: /Hovedarbeidsgiver/,
  })
  const second = terms('2026-03', { fallbackTrekkode: SECOND })
  t.match(chosen(without, second), { card: { rate: 3400 }, cardSource: /Biarbeidsgiver/ })
  t.equal(chosen(without, terms('2026-03', { fallbackTrekkode: null })), null)
})

t.test(
  'POL17: the newest version counts, else what was calculated last, else no card',
  async (t) => {
    const old = held({ lines: [percent(BENEFIT_CODE, 3000)] })
    const newer = held({ version: 2, lines: [percent(BENEFIT_CODE, 2000)] })
    t.match(chosen([newer, old]), { card: { rate: 2000 } })
    t.match(chosen([old, newer]), { card: { rate: 2000 } })
    t.match(chosen([old, held({ version: 2, ...NO_CARD })]), { card: { rate: 3000 } })
    t.match(chosen([old, held({ version: 2, lines: [percent('pensjon')] })]), {
      card: { rate: 3000 },
    })
    t.equal(chosen([old, held({ version: 2, ...NO_CARD, source: 'by-hand' })]), null, 'taken back')
    t.equal(chosen([]), null)
    for (const result of ['no-card', 'consider-work-permit', 'replaced-number'] as const) {
      t.equal(chosen([held({ ...NO_CARD, result })]), null, result)
    }
    t.match(chosen([held({ result: 'replaced-number' })]), { card: { table: '8000' } })
  },
)

t.test('POL17: in January last year’s card, and then no more', async (t) => {
  const last = held({ year: 2025, source: 'import', obtainedOn: plainDate('2025-02-03') })
  t.same(chosen([last], terms('2026-01')), {
    card: { kind: 'table', year: 2026, table: '8000', rate: 2200, months: 10.5 },
    cardSource:
      'Tax card 54407 of 2025, introduksjonsstoenad, issued 2025-12-10, imported 2025-02-03',
    isLastYears: true,
  })
  t.match(chosen([last, held({ ...NO_CARD })], terms('2026-01')), { isLastYears: true })
  t.match(chosen([last, held()], terms('2026-01')), { isLastYears: false })
  t.equal(chosen([last], terms('2026-02')), null)
  t.equal(chosen([held({ year: 2024 })], terms('2026-01')), null)
  t.match(chosen([held({ year: 2025, lines: [percent(MAIN)] })], terms('2026-01')), {
    card: { kind: 'percent', year: 2026 },
  })
  const unfit = [
    exemption(BENEFIT_CODE, null),
    exemption(BENEFIT_CODE, 100),
    table(BENEFIT_CODE, '7100P'),
  ]
  for (const line of unfit) {
    t.equal(chosen([held({ year: 2025, lines: [line] })], terms('2026-01')), null, line.kind)
  }
})

t.test('an exemption card carries what was used; no duty is freedom without limit', async (t) => {
  const used = terms('2026-03', { usedOre: ore(6_000_000) })
  t.match(chosen([held({ lines: [exemption(BENEFIT_CODE, 7_000_000)] })], used), {
    card: { kind: 'exemption', year: 2026, limitOre: 7_000_000, usedOre: 6_000_000 },
  })
  const duty = held({ ...NO_CARD, result: 'no-duty', source: 'by-hand' })
  t.match(chosen([duty], used), {
    card: { kind: 'exemption', limitOre: null },
    cardSource: 'No duty to withhold of 2026, entered by hand 2026-01-02',
  })
  t.match(chosen([held({ cardIdentifier: null, issuedOn: null })]), {
    cardSource: 'Tax card of 2026, introduksjonsstoenad, fetched 2026-01-02',
  })
})

t.test('a card that cannot be right blocks and says what to do', async (t) => {
  const cases: [Partial<HeldCard>, RegExp][] = [
    [
      { ...NO_CARD, result: 'invalid-number' },
      /2026: correct the number in settlement, then order/,
    ],
    [
      { ...NO_CARD, result: 'invalid-organisation' },
      /organisation number for 2026: have it corrected/,
    ],
    [
      { lines: [table(BENEFIT_CODE, '7100P')] },
      /of 2026 names table 7100P, .*enter the card by hand/,
    ],
  ]
  for (const [changes, detail] of cases) {
    t.match(chooseCard([held(changes)], terms()), { refused: 'tax-card-invalid', detail })
  }
  const before = held({ lines: [percent(BENEFIT_CODE)] })
  t.match(chosen([before, held({ version: 2, ...NO_CARD, result: 'invalid-number' })]), {
    card: { kind: 'percent' },
  })
})

t.test('a year whose tables are not known blocks nobody', async (t) => {
  t.match(chosen([held({ year: 2027 })], terms('2027-03')), { card: { table: '8000', year: 2027 } })
})

const someLine = fc.oneof(
  fc.record({
    kind: fc.constant('percent' as const),
    code: fc.constantFrom(...INCOME_CODES),
    rate: fc.nat(10_000),
    months: fc.constantFrom(null, 10.5 as const, 11 as const, 12 as const),
  }),
  fc.record({
    kind: fc.constant('table' as const),
    code: fc.constantFrom(...INCOME_CODES),
    table: fc.constantFrom('8000', '8010', '9010', '7100P', '1'),
    rate: fc.option(fc.nat(10_000)),
    months: fc.constantFrom(null, 10.5 as const, 11 as const, 12 as const),
  }),
  fc.record({
    kind: fc.constant('exemption' as const),
    code: fc.constantFrom(...INCOME_CODES),
    limitOre: fc.option(fc.nat(10_000_000).map(ore)),
  }),
)
const someCards = fc.uniqueArray(
  fc.record({
    year: fc.constantFrom(2025, 2026),
    version: fc.integer({ min: 1, max: 9 }),
    result: fc.constantFrom(...CARD_RESULTS),
    cardIdentifier: fc.option(fc.constant('54407')),
    issuedOn: fc.constant(null),
    lines: fc.array(someLine, { maxLength: 4 }),
    notes: fc.constant([]),
    source: fc.constantFrom(...CARD_SOURCES),
    obtainedOn: fc.constant(plainDate('2026-01-02')),
  }),
  { selector: ({ year, version }) => `${year} ${version}`, maxLength: 6 },
)
const someTerms = fc.record({
  payout: fc.constantFrom('2026-01', '2026-02', '2026-12', '2025-06').map(month),
  fallbackTrekkode: fc.constantFrom(null, MAIN, SECOND),
  usedOre: fc.nat(10_000_000).map(ore),
})

t.test(
  'whatever is held, the choice can be withheld by, and does not hang on the order',
  async () => {
    fc.assert(
      fc.property(someCards, someTerms, (cards, of) => {
        const choice = chooseCard(cards, of)
        const again = chooseCard([...cards].reverse(), of)
        if (JSON.stringify(choice) !== JSON.stringify(again)) return false
        if (choice === null || isRefusal(choice)) return true
        const isOfYear = choice.card.year === yearOf(of.payout) && choice.cardSource.length <= 200
        const asked = {
          payout: of.payout,
          days: daysOf(month('2025-05')),
          grossOre: ore(2_000_000),
        }
        return (
          isOfYear &&
          !isRefusal(withholdMonth({ ...asked, card: choice.card, summerExemption: false }))
        )
      }),
      { numRuns: 2000 },
    )
  },
)

t.test('the line of the benefit is never passed over, and what is older never wins', async () => {
  fc.assert(
    fc.property(someCards, someTerms, (cards, of) => {
      const own = cards.filter(({ year }) => year === yearOf(of.payout))
      const newest = own.toSorted((a, b) => b.version - a.version)[0]
      const first = newest?.lines.find(({ code }) => code === BENEFIT_CODE)
      if (!newest || !first || newest.result !== 'card') return true
      const choice = chooseCard(cards, of)
      return choice === null || isRefusal(choice)
        ? first.kind === 'table' && isRefusal(choice)
        : choice.card.kind === first.kind && choice.cardSource.includes(BENEFIT_CODE)
    }),
    { numRuns: 2000 },
  )
})
