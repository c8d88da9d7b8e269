import fc from 'fast-check'
import t from 'tap'
import { type SlipTax, taxPayslip } from '../../src/stipend/payslip-tax.ts'
import {
  type Correction,
  correctedOf,
  NO_CORRECTION,
  type UncardedPayment,
} from '../../src/stipend/tax-correction.ts'
import type { TaxCard } from '../../src/tax/tax-card.ts'
import { assert } from '../../src/values/assert.ts'
import { addToMonth, daysOf, type Month, monthOf } from '../../src/values/month.ts'
import { addOre, ore, sumOre } from '../../src/values/ore.ts'
import { isRefusal } from '../../src/values/refusal.ts'
import { day } from './facts.ts'
import { percent32, table8000, taxedBy } from './run-inputs.ts'

const [kind, year, months] = ['percent', 2026, null] as const
const percent = (of: number): TaxCard => ({ kind, year, rate: 100 * of, months })
const table8010: TaxCard = { kind: 'table', year, table: '8010', rate: 3200, months }

type Payment = {
  readonly payDate: string
  readonly card: TaxCard | null
  readonly isLastYears?: boolean
  readonly grossOre?: number
  readonly others?: readonly { readonly month: Month; readonly amountOre: ReturnType<typeof ore> }[]
  readonly extraOre?: number
}

/** Taxes payments one after the other, each with what stands after those before it. */
function taxed(payments: readonly Payment[]): SlipTax[] {
  const slips: SlipTax[] = []
  let corrected: Correction = NO_CORRECTION
  const withoutCard: UncardedPayment[] = []
  for (const { payDate, card, isLastYears = false, grossOre = 2_169_333, ...more } of payments) {
    const payout = monthOf(day(payDate))
    const of = addToMonth(payout, -1)
    const slip = taxPayslip(
      {
        month: of,
        payDate: day(payDate),
        ordinaryOre: ore(grossOre),
        days: daysOf(of),
        others: more.others ?? [],
        summerExemption: false,
      },
      taxedBy(card, { isLastYears, corrected, withoutCard, extraOre: ore(more.extraOre ?? 0) }),
    )
    assert(!isRefusal(slip), 'the cards are good')
    slips.push(slip)
    const { taxedAs, correction, withheldOre } = slip
    if (card === null || isLastYears) {
      const beforeOre = addOre(withheldOre, correctedOf(correction))
      withoutCard.push({ ...taxedAs, payout, byLastYears: isLastYears, withheldOre: beforeOre })
    }
    corrected = {
      januaryOre: addOre(corrected.januaryOre, correction.januaryOre),
      uncardedOre: addOre(corrected.uncardedOre, correction.uncardedOre),
    }
  }
  return slips
}
const withheld = (...payments: Payment[]) =>
  taxed(payments).map(({ withheldOre }) => withheldOre / 100)

const january = { payDate: '2026-01-12', card: table8000, isLastYears: true }
const [february, march] = [{ payDate: '2026-02-12' }, { payDate: '2026-03-12' }]

t.test(
  '§ 5-5-2 second paragraph: January is put right both ways when the card comes',
  async (t) => {
    // Table 8000 takes 3,291 of 21,693, table 8010 3,082; 32 % are 6,941.
    t.strictSame(withheld(january, { ...february, card: table8010 }), [3291, 3082 - 209])
    t.strictSame(withheld(january, { ...february, card: percent32 }), [3291, 6941 + 3650])
    t.strictSame(withheld(january, { ...february, card: table8000 }), [3291, 3291])
    const [, more] = taxed([january, { ...february, card: percent32 }])
    t.match(more, { correction: { januaryOre: -365_000, uncardedOre: 0 } })
    t.match(more?.withholding, {
      amountOre: 1_059_100,
      basis: /; 3650\.00 kr more for January, by last year’s card$/,
    })
    t.equal(more?.withholding?.law.at(-1), 'skattebetalingsforskriften § 5-5-2 second paragraph')
    const [, less] = taxed([january, { ...february, card: table8010 }])
    t.match(less?.withholding?.basis, /; 209\.00 kr less for January, by last year’s card$/)
  },
)

t.test(
  'a second payment of January puts right the first, as soon as the card is here',
  async (t) => {
    const later = { payDate: '2026-01-26', card: percent32, grossOre: 1_000_000 }
    t.strictSame(withheld(january, later, { ...february, card: percent32 }), [
      3291,
      3200 + 3650,
      6941,
    ])
    const still = { ...january, payDate: '2026-01-26' }
    t.strictSame(withheld(january, still), [3291, 3291], 'by last year’s card nothing is put right')
  },
)

t.test('by the end of February: from March on January stands', async (t) => {
  for (const card of [table8010, percent32, percent(5)]) {
    const [, slip] = taxed([january, { ...march, card }])
    t.same(slip?.correction, NO_CORRECTION)
  }
  const few = { ...february, card: percent32, grossOre: 500_000 }
  t.strictSame(
    withheld(january, few, { ...march, card: percent32 }),
    [3291, 1600 + 3400, 6941],
    'what February had no room for is left to the tax settlement',
  )
})

t.test(
  '§ 5-5-2 third paragraph: without a card in February January goes by 50 % too',
  async (t) => {
    const none = { ...february, card: null }
    t.strictSame(withheld(january, none), [3291, 10_846 + 7555])
    const [, slip] = taxed([january, none])
    t.match(slip?.withholding, { basis: /^no tax card, 50 %, 21693; 7555\.00 kr more for January/ })
    t.equal(slip?.withholding?.law.at(-1), 'skattebetalingsforskriften § 5-5-2 third paragraph')
    const late = [3, 4, 5, 6, 7, 8].map((at) => ({ payDate: `2026-0${at}-12`, card: table8000 }))
    // 7,555 too much of January and of February, given back of 3,291 a month.
    t.strictSame(withheld(january, none, ...late).slice(2), [0, 0, 0, 0, 5 * 3291 - 15_110, 3291])
    const [, , given] = taxed([january, none, { ...march, card: table8000 }])
    t.match(given?.withholding?.basis, /; 3291\.00 kr less for payments taxed without the card$/)
    t.strictSame(
      withheld(january, none, { ...march, card: percent(60) }).slice(2),
      [13_015],
      'too little without a card is left to the tax settlement',
    )
  },
)

t.test('January without any card is given back when one comes, whenever that is', async (t) => {
  const none = { payDate: '2026-01-12', card: null }
  t.strictSame(withheld(none, { ...february, card: percent32 }), [10_846, 6941 - 3905])
  t.strictSame(withheld(none, { ...march, card: percent32 }), [10_846, 6941 - 3905])
  t.strictSame(withheld(none, { ...february, card: null }), [10_846, 10_846])
  t.strictSame(withheld(none, { ...january, payDate: '2026-01-26' }), [10_846, 3291])
  t.strictSame(
    withheld(none, january, { ...february, card: percent32 }),
    [10_846, 3291, 6941 - 3905 + 3650],
    'what one gives back pays for what the other lacks',
  )
})

t.test('the room of a payment goes to January first', async (t) => {
  const none = { payDate: '2026-01-12', card: null }
  const few = { ...february, card: percent(10), grossOre: 100_000 }
  const [, , slip] = taxed([none, january, few])
  t.match(slip, { withheldOre: 0, correction: { januaryOre: 10_000, uncardedOre: 0 } })
  const lacks = { ...february, card: percent(49), grossOre: 100_000 }
  const [, , both] = taxed([none, january, lacks])
  t.match(both, {
    withheldOre: 100_000,
    correction: { januaryOre: -(51_000 + 21_700), uncardedOre: 21_700 },
  })
})

const someCard = fc.constantFrom<TaxCard>(table8000, table8010, percent32, percent(5), percent(49))
const someGross = fc.integer({ min: 100, max: 3_000_000 })
const somePayment = (payDate: string, cards: fc.Arbitrary<Pick<Payment, 'card' | 'isLastYears'>>) =>
  fc.tuple(someGross, cards).map(([grossOre, by]) => ({ payDate, grossOre, ...by }))
const uncarded = fc.oneof(
  fc.constant({ card: null }),
  someCard.map((card) => ({ card, isLastYears: true })),
)
const byYears = someCard.map((card) => ({ card }))

t.test('whatever came when, no withholding falls below zero or exceeds the gross', async () => {
  const any = fc.tuple(
    somePayment('2026-01-05', uncarded),
    somePayment('2026-01-20', fc.oneof(uncarded, byYears)),
    somePayment('2026-02-12', fc.oneof(fc.constant({ card: null }), byYears)),
    somePayment('2026-02-24', fc.oneof(fc.constant({ card: null }), byYears)),
    somePayment('2026-03-12', fc.oneof(fc.constant({ card: null }), byYears)),
    somePayment('2026-04-12', byYears),
  )
  fc.assert(
    fc.property(any, fc.nat({ max: 900 }), (payments, extra) =>
      taxed(payments.map((one) => ({ ...one, extraOre: 100 * extra }))).every(
        ({ withheldOre }, at) =>
          withheldOre >= 0 &&
          withheldOre <= (payments[at]?.grossOre ?? 0) &&
          withheldOre % 100 === 0,
      ),
    ),
  )
})

t.test('with room for it, January ends at what the card makes of it', async () => {
  const life = fc.tuple(
    somePayment(
      '2026-01-12',
      uncarded.filter(({ card }) => card !== null),
    ),
    someCard,
  )
  fc.assert(
    fc.property(life, ([first, card]) => {
      const large = { ...february, card, grossOre: 60_000_000 }
      const [alone] = taxed([{ ...first, card, isLastYears: false }])
      const [ownFebruary] = taxed([large])
      const [one, two] = taxed([first, large])
      return (
        (one?.withheldOre ?? 0) + (two?.withheldOre ?? 0) ===
        (alone?.withheldOre ?? 0) + (ownFebruary?.withheldOre ?? 0)
      )
    }),
  )
})

t.test('a correction that is undone nets to zero (TS-C2)', async () => {
  const life = fc.tuple(
    somePayment(
      '2026-01-12',
      uncarded.filter(({ card }) => card !== null),
    ),
    someCard,
  )
  fc.assert(
    fc.property(life, ([first, wrong]) => {
      const second = { payDate: '2026-02-10', card: wrong, grossOre: 60_000_000 }
      const third = { payDate: '2026-02-20', card: first.card, grossOre: 60_000_000 }
      const slips = taxed([first, second, third])
      return sumOre(slips.map(({ correction }) => correctedOf(correction))) === 0
    }),
  )
})
