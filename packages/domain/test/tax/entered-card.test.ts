import fc from 'fast-check'
import t from 'tap'
import { INCOME_CODES } from '../../src/tax/card-line.ts'
import { type EnteredCard, enterCard, shownCardLine } from '../../src/tax/entered-card.ts'
import { plainDate } from '../../src/values/calendar.ts'
import { ore } from '../../src/values/ore.ts'
import { isRefusal } from '../../src/values/refusal.ts'

const code = 'introduksjonsstoenad'
const table = {
  code,
  kind: 'table',
  table: '8010',
  percent: 22,
  monthsOfWithholding: 10.5,
} as const
const entered = (changes: Partial<EnteredCard> = {}): EnteredCard => ({
  result: 'card',
  cardIdentifier: '54407',
  issuedOn: plainDate('2025-12-10'),
  lines: [table],
  ...changes,
})

t.test('POL17: each kind of line is entered as an answer would give it', async (t) => {
  const lines = [
    table,
    { code: 'loennFraNAV', kind: 'percent', percent: 20.5 },
    { code: 'pensjon', kind: 'exemption', exemptAmountOre: ore(7_000_000) },
    { code: 'pensjonFraNAV', kind: 'exemption' },
  ] as const
  t.same(enterCard(entered({ lines }), 2026), {
    year: 2026,
    result: 'card',
    cardIdentifier: '54407',
    issuedOn: '2025-12-10',
    lines: [
      { kind: 'table', code, table: '8010', rate: 2200, months: 10.5 },
      { kind: 'percent', code: 'loennFraNAV', rate: 2050, months: null },
      { kind: 'exemption', code: 'pensjon', limitOre: 7_000_000 },
      { kind: 'exemption', code: 'pensjonFraNAV', limitOre: null },
    ],
    notes: [],
  })
  for (const result of ['no-card', 'no-duty'] as const) {
    t.match(enterCard(entered({ result, lines: [] }), 2026), { result, lines: [] })
  }
})

t.test('a line that says too little, or stands twice, is refused at its place', async (t) => {
  const cases: [Partial<EnteredCard>, string, string][] = [
    [{ lines: [] }, 'tax-card-unclear', '/lines'],
    [{ result: 'no-duty' }, 'tax-card-unclear', '/lines'],
    [{ lines: [table, table] }, 'tax-card-unclear', '/lines/1/code'],
    [{ lines: [{ ...table, table: null }] }, 'tax-card-unclear', '/lines/0/table'],
    [{ lines: [{ code, kind: 'percent' }] }, 'tax-card-unclear', '/lines/0/percent'],
    [{ lines: [{ ...table, table: '7100P' }] }, 'tax-table-unknown', '/lines/0/table'],
  ]
  for (const [changes, refused, pointer] of cases) {
    t.match(enterCard(entered(changes), 2026), { refused, pointer })
  }
  t.match(enterCard(entered(), 2031), { year: 2031 }, 'a year without tables is taken as it is')
})

t.test('what is shown of a line is what was entered', async () => {
  const someLine = fc.oneof(
    fc.record({
      kind: fc.constant('table' as const),
      table: fc.constantFrom('8000', '8010'),
      percent: fc.constantFrom(null, 22, 20.5),
      monthsOfWithholding: fc.constantFrom(null, 10.5 as const, 12 as const),
      exemptAmountOre: fc.constant(null),
    }),
    fc.record({
      kind: fc.constant('percent' as const),
      table: fc.constant(null),
      percent: fc.nat(10_000).map((rate) => rate / 100),
      monthsOfWithholding: fc.constantFrom(null, 11 as const),
      exemptAmountOre: fc.constant(null),
    }),
    fc.record({
      kind: fc.constant('exemption' as const),
      table: fc.constant(null),
      percent: fc.constant(null),
      monthsOfWithholding: fc.constant(null),
      exemptAmountOre: fc.constantFrom(null, ore(0), ore(7_000_000)),
    }),
  )
  fc.assert(
    fc.property(fc.constantFrom(...INCOME_CODES), someLine, (of, line) => {
      const card = enterCard(entered({ lines: [{ code: of, ...line }] }), 2026)
      if (isRefusal(card)) return false
      const shown = card.lines.map(shownCardLine)
      return shown.every((one) =>
        Object.entries({ code: of, ...line }).every(
          ([name, value]) => one[name as keyof typeof one] === value,
        ),
      )
    }),
  )
})
