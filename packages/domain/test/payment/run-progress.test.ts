import fc from 'fast-check'
import t from 'tap'
import { PAYMENT_STATES } from '../../src/payment/payment.ts'
import { type BankedState, movesOfRun } from '../../src/payment/run-progress.ts'
import { movePayRun } from '../../src/stipend/pay-run.ts'

t.test('a run follows its payments', async (t) => {
  const table = [
    ['released', ['released', 'accepted'], []],
    ['released', ['accepted', 'rejected'], ['accept']],
    ['released', ['rejected', 'rejected'], ['reject']],
    ['accepted', ['rejected', 'rejected'], ['reject']],
    ['released', ['booked', 'rejected'], ['accept', 'book']],
    ['accepted', ['booked', 'returned'], ['book']],
    ['accepted', ['booked', 'accepted'], []],
    ['released', ['returned'], ['accept', 'book']],
    ['booked', ['returned'], []],
    ['rejected', ['rejected'], []],
    ['released', [], ['accept', 'book']],
  ] as const
  for (const [state, payments, moves] of table)
    t.strictSame(movesOfRun(state, payments), moves, `${state}: ${payments.join(', ')}`)
})

t.test('whatever its payments, a run takes moves of its table and comes to rest', async () => {
  const payments = fc.array(fc.constantFrom(...PAYMENT_STATES))
  const states = fc.constantFrom<BankedState>('released', 'accepted', 'rejected', 'booked')
  fc.assert(
    fc.property(states, payments, (from, own) => {
      let state = from
      for (const move of movesOfRun(from, own)) {
        const next = movePayRun(state, move)
        if (typeof next !== 'string') return false
        state = next as BankedState
      }
      return movesOfRun(state, own).length === 0
    }),
  )
})
