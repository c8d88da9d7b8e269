import fc from 'fast-check'
import t from 'tap'
import { entryOf, reverse } from '../../src/ledger/entry.ts'
import {
  postPaymentBooked,
  postPaymentReturned,
  postPaymentSteps,
} from '../../src/ledger/post-payment.ts'
import { type PostedPayslip, postClaims, postPayslip } from '../../src/ledger/post-payslip.ts'
import { postRecovery } from '../../src/ledger/post-recovery.ts'
import { plainDate } from '../../src/values/calendar.ts'
import { addToMonth, month } from '../../src/values/month.ts'
import { NO_ORE, ore, sumOre } from '../../src/values/ore.ts'
import { idOf, payment, slip, sums, told } from './facts.ts'

t.test('X1, X33: 22,758.17 with 3,689 withheld is cost, tax owed and net owed', async (t) => {
  const entry = postPayslip(slip({ withheldOre: ore(368900), netOre: ore(1906917) }))
  t.match(entry, { kind: 'payslip', source: `payslip:${idOf(1)}`, paymentId: null })
  t.strictSame(told(entry), [
    'benefit-cost 2026-06 2275817',
    'tax-withheld 2026-06 -368900',
    'net-payable 2026-06 -1906917',
  ])
})

t.test(
  'POL15: set-off lowers the claim of its month, the cost stays the whole benefit',
  async (t) => {
    const entry = postPayslip(
      slip({
        setOff: sums(['2026-04', -227581]),
        withheldOre: ore(300000),
        attachedOre: ore(100000),
        netOre: ore(1648236),
      }),
    )
    t.strictSame(told(entry), [
      'benefit-cost 2026-06 2275817',
      'claims 2026-04 -227581',
      'tax-withheld 2026-06 -300000',
      'attachments-payable 2026-06 -100000',
      'net-payable 2026-06 -1648236',
    ])
  },
)

t.test('X12: a difference is cost of the month it is for', async (t) => {
  const benefit = sums(['2026-06', 2275817], ['2026-05', 106484])
  t.strictSame(told(postPayslip(slip({ benefit, netOre: ore(2382301) }))), [
    'benefit-cost 2026-05 106484',
    'benefit-cost 2026-06 2275817',
    'net-payable 2026-06 -2382301',
  ])
})

t.test(
  'POL9: too little and too much that meet move cost between months, nobody is paid',
  async (t) => {
    const benefit = sums(['2026-04', 500], ['2026-05', -500])
    t.strictSame(told(postPayslip(slip({ benefit, netOre: NO_ORE }))), [
      'benefit-cost 2026-04 500',
      'benefit-cost 2026-05 -500',
    ])
  },
)

t.test('a payslip without an amount posts nothing', async (t) => {
  t.equal(postPayslip(slip({ benefit: [], netOre: NO_ORE })), null)
  t.equal(postClaims(slip()), null)
})

t.test(
  'N42: a claim that was found is owed to the municipality, one taken back is cost again',
  async (t) => {
    const entry = postClaims(slip({ claims: sums(['2026-04', 5000], ['2026-05', -800]) }))
    t.match(entry, { kind: 'claims', source: `claims:${idOf(1)}` })
    t.strictSame(told(entry), [
      'benefit-cost 2026-04 -5000',
      'benefit-cost 2026-05 800',
      'claims 2026-04 5000',
      'claims 2026-05 -800',
    ])
  },
)

t.test(
  'a booked payment settles what was owed, by its kind; a return takes that back',
  async (t) => {
    const cases = [
      ['benefit', 'net-payable'],
      ['attachment', 'attachments-payable'],
      ['tax', 'tax-withheld'],
    ] as const
    for (const [kind, account] of cases) {
      const booked = postPaymentBooked(payment({ kind }))
      t.match(booked, { kind: 'payment-booked', source: `booked:${idOf(4)}`, paymentId: idOf(4) })
      t.strictSame(told(booked), [`${account} 2026-06 1906917`, 'bank 2026-06 -1906917'])
      const returned = postPaymentReturned(payment({ kind, bookedOn: plainDate('2026-07-20') }))
      t.match(returned, { kind: 'payment-returned', source: `returned:${idOf(4)}` })
      t.equal(returned.bookedOn, '2026-07-20')
      t.strictSame(told(returned), [`${account} 2026-06 -1906917`, 'bank 2026-06 1906917'])
    }
  },
)

t.test(
  'of what the bank makes of a payment, a booking and a return are posted on their days',
  async (t) => {
    const { bookedOn: _none, ...rest } = payment()
    const [bookedOn, returnedOn] = [plainDate('2026-07-12'), plainDate('2026-07-20')]
    const told = (steps: ('accept' | 'reject' | 'book' | 'return')[]) =>
      postPaymentSteps(rest, { steps, bookedOn, returnedOn }).map((one) => [one.kind, one.bookedOn])
    t.strictSame(told(['accept']), [])
    t.strictSame(told(['reject']), [])
    t.strictSame(told(['accept', 'book']), [['payment-booked', '2026-07-12']])
    t.strictSame(told(['return']), [['payment-returned', '2026-07-20']])
    t.strictSame(told(['book', 'return']), [
      ['payment-booked', '2026-07-12'],
      ['payment-returned', '2026-07-20'],
    ])
    const undated = { bookedOn: null, returnedOn: null }
    t.throws(() => postPaymentSteps(rest, { steps: ['book'], ...undated }), /has its day/)
    t.throws(() => postPaymentSteps(rest, { steps: ['return'], ...undated }), /has its day/)
  },
)

t.test('money paid back outside a run lowers the claim; nothing paid posts nothing', async (t) => {
  const recovery = {
    recoveryId: 'r',
    personId: idOf<'Person'>(3),
    month: month('2026-04'),
    amountOre: ore(5000),
    bookedOn: plainDate('2026-08-01'),
  }
  t.strictSame(told(postRecovery(recovery)), ['claims 2026-04 -5000', 'bank 2026-04 5000'])
  t.equal(postRecovery({ ...recovery, amountOre: NO_ORE }), null)
})

t.test('what cannot be stops', async (t) => {
  t.throws(() => postPayslip(slip({ netOre: ore(2275816) })), /balances, 1 øre are left over/)
  t.throws(() => postPayslip(slip({ netOre: ore(-1) })), /is not negative/)
  t.throws(() => postPaymentBooked(payment({ amountOre: NO_ORE })), /is above zero/)
  const negative = { recoveryId: 'r', personId: idOf<'Person'>(3), amountOre: ore(-1) }
  const rest = { month: month('2026-04'), bookedOn: plainDate('2026-08-01') }
  t.throws(() => postRecovery({ ...negative, ...rest }), /is not negative/)
})

const amount = fc.integer({ min: 0, max: 10_000_000 })
const signed = fc.integer({ min: -10_000_000, max: 10_000_000 })
const monthly = (of: fc.Arbitrary<number>) =>
  fc.array(
    fc.tuple(
      fc.integer({ min: 0, max: 12 }).map((back) => addToMonth(month('2026-06'), -back)),
      of.map(ore),
    ),
    { maxLength: 6 },
  )
const byMonth = (of: readonly (readonly [ReturnType<typeof month>, ReturnType<typeof ore>])[]) =>
  of.map(([which, amountOre]) => ({ month: which, amountOre }))

/** Any payslip whose lines add up to what is owed. */
const anySlip: fc.Arbitrary<PostedPayslip> = fc
  .record({
    benefit: monthly(signed),
    setOff: monthly(fc.integer({ min: -1_000_000, max: -1 })),
    claims: monthly(signed),
    withheld: amount,
    attached: amount,
    net: amount,
  })
  .map(({ benefit, setOff, claims, withheld, attached, net }) => {
    const owed = withheld + attached + net
    const lines = byMonth(benefit)
    const taken = byMonth(setOff)
    const rest = owed - sumOre([...lines, ...taken].map(({ amountOre }) => amountOre))
    return slip({
      benefit: [...lines, { month: month('2026-06'), amountOre: ore(rest) }],
      setOff: taken,
      claims: byMonth(claims),
      withheldOre: ore(withheld),
      attachedOre: ore(attached),
      netOre: ore(net),
    })
  })

t.test('I1: every entry sums to zero, holds each account and month once and no zero', async () => {
  fc.assert(
    fc.property(anySlip, (of) => {
      for (const entry of [postPayslip(of), postClaims(of)]) {
        if (!entry) continue
        const { postings } = entry
        const places = postings.map((one) => `${one.account} ${one.month}`)
        const rest = sumOre(postings.map(({ amountOre }) => amountOre))
        if (rest !== 0 || new Set(places).size !== places.length || postings.length < 2)
          return false
        if (postings.some(({ amountOre }) => amountOre === 0)) return false
      }
      return true
    }),
  )
})

t.test('I20: what the entry owes is what the payslip says', async () => {
  fc.assert(
    fc.property(anySlip, (of) => {
      const postings = postPayslip(of)?.postings ?? []
      const owed = (account: string) =>
        -sumOre(postings.filter((one) => one.account === account).map((one) => one.amountOre)) + 0
      return (
        owed('net-payable') === of.netOre &&
        owed('tax-withheld') === of.withheldOre &&
        owed('attachments-payable') === of.attachedOre
      )
    }),
  )
})

t.test('I15: an entry and its reversal are nothing, and twice reversed is the same', async () => {
  fc.assert(
    fc.property(anySlip, (of) => {
      const entry = postPayslip(of)
      if (!entry) return true
      const { kind, source, bookedOn } = entry
      const back = reverse(entry, { kind, source: 'back', bookedOn })
      const again = reverse(back, { kind, source, bookedOn })
      const none = entryOf(entry, [...entry.postings, ...back.postings])
      return none === null && JSON.stringify(told(again)) === JSON.stringify(told(entry))
    }),
  )
})
