import t from 'tap'
import {
  BASE_AMOUNTS,
  baseAmountOfYear,
  baseAmountOn,
  baseAmountsOf,
  registerBaseAmount,
} from '../../src/rates/base-amount.ts'
import { type PlainDate, plainDate } from '../../src/values/calendar.ts'

const at = (day: string, asKnownOn: string, registered = new Map<number, PlainDate | null>()) =>
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
  const late = new Map([[2026, plainDate('2026-06-15')]])
  t.equal(at('2026-05-01', '2026-06-14', late), 13016000)
  t.equal(at('2026-05-01', '2026-06-15', late), 13654900)
  const never = new Map([[2026, null]])
  t.equal(at('2026-05-01', '2027-06-15', never), 13016000)
  t.equal(at('2025-05-01', '2026-06-14', late), 13016000, 'other years are untouched')
})

t.test('nothing is known before the first amount', async (t) => {
  t.equal(at('1966-12-31', '2026-01-01'), null)
  t.equal(baseAmountOfYear(1966), null)
  t.equal(baseAmountOfYear(2026)?.amountOre, 13654900)
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

t.test('a year is registered from its adoption on, and not after it was used', async (t) => {
  const amount = baseAmountOfYear(2026)
  const register = (registeredOn: string | null, usedFrom: string | null = null) =>
    registerBaseAmount(amount, {
      registeredOn: registeredOn === null ? null : plainDate(registeredOn),
      usedFrom: usedFrom === null ? null : plainDate(usedFrom),
    })
  t.equal(register('2026-05-22'), amount)
  t.equal(register(null), amount)
  t.match(register('2026-05-21'), { refused: 'registered-before-adopted' })
  t.match(register(null, '2026-06-01'), { refused: 'base-amount-in-use' })
  t.match(register('2026-06-02', '2026-06-01'), { refused: 'base-amount-in-use' })
  t.equal(register('2026-06-01', '2026-06-01'), amount)
  const unknown = registerBaseAmount(null, { registeredOn: null, usedFrom: null })
  t.match(unknown, { refused: 'base-amount-unknown' })
})
