import t from 'tap'
import { confirmPayee } from '../../src/payment/payee.ts'
import {
  askRetry,
  hasFailed,
  movesFor,
  PAYMENT_MOVES,
  PAYMENT_STATES,
} from '../../src/payment/payment.ts'

t.test('each word of the bank leads by moves of the table, or nowhere', async (t) => {
  const expected = {
    accepted: ['accept', 'repeated', 'contradicts', 'repeated', 'repeated'],
    rejected: ['reject', 'reject', 'repeated', 'contradicts', 'contradicts'],
    booked: ['book', 'book', 'contradicts', 'repeated', 'repeated'],
    returned: ['book return', 'book return', 'contradicts', 'return', 'repeated'],
  } as const
  for (const word of ['accepted', 'rejected', 'booked', 'returned'] as const) {
    const told = PAYMENT_STATES.map((state) => {
      const moves = movesFor(state, word)
      if (typeof moves === 'string') return moves
      let held = state
      for (const move of moves) {
        t.ok((PAYMENT_MOVES[move].from as readonly string[]).includes(held), `${held} ${move}`)
        held = PAYMENT_MOVES[move].to
      }
      t.equal(held, word)
      return moves.join(' ')
    })
    t.strictSame(told, expected[word], word)
  }
  t.strictSame(PAYMENT_STATES.filter(hasFailed), ['rejected', 'returned'])
})

t.test(
  'a retry is asked for once, of a payment that failed and that nothing replaced',
  async (t) => {
    const failed = { state: 'rejected', isReplaced: false, isAsked: false } as const
    t.equal(askRetry(failed), 'asked')
    t.equal(askRetry({ ...failed, state: 'returned' }), 'asked')
    for (const state of ['released', 'accepted', 'booked'] as const)
      t.match(askRetry({ ...failed, state }), { refused: 'payment-state' })
    t.match(askRetry({ ...failed, isReplaced: true }), { detail: /made again already/ })
    t.match(askRetry({ ...failed, isAsked: true }), { detail: /asked for already/ })
  },
)

t.test('who entered a payee does not confirm it', async (t) => {
  t.equal(confirmPayee({ enteredBy: 'kari' }, 'ola'), 'confirmed')
  t.match(confirmPayee({ enteredBy: 'kari' }, 'kari'), { refused: 'same-actor' })
})
