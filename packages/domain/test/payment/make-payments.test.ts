import fc from 'fast-check'
import t from 'tap'
import {
  endToEndIdOf,
  makePayments,
  type NewPayment,
  type Owed,
  partsOf,
  whyHeld,
} from '../../src/payment/make-payments.ts'
import { hasFailed, PAYMENT_STATES, type PaymentState } from '../../src/payment/payment.ts'
import { plainDate as day } from '../../src/values/calendar.ts'
import { month } from '../../src/values/month.ts'
import { ore } from '../../src/values/ore.ts'

const to = { name: 'Selam Tesfay', accountNumber: '76940512057', kid: null, text: 'x' }
const taxTo = { name: 'Skatteetaten', accountNumber: '86011117947', kid: '2345676', text: 'tax' }
const benefit: Owed = {
  kind: 'benefit',
  ofRunId: 'run' as never,
  payslipId: 'slip' as never,
  orderId: null,
  personId: 'person' as never,
  protected: false,
  month: month('2026-05'),
  amountOre: ore(2000),
  lastSequence: 0,
  last: null,
  payee: { newest: 1, known: 1 },
  to,
}
const attachment: Owed = { ...benefit, kind: 'attachment', orderId: 'a' as never, payee: null }
const tax: Owed = {
  ...{ ...benefit, kind: 'tax', payslipId: null, personId: null, payee: null, to: null },
  amountOre: ore(700),
}
const run = { id: 'run' as never, payDate: day('2026-06-12'), taxTo }
let made = 0
const newId = () => {
  made += 1
  return `0000-${made}` as never
}

t.test('what is owed is paid once, when its payee is known and nothing stands', async (t) => {
  const last = (state: PaymentState, more = {}) => ({
    last: { state, payeeVersion: 1, isAsked: false, ...more },
  })
  const table: [string, Partial<Owed>, ReturnType<typeof whyHeld>][] = [
    ['first', {}, null],
    [
      'payee entered after the calculation',
      { payee: { newest: 2, known: 1 } },
      'payee-unconfirmed',
    ],
    ['payee never confirmed', { payee: { newest: 1, known: null } }, 'payee-unconfirmed'],
    ['sent', last('released'), 'paid'],
    ['accepted', last('accepted'), 'paid'],
    ['booked', last('booked'), 'paid'],
    ['rejected', last('rejected'), 'payment-failed'],
    ['returned', last('returned'), 'payment-failed'],
    ['asked for', last('rejected', { isAsked: true }), null],
    ['entered anew', { ...last('rejected'), payee: { newest: 2, known: 2 } }, null],
    [
      'asked for, entered anew, not confirmed',
      { ...last('rejected', { isAsked: true }), payee: { newest: 2, known: 1 } },
      'payee-unconfirmed',
    ],
  ]
  for (const [name, more, why] of table) t.equal(whyHeld({ ...benefit, ...more }), why, name)
  const failed = { last: { state: 'rejected', payeeVersion: null, isAsked: false } } as const
  t.equal(whyHeld({ ...attachment, ...failed }), 'payment-failed')
  t.equal(whyHeld({ ...tax, ...failed }), 'payment-failed')
})

t.test('persons, creditors and tax are parts of their own, each on its day', async (t) => {
  const payments = makePayments([tax, attachment, benefit], run, newId)
  t.match(payments, [
    { kind: 'benefit', sequence: 1, part: 1, executionOn: '2026-06-12', payeeVersion: 1 },
    { kind: 'attachment', sequence: 1, part: 2, executionOn: '2026-06-12', payeeVersion: null },
    { kind: 'tax', sequence: 1, part: 3, executionOn: '2026-06-15', to: taxTo },
  ])
  t.match(partsOf(payments), [
    { kind: 'benefit', transfers: [{ amountOre: 2000, name: 'Selam Tesfay' }] },
    { kind: 'attachment', transfers: [{}] },
    { kind: 'tax', executionOn: '2026-06-15', transfers: [{ kid: '2345676' }] },
  ])
  t.equal(endToEndIdOf('019a-4c7e' as never), '019a4c7e')
})

t.test('tax of an earlier run goes at once, in a part of its own', async (t) => {
  const asked = { state: 'rejected', payeeVersion: null, isAsked: true } as const
  const of = { ofRunId: 'before' as never, month: month('2026-04') }
  const earlier: Owed = { ...tax, ...of, last: asked, lastSequence: 1 }
  t.match(makePayments([earlier, tax], run, newId), [
    { executionOn: '2026-06-12', part: 1, sequence: 2 },
    { executionOn: '2026-06-15', part: 2, sequence: 1 },
  ])
})

t.test('the sequence goes on within a person, month and kind', async (t) => {
  const second: Owed = { ...attachment, orderId: 'b' as never }
  const sequences = makePayments([attachment, second, { ...benefit, lastSequence: 4 }], run, newId)
  t.strictSame(
    sequences.map(({ kind, sequence }) => `${kind} ${sequence}`),
    ['benefit 5', 'attachment 1', 'attachment 2'],
  )
})

t.test('nothing goes to nobody', async (t) => {
  t.throws(() => makePayments([tax], { ...run, taxTo: null }, newId))
  t.throws(() => makePayments([{ ...benefit, amountOre: ore(0) }], run, newId))
})

/** A payslip's payments over many runs: the bank's words, retries and new payees come between them. */
type Step = {
  readonly word: PaymentState
  readonly asks: boolean
  readonly payee: 'none' | 'entered' | 'both'
}

t.test('never two payments of a payslip that have not failed, whatever happens', async () => {
  const steps = fc.array(
    fc.record<Step>({
      word: fc.constantFrom(...PAYMENT_STATES),
      asks: fc.boolean(),
      payee: fc.constantFrom('none', 'entered', 'both'),
    }),
    { maxLength: 12 },
  )
  fc.assert(
    fc.property(steps, (life) => {
      const held: (NewPayment & { state: PaymentState })[] = []
      let payee = { newest: 1, known: 1 as number | null }
      let isAsked = false
      for (const step of life) {
        const newest = held.at(-1)
        const last = newest
          ? { state: newest.state, payeeVersion: newest.payeeVersion, isAsked }
          : null
        const owed = { ...benefit, payee, last, lastSequence: held.length }
        for (const one of makePayments([owed], run, newId)) held.push({ ...one, state: 'released' })
        const standing = held.filter(({ state }) => !hasFailed(state))
        const numbers = held.map(({ sequence }) => sequence)
        if (standing.length > 1 || new Set(numbers).size !== numbers.length) return false
        const current = held.at(-1)
        if (current && !hasFailed(current.state) && current.state !== 'booked')
          current.state = step.word
        isAsked = step.asks && current !== undefined && hasFailed(current.state)
        if (step.payee !== 'none') {
          const next = payee.newest + 1
          payee = { newest: next, known: step.payee === 'both' ? next : payee.known }
        }
      }
      return true
    }),
  )
})
