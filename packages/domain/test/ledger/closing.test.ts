import fc from 'fast-check'
import t from 'tap'
import { canonicalText, EMPTY_CHAIN, followChain, sealEntries } from '../../src/ledger/chain.ts'
import {
  bookingDay,
  type ClosingFacts,
  closeMonth,
  type OpenRun,
} from '../../src/ledger/closing.ts'
import { postPaymentBooked } from '../../src/ledger/post-payment.ts'
import { addDays, plainDate } from '../../src/values/calendar.ts'
import { addToMonth, firstDay, month, monthOf } from '../../src/values/month.ts'
import { tenant } from '../../src/values/tenant.ts'
import { idOf, payment, sha256 } from './facts.ts'

const today = plainDate('2026-08-10')
const done: ClosingFacts = { closedThrough: null, openRuns: [], openCount: 0, agrees: true }
const close = (of: string, more: Partial<ClosingFacts> = {}) =>
  closeMonth(month(of), { ...done, ...more }, today)
const run = (state: OpenRun['state'], number = 1): OpenRun => ({
  id: idOf(number),
  month: month('2026-06'),
  state,
})

t.test('a month that is over, with all done, is closed', async (t) => {
  t.equal(close('2026-07'), null)
  t.equal(close('2026-07', { closedThrough: month('2026-06') }), null)
  t.equal(close('2024-01'), null, 'the first closing takes what is before it along')
})

t.test('a month is refused while it runs, twice, or before the month before it', async (t) => {
  t.match(close('2026-08'), { refused: 'month-not-over', pointer: '/month' })
  t.match(close('2027-01'), { refused: 'month-not-over' })
  const closedThrough = month('2026-06')
  t.match(close('2026-06', { closedThrough }), {
    refused: 'period-closed',
    detail: /closed through 2026-06; a correction is booked in 2026-07/,
  })
  t.match(close('2026-05', { closedThrough }), { refused: 'period-closed' })
  t.match(close('2026-07', { closedThrough: month('2026-05') }), {
    refused: 'period-out-of-order',
    detail: '2026-06 is open: close it first.',
  })
})

t.test('a run that is not at its end is named with what to do', async (t) => {
  t.match(close('2026-07', { openRuns: [run('booked')], openCount: 1 }), {
    refused: 'period-open',
    detail: `Not at its end: run ${idOf(1)} of 2026-06 is booked, have the a-melding of the month it paid in received.`,
  })
  t.match(close('2026-07', { openRuns: [run('released'), run('draft', 2)], openCount: 9 }), {
    detail: /released, send the bank’s answer; .*draft, release or cancel it; and 7 more\.$/,
  })
  t.match(close('2026-07', { agrees: false }), {
    refused: 'books-differ',
    detail: /GET \/v1\/reconciliation/,
  })
})

t.test('I25: a fact is booked on its day, or on the first day that is open', async (t) => {
  const on = plainDate('2026-06-30')
  t.strictSame(bookingDay(on, null), { bookedOn: on, occurredOn: null })
  t.strictSame(bookingDay(on, month('2026-05')), { bookedOn: on, occurredOn: null })
  t.strictSame(bookingDay(on, month('2026-06')), { bookedOn: '2026-07-01', occurredOn: on })
  t.strictSame(bookingDay(on, month('2026-12')), { bookedOn: '2027-01-01', occurredOn: on })
})

t.test('I25: whatever is closed, nothing is booked in it, and no day is lost', async (t) => {
  const day = fc.integer({ min: -400, max: 400 }).map((days) => addDays(today, days))
  const closed = fc.option(
    fc.integer({ min: -13, max: 13 }).map((n) => addToMonth(monthOf(today), n)),
  )
  fc.assert(
    fc.property(day, closed, (on, closedThrough) => {
      const { bookedOn, occurredOn } = bookingDay(on, closedThrough)
      t.ok(closedThrough === null || monthOf(bookedOn) > closedThrough)
      t.equal(occurredOn ?? bookedOn, on)
      t.ok(occurredOn === null || bookedOn === firstDay(monthOf(bookedOn)))
    }),
  )
})

t.test(
  'the day of a fact that came late is in the hash; other entries have theirs as before',
  async (t) => {
    const sealing = {
      tenant: tenant('974760673'),
      head: EMPTY_CHAIN,
      postedBy: 'https://issuer.example|per',
      postedAt: '2026-08-10T08:00:00.000Z',
      newId: () => idOf<'LedgerEntry'>(9),
      sha256,
    }
    const booked = [postPaymentBooked(payment({}))]
    const [late] = sealEntries(booked, { ...sealing, closedThrough: month('2026-07') })
    const [open] = sealEntries(booked, { ...sealing, closedThrough: null })
    if (!late || !open) throw new Error('both are sealed')
    t.match(late, { bookedOn: '2026-08-01', occurredOn: '2026-07-12' })
    t.match(canonicalText(late), /"2026-08-01".*\]\],"2026-07-12"\]$/)
    t.match(canonicalText(open), /"2026-07-12".*\]\]\]$/)
    t.equal(followChain(EMPTY_CHAIN, [late], sha256).broken, null)
    const moved = { ...late, occurredOn: plainDate('2026-07-13') }
    t.match(followChain(EMPTY_CHAIN, [moved], sha256).broken, { number: 1, reason: 'changed' })
  },
)
