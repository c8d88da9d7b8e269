import t from 'tap'
import { applyBankAnswer, type BankEntry } from '../../src/payment/bank-answer.ts'
import { newsOf } from '../../src/payment/payment-news.ts'
import { KNOWN, says, sent } from './held.ts'

const newsIn = (...entries: BankEntry[]) => {
  const { changes } = applyBankAnswer(entries, [sent(1), sent(2)], KNOWN)
  return changes.map(newsOf)
}
const on = '2026-06-12'

t.test('a booking and a failure are news, an acceptance is none', async (t) => {
  t.strictSame(newsIn(says('e1', 'accepted')), [[]])
  t.strictSame(newsIn(says('e1', 'accepted'), says('e1', 'booked')), [
    [{ outcome: 'booked', on, reasonCode: null }],
  ])
  t.strictSame(newsIn(says('e1', 'rejected', { reasonCode: 'AC04' }), says('e2', 'booked')), [
    [{ outcome: 'rejected', on, reasonCode: 'AC04' }],
    [{ outcome: 'booked', on, reasonCode: null }],
  ])
})

t.test('what comes back at once was booked before, and both are told in their order', async (t) => {
  t.strictSame(newsIn(says('e1', 'returned', { reasonCode: 'AC01' })), [
    [
      { outcome: 'booked', on, reasonCode: null },
      { outcome: 'returned', on, reasonCode: 'AC01' },
    ],
  ])
})

t.test('a bank’s own words are not told on: they may name somebody', async (t) => {
  t.match(newsIn(says('e1', 'rejected', { reasonCode: 'Account of Ola closed' })), [
    [{ outcome: 'rejected', reasonCode: null }],
  ])
  t.match(newsIn(says('e1', 'rejected')), [[{ reasonCode: null }]])
})
