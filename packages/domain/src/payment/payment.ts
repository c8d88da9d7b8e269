import { type Refusal, refuse } from '../values/refusal.ts'

/** What a payment is for: a person's benefit, a creditor's attachment (utleggstrekk), or the run's withheld tax. */
export const PAYMENT_KINDS = ['benefit', 'attachment', 'tax'] as const
export type PaymentKind = (typeof PAYMENT_KINDS)[number]

/** Where a payment stands, by the word of the bank alone: sending it marks nothing as paid. */
export const PAYMENT_STATES = ['released', 'accepted', 'rejected', 'booked', 'returned'] as const
export type PaymentState = (typeof PAYMENT_STATES)[number]

/** The one table of a payment's moves that code, tests and documents share. */
export const PAYMENT_MOVES = {
  accept: { from: ['released'], to: 'accepted' },
  reject: { from: ['released', 'accepted'], to: 'rejected' },
  book: { from: ['released', 'accepted'], to: 'booked' },
  return: { from: ['booked'], to: 'returned' },
} as const satisfies Record<string, { from: readonly PaymentState[]; to: PaymentState }>
export type PaymentMove = keyof typeof PAYMENT_MOVES

/** A payment that did not reach anybody: its amount is still owed and may be paid again. */
export const hasFailed = (state: PaymentState): boolean =>
  state === 'rejected' || state === 'returned'

/** What a bank can say of a payment. `noted` is a word that changes nothing: received, pending. */
export type BankWord = 'accepted' | 'rejected' | 'booked' | 'returned' | 'noted'

/** The moves a word leads to from a state; `repeated`: known already; `contradicts`: cannot both be true. */
export function movesFor(
  state: PaymentState,
  word: Exclude<BankWord, 'noted'>,
): readonly PaymentMove[] | 'repeated' | 'contradicts' {
  return WORDS[word][state]
}

/**
 * What each word means in each state. Messages come in any order: a booking tells that the payment was accepted,
 * a return that it was booked, and the earlier word that comes behind them changes nothing.
 */
const WORDS = {
  accepted: {
    released: ['accept'],
    accepted: 'repeated',
    rejected: 'contradicts',
    booked: 'repeated',
    returned: 'repeated',
  },
  rejected: {
    released: ['reject'],
    accepted: ['reject'],
    rejected: 'repeated',
    booked: 'contradicts',
    returned: 'contradicts',
  },
  booked: {
    released: ['book'],
    accepted: ['book'],
    rejected: 'contradicts',
    booked: 'repeated',
    returned: 'repeated',
  },
  returned: {
    released: ['book', 'return'],
    accepted: ['book', 'return'],
    rejected: 'contradicts',
    booked: ['return'],
    returned: 'repeated',
  },
} as const satisfies Record<
  Exclude<BankWord, 'noted'>,
  Record<PaymentState, readonly PaymentMove[] | 'repeated' | 'contradicts'>
>

export type RetryFacts = {
  readonly state: PaymentState
  /** Another payment of the same stands in its place, or a person asked already. */
  readonly isReplaced: boolean
  readonly isAsked: boolean
}

/** A person asks for a failed payment to be made again; the next run of any kind pays it. */
export function askRetry(payment: RetryFacts): Refusal<'payment-state'> | 'asked' {
  if (!hasFailed(payment.state)) {
    return refuse(
      'payment-state',
      `The payment is ${payment.state}; only one that was rejected or returned is made again.`,
    )
  }
  if (payment.isReplaced) {
    return refuse('payment-state', 'The payment was made again already: see the newer one.')
  }
  if (payment.isAsked) {
    return refuse('payment-state', 'It is asked for already; the next pay run makes it again.')
  }
  return 'asked'
}
