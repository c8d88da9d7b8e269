import t from 'tap'
import {
  BASE_AMOUNTS,
  baseAmountBefore,
  baseAmountOn,
  baseAmountsOf,
  LAST_OFFICIAL_YEAR,
  officialAmountOf,
  type Registrations,
  unusedAmounts,
  withAmount,
} from '../../src/rates/base-amount.ts'
import {
  type AmountEntry,
  amountOfEntry,
  type HeldAmount,
  registerBaseAmount,
} from '../../src/rates/register-base-amount.ts'
import { plainDate } from '../../src/values/calendar.ts'
import { ore } from '../../src/values/ore.ts'

const at = (day: string, asKnownOn: string, registered: Registrations = new Map()) =>
  baseAmountOn(plainDate(day), plainDate(asKnownOn), registered)?.amountOre ?? null

t.test('TS-G7: 30 April the previous G, 1 May this year’s, January the previous', async (t) => {
  t.equal(at('2026-04-30', '2026-12-31'), 13016000)
  t.equal(at('2026-05-01', '2026-12-31'), 13654900)
  t.equal(at('2027-01-15', '2027-01-15'), 13654900)
  t.equal(at('2026-01-15', '2026-12-31'), 13016000)
})

t.test('TS-G10: as known on 10 May 2025 the old one, as known on 23 May the new one', async (t) => {
  t.equal(at('2025-05-10', '2025-05-10'), 12402800)
  t.equal(at('2025-05-10', '2025-05-22'), 12402800)
  t.equal(at('2025-05-10', '2025-05-23'), 13016000)
})

t.test('X12: a municipality that registers late uses the new G from that day on', async (t) => {
  const late = new Map([[2026, { usedFrom: plainDate('2026-06-15'), amount: null }]])
  t.equal(at('2026-05-01', '2026-06-14', late), 13016000)
  t.equal(at('2026-05-01', '2026-06-15', late), 13654900)
  const never = new Map([[2026, { usedFrom: null, amount: null }]])
  t.equal(at('2026-05-01', '2027-06-15', never), 13016000)
  t.equal(at('2025-05-01', '2026-06-14', late), 13016000, 'other years are untouched')
})

t.test(
  'an amount is unused where a municipality says not yet, or has not said for its own',
  async (t) => {
    const unused = (registered: Registrations, own: AmountEntry[] = [], today = '2027-08-01') =>
      unusedAmounts(
        registered,
        own.flatMap((entry) => amountOfEntry(entry) ?? []),
        plainDate(today),
      ).map(({ from }) => from)
    t.strictSame(unused(new Map()), [], 'the table counts from its official day')
    const notYet = { usedFrom: null, amount: null }
    t.strictSame(unused(new Map([[2026, notYet]])), ['2026-05-01'])
    t.strictSame(unused(new Map([[2026, notYet]]), [], '2026-05-21'), [], 'not adopted yet')
    t.strictSame(unused(new Map([[2026, { ...notYet, usedFrom: plainDate('2026-06-15') }]])), [])
    const entry: AmountEntry = {
      status: 'final',
      source: 'FOR-2027',
      amountOre: ore(14000000),
      from: plainDate('2027-05-01'),
      adoptedOn: plainDate('2027-05-21'),
    }
    t.strictSame(unused(new Map(), [entry]), ['2027-05-01'])
    t.strictSame(unused(new Map(), [entry], '2027-05-20'), [])
    t.strictSame(unused(new Map([[2027, notYet]]), [entry]), ['2027-05-01'])
    const used = { ...notYet, usedFrom: plainDate('2027-06-01') }
    t.strictSame(unused(new Map([[2027, used]]), [entry]), [])
    const known = { ...entry, from: plainDate('2026-05-01') }
    t.strictSame(unused(new Map(), [known]), [], 'a year of the table is the table’s')
  },
)

t.test('nothing is known before the first amount', async (t) => {
  t.equal(at('1966-12-31', '2026-01-01'), null)
  t.equal(officialAmountOf(1966), null)
  t.equal(officialAmountOf(2026)?.amountOre, 13654900)
})

t.test('the amounts leave no day between them and the last one is open', async (t) => {
  t.equal(BASE_AMOUNTS.length, 73)
  t.equal(BASE_AMOUNTS[0]?.to, '1967-12-31')
  t.equal(BASE_AMOUNTS.at(-2)?.to, '2026-04-30')
  t.equal(BASE_AMOUNTS.at(-1)?.to, null)
})

t.test('a broken table stops at load', async (t) => {
  const row = (from: string, knownOn: string, amountOre = 100) => ({
    from,
    knownOn,
    amountOre,
    knownOnAssumed: false,
  })
  const first = row('2025-05-01', '2025-05-23')
  const broken = [
    [row('2025-05-02', '2025-05-23')],
    [first, row('2025-05-01', '2026-05-22')],
    [first, row('2026-05-01', '2025-05-23')],
    [row('2025-05-01', '2025-05-23', 0)],
    [row('2025-05-01', '2025-05-23', 150)],
    [row('2025-13-01', '2025-05-23')],
  ]
  for (const table of broken) t.throws(() => baseAmountsOf(table))
  t.equal(baseAmountsOf([first, row('2026-05-01', '2026-05-22')]).length, 2)
})

const day = plainDate
const proposal: AmountEntry = {
  status: 'proposed',
  amountOre: ore(14_300_000),
  from: day('2027-05-01'),
  adoptedOn: null,
  source: 'Prop. 1 S (2026-2027)',
}
const final: AmountEntry = {
  ...proposal,
  status: 'final',
  amountOre: ore(14_312_300),
  adoptedOn: day('2027-05-21'),
  source: 'kgl.res. 21 May 2027',
}
const own = amountOfEntry(final)

t.test('a municipality’s own amount is used from its day on, behind the table alone', async (t) => {
  if (own === null) return t.fail('a final entry is an amount')
  const registered = new Map([[2027, { usedFrom: day('2027-05-25'), amount: own }]])
  t.equal(at('2027-05-01', '2027-05-25', registered), 14312300)
  t.equal(at('2027-05-01', '2027-05-24', registered), 13654900)
  t.equal(at('2027-04-30', '2027-06-01', registered), 13654900)
  t.equal(
    at('2027-05-01', '2028-01-01', new Map([[2027, { usedFrom: null, amount: own }]])),
    13654900,
  )
  const next = { ...own, from: day('2028-05-01'), knownOn: day('2028-05-20') }
  const both = withAmount(registered, next, day('2028-05-20'))
  t.equal(
    at(
      '2028-05-01',
      '2028-06-01',
      withAmount(both, { ...next, amountOre: ore(1) }, day('2028-05-20')),
    ),
    1,
  )
  t.equal(at('2028-04-01', '2028-06-01', both), 14312300)
  const inTable = new Map([
    [2026, { usedFrom: day('2026-06-15'), amount: { ...own, from: day('2026-05-01') } }],
  ])
  t.equal(at('2026-05-01', '2026-06-15', inTable), 13654900, 'the table’s amount holds')
})

t.test('the amount before the newest one in use', async (t) => {
  const before = (of: string, asKnownOn: string) =>
    baseAmountBefore(day(of), day(asKnownOn), new Map())?.amountOre ?? null
  t.equal(before('2026-06-01', '2026-06-01'), 13016000)
  t.equal(before('2026-06-01', '2026-05-21'), 12402800)
  t.equal(before('2026-04-01', '2026-06-01'), 12402800)
  t.equal(before('1967-06-01', '2026-06-01'), null)
  t.equal(before('1966-06-01', '2026-06-01'), null)
})

const nothing: HeldAmount = { entry: null, newestYear: LAST_OFFICIAL_YEAR, usedFrom: null }
const register = (
  of: { year: number; entry?: AmountEntry | null; registeredOn?: string | null },
  held: Partial<HeldAmount> = {},
) =>
  registerBaseAmount(
    {
      year: of.year,
      entry: of.entry ?? null,
      registeredOn: of.registeredOn ? day(of.registeredOn) : null,
    },
    { ...nothing, ...held },
    day('2027-06-01'),
  )

t.test(
  'a year of the table is registered from its adoption on, and not after it was used',
  async (t) => {
    const amount = officialAmountOf(2026)
    const on = (registeredOn: string | null, usedFrom: string | null = null) =>
      register({ year: 2026, registeredOn }, { usedFrom: usedFrom === null ? null : day(usedFrom) })
    t.strictSame(on('2026-05-22'), { amount, isNew: false })
    t.strictSame(on(null), { amount, isNew: false })
    t.match(on('2026-05-21'), { refused: 'registered-before-adopted' })
    t.match(on(null, '2026-06-01'), { refused: 'base-amount-in-use' })
    t.match(on('2026-06-02', '2026-06-01'), { refused: 'base-amount-in-use' })
    t.strictSame(on('2026-06-01', '2026-06-01'), { amount, isNew: false })
  },
)

t.test(
  'the official amount entered again is no new one; another is refused with both',
  async (t) => {
    const again = { ...final, amountOre: ore(13_654_900), from: day('2026-05-01') }
    t.match(register({ year: 2026, entry: again }), { isNew: false })
    t.match(register({ year: 2026, entry: { ...again, amountOre: ore(13_654_800) } }), {
      refused: 'base-amount-differs',
      detail: /136549\.00 .* 136548\.00/,
    })
    t.match(register({ year: 2026, entry: { ...again, from: day('2026-06-01') } }), {
      refused: 'base-amount-differs',
    })
  },
)

t.test('a proposed amount is kept and pays nobody', async (t) => {
  t.strictSame(register({ year: 2027, entry: proposal }), { amount: null, isNew: true })
  t.match(register({ year: 2027, entry: proposal, registeredOn: '2027-06-01' }), {
    refused: 'proposed-not-for-payment',
  })
  const held = { entry: proposal }
  t.strictSame(register({ year: 2027, entry: proposal }, held), { amount: null, isNew: false })
  t.match(register({ year: 2027, registeredOn: '2027-06-01' }, held), {
    refused: 'proposed-not-for-payment',
  })
  t.strictSame(register({ year: 2027, entry: final, registeredOn: '2027-05-21' }, held), {
    amount: own,
    isNew: true,
  })
})

t.test(
  'a final amount stands: a slip of the pen is corrected until a run has used it',
  async (t) => {
    const held = { entry: final, newestYear: 2027 }
    t.strictSame(register({ year: 2027, entry: final }, held), { amount: own, isNew: false })
    t.strictSame(register({ year: 2027, registeredOn: '2027-05-25' }, held), {
      amount: own,
      isNew: false,
    })
    t.match(register({ year: 2027, registeredOn: '2027-05-20' }, held), {
      refused: 'registered-before-adopted',
    })
    const other = { ...final, amountOre: ore(14_312_400) }
    t.match(register({ year: 2027, entry: other }, held), {
      isNew: true,
      amount: { amountOre: 14312400 },
    })
    t.match(register({ year: 2027, entry: proposal }, held), { refused: 'base-amount-differs' })
    const used = { ...held, usedFrom: day('2027-05-28') }
    t.match(register({ year: 2027, entry: other, registeredOn: '2027-05-25' }, used), {
      refused: 'base-amount-differs',
      detail: /143123\.00 .* 2027-05-28 used it.* 143124\.00/,
    })
  },
)

t.test('an amount nobody knows, out of its year or unclear is refused', async (t) => {
  t.match(register({ year: 1966 }), { refused: 'base-amount-unknown' })
  t.match(register({ year: 2027 }), { refused: 'base-amount-unknown', detail: /give its amount/ })
  const later = { ...final, from: day('2028-05-01') }
  t.match(register({ year: 2028, entry: later }), {
    refused: 'base-amount-unknown',
    detail: /that of 2026/,
  })
  const unclear: Partial<AmountEntry>[] = [
    { from: day('2027-05-02') },
    { from: day('2028-05-01') },
    { adoptedOn: null },
    { status: 'proposed' },
    { adoptedOn: day('2027-06-02') },
  ]
  for (const change of unclear) {
    const refused = register({ year: 2027, entry: { ...final, ...change } })
    t.match(refused, { refused: 'base-amount-unclear' })
  }
})
