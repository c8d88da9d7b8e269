import fc from 'fast-check'
import t from 'tap'
import {
  applyBankAnswer,
  type BankEntry,
  type HeldPayment,
  keyOf,
  readAmount,
} from '../../src/payment/bank-answer.ts'
import { hasFailed, type PaymentState } from '../../src/payment/payment.ts'
import { ore } from '../../src/values/ore.ts'
import { KNOWN, says, sent } from './held.ts'

const two = [sent(1), sent(2)]
const statesOf = (payments: readonly HeldPayment[], entries: readonly BankEntry[]) => {
  const { changes } = applyBankAnswer(entries, payments, KNOWN)
  const changed = new Map(changes.map(({ payment }) => [payment.id, payment.state]))
  return payments.map(({ id, state }) => changed.get(id) ?? state)
}
const outcomes = (entries: readonly BankEntry[], payments: readonly HeldPayment[] = two) =>
  applyBankAnswer(entries, payments, KNOWN).entries.map(({ outcome }) => outcome)

t.test('a payment is accepted, booked and returned with its days and reasons', async (t) => {
  const entries = [
    says('e1', 'accepted', { bankReference: 'b1' }),
    says('e1', 'booked'),
    says('e1', 'returned', { reasonCode: 'AC04', reasonText: 'closed' }),
  ]
  const { changes } = applyBankAnswer(entries, two, KNOWN)
  t.match(changes, [
    {
      moves: ['accept', 'book', 'return'],
      payment: {
        ...{ state: 'returned', bankReference: 'b1', rejectCode: 'AC04', rejectText: 'closed' },
        ...{ acceptedOn: '2026-06-12', bookedOn: '2026-06-12', returnedOn: '2026-06-12' },
      },
    },
  ])
  const rejected = applyBankAnswer([says('e2', 'rejected', { reasonCode: 'RR04' })], two, KNOWN)
  t.match(rejected.changes, [
    { payment: { rejectedOn: '2026-06-12', returnedOn: null, rejectCode: 'RR04' } },
  ])
})

t.test('what is said of the whole goes for all but those named', async (t) => {
  const file = says('m1', 'accepted', { scope: 'file' })
  t.strictSame(statesOf(two, [file]), ['accepted', 'accepted'])
  t.strictSame(statesOf(two, [says('e2', 'rejected'), file]), ['accepted', 'rejected'])
  const part = says('m1-1', 'rejected', { scope: 'part' })
  t.strictSame(statesOf(two, [part, says('e1', 'noted')]), ['released', 'rejected'])
  const each = [says('e1', 'booked'), says('e2', 'booked')]
  t.strictSame(outcomes([file, ...each]), ['repeated', 'applied', 'applied'], 'all are named')
  t.match(applyBankAnswer([file], two, KNOWN).entries, [{ outcome: 'applied', changed: 2 }])
  t.strictSame(outcomes([file, file]), ['applied', 'repeated'])
  t.strictSame(outcomes([says('m1', 'noted', { scope: 'file' })]), ['noted'])
})

t.test('a part booked as one sum: all of it that was not rejected, or none', async (t) => {
  const batch = (amount: number | null) =>
    says('m1-1', 'booked', { scope: 'part', amountOre: amount === null ? null : ore(amount) })
  t.strictSame(statesOf(two, [batch(2003)]), ['booked', 'booked'])
  t.strictSame(statesOf(two, [batch(null)]), ['booked', 'booked'])
  t.strictSame(outcomes([batch(1001)]), ['amount-differs'])
  const rejected = [sent(1, { state: 'rejected' }), sent(2)]
  t.strictSame(statesOf(rejected, [batch(1002)]), ['rejected', 'booked'])
  t.strictSame(outcomes([batch(2003)], rejected), ['amount-differs'])
  t.strictSame(outcomes([batch(2003), batch(2003)]), ['applied', 'double'])
})

t.test('TS-P18: what comes back of something booked twice is the second booking', async (t) => {
  const booked = says('e1', 'booked', { bankReference: 'b1' })
  const again = says('e1', 'booked', { bankReference: 'b2' })
  const back = says('e1', 'returned')
  t.strictSame(outcomes([booked, again, back]), ['applied', 'double', 'double-taken-back'])
  t.strictSame(statesOf(two, [booked, again, back]), ['booked', 'released'])
  t.strictSame(outcomes([booked, again, back, back]).at(-1), 'applied', 'then the first came back')
  const held = [sent(1, { state: 'booked', bookedOn: booked.on, bankReference: 'b1' }), sent(2)]
  const doubles = new Map([[keyOf('payment', 'e1'), 1]])
  const known = { ...KNOWN, doubles }
  t.match(applyBankAnswer([back], held, known), { changes: [], entries: [{ changed: 0 }] })
  t.match(applyBankAnswer([back], held, KNOWN), { changes: [{ moves: ['return'] }] })
  t.equal(doubles.get(keyOf('payment', 'e1')), 1, 'what is given is not changed')
  const batch = (word: 'booked' | 'returned') =>
    says('m1-1', word, { scope: 'part', amountOre: ore(2003) })
  const parts = [batch('booked'), batch('booked'), batch('returned')]
  t.strictSame(outcomes(parts), ['applied', 'double', 'double-taken-back'])
})

t.test(
  'TS-P18: what is booked on an account that is not ours is coded, the rest applied',
  async (t) => {
    const own = says('e1', 'booked', { account: '86011117947' })
    const other = says('e2', 'booked', { account: '12345678903' })
    t.strictSame(outcomes([own, other]), ['applied', 'unknown-account'])
    t.strictSame(statesOf(two, [own, other]), ['booked', 'released'])
  },
)

t.test('what cannot be applied is coded, the rest applied', async (t) => {
  const entries = [
    says('e9', 'booked'),
    says('e1', 'booked', { amountOre: ore(999) }),
    says('e2', 'booked', { amountOre: ore(1002) }),
    says('e2', 'rejected'),
  ]
  t.strictSame(outcomes(entries), ['unknown', 'amount-differs', 'applied', 'contradicts'])
  t.strictSame(statesOf(two, entries), ['released', 'booked'])
  t.strictSame(outcomes([says('e1', 'booked', { isKroner: false })]), ['amount-differs'])
})

t.test('a second booking is told from the same one told again', async (t) => {
  const booked = [
    sent(1, { state: 'booked', bankReference: 'b1', bookedOn: '2026-06-12' as never }),
  ]
  const again = (bankReference: string | null) =>
    outcomes([says('e1', 'booked', { bankReference })], booked)
  t.strictSame(again('b1'), ['repeated'])
  t.strictSame(again(null), ['repeated'])
  t.strictSame(again('b2'), ['double'])
  t.strictSame(outcomes([says('e1', 'booked'), says('e1', 'booked')]), ['applied', 'double'])
})

t.test('amounts are read to the øre, and nothing else is', async (t) => {
  const table = [
    ['21409.08', 2140908],
    ['5', 500],
    ['0.5', 50],
    ['1.10000', 110],
    ['1.105', null],
    ['-1.00', null],
    ['1,00', null],
    ['', null],
    ['1e3', null],
  ] as const
  for (const [text, amount] of table) t.equal(readAmount(text), amount, text)
})

const words = fc.array(fc.constantFrom('accepted', 'rejected', 'booked', 'returned', 'noted'), {
  minLength: 1,
  maxLength: 6,
})
/** One document for each word, one after the other. */
function heardInTurn(said: readonly BankEntry['word'][]) {
  let payment = sent(1)
  const seen: PaymentState[] = [payment.state]
  const coded: string[] = []
  for (const [at, word] of said.entries()) {
    const bankReference = word === 'booked' ? 'b1' : null
    const answer = applyBankAnswer(
      [says('e1', word, { bankReference, reasonCode: `${at}` })],
      [payment],
      KNOWN,
    )
    payment = answer.changes[0]?.payment ?? payment
    seen.push(payment.state)
    coded.push(...answer.entries.map(({ outcome }) => outcome))
  }
  return { state: payment.state, seen, coded }
}

t.test('any order of messages ends in the same state, or says that they contradict', async () => {
  const orders = words.chain((said) =>
    fc.tuple(
      fc.constant(said),
      fc.shuffledSubarray(said, { minLength: said.length, maxLength: said.length }),
    ),
  )
  fc.assert(
    fc.property(orders, ([said, shuffled]) => {
      const [one, other] = [heardInTurn(said), heardInTurn(shuffled)]
      if (one.state === other.state) return true
      return one.coded.includes('contradicts') && other.coded.includes('contradicts')
    }),
    { numRuns: 500 },
  )
})

t.test('a payment that failed never stands again, and one booked is never unbooked', async () => {
  fc.assert(
    fc.property(words, (said) => {
      const { seen } = heardInTurn(said)
      const after = (from: (state: PaymentState) => boolean) => seen.slice(seen.findIndex(from))
      const failed = seen.some(hasFailed) ? after(hasFailed) : []
      const booked = seen.includes('booked') ? after((state) => state === 'booked') : []
      return (
        failed.every(hasFailed) && booked.every((state) => ['booked', 'returned'].includes(state))
      )
    }),
  )
})

t.test('the same document twice has the effect of once', async () => {
  const entries = fc.array(
    fc.record({
      at: fc.constantFrom('e1', 'e2'),
      word: fc.constantFrom('accepted', 'rejected', 'booked', 'returned'),
    }),
    { maxLength: 6 },
  )
  fc.assert(
    fc.property(entries, (said) => {
      const document = said.map(({ at, word }) => says(at, word as never))
      const first = applyBankAnswer(document, two, KNOWN)
      const byId = new Map(first.changes.map(({ payment }) => [payment.id, payment]))
      const held = two.map((payment) => byId.get(payment.id) ?? payment)
      return applyBankAnswer(document, held, KNOWN).changes.length === 0
    }),
  )
})
