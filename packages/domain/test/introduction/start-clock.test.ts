import { type ClockFacts, startClock } from '@fotfeste/domain/introduction/start-clock.ts'
import { plainDate } from '@fotfeste/domain/values/calendar.ts'
import t from 'tap'

const day = plainDate
const settled: ClockFacts = {
  settledOn: day('2025-11-30'),
  claimedOn: null,
  decidedOn: null,
  startedOn: null,
}
const cases: [string, Partial<ClockFacts>, string, object][] = [
  [
    'X36: settled 30 November 2025, programme by 28 February 2026 (a Saturday)',
    {},
    '2026-02-20',
    { deadline: '2026-02-28', state: 'running', daysLeft: 8, daysLate: 0 },
  ],
  ['N10: the deadline itself is in time', {}, '2026-02-28', { state: 'running', daysLeft: 0 }],
  ['N10: the day after is late', {}, '2026-03-01', { state: 'overdue', daysLeft: 0, daysLate: 1 }],
  [
    'N10: a decision without a start does not stop the clock',
    { decidedOn: day('2026-01-05') },
    '2026-03-10',
    { state: 'overdue', daysLate: 10 },
  ],
  [
    'N10: started in time',
    { decidedOn: day('2026-01-05'), startedOn: day('2026-02-28') },
    '2026-06-01',
    { state: 'met', daysLeft: 0, daysLate: 0 },
  ],
  [
    'N10: started late',
    { decidedOn: day('2026-01-05'), startedOn: day('2026-03-02') },
    '2026-06-01',
    { state: 'met-late', daysLate: 2 },
  ],
  [
    'N10: counted from the claim',
    { claimedOn: day('2026-01-31') },
    '2026-02-20',
    { countsFrom: '2026-01-31', countsFromWhat: 'claim', deadline: '2026-04-30' },
  ],
]
for (const [name, facts, today, expected] of cases) {
  t.test(name, async (t) => {
    t.match(startClock({ ...settled, ...facts }, day(today)), expected)
  })
}
