import fc from 'fast-check'
import t from 'tap'
import { ATTACHMENT_CLASSES, type AttachmentOrder, attach } from '../../src/stipend/attachments.ts'
import { NO_ORE, ore, sumOre } from '../../src/values/ore.ts'
import { day } from './facts.ts'

const order = (orderId: string, more: Partial<AttachmentOrder>): AttachmentOrder => ({
  orderId,
  class: 'other',
  amountOre: null,
  rate: null,
  keepsOre: NO_ORE,
  from: day('2026-01-01'),
  to: null,
  takenOre: NO_ORE,
  ...more,
})
const fixed = (orderId: string, amount: number, more: Partial<AttachmentOrder> = {}) =>
  order(orderId, { amountOre: ore(amount), ...more })
const percent = (orderId: string, rate: number, more: Partial<AttachmentOrder> = {}) =>
  order(orderId, { rate, ...more })

const payment = (gross: number, withheld: number) => ({
  payDate: day('2026-07-10'),
  grossOre: ore(gross),
  withheldOre: ore(withheld),
})
const amounts = (orders: AttachmentOrder[], gross = 2_275_817, withheld = 368_900) =>
  attach(orders, payment(gross, withheld)).map(({ orderId, amountOre }) => [orderId, amountOre])

t.test('POL16: an amount, or a share of the payment before tax, rounded once', async (t) => {
  t.strictSame(amounts([fixed('a', 150_000)]), [['a', 150_000]])
  t.strictSame(amounts([percent('a', 1_000)]), [['a', 227_582]])
  const [one] = attach([percent('a', 1_050, { keepsOre: ore(900_000) })], payment(1_000_000, 0))
  t.match(one?.line, {
    code: 'attachment',
    amountOre: -100_000,
    ruleKeys: ['POL16'],
    law: ['dekningsloven § 2-7', 'dekningsloven § 2-8'],
  })
  t.equal(
    one?.line.explanation,
    'Attachment (other) of 10.5 % of the payment: 1000.00 kr, as much as is left for it; the person keeps at least 9000.00 kr.',
  )
  const [whole] = attach([fixed('b', 50_000, { class: 'fine' })], payment(1_000_000, 0))
  t.match(whole?.line.explanation, /^Attachment \(fine\) of 500\.00 kr a month: 500\.00 kr; /)
})

t.test(
  '§ 2-8: maintenance, crime, fines, public dues, others, the coordinated one, in that order',
  async (t) => {
    const all = [...ATTACHMENT_CLASSES]
      .reverse()
      .map((name) => fixed(name, 300_000, { class: name }))
    t.strictSame(amounts(all, 1_000_000, 200_000), [
      ['maintenance', 300_000],
      ['crime-compensation', 300_000],
      ['fine', 200_000],
    ])
  },
)

t.test(
  'what the a-melding reports is taken in whole kroner, so that paid is reported',
  async (t) => {
    const rest = { keepsOre: ore(100) }
    for (const name of ['public-dues', 'coordinated'] as const) {
      const order = fixed('a', 50_075, { class: name, ...rest })
      t.strictSame(amounts([order], 1_000_000, 0), [['a', 50_000]], name)
      t.strictSame(amounts([order], 10_199, 0), [['a', 10_000]], 'nor is what is left for it')
      t.strictSame(amounts([order], 199, 0), [], 'less than a krone is not taken')
    }
    const order = fixed('a', 50_075, { class: 'maintenance', ...rest })
    t.strictSame(amounts([order], 1_000_000, 0), [['a', 50_075]], 'others to the øre')
  },
)

t.test('within a class by size, whole øre, what remains to the oldest', async (t) => {
  const newer = fixed('newer', 200, { from: day('2026-03-01') })
  const older = fixed('older', 100, { from: day('2025-03-01') })
  t.strictSame(amounts([newer, older], 100, 0), [
    ['older', 34],
    ['newer', 66],
  ])
  const third = fixed('third', 100, { from: day('2026-03-01') })
  t.strictSame(amounts([third, older, fixed('2nd', 100)], 100, 0), [
    ['older', 34],
    ['2nd', 33],
    ['third', 33],
  ])
  const tiny = fixed('tiny', 1, { from: day('2025-01-01') })
  const even = ['a', 'b', 'c'].map((id) => fixed(id, 100))
  t.strictSame(
    amounts([tiny, ...even], 299, 0),
    [
      ['tiny', 1],
      ['a', 100],
      ['b', 99],
      ['c', 99],
    ],
    'never more than its own size',
  )
})

t.test('what the person keeps is never touched', async (t) => {
  t.strictSame(amounts([fixed('a', 600, { keepsOre: ore(700) })], 1_000, 200), [['a', 100]])
  t.strictSame(amounts([fixed('a', 600, { keepsOre: ore(900) })], 1_000, 200), [])
  const orders = [
    fixed('leaves more', 600, { keepsOre: ore(700) }),
    fixed('leaves less', 600, { keepsOre: ore(300) }),
  ]
  t.strictSame(
    amounts(orders, 1_000, 0),
    [
      ['leaves less', 150 + 400],
      ['leaves more', 150],
    ],
    'both share 300, the other goes on to what it leaves',
  )
})

t.test('an order runs from its first to its last day', async (t) => {
  const days = { from: day('2026-07-10'), to: day('2026-07-10') }
  t.strictSame(amounts([fixed('a', 5, days)]), [['a', 5]])
  t.strictSame(amounts([fixed('a', 5, { from: day('2026-07-11') })]), [])
  t.strictSame(amounts([fixed('a', 5, { to: day('2026-07-09') })]), [])
})

t.test('an amount a month is taken once, however many payments the month has', async (t) => {
  t.strictSame(amounts([fixed('a', 500, { takenOre: ore(200) })]), [['a', 300]])
  t.strictSame(amounts([fixed('a', 500, { takenOre: ore(500) })]), [])
  t.strictSame(amounts([fixed('a', 500, { takenOre: ore(700) })]), [], 'it was lowered since')
})

t.test('an order without a size, or with two, is impossible', async (t) => {
  t.throws(() => amounts([order('a', {})]), /an amount or a share/)
  t.throws(() => amounts([fixed('a', 5, { rate: 5 })]), /an amount or a share/)
})

const someOrder = fc.record({
  class: fc.constantFrom(...ATTACHMENT_CLASSES),
  isPercent: fc.boolean(),
  size: fc.integer({ min: 1, max: 10_000 }),
  keeps: fc.integer({ min: 0, max: 30_000 }),
  age: fc.integer({ min: 1, max: 28 }),
})
const someOrders = fc.array(someOrder, { maxLength: 6 }).map((made) =>
  made.map((one, at) =>
    order(`order-${at}`, {
      class: one.class,
      amountOre: one.isPercent ? null : ore(one.size),
      rate: one.isPercent ? one.size : null,
      keepsOre: ore(one.keeps),
      from: day(`2026-06-${String(one.age).padStart(2, '0')}`),
    }),
  ),
)
const someGross = fc.integer({ min: 1, max: 40_000 })

t.test('never more than an order says, than there is, or of what it leaves', async () => {
  fc.assert(
    fc.property(
      someOrders,
      someGross,
      fc.double({ min: 0, max: 1, noNaN: true }),
      (orders, gross, part) => {
        const withheld = Math.floor(gross * part)
        const taken = attach(orders, payment(gross, withheld))
        const left = gross - withheld - sumOre(taken.map(({ amountOre }) => amountOre))
        const isWithin = taken.every(({ orderId, amountOre, line }) => {
          const own = orders.find((one) => one.orderId === orderId)
          const most = own?.amountOre ?? Math.round((gross * (own?.rate ?? 0)) / 10_000)
          return amountOre > 0 && amountOre <= most && line.amountOre === -amountOre
        })
        const least = Math.min(
          ...taken.map(
            ({ orderId }) => orders.find((one) => one.orderId === orderId)?.keepsOre ?? 0,
          ),
        )
        return isWithin && left >= 0 && (taken.length === 0 || left >= least)
      },
    ),
  )
})

t.test('a class behind takes nothing of what one before it still wants', async () => {
  fc.assert(
    fc.property(someOrders, someGross, (orders, gross) => {
      const even = orders.map((one) => ({ ...one, keepsOre: NO_ORE }))
      const taken = attach(even, payment(gross, 0))
      const of = (one: AttachmentOrder) =>
        taken.find(({ orderId }) => orderId === one.orderId)?.amountOre ?? 0
      const most = (one: AttachmentOrder) => {
        const wanted = one.amountOre ?? Math.round((gross * (one.rate ?? 0)) / 10_000)
        return ['public-dues', 'coordinated'].includes(one.class) ? wanted - (wanted % 100) : wanted
      }
      const rank = (one: AttachmentOrder) => ATTACHMENT_CLASSES.indexOf(one.class)
      return even.every(
        (one) =>
          of(one) === most(one) ||
          even.every((other) => rank(other) <= rank(one) || of(other) === 0),
      )
    }),
  )
})

t.test(
  'within a class each has its share in whole øre; the rest of them goes to the oldest',
  async () => {
    fc.assert(
      fc.property(someOrders, someGross, (orders, gross) => {
        const even = orders
          .map((one) => ({ ...one, class: 'fine' as const, keepsOre: NO_ORE }))
          .toSorted((a, b) => (a.from + a.orderId < b.from + b.orderId ? -1 : 1))
        const most = (one: AttachmentOrder) =>
          one.amountOre ?? Math.round((gross * (one.rate ?? 0)) / 10_000)
        const total = even.reduce((sum, one) => sum + most(one), 0)
        const shared = Math.min(gross, total)
        const taken = attach(even, payment(gross, 0))
        const of = (one: AttachmentOrder) =>
          taken.find(({ orderId }) => orderId === one.orderId)?.amountOre ?? 0
        const floor = (one: AttachmentOrder) =>
          Math.floor((shared * most(one)) / Math.max(total, 1))
        return (
          sumOre(taken.map(({ amountOre }) => amountOre)) === shared &&
          even.every((one, at) => {
            const olderAreFull = even.slice(0, at).every((older) => of(older) === most(older))
            return of(one) === floor(one) || (of(one) > floor(one) && olderAreFull)
          })
        )
      }),
    )
  },
)

t.test('the order in which the orders come does not matter', async (t) => {
  fc.assert(
    fc.property(
      someOrders.chain((orders) =>
        fc.tuple(
          fc.constant(orders),
          fc.shuffledSubarray(orders, { minLength: orders.length, maxLength: orders.length }),
        ),
      ),
      someGross,
      ([orders, shuffled], gross) => {
        t.strictSame(attach(shuffled, payment(gross, 0)), attach(orders, payment(gross, 0)))
      },
    ),
    { numRuns: 50 },
  )
})
