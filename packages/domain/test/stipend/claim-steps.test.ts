import t from 'tap'
import { checkAttachment } from '../../src/stipend/attachment-entry.ts'
import {
  claimRefund,
  type Demand,
  demandRepayment,
  recoverClaim,
  resumeSetOff,
  type StandingClaim,
  standingStop,
  stopSetOff,
  timeBarredFrom,
} from '../../src/stipend/claim-steps.ts'
import { type DecisionEffect, decideDeduction } from '../../src/stipend/decision-steps.ts'
import { month } from '../../src/values/month.ts'
import { ore } from '../../src/values/ore.ts'
import { day } from './facts.ts'

const today = day('2026-07-01')
const claim: StandingClaim = {
  month: month('2026-04'),
  openOre: ore(72_311),
  isStopped: false,
  isDemanded: false,
}
const none = { ...claim, openOre: ore(0) }

t.test('POL15: set-off is stopped and resumed once', async (t) => {
  t.equal(stopSetOff(claim), null)
  t.match(stopSetOff({ ...claim, isStopped: true }), { refused: 'set-off-stopped' })
  t.match(stopSetOff(none), { refused: 'no-open-claim', detail: /2026-04/ })
  t.equal(resumeSetOff({ ...claim, isStopped: true }), null)
  t.match(resumeSetOff(claim), { refused: 'set-off-not-stopped' })
})

t.test('POL15: a claim is time-barred from the day after three years have passed', async (t) => {
  const [firstPaidOn, openOre] = [day('2024-02-29'), ore(72_311)]
  t.equal(timeBarredFrom(firstPaidOn), '2027-03-01')
  const [last, from] = [day('2027-02-28'), day('2027-03-01')]
  const open = { stop: null, firstPaidOn, openOre }
  t.equal(standingStop(open, last), null)
  const byLaw = { reason: 'time-barred', from, stoppedBy: null }
  t.match(standingStop(open, from), { ...byLaw, note: /2024-02-29/ })
  t.equal(standingStop({ ...open, openOre: ore(0) }, from), null, 'nothing is left to be barred')
  const stop = { reason: 'appeal' as const, note: 'Appeal.', from: last, stoppedBy: 'kari' }
  t.equal(standingStop({ ...open, stop }, from), stop)
})

t.test('§ 25 second paragraph: the whole claim is to be paid back', async (t) => {
  t.strictSame(demandRepayment(claim, today, today), { amountOre: 72_311 })
  t.match(demandRepayment(claim, day('2026-07-02'), today), {
    refused: 'day-in-future',
    pointer: '/decidedOn',
  })
  t.match(demandRepayment(none, today, today), { refused: 'no-open-claim' })
  t.match(demandRepayment({ ...claim, isDemanded: true }, today, today), {
    refused: 'claim-demanded',
  })
})

t.test('§ 25 third paragraph: a refund is no more than the claim', async (t) => {
  const refund = (amount: number, on = today, of = claim) =>
    claimRefund(of, { amountOre: ore(amount), claimedOn: on }, today)
  t.equal(refund(72_311), null)
  t.match(refund(72_312), { refused: 'more-than-claim', pointer: '/amountOre', detail: /723\.11/ })
  t.match(refund(1, day('2026-07-02')), { refused: 'day-in-future', pointer: '/claimedOn' })
  t.match(refund(1, today, none), { refused: 'no-open-claim' })
})

t.test('what comes in lowers the claim, never more than is demanded or open', async (t) => {
  const recover = (amount: number, more: Partial<Demand> = {}, input: object = {}) =>
    recoverClaim(
      {
        claim: { ...claim, ...input },
        demand: { amountOre: ore(50_000), receivedOre: ore(0), isClosed: false, ...more },
      },
      { amountOre: ore(amount), receivedOn: today, isLast: false, ...input },
      today,
    )
  t.strictSame(recover(20_000), { isLast: false })
  t.strictSame(recover(20_000, {}, { isLast: true }), { isLast: true })
  t.strictSame(recover(50_000), { isLast: true }, 'all of it')
  t.strictSame(recover(0, {}, { isLast: true }), { isLast: true }, 'nothing came')
  t.strictSame(recover(20_000, { receivedOre: ore(30_000) }), { isLast: true })
  t.match(recover(20_001, { receivedOre: ore(30_000) }), { refused: 'more-than-claim' })
  t.match(recover(20_001, {}, { openOre: ore(20_000) }), {
    refused: 'more-than-claim',
    detail: /200\.00/,
  })
  t.match(recover(1, {}, { openOre: ore(-5) }), { detail: /0\.00/ })
  t.match(recover(1, { isClosed: true }), { refused: 'demand-closed' })
  const early = recoverClaim(
    { claim, demand: { amountOre: ore(1), receivedOre: ore(0), isClosed: false } },
    { amountOre: ore(1), receivedOn: day('2026-07-02'), isLast: false },
    today,
  )
  t.match(early, { refused: 'day-in-future', pointer: '/receivedOn' })
})

t.test('POL8: a decision on the deduction is registered and lifted', async (t) => {
  const decide = (newest: DecisionEffect | null, effect: DecisionEffect, on = today) =>
    decideDeduction(newest, { month: month('2026-06'), effect, decidedOn: on }, today)
  t.equal(decide(null, 'deducted'), null)
  t.equal(decide('lifted', 'deducted'), null)
  t.equal(decide('deducted', 'lifted'), null)
  t.match(decide('deducted', 'deducted'), { refused: 'decision-stands', detail: /2026-06/ })
  t.match(decide(null, 'lifted'), { refused: 'no-decision' })
  t.match(decide(null, 'deducted', day('2026-07-02')), { refused: 'day-in-future' })
})

t.test('POL16: an order takes an amount or a percent, for days in order', async (t) => {
  const entry = { amountOre: ore(100_000), percent: null, from: today, to: null }
  t.equal(checkAttachment(entry), null)
  t.equal(checkAttachment({ ...entry, amountOre: null, percent: 10, to: today }), null)
  t.match(checkAttachment({ ...entry, percent: 10 }), { refused: 'attachment-unclear' })
  t.match(checkAttachment({ ...entry, amountOre: null }), { refused: 'attachment-unclear' })
  t.match(checkAttachment({ ...entry, to: day('2026-06-30') }), { refused: 'dates-out-of-order' })
})
