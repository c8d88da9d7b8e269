import t from 'tap'
import {
  approvePayRun,
  movePayRun,
  OPEN_STATES,
  PAY_RUN_MOVES,
  PAY_RUN_STATES,
  type PayRunMove,
  releasePayRun,
} from '../../src/stipend/pay-run.ts'
import { day } from './facts.ts'

t.test('each state takes exactly the moves of the table', async (t) => {
  const allowed: Record<string, string[]> = {
    draft: ['wait', 'calculate', 'cancel'],
    waiting: ['wait', 'calculate', 'cancel'],
    calculated: ['approve', 'cancel'],
    approved: ['release', 'cancel'],
    released: [],
    cancelled: [],
  }
  for (const state of PAY_RUN_STATES) {
    for (const move of Object.keys(PAY_RUN_MOVES) as PayRunMove[]) {
      const result = movePayRun(state, move)
      const expected = allowed[state]?.includes(move)
      t.equal(typeof result === 'string', expected, `${state} ${move}`)
      if (typeof result !== 'string') t.equal(result.refused, 'pay-run-state')
    }
  }
  t.notOk(OPEN_STATES.includes('released'))
})

const calculated = { state: 'calculated' as const, calculatedBy: 'kari', changedPayees: 0 }
t.test('approval needs another person and unchanged payees (TS-P1, TS-P8)', async (t) => {
  t.equal(approvePayRun(calculated, 'ola'), 'approved')
  t.match(approvePayRun(calculated, 'kari'), { refused: 'same-actor' })
  t.match(approvePayRun({ ...calculated, changedPayees: 2 }, 'ola'), { refused: 'payee-changed' })
  t.match(approvePayRun({ ...calculated, state: 'approved' }, 'ola'), { refused: 'pay-run-state' })
})

t.test('release is by neither the calculator nor who entered a payee', async (t) => {
  const run = {
    ...calculated,
    state: 'approved' as const,
    payeesEnteredBy: ['per'],
    hasDebtorAccount: true,
    payDate: day('2026-06-12'),
  }
  const on = day('2026-06-12')
  t.equal(releasePayRun(run, 'ola', on), 'released')
  t.match(releasePayRun(run, 'kari', on), { refused: 'same-actor' })
  t.match(releasePayRun(run, 'per', on), { refused: 'same-actor' })
  t.match(releasePayRun({ ...run, changedPayees: 1 }, 'ola', on), { refused: 'payee-changed' })
  t.match(releasePayRun({ ...run, hasDebtorAccount: false }, 'ola', on), {
    refused: 'no-debtor-account',
  })
  t.match(releasePayRun(run, 'ola', day('2026-06-13')), { refused: 'pay-date-past' })
  t.match(releasePayRun({ ...run, state: 'calculated' }, 'ola', on), { refused: 'pay-run-state' })
})
