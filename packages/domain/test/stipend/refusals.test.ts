import t from 'tap'
import type { MonthFacts } from '../../src/stipend/month-facts.ts'
import { minutes } from '../../src/values/minutes.ts'
import { ore } from '../../src/values/ore.ts'
import { calculate, day, dayAbsent, facts, minutesAbsent } from './facts.ts'

const refused = (of: MonthFacts, asKnownOn?: string) => {
  const result = calculate(of, asKnownOn)
  return 'refused' in result ? result : { refused: 'nothing', detail: '', pointer: '' }
}
const absent = (...absences: MonthFacts['absences']) => refused(facts('2026-05', { absences }))
const off = (from: string, to: string) => ({
  participant: { interruptions: [{ from: day(from), to: day(to), kind: 'unpaid-leave' as const }] },
})

t.test('POL25: a month before the start or after the end', async (t) => {
  t.match(refused(facts('2025-12')), { refused: 'month-outside-programme', pointer: '/month' })
  const ended = facts('2026-06', { participant: { programmeEnd: day('2026-05-31') } })
  t.match(refused(ended), {
    refused: 'month-outside-programme',
    detail: /runs from 2026-01-12 until 2026-05-31/,
  })
})

t.test('a month before the law, and before any base amount was known', async (t) => {
  const early = { programmeStart: day('1999-01-01') }
  t.match(refused(facts('2020-12', { participant: early })), { refused: 'month-outside-law' })
  const old = facts('2003-08', { participant: { ...early, permitGrantedOn: day('2003-01-01') } })
  t.match(refused(old), { refused: 'month-outside-law' })
  t.match(refused(facts('2026-05'), '1950-01-01'), { refused: 'base-amount-unknown' })
})

t.test('POL3: an absence on a day that is no programme day, each with its reason', async (t) => {
  const cases: [string, MonthFacts, RegExp][] = [
    ['Saturday', facts('2026-05', { absences: [dayAbsent('2026-05-16')] }), /a Saturday or Sunday/],
    ['1 May', facts('2026-05', { absences: [dayAbsent('2026-05-01')] }), /a day off/],
    ['other month', facts('2026-05', { absences: [dayAbsent('2026-06-01')] }), /not in 2026-05/],
    [
      'before start',
      facts('2026-01', { absences: [dayAbsent('2026-01-09')] }),
      /outside the programme/,
    ],
    [
      'on leave',
      facts('2026-05', { ...off('2026-05-11', '2026-05-15'), absences: [dayAbsent('2026-05-12')] }),
      /without entitlement \(unpaid-leave\)/,
    ],
    [
      'not planned',
      facts('2026-05', {
        programmeDays: [day('2026-05-11')],
        absences: [dayAbsent('2026-05-11'), dayAbsent('2026-05-12')],
      }),
      /not among the timesheet/,
    ],
  ]
  for (const [name, of, detail] of cases) {
    t.match(
      refused(of),
      { refused: 'not-a-programme-day', detail, pointer: /^\/absences\/\d\/date$/ },
      name,
    )
  }
})

t.test('POL2: a date says either whole day or minutes, at most a day’s', async (t) => {
  const bare = { date: day('2026-05-12'), kind: 'unexcused' as const }
  const unclear = { refused: 'absence-unclear', pointer: '/absences/0' }
  t.match(absent({ ...bare, wholeDay: true, minutes: minutes(60) }), {
    ...unclear,
    detail: /not both/,
  })
  t.match(absent({ ...bare, wholeDay: false, minutes: null }), {
    ...unclear,
    detail: /either wholeDay or minutes\.$/,
  })
  const second = { refused: 'absence-unclear', pointer: '/absences/1' }
  t.match(absent(dayAbsent('2026-05-12'), dayAbsent('2026-05-12')), second)
  t.match(absent(dayAbsent('2026-05-12'), minutesAbsent('2026-05-12', 30)), second)
  t.match(absent(minutesAbsent('2026-05-12', 30, 'child-ill'), dayAbsent('2026-05-12')), second)
  t.match(absent(minutesAbsent('2026-05-12', 1440), minutesAbsent('2026-05-12', 1)), second)
  t.match(absent(minutesAbsent('2026-05-12', 1439), minutesAbsent('2026-05-12', 1)), {
    refused: 'nothing',
  })
})

t.test('whole days of leave are interruptions, not absences', async (t) => {
  for (const kind of ['unpaid-leave', 'parental-leave', 'breastfeeding'] as const) {
    t.match(absent(dayAbsent('2026-05-12', kind)), { refused: 'leave-is-not-absence' }, kind)
  }
})

t.test(
  'POL13: paid work without a wage, on days without benefit, or that does not add up',
  async (t) => {
    const work = (wageOre: number | null, days: [string, number][] | null, total = 60) =>
      refused(
        facts('2026-05', {
          paidWork: {
            minutes: minutes(total),
            wageOre: wageOre === null ? null : ore(wageOre),
            days: days?.map(([date, own]) => ({ date: day(date), minutes: minutes(own) })) ?? null,
          },
        }),
      )
    t.match(work(0, null), { refused: 'paid-work-without-wage', pointer: '/paidWork/wageOre' })
    t.match(work(0, null, 0), { refused: 'nothing' })
    t.match(work(null, [['2026-06-01', 60]]), {
      refused: 'paid-work-unclear',
      pointer: '/paidWork/days/0/date',
    })
    t.match(work(null, [['2026-05-12', 30]]), { refused: 'paid-work-unclear' })
    t.match(
      work(
        null,
        [
          ['2026-05-12', 1440],
          ['2026-05-12', 60],
        ],
        1500,
      ),
      { refused: 'paid-work-unclear' },
    )
  },
)

t.test('dates in the wrong order, and no household facts', async (t) => {
  const order = { refused: 'dates-out-of-order' }
  t.match(refused(facts('2026-05', { participant: { programmeEnd: day('2026-01-11') } })), {
    ...order,
    pointer: '/participant/programmeEnd',
  })
  t.match(refused(facts('2026-05', off('2026-05-02', '2026-05-01'))), {
    ...order,
    pointer: '/participant/interruptions/0/to',
  })
  const row = { livesWithParent: false, partnerInProgramme: false, hasChildren: false }
  const household = [
    { ...row, from: day('2026-02-01') },
    { ...row, from: day('2026-02-01') },
  ]
  t.match(refused(facts('2026-05', { participant: { household } })), {
    ...order,
    pointer: '/participant/household/1/from',
  })
  t.match(refused(facts('2026-01', { participant: { household: household.slice(1) } })), {
    refused: 'household-incomplete',
    pointer: '/participant/household',
  })
})
