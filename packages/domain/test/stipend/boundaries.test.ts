import t from 'tap'
import type { MonthFacts } from '../../src/stipend/month-facts.ts'
import { minutes } from '../../src/values/minutes.ts'
import { ore } from '../../src/values/ore.ts'
import {
  amounts,
  calculate,
  codes,
  day,
  dayAbsent,
  facts,
  minutesAbsent,
  paid,
  participant,
  under25,
} from './facts.ts'

const household = (from: string, changes = {}) => ({
  from: day(from),
  livesWithParent: false,
  partnerInProgramme: false,
  hasChildren: false,
  ...changes,
})
const off = (from: string, to: string, kind: 'unpaid-leave' | 'stop' = 'unpaid-leave') => ({
  from: day(from),
  to: day(to),
  kind,
})
const OLD_LAW = {
  permitGrantedOn: day('2017-03-24'),
  programmeStart: day('2021-02-03'),
  household: [],
}
const hours = (of: MonthFacts) => paid(of).lines.at(-1)?.amountOre

t.test('POL2: part of a day costs quarters of an hour, never more than a day', async (t) => {
  const of = (length: number) =>
    facts('2026-06', { absences: [minutesAbsent('2026-06-02', length)] })
  t.equal(codes(paid(of(14))).length, 1, '14 minutes cost nothing')
  t.equal(hours(of(15)), -3691)
  t.equal(hours(of(29)), -3691)
  t.equal(hours(of(30)), -7381)
  t.equal(hours(of(300)), -73810)
  t.equal(hours(of(314)), -73810, '5 h 14 min is still five hours')
  t.equal(hours(of(315)), -75861, '5 h 15 min would be 775.01: the day rate')
  t.equal(hours(of(450)), -75861)
  t.match(paid(of(450)).lines.at(-1)?.explanation, /each day at most a day rate/)
})

t.test(
  'POL2: unpaid and unexcused hours of one day cost a day rate together at most',
  async (t) => {
    const of = (unpaid: number, missed: number) =>
      amounts(
        paid(
          facts('2026-06', {
            absences: [
              minutesAbsent('2026-06-02', unpaid, 'unpaid-leave'),
              minutesAbsent('2026-06-02', missed),
            ],
          }),
        ),
      )
    t.same(of(240, 60), [2275817, -59048, -14762], 'five hours, each at its rate')
    t.same(of(240, 240), [2275817, -59048, -16812], 'the second line up to the day rate')
    t.same(of(360, 120), [2275817, -75861], 'nothing after a day rate is spent')
  },
)

t.test('POL2: the minutes of one date are added before they are rounded down', async (t) => {
  const of = facts('2026-06', {
    absences: [minutesAbsent('2026-06-02', 10), minutesAbsent('2026-06-02', 10)],
  })
  t.equal(hours(of), -3691)
})

t.test('POL4a: fifteen days of leave take day rates, sixteen leave day rates', async (t) => {
  const of = (to: string, which = '2026-05') =>
    facts(which, { participant: { interruptions: [off(`${which}-01`, `${which}-${to}`)] } })
  t.strictSame(amounts(paid(of('15'))), [2275817, -1137908])
  t.strictSame(amounts(paid(of('16'))), [2275817, -1137909])
  t.strictSame(amounts(paid(of('17'))), [2275817, -1213769])
  t.equal(paid(of('30')).grossOre, 75861)
  t.equal(paid(of('31')).grossOre, 0)
  t.strictSame(amounts(paid(of('15', '2026-02'))), [2169333, -1084667])
  t.strictSame(amounts(paid(of('16', '2026-02'))), [2169333, -1301600])
  t.strictSame(paid(of('15')).lines[1]?.law, ['integreringsforskriften § 15'])
  t.strictSame(paid(of('31')).lines[0]?.ruleKeys, ['POL4a', 'POL25'])
})

t.test('POL4a: what is paid above the limit is the remaining days x D, to the øre', async (t) => {
  const days = (to: string) =>
    facts('2026-06', { participant: { interruptions: [off('2026-06-01', to)] } })
  t.equal(paid(days('2026-06-17')).grossOre, 986187, '13 x 758.6056, not 22,758.17 less 12,896.29')
  const birthDate = day('1997-09-21')
  const turns25 = (from: string, to: string) =>
    facts('2022-09', { participant: { ...OLD_LAW, birthDate, interruptions: [off(from, to)] } })
  t.equal(
    paid(turns25('2022-09-05', '2022-09-28')).grossOre,
    165151 + 123863,
    'four days at 2/3 and two in full, each rounded once',
  )
})

t.test('POL4a: leave in a month of two factors uses the rate of its days', async (t) => {
  const of = (from: string, to: string) =>
    facts('2026-05', {
      participant: { birthDate: day('2001-05-15'), interruptions: [off(from, to, 'stop')] },
    })
  t.strictSame(amounts(paid(of('2026-05-14', '2026-05-15'))), [685192, 1248028, -50574, -75861])
  const rest = paid(of('2026-05-15', '2026-05-31'))
  t.equal(rest.grossOre, 708032, '14 remaining days at 2/3 of the day rate')
  t.strictSame(rest.lines.at(-1)?.law, ['integreringsloven § 18'])
})

t.test(
  'POL5: the 25th birthday is the first day at 25; born 29 February: 28 February',
  async (t) => {
    const born = (birthDate: string) =>
      facts('2026-05', { participant: { birthDate: day(birthDate) } })
    t.equal(paid(born('2001-05-01')).grossOre, 2275817)
    t.equal(amounts(paid(born('2001-05-02'))).length, 2)
    t.equal(paid(born('2001-06-01')).grossOre, 1517211)
    const leapling = (from: string) =>
      facts('2025-02', {
        participant: { birthDate: day('2000-02-29'), programmeStart: day(from) },
      })
    t.strictSame(amounts(paid(leapling('2025-02-27'))), [45936, 68904])
    t.equal(paid(leapling('2025-02-28')).grossOre, 68904)
  },
)

t.test('POL5: a factor that comes back is one line, not two', async (t) => {
  const of = facts('2026-06', {
    participant: {
      ...under25,
      household: [
        household('2026-01-12'),
        household('2026-06-11', { livesWithParent: true }),
        household('2026-06-21'),
      ],
    },
  })
  t.strictSame(amounts(paid(of)), [1011474, 252869])
})

t.test('POL14: a birth ends the couple factor on its day', async (t) => {
  const of = facts('2026-06', {
    participant: {
      household: [
        household('2026-01-12', { partnerInProgramme: true }),
        household('2026-06-16', { hasChildren: true, partnerInProgramme: true }),
      ],
    },
  })
  t.strictSame(amounts(paid(of)), [948257, 1137908])
})

t.test('old law: two thirds under 25 also at home, no 5/6, no household needed', async (t) => {
  const old = { permitGrantedOn: day('2019-01-01') }
  const atHome = household('2020-01-01', { livesWithParent: true, partnerInProgramme: true })
  const of = (changes: object) => facts('2026-06', { participant: { ...old, ...changes } })
  t.equal(paid(of({ ...under25, ...old, household: [atHome] })).grossOre, 1517211)
  t.equal(paid(of({ household: [atHome] })).grossOre, 2275817)
  const bare = paid(
    facts('2026-06', {
      participant: { ...old, household: [], interruptions: [off('2026-06-02', '2026-06-02')] },
      absences: [
        dayAbsent('2026-06-03'),
        minutesAbsent('2026-06-04', 60),
        minutesAbsent('2026-06-05', 90, 'breastfeeding'),
      ],
      paidWork: { minutes: minutes(60), wageOre: ore(1), days: null },
      benefits: [
        { kind: 'ufoeretrygd', amountOre: ore(100), earnedBeforeProgramme: false },
        { kind: 'overgangsstoenad', amountOre: ore(600000), earnedBeforeProgramme: false },
      ],
    }),
  )
  t.equal(bare.regime, 'introduksjonsloven')
  t.ok(bare.lines.every((line) => line.law.every((one) => one.includes('introduksjonsloven'))))
  t.equal(bare.lines.length, 8)
})

t.test('POL2: unpaid leave for part of a day and breastfeeding over an hour', async (t) => {
  const of = (...absences: MonthFacts['absences']) => facts('2026-06', { absences })
  t.strictSame(amounts(paid(of(minutesAbsent('2026-06-02', 60, 'breastfeeding')))), [2275817])
  const feeding = paid(of(minutesAbsent('2026-06-02', 120, 'breastfeeding')))
  t.strictSame(amounts(feeding), [2275817, -14762])
  t.strictSame(feeding.lines[1]?.law, ['integreringsforskriften § 13'])
  const leave = paid(
    of(
      minutesAbsent('2026-06-02', 60, 'unpaid-leave'),
      minutesAbsent('2026-06-03', 30, 'parental-leave'),
    ),
  )
  t.strictSame(amounts(leave), [2275817, -22143])
  t.strictSame(leave.lines[1]?.law, [
    'integreringsforskriften § 16',
    'integreringsforskriften § 15',
  ])
  const both = paid(
    of(minutesAbsent('2026-06-02', 240, 'unpaid-leave'), minutesAbsent('2026-06-02', 240)),
  )
  t.strictSame(amounts(both), [2275817, -59048, -16812], 'together one day rate, each line rounded')
  const turns25 = facts('2026-05', {
    participant: { birthDate: day('2001-05-15') },
    absences: [minutesAbsent('2026-05-20', 60, 'unpaid-leave')],
  })
  t.strictSame(amounts(paid(turns25)), [685192, 1248028, -14762], 'at the rate of its day (POL5)')
})

t.test('absences that keep the benefit cost nothing', async (t) => {
  const kinds = ['self-certified', 'doctor-certified', 'holiday', 'cancelled-by-organiser'] as const
  for (const kind of kinds) {
    const of = facts('2026-06', { absences: [dayAbsent('2026-06-02', kind)] })
    t.strictSame(amounts(paid(of)), [2275817], kind)
  }
})

t.test('POL12: benefits count for the days with benefit', async (t) => {
  const of = (kind: MonthFacts['benefits'][number]['kind'], earned: boolean, amount: number) =>
    facts('2026-06', {
      benefits: [{ kind, amountOre: ore(amount), earnedBeforeProgramme: earned }],
    })
  t.equal(paid(of('dagpenger', true, 300000)).grossOre, 1975817)
  t.equal(paid(of('dagpenger', false, 300000)).grossOre, 2275817)
  t.equal(paid(of('barnetrygd', true, 300000)).grossOre, 2275817)
  t.equal(paid(of('kontantstoette', true, 300000)).grossOre, 2275817)
  t.equal(paid(of('overgangsstoenad', false, 568954)).grossOre, 2275817, '1/24 G is free')
  t.equal(paid(of('overgangsstoenad', false, 1568954)).grossOre, 1875817, '40 % of 10,000.00')
  const half = facts('2026-06', {
    participant: { programmeStart: day('2026-06-16') },
    benefits: [
      { kind: 'ufoeretrygd', amountOre: ore(300000), earnedBeforeProgramme: false },
      { kind: 'sykepenger', amountOre: ore(100000), earnedBeforeProgramme: true },
      { kind: 'overgangsstoenad', amountOre: ore(1568954), earnedBeforeProgramme: false },
    ],
  })
  t.strictSame(amounts(paid(half)), [1137908, -200000, -200000])
})

t.test('POL7: what goes beyond the benefit lapses, in the order of POL11', async (t) => {
  const of = facts('2026-05', {
    participant: { birthDate: day('2001-05-15') },
    benefits: [
      { kind: 'arbeidsavklaringspenger', amountOre: ore(5000000), earnedBeforeProgramme: false },
    ],
    absences: [dayAbsent('2026-05-20')],
  })
  const result = paid(of)
  t.strictSame(amounts(result), [685192, 1248028, -1933220, 0])
  t.match(result.lines[3]?.explanation, /it lapses \(POL7\)/)
  t.equal(result.requiresIndividualDecision, false)
})

t.test('POL3: the whole base goes only when every programme day was missed', async (t) => {
  const of = (changes: object) =>
    facts('2026-06', {
      participant: {
        ...participant,
        birthDate: day('2001-06-20'),
        interruptions: [off('2026-06-05', '2026-06-30')],
      },
      absences: ['2026-06-01', '2026-06-02', '2026-06-03', '2026-06-04'].map((date) =>
        dayAbsent(date),
      ),
      ...changes,
    })
  const all = paid(of({}))
  t.equal(all.grossOre, 0, 'four days in the entitled part, all missed')
  t.equal(
    paid(
      facts('2026-06', {
        participant: { programmeEnd: day('2026-06-07') },
        programmeDays: [day('2026-06-01'), day('2026-06-02')],
        absences: [dayAbsent('2026-06-01'), dayAbsent('2026-06-02')],
      }),
    ).grossOre,
    0,
    'the programme days are the timesheet’s',
  )
  const mixed = paid(
    facts('2026-06', {
      participant: { programmeEnd: day('2026-06-02') },
      absences: [dayAbsent('2026-06-01'), dayAbsent('2026-06-02', 'holiday')],
    }),
  )
  t.strictSame(amounts(mixed), [151721, -75861])
  const weekend = facts('2026-08', {
    participant: { programmeStart: day('2026-08-29'), programmeEnd: day('2026-08-30') },
  })
  t.equal(paid(weekend).grossOre, 151721, 'days without programme days are paid by the day')
})

t.test(
  'POL13: paid work by day costs at most a day each; in a month of two factors each its rate',
  async (t) => {
    const work = (days: [string, number][], wageOre: number | null = null) => ({
      minutes: minutes(days.reduce((sum, [, own]) => sum + own, 0)),
      wageOre: wageOre === null ? null : ore(wageOre),
      days: days.map(([date, own]) => ({ date: day(date), minutes: minutes(own) })),
    })
    const capped = paid(
      facts('2026-06', {
        paidWork: work([
          ['2026-06-02', 450],
          ['2026-06-03', 60],
        ]),
      }),
    )
    t.strictSame(amounts(capped), [2275817, -90623])
    t.strictSame(capped.lines[1]?.dates, ['2026-06-02', '2026-06-03'])
    const turning = (paidWork: MonthFacts['paidWork']) =>
      facts('2026-05', { participant: { birthDate: day('2001-05-15') }, paidWork })
    t.strictSame(
      amounts(
        paid(
          turning(
            work([
              ['2026-05-14', 60],
              ['2026-05-15', 60],
            ]),
          ),
        ),
      ),
      [685192, 1248028, -9841, -14762],
    )
    t.strictSame(
      amounts(paid(turning({ minutes: minutes(3100), wageOre: null, days: null }))),
      [685192, 1248028, -229632, -418258],
      'the month’s minutes by days: 14 and 17 of 31',
    )
    const none = facts('2026-05', {
      participant: { interruptions: [off('2026-05-01', '2026-05-31')] },
      paidWork: { minutes: minutes(60), wageOre: null, days: null },
    })
    t.strictSame(amounts(paid(none)), [0])
  },
)

t.test(
  'N1: who applied from abroad and came after 1 January 2021 is under the present law',
  async (t) => {
    const of = (arrivedOn: string) =>
      calculate(
        facts('2026-06', {
          participant: {
            ...under25,
            permitGrantedOn: day('2020-11-01'),
            appliedFromAbroad: true,
            arrivedOn: day(arrivedOn),
          },
        }),
      )
    t.match(of('2021-01-01'), { regime: 'integreringsloven' })
    t.match(of('2020-12-31'), { regime: 'introduksjonsloven' })
  },
)
