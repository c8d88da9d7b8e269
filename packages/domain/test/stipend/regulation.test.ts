import t from 'tap'
import { officialAmountOf } from '../../src/rates/base-amount.ts'
import {
  approveRegulation,
  moveRegulation,
  REGULATION_MOVES,
  REGULATION_STATES,
  type RegulationFacts,
  runRegulation,
  type StartRegulation,
  startRegulation,
} from '../../src/stipend/regulation.ts'
import { month } from '../../src/values/month.ts'

const amount = officialAmountOf(2026)
const asked: StartRegulation = {
  year: 2026,
  kind: 'run',
  amount,
  proposed: null,
  hasOpenRun: false,
  openPayRun: null,
}

t.test('the moves of a regulation are those of its table, and no others', async (t) => {
  for (const [move, { from, to }] of Object.entries(REGULATION_MOVES)) {
    for (const state of REGULATION_STATES) {
      const next = moveRegulation(state, move as keyof typeof REGULATION_MOVES)
      if ((from as readonly string[]).includes(state)) t.equal(next, to, `${move} from ${state}`)
      else t.match(next, { refused: 'regulation-state' }, `no ${move} from ${state}`)
    }
  }
})

t.test('TS-G2: a dry run may be with a proposed base amount, a run may not', async (t) => {
  const proposed = amount
  t.equal(startRegulation(asked), amount)
  t.equal(startRegulation({ ...asked, kind: 'dry-run', amount: null, proposed }), proposed)
  t.match(startRegulation({ ...asked, amount: null, proposed }), {
    refused: 'proposed-not-for-payment',
    pointer: '/kind',
  })
  t.match(startRegulation({ ...asked, amount: null }), { refused: 'base-amount-unknown' })
})

t.test('one run at a time, and not beside an open pay run; dry runs at any time', async (t) => {
  const openPayRun = month('2026-06')
  t.match(startRegulation({ ...asked, hasOpenRun: true }), { refused: 'regulation-open' })
  t.match(startRegulation({ ...asked, openPayRun }), { refused: 'pay-run-open', detail: /2026-06/ })
  t.equal(startRegulation({ ...asked, kind: 'dry-run', hasOpenRun: true, openPayRun }), amount)
})

t.test('two persons approve, neither of them the one who started it', async (t) => {
  const calculated: RegulationFacts = {
    kind: 'run',
    state: 'calculated',
    startedBy: 'kari',
    approvedBy: [],
  }
  const first = approveRegulation(calculated, 'ola')
  t.strictSame(first, { state: 'calculated', approvedBy: ['ola'] })
  const once = { ...calculated, approvedBy: ['ola'] }
  t.strictSame(approveRegulation(once, 'per'), { state: 'approved', approvedBy: ['ola', 'per'] })
  t.match(approveRegulation(calculated, 'kari'), { refused: 'same-actor' })
  t.match(approveRegulation(once, 'ola'), { refused: 'same-actor' })
  t.match(approveRegulation({ ...calculated, state: 'draft' }, 'ola'), {
    refused: 'regulation-state',
  })
  t.match(approveRegulation({ ...calculated, kind: 'dry-run' }, 'ola'), { refused: 'dry-run' })
})

t.test('an approved regulation runs while what was paid is what the approvers saw', async (t) => {
  const facts = { kind: 'run', state: 'approved', openPayRun: null, isOutdated: false } as const
  t.equal(runRegulation(facts), 'running')
  t.match(runRegulation({ ...facts, state: 'calculated' }), { refused: 'regulation-state' })
  t.match(runRegulation({ ...facts, kind: 'dry-run' }), { refused: 'dry-run' })
  t.match(runRegulation({ ...facts, openPayRun: month('2026-06') }), { refused: 'pay-run-open' })
  t.match(runRegulation({ ...facts, isOutdated: true }), { refused: 'regulation-outdated' })
})
