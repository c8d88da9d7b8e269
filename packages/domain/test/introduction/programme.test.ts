import { type EndState, endProgramme, endsDuty } from '@fotfeste/domain/introduction/ending.ts'
import {
  type ExtensionInput,
  type ExtensionState,
  extendProgramme,
  type Programme,
  startProgramme,
} from '@fotfeste/domain/introduction/programme.ts'
import { plainDate } from '@fotfeste/domain/values/calendar.ts'
import t from 'tap'

const day = plainDate
const today = day('2026-06-15')
const rule = { months: 24, extensionMonths: 12, law: 'introduksjonsloven § 5' }
const decided: Programme = {
  state: 'decided',
  decidedOn: day('2026-01-05'),
  startedOn: null,
  plannedEnd: day('2027-06-30'),
  rule,
}
const started: ExtensionState = {
  ...decided,
  state: 'started',
  startedOn: day('2026-01-12'),
  absence: { interruptions: [], parts: [] },
  sealedMonths: [],
}

t.test('a decided programme starts with the end that was planned', async (t) => {
  const answer = startProgramme(decided, { startedOn: day('2026-01-12'), plannedEnd: null }, today)
  t.same(answer, { startedOn: '2026-01-12', plannedEnd: '2027-06-30' })
})

t.test('a start can give a new end within the law', async (t) => {
  const input = { startedOn: day('2026-02-02'), plannedEnd: day('2028-02-02') }
  t.same(startProgramme(decided, input, today), input)
})

const starts: [string, Programme, string, string | null][] = [
  ['already-started', started, '2026-01-12', null],
  ['date-in-future', decided, '2026-06-16', null],
  ['start-before-decision', decided, '2026-01-04', null],
  ['end-before-start', decided, '2026-02-02', '2026-02-01'],
  ['longer-than-allowed', decided, '2026-01-12', '2028-01-13'],
]
for (const [refused, programme, startedOn, end] of starts) {
  t.test(`a start is refused as ${refused}`, async (t) => {
    const plannedEnd = end === null ? null : day(end)
    t.match(startProgramme(programme, { startedOn: day(startedOn), plannedEnd }, today), {
      refused,
    })
  })
}

t.test('O8, N12, N46 f: an extension towards the goal reaches the extended length', async (t) => {
  const input: ExtensionInput = { plannedEnd: day('2029-01-12'), ground: 'goal' }
  t.same(extendProgramme(started, input), { plannedEnd: '2029-01-12' })
})

t.test('N33, O27: absence moves the end beyond the length without an extension', async (t) => {
  const part = { absentMinutes: 450, plannedMinutes: 450 }
  const absence = { interruptions: [], parts: Array.from({ length: 11 }, () => part) }
  const state = { ...started, absence }
  // Eleven working days after Wednesday 12 January 2028.
  const input: ExtensionInput = { plannedEnd: day('2028-01-27'), ground: 'absence' }
  t.same(extendProgramme(state, input), { plannedEnd: '2028-01-27' })
  t.match(extendProgramme(state, { ...input, plannedEnd: day('2028-01-28') }), {
    refused: 'longer-than-allowed',
  })
})

const extensions: [string, Partial<ExtensionState>, ExtensionInput][] = [
  [
    'not-started',
    { state: 'decided', startedOn: null },
    { plannedEnd: day('2028-01-01'), ground: 'goal' },
  ],
  ['not-started', { state: 'ended' }, { plannedEnd: day('2028-01-01'), ground: 'goal' }],
  ['extension-not-later', {}, { plannedEnd: day('2027-06-30'), ground: 'goal' }],
  ['longer-than-allowed', {}, { plannedEnd: day('2029-01-13'), ground: 'goal' }],
  ['longer-than-allowed', {}, { plannedEnd: day('2028-01-13'), ground: 'absence' }],
  [
    'month-sealed',
    { sealedMonths: ['2027-06'] },
    { plannedEnd: day('2027-07-31'), ground: 'goal' },
  ],
]
for (const [refused, change, input] of extensions) {
  t.test(`an extension to ${input.plannedEnd} is refused as ${refused}`, async (t) => {
    t.match(extendProgramme({ ...started, ...change }, input), { refused })
  })
}

const running: EndState = {
  state: 'started',
  decidedOn: day('2026-01-05'),
  startedOn: day('2026-01-12'),
  plannedEnd: day('2026-06-12'),
  lastDayAttended: day('2026-05-29'),
  sealedMonths: [],
}

t.test('N16: a programme ends on its last day', async (t) => {
  const input = { endedOn: day('2026-06-12'), reason: 'goal-reached' } as const
  t.same(endProgramme(running, input, today), input)
})

t.test('N8: a decided programme that the person refused ends without a start', async (t) => {
  const state: EndState = { ...running, state: 'decided', startedOn: null, lastDayAttended: null }
  const input = { endedOn: day('2026-01-05'), reason: 'refused' } as const
  t.same(endProgramme(state, input, today), input)
  t.match(endProgramme(state, { ...input, reason: 'goal-reached' }, today), {
    refused: 'end-reason-not-open',
  })
  t.match(endProgramme(state, { ...input, endedOn: day('2026-01-04') }, today), {
    refused: 'end-before-start',
  })
})

const ends: [string, Partial<EndState>, string, 'broken-off' | 'refused'][] = [
  ['already-ended', { state: 'ended' }, '2026-06-01', 'broken-off'],
  ['end-reason-not-open', {}, '2026-06-01', 'refused'],
  ['date-in-future', {}, '2026-06-16', 'broken-off'],
  ['end-before-start', {}, '2026-01-11', 'broken-off'],
  ['end-after-plan', {}, '2026-06-13', 'broken-off'],
  ['attendance-recorded', {}, '2026-05-28', 'broken-off'],
  ['month-sealed', { sealedMonths: ['2026-06'] }, '2026-06-10', 'broken-off'],
]
for (const [refused, change, endedOn, reason] of ends) {
  t.test(`an end is refused as ${refused}`, async (t) => {
    const answer = endProgramme({ ...running, ...change }, { endedOn: day(endedOn), reason }, today)
    t.match(answer, { refused })
  })
}

t.test('N8, O5: to break off and to refuse end the duty', async (t) => {
  t.ok(endsDuty('broken-off') && endsDuty('refused') && !endsDuty('moved'))
})
