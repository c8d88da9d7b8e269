import type { Interruption } from '@fotfeste/domain/introduction/interruption.ts'
import {
  changeInterruption,
  daysChanged,
  type HeldState,
  type InterruptionChange,
  withdrawInterruption,
} from '@fotfeste/domain/introduction/interruption-change.ts'
import { plainDate } from '@fotfeste/domain/values/calendar.ts'
import t from 'tap'

const day = plainDate
const held: Interruption = {
  kind: 'unpaid-leave',
  from: day('2026-04-01'),
  to: day('2026-05-31'),
}
const state: HeldState = {
  programme: { from: day('2026-01-12'), to: day('2028-01-12') },
  isWithdrawn: false,
  others: [],
  attendedDays: [],
  awaitingApproval: [],
}
const early: InterruptionChange = {
  ...held,
  to: day('2026-05-10'),
  noticeReceivedOn: day('2026-03-10'),
}

t.test('N31: who returns early is on leave to the day before', async (t) => {
  t.same(changeInterruption(state, early), { ...held, to: '2026-05-10' })
})

const changes: [string, Partial<Interruption>, { from: string; to: string }][] = [
  ['an earlier return', { to: day('2026-05-10') }, { from: '2026-05-11', to: '2026-05-31' }],
  ['a later return', { to: day('2026-06-10') }, { from: '2026-06-01', to: '2026-06-10' }],
  ['a later start', { from: day('2026-04-07') }, { from: '2026-04-01', to: '2026-05-31' }],
  ['another kind', { kind: 'stop' }, { from: '2026-04-01', to: '2026-05-31' }],
  ['nothing', {}, { from: '2026-04-01', to: '2026-05-31' }],
]
for (const [what, change, days] of changes) {
  t.test(`${what} changes the days from the first that differs`, async (t) => {
    t.same(daysChanged(held, { ...held, ...change }), days)
  })
}

const other = { kind: 'stop', from: day('2026-06-01'), to: day('2026-06-10') } as const
const refusals: [string, Partial<HeldState>, Partial<InterruptionChange>][] = [
  ['interruption-withdrawn', { isWithdrawn: true }, {}],
  ['return-before-start', {}, { to: day('2026-03-31') }],
  ['outside-programme', {}, { from: day('2026-01-11') }],
  ['outside-programme', {}, { to: day('2028-01-13') }],
  ['interruptions-overlap', { others: [other] }, { to: day('2026-06-01') }],
  ['attendance-recorded', { attendedDays: [day('2026-06-02')] }, { to: day('2026-06-05') }],
  ['month-sealed', { awaitingApproval: ['2026-05'] }, {}],
  ['leave-too-long', {}, { to: day('2027-04-02') }],
  [
    'benefit-stop-backdated',
    {},
    { kind: 'illness-without-benefit', noticeReceivedOn: day('2026-04-02') },
  ],
]
for (const [refused, change, input] of refusals) {
  t.test(`a changed interruption is refused as ${refused}`, async (t) => {
    t.match(changeInterruption({ ...state, ...change }, { ...early, ...input }), { refused })
  })
}

t.test('days attended outside the new leave do not stand in its way', async (t) => {
  const attended = { ...state, attendedDays: [day('2026-05-11')] }
  t.match(changeInterruption(attended, early), { to: '2026-05-10' })
})

t.test(
  'leave that was never taken is withdrawn, once, and not under a month that waits',
  async (t) => {
    t.same(withdrawInterruption(state), null)
    t.match(withdrawInterruption({ ...state, isWithdrawn: true }), {
      refused: 'interruption-withdrawn',
    })
    t.match(withdrawInterruption({ ...state, awaitingApproval: ['2026-04'] }), {
      refused: 'month-sealed',
    })
  },
)
