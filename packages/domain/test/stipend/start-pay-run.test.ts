import t from 'tap'
import { type StartInput, startPayRun } from '../../src/stipend/start-pay-run.ts'
import { month } from '../../src/values/month.ts'
import { day, policies } from './facts.ts'

const kind = 'ordinary'
const ordinary = { kind, reason: null, payDate: null, runs: [] } as const

t.test('POL6: a run starts when its month is over, and is paid on a banking day', async (t) => {
  const start = (of: string, today: string, more = {}) =>
    startPayRun({ ...ordinary, month: month(of), ...more }, policies, day(today))
  t.strictSame(start('2026-05', '2026-06-01'), {
    month: '2026-05',
    kind: 'ordinary',
    reason: null,
    payDate: '2026-06-12',
  })
  t.match(start('2026-06', '2026-07-01'), { payDate: '2026-07-10' }, '12 July is a Sunday')
  t.match(start('2026-05', '2026-05-31'), { refused: 'month-not-over' })
  t.match(start('2026-05', '2026-06-13'), { refused: 'pay-date-past' })
  t.match(start('2026-05', '2026-06-13', { payDate: day('2026-06-15') }), {
    payDate: '2026-06-15',
  })
  t.match(start('2026-05', '2026-06-01', { payDate: day('2026-06-13') }), {
    refused: 'not-a-banking-day',
  })
  t.match(start('2026-05', '2026-06-01', { reason: 'x' }), {
    refused: 'pay-run-reason',
    pointer: '/reason',
  })
  const run = (of: string, state: string) => ({ runs: [{ month: month(of), kind, state }] })
  t.match(start('2026-05', '2026-06-01', run('2026-04', 'approved')), { refused: 'pay-run-open' })
  t.match(start('2026-05', '2026-06-01', run('2026-05', 'released')), { refused: 'pay-run-exists' })
  t.match(start('2026-05', '2026-06-01', run('2026-04', 'released')), { month: '2026-05' })
  const late = startPayRun(
    { ...ordinary, month: month('2026-01') },
    { ...policies, payDay: 31 },
    day('2026-02-01'),
  )
  t.match(late, { payDate: '2026-02-27' }, 'a pay day the month does not have is its last')
})

t.test(
  'POL6: an extraordinary run comes beside the newest ordinary one, for a reason',
  async (t) => {
    const run = (of: string, kind: string, state: string) => ({ month: month(of), kind, state })
    const may = run('2026-05', 'ordinary', 'released')
    const start = (of: string, runs: object[], more = {}) =>
      startPayRun(
        {
          month: month(of),
          kind: 'extraordinary',
          reason: 'The account was missing.',
          payDate: null,
          runs: runs as StartInput['runs'],
          ...more,
        },
        policies,
        day('2026-06-19'),
      )
    t.strictSame(start('2026-05', [may]), {
      month: '2026-05',
      kind: 'extraordinary',
      reason: 'The account was missing.',
      payDate: '2026-06-22',
    })
    t.match(
      start('2026-05', [may, run('2026-05', 'extraordinary', 'released')]),
      { kind: 'extraordinary' },
      'one more',
    )
    t.match(start('2026-05', [may], { payDate: day('2026-06-19') }), { payDate: '2026-06-19' })
    t.match(start('2026-05', [may], { payDate: day('2026-06-20') }), {
      refused: 'not-a-banking-day',
    })
    t.match(start('2026-05', [may], { reason: null }), { refused: 'pay-run-reason' })
    t.match(start('2026-05', []), { refused: 'no-ordinary-run', detail: /start that one/ })
    t.match(start('2026-04', [may, run('2026-04', 'ordinary', 'released')]), {
      refused: 'no-ordinary-run',
      detail: /that of 2026-05/,
    })
    t.match(start('2026-05', [may, run('2026-05', 'extraordinary', 'draft')]), {
      refused: 'pay-run-open',
    })
    t.match(start('2026-06', [may]), { refused: 'month-not-over' })
  },
)
