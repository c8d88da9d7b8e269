import t from 'tap'
import {
  approvePayRun,
  movePayRun,
  OPEN_STATES,
  PAY_RUN_MOVES,
  PAY_RUN_STATES,
  type PayRunMove,
  releasePayRun,
  startPayRun,
} from '../../src/stipend/pay-run.ts'
import { month } from '../../src/values/month.ts'
import { day, policies } from './facts.ts'

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

t.test('POL6: a run starts when its month is over, and is paid on a banking day', async (t) => {
  const start = (of: string, today: string, more = {}) =>
    startPayRun({ month: month(of), payDate: null, runs: [], ...more }, policies, day(today))
  t.strictSame(start('2026-05', '2026-06-01'), { month: '2026-05', payDate: '2026-06-12' })
  t.match(start('2026-06', '2026-07-01'), { payDate: '2026-07-10' }, '12 July is a Sunday')
  t.match(start('2026-05', '2026-05-31'), { refused: 'month-not-over' })
  t.match(start('2026-05', '2026-06-13'), { refused: 'pay-date-past' })
  t.match(start('2026-05', '2026-06-13', { payDate: day('2026-06-15') }), {
    payDate: '2026-06-15',
  })
  t.match(start('2026-05', '2026-06-01', { payDate: day('2026-06-13') }), {
    refused: 'not-a-banking-day',
  })
  const run = (of: string, state: string) => ({ runs: [{ month: month(of), state }] })
  t.match(start('2026-05', '2026-06-01', run('2026-04', 'approved')), { refused: 'pay-run-open' })
  t.match(start('2026-05', '2026-06-01', run('2026-05', 'released')), { refused: 'pay-run-exists' })
  t.match(start('2026-05', '2026-06-01', run('2026-04', 'released')), { month: '2026-05' })
  const late = startPayRun(
    { month: month('2026-01'), payDate: null, runs: [] },
    { ...policies, payDay: 31 },
    day('2026-02-01'),
  )
  t.match(late, { payDate: '2026-02-27' }, 'a pay day the month does not have is its last')
})
