import fc from 'fast-check'
import t from 'tap'
import type { Amounts, Books, OwedGroup, OwedItem } from '../../src/ledger/books.ts'
import { reconcile } from '../../src/ledger/reconcile.ts'
import { month } from '../../src/values/month.ts'
import { NO_ORE, ore, sumOre } from '../../src/values/ore.ts'
import { idOf } from './facts.ts'

const amounts = (net: number, withheld = 0, attached = 0): Amounts => ({
  netOre: ore(net),
  withheldOre: ore(withheld),
  attachedOre: ore(attached),
  grossOre: ore(net + withheld + attached),
})
const item: OwedItem = {
  payRunId: idOf(2),
  payslipId: idOf(1),
  paymentId: idOf(4),
  personId: idOf(3),
  month: month('2026-06'),
  owedOre: ore(100),
  filedOre: ore(100),
}
const group = (changes: Partial<OwedGroup> = {}): OwedGroup => ({
  kind: 'benefit',
  state: 'booked',
  isFiledRight: true,
  isPostedRight: true,
  count: 1,
  owedOre: ore(100),
  filedOre: ore(100),
  items: [],
  ...changes,
})
const books = (changes: Partial<Books> = {}): Books => ({
  owed: [group(), group({ kind: 'tax', filedOre: ore(30), owedOre: ore(30) })],
  payslips: amounts(100, 30),
  ledger: amounts(100, 30),
  ledgerBooked: amounts(100, 30),
  unposted: { count: 0, differenceOre: NO_ORE, items: [] },
  reported: { grossOre: ore(130), withheldOre: ore(30), runs: [] },
  claims: { openOre: NO_ORE, ledgerOre: NO_ORE },
  ...changes,
})
const causes = (of: Books) =>
  reconcile(of).differences.map((one) => [one.cause, one.count, one.amountOre])

t.test('I20: all is paid, posted, booked and reported: nothing differs', async (t) => {
  t.strictSame(reconcile(books()), {
    payslips: amounts(100, 30),
    ledger: amounts(100, 30),
    bankFile: amounts(100, 30),
    taken: amounts(100, 30),
    booked: amounts(100, 30),
    ledgerBooked: amounts(100, 30),
    reported: { grossOre: 130, withheldOre: 30 },
    claims: { openOre: 0, ledgerOre: 0 },
    agrees: true,
    differences: [],
  })
})

t.test('what is under way is a difference with its cause, and no error', async (t) => {
  const owed = [
    group({ state: 'released', count: 3, filedOre: ore(60), owedOre: ore(60), items: [item] }),
    group({ state: 'accepted', filedOre: ore(10), owedOre: ore(10) }),
    group({ state: 'rejected', filedOre: ore(20), owedOre: ore(20) }),
    group({ state: 'returned', filedOre: ore(5), owedOre: ore(5) }),
    group({ state: 'booked', filedOre: ore(5), owedOre: ore(5) }),
    group({ kind: 'attachment', state: 'released', filedOre: ore(7), owedOre: ore(7) }),
  ]
  const under = books({
    owed,
    payslips: amounts(100, 0, 7),
    ledger: amounts(100, 0, 7),
    ledgerBooked: amounts(5),
    reported: {
      grossOre: NO_ORE,
      withheldOre: NO_ORE,
      runs: [{ payRunId: idOf(2), month: month('2026-06'), differenceOre: ore(107) }],
    },
  })
  t.strictSame(causes(under), [
    ['awaiting-bank', 4, 67],
    ['rejected', 1, 20],
    ['returned', 1, 5],
    ['awaiting-booking', 1, 10],
    ['not-reported', 1, 107],
  ])
  const answer = reconcile(under)
  t.equal(answer.agrees, true)
  t.strictSame([answer.taken.netOre, answer.booked.netOre], [15, 5])
  t.strictSame(answer.differences[0]?.items, [item])
  t.match(answer.differences.at(-1)?.items, [{ payRunId: idOf(2), personId: null, owedOre: 107 }])
})

t.test('an amount that no payment was made for yet is not sent, and no error', async (t) => {
  const waiting = group({ state: null, isFiledRight: false, filedOre: NO_ORE, items: [item] })
  const answer = reconcile(
    books({
      owed: [waiting],
      payslips: amounts(100),
      ledger: amounts(100),
      ledgerBooked: amounts(0),
    }),
  )
  t.equal(answer.agrees, true)
  t.strictSame(answer.bankFile, amounts(0))
  t.match(answer.differences, [{ cause: 'not-sent', count: 1, amountOre: 100, items: [item] }])
})

t.test('what should never be is named too', async (t) => {
  const cases: [string, Partial<Books>, [string, number, number]][] = [
    [
      'no payment of the tax',
      { owed: [group({ kind: 'tax', state: null, isFiledRight: false, filedOre: NO_ORE })] },
      ['not-in-bank-file', 1, 100],
    ],
    [
      'a payment of another amount',
      { owed: [group({ isFiledRight: false, filedOre: ore(90) })] },
      ['not-in-bank-file', 1, 10],
    ],
    [
      'booked and not posted',
      { owed: [group({ isPostedRight: false })], ledgerBooked: amounts(0) },
      ['not-posted', 1, 100],
    ],
    [
      'a payslip that is not posted',
      { unposted: { count: 1, differenceOre: ore(100), items: [item] }, ledger: amounts(0, 30) },
      ['not-in-ledger', 1, 100],
    ],
    ['claims', { claims: { openOre: ore(500), ledgerOre: ore(400) } }, ['claims-differ', 1, 100]],
  ]
  for (const [what, changes, expected] of cases) {
    const answer = reconcile(books({ payslips: amounts(100, 30), ...changes }))
    t.equal(answer.agrees, false, what)
    t.strictSame(causes(books(changes)), [expected], what)
  }
})

t.test('bank file less booked is what the causes explain, whatever stands where', async () => {
  const states = ['released', 'accepted', 'rejected', 'booked', 'returned'] as const
  const any = fc.array(
    fc.record({
      kind: fc.constantFrom('benefit', 'attachment', 'tax'),
      state: fc.constantFrom(...states),
      amount: fc.integer({ min: 1, max: 1_000_000 }),
    }),
  )
  fc.assert(
    fc.property(any, (of) => {
      const owed = of.map(({ kind, state, amount }) =>
        group({ kind, state, owedOre: ore(amount), filedOre: ore(amount) }),
      )
      const { bankFile, booked, taken, differences } = reconcile(books({ owed }))
      const explained = sumOre(differences.map(({ amountOre }) => amountOre))
      return bankFile.grossOre - booked.grossOre === explained && taken.grossOre >= booked.grossOre
    }),
  )
})
