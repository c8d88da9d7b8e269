import t from 'tap'
import { BASE_AMOUNTS } from '../../src/rates/base-amount.ts'
import { settleDifferences } from '../../src/stipend/differences.ts'
import type { MonthFacts } from '../../src/stipend/month-facts.ts'
import { ratesOf } from '../../src/stipend/month-rates.ts'
import { yearOf } from '../../src/values/calendar.ts'
import { isDayOff } from '../../src/values/holidays.ts'
import { minutes } from '../../src/values/minutes.ts'
import { daysOf, type Month, month } from '../../src/values/month.ts'
import { NO_ORE, ore, roundToOre } from '../../src/values/ore.ts'
import { ratio, times } from '../../src/values/ratio.ts'
import {
  amounts,
  codes,
  day,
  dayAbsent,
  facts,
  minutesAbsent,
  paid,
  under25,
  withParent,
} from './facts.ts'

const couple = (programmeStart: string) => ({
  programmeStart: day(programmeStart),
  household: [
    {
      from: day('2021-01-01'),
      livesWithParent: false,
      partnerInProgramme: true,
      hasChildren: false,
    },
  ],
})
const start = (date: string) => ({ participant: { programmeStart: day(date) } })
const end = (date: string) => ({ participant: { programmeEnd: day(date) } })
const off = (from: string, to: string) => ({
  participant: { interruptions: [{ from: day(from), to: day(to), kind: 'unpaid-leave' as const }] },
})
const work = (wageOre: number | null) => ({
  paidWork: { minutes: minutes(3600), wageOre: wageOre === null ? null : ore(wageOre), days: null },
})
const benefit = (kind: 'arbeidsavklaringspenger' | 'overgangsstoenad', amountOre: number) => ({
  benefits: [{ kind, amountOre: ore(amountOre), earnedBeforeProgramme: false }],
})
const programmeDaysIn = (of: string) => daysOf(month(of)).filter((date) => !isDayOff(date))
const june = programmeDaysIn('2026-06')
const earlier = { programmeStart: day('2024-01-08') }

/** key, facts, lines in øre, total in øre. */
const examples: [string, MonthFacts, number[], number][] = [
  ['X1', facts('2026-06'), [2275817], 2275817],
  [
    'X2',
    facts('2026-06', { absences: [minutesAbsent('2026-06-02', 240)] }),
    [2275817, -59048],
    2216769,
  ],
  [
    'X3',
    facts('2026-06', { absences: june.slice(0, 3).map((date) => dayAbsent(date)) }),
    [2275817, -227582],
    2048235,
  ],
  [
    'X5',
    facts('2026-06', {
      participant: under25,
      absences: [minutesAbsent('2026-06-02', 180), minutesAbsent('2026-06-03', 180)],
    }),
    [1517211, -59048],
    1458163,
  ],
  ['X6', facts('2026-06', { participant: withParent }), [758606], 758606],
  [
    'X6 a day',
    facts('2026-06', { participant: withParent, absences: [dayAbsent('2026-06-02')] }),
    [758606, -25287],
    733319,
  ],
  [
    'X6 an hour',
    facts('2026-06', { participant: withParent, absences: [minutesAbsent('2026-06-02', 60)] }),
    [758606, -4921],
    753685,
  ],
  ['X7 new', facts('2026-06', { participant: couple('2024-07-01') }), [1896514], 1896514],
  ['X7 old', facts('2026-06', { participant: couple('2024-06-30') }), [2275817], 2275817],
  [
    'N38 on top of 2/3 (5/9)',
    facts('2026-06', { participant: { ...couple('2026-01-12'), birthDate: under25.birthDate } }),
    [1264343],
    1264343,
  ],
  ['X9 time', facts('2026-06', work(null)), [2275817, -885723], 1390094],
  ['X9 wage', facts('2026-06', work(800000)), [2275817, -800000], 1475817],
  ['X29 wage 12,000', facts('2026-06', work(1200000)), [2275817, -885723], 1390094],
  [
    'X9 old law: by time only',
    facts('2026-06', {
      ...work(800000),
      participant: { permitGrantedOn: day('2020-12-31') },
    }),
    [2275817, -885723],
    1390094,
  ],
  ['X15', facts('2026-06', start('2026-06-10')), [1593072], 1593072],
  ['X19', facts('2026-02', start('2026-02-02')), [1952400], 1952400],
  ['X19 from the first', facts('2026-02', start('2026-02-01')), [2169333], 2169333],
  ['X20', facts('2026-03', start('2026-03-02')), [2169333], 2169333],
  ['X20 a day later', facts('2026-03', start('2026-03-03')), [2097022], 2097022],
  ['X20 leap year', facts('2024-02', start('2024-02-02')), [1845200], 1845200],
  ['X20 leap year whole', facts('2024-02', { participant: earlier }), [1977000], 1977000],
  ['X21', facts('2026-05', end('2026-05-15')), [1137908], 1137908],
  ['X21 30 May', facts('2026-05', end('2026-05-30')), [2275817], 2275817],
  [
    'X22',
    facts('2026-05', { participant: { birthDate: day('2001-05-15') } }),
    [685192, 1248028],
    1933220,
  ],
  [
    'X25 15 days',
    facts('2026-06', { absences: june.slice(0, 15).map((date) => dayAbsent(date)) }),
    [2275817, -1137908],
    1137909,
  ],
  [
    'X25 14 days and 5 h',
    facts('2026-06', {
      absences: [
        ...june.slice(0, 14).map((date) => dayAbsent(date)),
        minutesAbsent(june[14] ?? '', 300),
      ],
    }),
    [2275817, -73810, -1062048],
    1139959,
  ],
  [
    'X26',
    facts('2026-06', { absences: june.map((date) => dayAbsent(date)) }),
    [2275817, -2275817],
    0,
  ],
  [
    'X27',
    facts('2026-06', benefit('arbeidsavklaringspenger', 1000000)),
    [2275817, -1000000],
    1275817,
  ],
  ['X30 May', facts('2026-05', off('2026-05-13', '2026-05-13')), [2275817, -75861], 2199956],
  ['X30 February', facts('2026-02', off('2026-02-11', '2026-02-11')), [2169333, -72311], 2097022],
  ['X30 whole month', facts('2026-05', off('2026-04-20', '2026-06-10')), [0], 0],
  [
    'X31',
    facts('2026-06', { absences: june.slice(0, 3).map((date) => minutesAbsent(date, 20)) }),
    [2275817, -11072],
    2264745,
  ],
]

t.test('the worked examples of the rules, to the øre', async (t) => {
  for (const [key, of, lines, total] of examples) {
    const result = paid(of)
    t.strictSame(amounts(result), lines, `${key}: lines`)
    t.equal(result.grossOre, total, `${key}: total`)
  }
})

t.test('the calculation of the API page, to the øre', async (t) => {
  const result = paid(
    facts('2026-05', { absences: [minutesAbsent('2026-05-12', 240), dayAbsent('2026-05-19')] }),
    '2026-06-10',
  )
  const { annualOre, monthlyOre, dailyOre, hourlyOre, grossOre, regime } = result
  t.strictSame(
    { annualOre, monthlyOre, dailyOre, hourlyOre, grossOre, regime },
    {
      annualOre: 27309800,
      monthlyOre: 2275817,
      dailyOre: 75861,
      hourlyOre: 14762,
      grossOre: 2140908,
      regime: 'integreringsloven',
    },
  )
  t.equal(result.baseAmount.amountOre, 13654900)
  t.equal(result.requiresIndividualDecision, false)
  const [base, hours, days] = result.lines
  t.strictSame(base?.law, ['integreringsloven § 20 first and second paragraph'])
  t.strictSame(base?.quantity, { value: '1', unit: 'month' })
  t.strictSame(hours?.quantity, { value: '4', unit: 'hour' })
  t.strictSame(hours?.dates, ['2026-05-12'])
  t.strictSame(days?.dates, ['2026-05-19'])
  t.strictSame(days?.law, ['integreringsloven § 21', 'integreringsloven § 20 second paragraph'])
})

t.test('X25: the decision is needed at exactly half and exactly 1/12 G, not below', async (t) => {
  const missed = (count: number, participant = {}) =>
    paid(
      facts('2026-06', {
        participant,
        absences: june.slice(0, count).map((date) => dayAbsent(date)),
      }),
    ).requiresIndividualDecision
  t.equal(missed(15), true)
  t.equal(missed(14), false)
  t.equal(missed(22), true)
  t.equal(missed(22, withParent), false, 'a third never reaches 1/12 G')
  const nearly = facts('2026-06', {
    absences: [
      ...june.slice(0, 14).map((date) => dayAbsent(date)),
      minutesAbsent(june[14] ?? '', 300),
    ],
  })
  t.equal(paid(nearly).requiresIndividualDecision, false)
})

t.test('X12: May paid at the old G gives one difference line of 1,064.84', async (t) => {
  const of = facts('2026-05')
  const before = paid(of, '2026-05-21')
  const after = paid(of, '2026-05-22')
  t.equal(before.grossOre, 2169333)
  const { lines, claims } = settleDifferences([
    {
      month: month('2026-05'),
      regime: 'integreringsloven',
      recomputedOre: after.grossOre,
      paidOre: before.grossOre,
      claimOre: NO_ORE,
      paysHeld: false,
    },
  ])
  t.strictSame(claims, [])
  t.equal(lines[0]?.line.amountOre, 106484)
  t.equal(
    lines[0]?.line.explanation,
    'Difference for 2026-05: computed again 22758.17 kr, paid before 21693.33 kr.',
  )
  t.equal(
    paid(facts('2026-05', { absences: [minutesAbsent('2026-05-12', 240)] }), '2026-05-21').lines[1]
      ?.amountOre,
    -56285,
    'a deduction is computed at the rate known: 4 x 140.71',
  )
})

t.test('X32: 2020, the new G known on 4 September', async (t) => {
  const of = (which: string) =>
    facts(which, {
      participant: { permitGrantedOn: day('2019-03-01'), programmeStart: day('2019-09-02') },
    })
  const months = ['2020-05', '2020-06', '2020-07'].map((which) => ({
    month: month(which) as Month,
    regime: 'introduksjonsloven' as const,
    recomputedOre: paid(of(which), '2020-09-04').grossOre,
    paidOre: paid(of(which), '2020-09-03').grossOre,
    claimOre: NO_ORE,
    paysHeld: false,
  }))
  t.strictSame(
    months.map(({ paidOre }) => paidOre),
    [1664300, 1664300, 1664300],
  )
  t.strictSame(
    settleDifferences(months).lines.map(({ line }) => line.amountOre),
    [24883, 24883, 24883],
  )
  t.equal(paid(of('2020-08'), '2020-09-04').grossOre, 1689183)
})

t.test('D2 and P1: the rates that follow from G', async (t) => {
  /** year, 2G, month, day, hour, 2/3, 1/3 (0: none), in øre. */
  const table = [
    [2003, 11372200, 947683, 31589, 6147, 631789, 0],
    [2004, 11755600, 979633, 32654, 6354, 653089, 0],
    [2016, 18515200, 1542933, 51431, 10008, 1028622, 0],
    [2021, 21279800, 1773317, 59111, 11503, 1182211, 591106],
    [2023, 23724000, 1977000, 65900, 12824, 1318000, 659000],
    [2024, 24805600, 2067133, 68904, 13408, 1378089, 689044],
    [2025, 26032000, 2169333, 72311, 14071, 1446222, 723111],
    [2026, 27309800, 2275817, 75861, 14762, 1517211, 758606],
  ] as const
  for (const [year, annual, monthly, daily, hourly, twoThirds, third] of table) {
    const amount = BASE_AMOUNTS.find((one) => yearOf(one.from) === year)
    if (amount === undefined) return t.fail(`no G for ${year}`)
    const rates = ratesOf(amount)
    t.strictSame(
      [rates.annual, rates.monthly, rates.daily, rates.hourly].map(roundToOre),
      [annual, monthly, daily, hourly],
      String(year),
    )
    t.equal(roundToOre(times(rates.monthly, ratio(2, 3))), twoThirds)
    if (third > 0) t.equal(roundToOre(times(rates.monthly, ratio(1, 3))), third)
  }
})

t.test('each line says its rule, its paragraph and what it was computed from', async (t) => {
  for (const [key, of] of examples) {
    for (const line of paid(of).lines) {
      t.ok(line.law.length > 0 && line.ruleKeys.length > 0, `${key} ${line.code}`)
      t.match(line.explanation, /^.{20,}\.$/, `${key} ${line.code}`)
      t.ok(line.inputs.length > 0, `${key} ${line.code}`)
    }
  }
  t.strictSame(codes(paid(facts('2026-06', work(null)))), [
    'introduction-benefit',
    'paid-work-in-programme',
  ])
})
