import {
  monthInProgramme,
  programmeDaysOf,
  programmeEndIn,
} from '@fotfeste/domain/introduction/month-scope.ts'
import {
  approveTimesheet,
  correctTimesheet,
  type SealState,
  sealTimesheet,
  type Timesheet,
} from '@fotfeste/domain/introduction/timesheet.ts'
import { addWorkingDays, workingDaysOf } from '@fotfeste/domain/introduction/working-days.ts'
import { plainDate } from '@fotfeste/domain/values/calendar.ts'
import { month } from '@fotfeste/domain/values/month.ts'
import fc from 'fast-check'
import t from 'tap'

const day = plainDate
const workingDays = [day('2026-05-28'), day('2026-05-29')]
const open: SealState = {
  state: 'open',
  revision: 1,
  sealedBy: null,
  workingDays,
  recordedDays: workingDays,
}
const sealed: Timesheet = { state: 'sealed', revision: 1, sealedBy: 'a' }
const approved: Timesheet = { ...sealed, state: 'approved' }
const input = { sealedBy: 'a', daysWithoutProgramme: [] }

t.test('a month goes from open to sealed to approved and back as the next revision', async (t) => {
  t.same(sealTimesheet(open, input, day('2026-05-29')), sealed)
  t.same(approveTimesheet(sealed, 'b'), approved)
  t.same(correctTimesheet(approved), { state: 'open', revision: 2, sealedBy: null })
  t.same(correctTimesheet(sealed), { state: 'open', revision: 1, sealedBy: null })
})

t.test('every other step is refused by the state', async (t) => {
  for (const state of ['sealed', 'approved'] as const) {
    t.match(sealTimesheet({ ...open, state }, input, day('2026-06-01')), {
      refused: 'timesheet-not-open',
    })
  }
  for (const timesheet of [open, approved]) {
    t.match(approveTimesheet(timesheet, 'b'), { refused: 'timesheet-not-sealed' })
  }
  t.match(correctTimesheet(open), { refused: 'timesheet-open' })
})

t.test('who sealed a month cannot approve it', async (t) => {
  t.match(approveTimesheet(sealed, 'a'), { refused: 'same-actor' })
})

t.test(
  'TS-T3, N42, S24: an unfinished month is refused with the first day it can be sealed',
  async (t) => {
    const answer = sealTimesheet(open, input, day('2026-05-28'))
    t.match(answer, { refused: 'month-not-finished', detail: /2026-05-29/ })
  },
)

t.test('a working day without attendance is refused until it is named', async (t) => {
  const state = { ...open, recordedDays: [day('2026-05-28')] }
  const today = day('2026-06-01')
  t.match(sealTimesheet(state, input, today), {
    refused: 'attendance-missing',
    detail: /2026-05-29/,
  })
  const named = { ...input, daysWithoutProgramme: [day('2026-05-29')] }
  t.match(sealTimesheet(state, named, today), { state: 'sealed' })
})

t.test('a month wholly on leave can be sealed with nothing recorded', async (t) => {
  const state = { ...open, workingDays: [], recordedDays: [] }
  t.match(sealTimesheet(state, input, day('2026-05-01')), { state: 'sealed' })
})

t.test('POL3, POL25: the programme days of a month', async (t) => {
  const programme = { from: day('2026-05-11'), to: day('2026-06-03') }
  const leave = { kind: 'stop', from: day('2026-05-18'), to: day('2026-05-31') } as const
  t.same(monthInProgramme(month('2026-05'), programme), {
    from: '2026-05-11',
    to: '2026-05-31',
  })
  t.equal(monthInProgramme(month('2026-04'), programme), null)
  t.equal(monthInProgramme(month('2026-07'), programme), null)
  // Thursday 14 May is Ascension Day.
  t.same(programmeDaysOf(month('2026-05'), programme, [leave]), [
    '2026-05-11',
    '2026-05-12',
    '2026-05-13',
    '2026-05-15',
  ])
  t.same(programmeDaysOf(month('2026-06'), programme, []), [
    '2026-06-01',
    '2026-06-02',
    '2026-06-03',
  ])
  t.same(programmeDaysOf(month('2026-04'), programme, []), [])
})

t.test('the end a month carries: registered, or planned inside the month', async (t) => {
  const running = { endedOn: null, plannedEnd: day('2026-05-20') }
  t.equal(programmeEndIn(month('2026-04'), running), null)
  t.equal(programmeEndIn(month('2026-05'), running), '2026-05-20')
  t.equal(
    programmeEndIn(month('2026-04'), { ...running, endedOn: day('2026-05-15') }),
    '2026-05-15',
  )
})

t.test('moving by working days lands on the last of them', async (t) => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 28 }), (count, at) => {
      const from = day(`2026-05-${String(at).padStart(2, '0')}`)
      const passed = workingDaysOf(from, addWorkingDays(from, count))
      return passed.filter((other) => other > from).length === count
    }),
    { seed: 20261121, numRuns: 100 },
  )
  t.end()
})
