import {
  correctDay,
  type DayEntry,
  type DayState,
  isSameDay,
  recordDay,
} from '@fotfeste/domain/introduction/attendance.ts'
import {
  absenceTotals,
  isWholeDay,
  sentAbsences,
} from '@fotfeste/domain/introduction/day-absence.ts'
import { timesheetContent } from '@fotfeste/domain/introduction/timesheet-content.ts'
import { plainDate } from '@fotfeste/domain/values/calendar.ts'
import t from 'tap'

const day = plainDate
const today = day('2026-05-20')
const state: DayState = {
  timesheet: 'open',
  programme: { from: day('2026-05-04'), to: day('2028-05-04') },
  interruption: null,
  recorded: null,
}
const entry: DayEntry = {
  date: day('2026-05-12'),
  plannedMinutes: 450,
  presentMinutes: 210,
  absences: [{ kind: 'unexcused', minutes: 240 }],
}

t.test('a programme day is recorded and corrected', async (t) => {
  t.same(recordDay(state, entry, today), entry)
  t.same(correctDay({ ...state, recorded: entry }, entry, today), entry)
})

const refusals: [string, Partial<DayState>, Partial<DayEntry>][] = [
  ['already-recorded', { recorded: entry }, {}],
  ['month-sealed', { timesheet: 'sealed' }, {}],
  ['month-sealed', { timesheet: 'approved' }, {}],
  ['day-not-come', {}, { date: day('2026-05-21') }],
  ['does-not-add-up', {}, { presentMinutes: 211 }],
]
for (const [refused, change, input] of refusals) {
  t.test(`a day is refused as ${refused}`, async (t) => {
    t.match(recordDay({ ...state, ...change }, { ...entry, ...input }, today), { refused })
  })
}

const offDays: [string, Partial<DayState>, string][] = [
  ['before the start', {}, '2026-04-30'],
  [
    'after the end',
    { programme: { from: day('2026-05-04'), to: day('2026-05-11') } },
    '2026-05-12',
  ],
  ['a Saturday', {}, '2026-05-09'],
  ['a Sunday', {}, '2026-05-10'],
  ['Ascension Day (§ 17)', {}, '2026-05-14'],
  ['in a stop', { interruption: 'stop' }, '2026-05-12'],
]
for (const [name, change, date] of offDays) {
  t.test(`POL3: ${name} is not a programme day`, async (t) => {
    t.match(recordDay({ ...state, ...change }, { ...entry, date: day(date) }, today), {
      refused: 'not-a-programme-day',
      pointer: '/date',
    })
  })
}

t.test('a day that was never recorded cannot be corrected', async (t) => {
  t.match(correctDay(state, entry, today), { refused: 'not-recorded' })
})

t.test('POL2: a wholly missed day is a whole day from 5 h 15 min on', async (t) => {
  const missed = (minutes: number): DayEntry => ({
    date: day('2026-05-19'),
    plannedMinutes: minutes,
    presentMinutes: 0,
    absences: [{ kind: 'unexcused', minutes }],
  })
  t.same(sentAbsences(missed(315)), [{ date: '2026-05-19', kind: 'unexcused', wholeDay: true }])
  t.same(sentAbsences(missed(314)), [{ date: '2026-05-19', kind: 'unexcused', minutes: 314 }])
  t.notOk(isWholeDay(entry))
  t.notOk(isWholeDay({ plannedMinutes: 450, absences: [] }))
})

t.test('POL2: a day missed for two reasons is sent in minutes', async (t) => {
  const absences = [
    { kind: 'unexcused', minutes: 210 },
    { kind: 'welfare-leave', minutes: 240 },
  ] as const
  t.same(sentAbsences({ ...entry, presentMinutes: 0, absences }), [
    { date: '2026-05-12', kind: 'unexcused', minutes: 210 },
    { date: '2026-05-12', kind: 'welfare-leave', minutes: 240 },
  ])
})

t.test('N33: a day’s absence is summed by what it does', async (t) => {
  const absences = [
    { kind: 'unexcused', minutes: 60 },
    { kind: 'child-ill', minutes: 120 },
    { kind: 'holiday', minutes: 30 },
  ] as const
  t.same(absenceTotals({ absences }), {
    absentMinutes: 210,
    unexcusedMinutes: 60,
    lengtheningMinutes: 120,
  })
})

t.test('a month is summed from its days', async (t) => {
  const ill: DayEntry = {
    date: day('2026-05-13'),
    plannedMinutes: 450,
    presentMinutes: 0,
    absences: [{ kind: 'doctor-certified', minutes: 450 }],
  }
  t.same(timesheetContent([entry, ill]), {
    absences: [
      { date: '2026-05-12', kind: 'unexcused', minutes: 240 },
      { date: '2026-05-13', kind: 'doctor-certified', wholeDay: true },
    ],
    plannedDays: ['2026-05-12', '2026-05-13'],
    plannedMinutes: 900,
    presentMinutes: 210,
    absentMinutes: 690,
    unexcusedMinutes: 240,
  })
  t.match(timesheetContent([]), { plannedDays: [], plannedMinutes: 0 })
})

t.test(
  'TS-T10: a day sent again is the same day, whatever the order of its absences',
  async (t) => {
    const absences = [
      { kind: 'unexcused', minutes: 60 },
      { kind: 'antenatal', minutes: 180 },
    ] as const
    const mixed = { ...entry, absences }
    t.ok(isSameDay(mixed, { ...mixed, absences: [absences[1], absences[0]] }))
    t.notOk(isSameDay(mixed, entry))
    t.notOk(isSameDay(mixed, { ...mixed, date: day('2026-05-13') }))
    t.notOk(isSameDay(mixed, { ...mixed, plannedMinutes: 449 }))
    t.notOk(isSameDay(mixed, { ...mixed, presentMinutes: 209 }))
    t.notOk(isSameDay(entry, { ...entry, absences: [{ kind: 'unexcused', minutes: 239 }] }))
    t.notOk(isSameDay(entry, { ...entry, absences: [{ kind: 'holiday', minutes: 240 }] }))
  },
)
