import t from 'tap'
import { applyBankAnswer } from '../../src/payment/bank-answer.ts'
import {
  type BankCounts,
  type StatusCount,
  whyCountsDiffer,
} from '../../src/payment/bank-counts.ts'
import { ore } from '../../src/values/ore.ts'
import { KNOWN, says, sent } from './held.ts'

const three = [
  { endToEndId: 'e1', amountOre: ore(1000) },
  { endToEndId: 'e2', amountOre: ore(2000) },
  { endToEndId: 'e3', amountOre: ore(3000) },
]
const none: BankCounts = { count: null, sumOre: null, byStatus: [] }
const rejected = (more: Partial<StatusCount> = {}): StatusCount => ({
  ...{ status: 'RJCT', isRejection: true, count: 1, sumOre: null, listed: ['e1'], ...more },
})
const accepted = (count: number, listed: string[] = []): StatusCount => ({
  ...{ status: 'ACCP', isRejection: false, count, sumOre: null, listed },
})

t.test('TS-P16: counts that agree with what was sent and listed say nothing', async (t) => {
  const agreeing: BankCounts[] = [
    none,
    { ...none, count: 3, sumOre: ore(6000) },
    { ...none, byStatus: [rejected()] },
    { ...none, byStatus: [rejected({ sumOre: ore(1000) }), accepted(2)] },
    { ...none, byStatus: [accepted(2, ['e2', 'e3']), rejected({ count: 0, listed: [] })] },
    { ...none, byStatus: [rejected({ sumOre: ore(5), listed: ['x'] })] },
  ]
  for (const counts of agreeing) t.equal(whyCountsDiffer(counts, three), null)
})

t.test('TS-P16: counts that do not agree say what differs', async (t) => {
  const table: [Partial<BankCounts>, RegExp][] = [
    [{ count: 4 }, /received 4 payments, and 3 were sent/],
    [{ sumOre: ore(6001) }, /received 60\.01 kr, and 60\.00 kr were sent/],
    [{ byStatus: [accepted(2), rejected({ count: 2, listed: ['e1', 'e2'] })] }, /tells of 4/],
    [{ byStatus: [rejected({ count: 2 })] }, /counts 2 RJCT and lists 1/],
    [{ byStatus: [rejected({ listed: [] })] }, /counts 1 RJCT and lists 0/],
    [{ byStatus: [accepted(1, ['e2', 'e3'])] }, /counts 1 ACCP and lists 2/],
    [{ byStatus: [rejected({ sumOre: ore(999) })] }, /sums 9\.99 kr of RJCT and lists 10\.00 kr/],
  ]
  for (const [counts, why] of table) {
    t.match(whyCountsDiffer({ ...none, ...counts }, three), why)
    t.match(whyCountsDiffer({ ...none, ...counts }, three), /ask it which holds/)
  }
})

t.test(
  'nothing follows from a file whose counts differ, but what is said of single payments',
  async (t) => {
    const counts = { ...none, count: 3 }
    const file = says('m1', 'accepted', { scope: 'file', counts })
    const answer = applyBankAnswer([file, says('e2', 'rejected')], [sent(1), sent(2)], KNOWN)
    t.match(answer.entries, [
      { outcome: 'counts-differ', changed: 0, detail: /received 3 payments/ },
      { outcome: 'applied', changed: 1, detail: null },
    ])
    t.match(answer.changes, [{ payment: { endToEndId: 'e2', state: 'rejected' } }])
    const partly = says('m1', 'noted', { scope: 'file', counts })
    t.match(applyBankAnswer([partly], [sent(1), sent(2)], KNOWN).entries, [
      { outcome: 'counts-differ' },
    ])
    const agreeing = says('m1', 'noted', { scope: 'file', counts: { ...none, count: 2 } })
    t.match(applyBankAnswer([agreeing], [sent(1), sent(2)], KNOWN).entries, [{ outcome: 'noted' }])
  },
)

t.test('an entry that wants a person says what to do', async (t) => {
  const one = [sent(1)]
  const detailOf = (...entries: Parameters<typeof applyBankAnswer>[0]) =>
    applyBankAnswer(entries, one, KNOWN).entries.at(-1)?.detail
  t.match(detailOf(says('x', 'booked')), /No payment of ours/)
  t.match(detailOf(says('e1', 'booked'), says('e1', 'booked')), /booked already/)
  t.match(detailOf(says('e1', 'booked'), says('e1', 'rejected')), /said otherwise/)
  t.match(detailOf(says('e1', 'booked', { amountOre: ore(5) })), /says 0\.05 kr, we sent 10\.01 kr/)
  t.match(detailOf(says('e1', 'booked', { isKroner: false })), /Norwegian kroner/)
})
