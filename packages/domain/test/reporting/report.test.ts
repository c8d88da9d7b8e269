import fc from 'fast-check'
import t from 'tap'
import {
  type HeldReport,
  moveReport,
  numberProblem,
  RECEIPT_MOVES,
  REPORT_MOVES,
  REPORT_REMEDIES,
  REPORT_STATES,
  type ReportId,
  type ReportMove,
  type ReportState,
  reportDueOn,
  requestReport,
} from '../../src/reporting/report.ts'
import { plainDate } from '../../src/values/calendar.ts'
import type { Id } from '../../src/values/ids.ts'
import { month } from '../../src/values/month.ts'
import { isRefusal } from '../../src/values/refusal.ts'

const today = plainDate('2026-07-02')
const june = month('2026-06')
const run = (id: string, isReleased = true) => ({ id: id as Id<'PayRun'>, isReleased })
const held = (number: number, state: ReportState, runs: readonly string[] = ['a']): HeldReport => ({
  id: `report-${number}` as ReportId,
  number,
  state,
  runIds: runs as readonly Id<'PayRun'>[],
})
const ask = (more: Partial<Parameters<typeof requestReport>[0]> = {}, on = today) =>
  requestReport({ month: june, cause: null, reports: [], runs: [run('a')], ...more }, on)

t.test('the day is the 5th, or the first working day after it (FOR-2014-06-24-857)', async (t) => {
  const days: [string, string][] = [
    ['2026-05', '2026-06-05'],
    ['2026-06', '2026-07-06'],
    ['2026-11', '2026-12-07'],
    ['2026-12', '2027-01-05'],
    ['2026-03', '2026-04-07'], // 5 April 2026 is Easter Sunday, the 6th Easter Monday
  ]
  for (const [of, due] of days) t.equal(reportDueOn(month(of)), due, of)
})

t.test('a first message, and the one that takes its place', async (t) => {
  t.strictSame(ask(), { number: 1, replaces: null, dueOn: '2026-07-06' })
  const runs = [run('a'), run('b')]
  for (const state of ['delivered', 'received'] as const) {
    t.match(ask({ reports: [held(1, state)], runs }), { number: 2, replaces: 'report-1' })
  }
  const reports = [held(3, 'failed'), held(1, 'received'), held(2, 'received', ['a', 'b'])]
  t.match(ask({ reports, runs: [...runs, run('c')] }), { number: 4, replaces: 'report-2' })
  t.match(ask({ reports: [held(1, 'failed')] }), { number: 2, replaces: null })
  const cause = 'A number was corrected.'
  t.match(ask({ reports: [held(1, 'received')], cause }), { number: 2, replaces: 'report-1' })
})

t.test('one that waits is tried again', async (t) => {
  const waiting = held(2, 'requested')
  t.strictSame(ask({ reports: [held(1, 'failed'), waiting], runs: [run('a', false)] }), {
    again: waiting,
  })
})

t.test('each refusal says what to do', async (t) => {
  const refusals: [string, RegExp, ReturnType<typeof ask>][] = [
    ['month-not-begun', /by 2026-09-07/, ask({ month: month('2026-08') })],
    ['report-state', /report-1 .* receipt/, ask({ reports: [held(1, 'written')] })],
    ['pay-run-open', /release or cancel it/, ask({ runs: [run('a'), run('b', false)] })],
    ['nothing-to-report', /Nobody was paid in 2026-06/, ask({ runs: [] })],
    ['report-unchanged', /report-1; give a cause/, ask({ reports: [held(1, 'delivered')] })],
  ]
  for (const [code, told, answer] of refusals) {
    t.match(answer, { refused: code, detail: told }, code)
  }
  t.match(ask({}, plainDate('2026-06-01')), { number: 1 }, 'the month need not be over')
  t.match(ask({}, plainDate('2026-05-31')), { refused: 'month-not-begun', pointer: '/month' })
})

t.test('a move goes by the table, whatever the state', async (t) => {
  const moves = Object.keys(REPORT_MOVES) as ReportMove[]
  for (const state of REPORT_STATES) {
    for (const move of moves) {
      const { from, to } = REPORT_MOVES[move]
      const next = moveReport(state, move)
      if ((from as readonly string[]).includes(state)) t.equal(next, to, `${state} ${move}`)
      else t.match(next, { refused: 'report-state', detail: new RegExp(`is ${state}; ${move}`) })
    }
  }
  t.strictSame(RECEIPT_MOVES, {
    delivered: 'deliver',
    received: 'receive',
    refused: 'refuse',
    withdrawn: 'withdraw',
  })
})

t.test('no way leads out of received or failed, and every way ends', async (t) => {
  const moves = fc.array(fc.constantFrom(...(Object.keys(REPORT_MOVES) as ReportMove[])))
  fc.assert(
    fc.property(moves, (path) => {
      let state: ReportState = 'requested'
      let taken = 0
      for (const move of path) {
        const next = moveReport(state, move)
        if (isRefusal(next)) continue
        if (state === 'received' || state === 'failed') return false
        state = next as ReportState
        taken += 1
      }
      return taken <= 3
    }),
  )
  t.pass('for every path tried')
})

t.test(
  'who has no number of the population register keeps a message from being whole',
  async (t) => {
    t.equal(numberProblem('14919010038'), null)
    t.equal(numberProblem(null), 'no-national-number')
    t.equal(numberProblem(undefined), 'unknown-person')
    t.match(REPORT_REMEDIES['no-national-number'], 'PUT /v1/persons/{personId}/identity-numbers')
    t.match(REPORT_REMEDIES['unknown-person'], /Settlement/)
  },
)
