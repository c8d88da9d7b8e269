import t from 'tap'
import type { MonthFacts } from '../../src/stipend/month-facts.ts'
import { isDayOff } from '../../src/values/holidays.ts'
import { minutes } from '../../src/values/minutes.ts'
import { daysOf, month } from '../../src/values/month.ts'
import { ore } from '../../src/values/ore.ts'
import { day, dayAbsent, facts, minutesAbsent, paid, under25 } from './facts.ts'

const household = (from: string, changes = {}) => ({
  from: day(from),
  livesWithParent: false,
  partnerInProgramme: false,
  hasChildren: false,
  ...changes,
})
const oldLaw = {
  permitGrantedOn: day('2019-05-02'),
  programmeStart: day('2026-01-12'),
  household: [],
}
const off = (from: string, to: string, kind: 'unpaid-leave' | 'parental-leave' | 'stop') => ({
  from: day(from),
  to: day(to),
  kind,
})
const line = (of: MonthFacts, at: number) => paid(of).lines[at]
const people = (changes: object) => facts('2026-06', { participant: changes })

t.test('the base cites the rule of its factor, and no other', async (t) => {
  const couple = [household('2026-01-12', { partnerInProgramme: true })]
  const cases: [MonthFacts, string[], RegExp][] = [
    [people({}), ['N36', 'POL4'], /at 22758\.17 kr a month\.$/],
    [people(under25), ['N36', 'N37', 'POL4'], /x 2\/3 \(under 25, not living with a parent\)/],
    [people({ household: couple }), ['N36', 'N38', 'POL14', 'POL4'], /x 5\/6 \(both of a couple/],
    [
      people({ ...under25, household: couple }),
      ['N36', 'N37', 'N38', 'POL14', 'POL4'],
      /x 5\/9 \(under 25, not living with a parent; both of a couple/,
    ],
    [people(oldLaw), ['O11', 'O12', 'POL4'], /a month\.$/],
    [
      people({
        ...oldLaw,
        birthDate: under25.birthDate,
        household: [household('2026-01-12', { livesWithParent: true })],
      }),
      ['O11', 'O12', 'O14', 'POL4'],
      /x 2\/3 \(under 25\)/,
    ],
    [people({ birthDate: day('2001-06-11') }), ['N36', 'N37', 'POL4', 'POL5'], /10 of the 30 days/],
  ]
  for (const [of, keys, text] of cases) {
    t.strictSame(line(of, 0)?.ruleKeys, keys)
    t.match(line(of, 0)?.explanation, text)
  }
})

t.test('leave cites the rules of its own kinds, each once', async (t) => {
  const leave = (kind: 'unpaid-leave' | 'parental-leave' | 'stop', changes = {}) =>
    line(people({ ...changes, interruptions: [off('2026-06-10', '2026-06-11', kind)] }), 1)
  t.strictSame(leave('unpaid-leave')?.ruleKeys, ['POL4a', 'N31'])
  t.strictSame(leave('stop')?.ruleKeys, ['POL4a', 'N16'])
  t.strictSame(leave('parental-leave', oldLaw)?.ruleKeys, ['POL4a', 'O25', 'POL26'])
  t.strictSame(leave('stop', oldLaw)?.ruleKeys, ['POL4a', 'O10'])
  const both = people({
    ...oldLaw,
    interruptions: [
      off('2026-06-10', '2026-06-11', 'unpaid-leave'),
      off('2026-06-12', '2026-06-12', 'parental-leave'),
    ],
  })
  t.strictSame(line(both, 1)?.ruleKeys, ['POL4a', 'O23', 'POL26', 'O25'])
  t.equal(line(both, 1)?.law.length, 1, 'the regulation is named once')
})

t.test('hours without benefit cite the rules of their own kinds', async (t) => {
  const hours = (kind: 'breastfeeding' | 'unpaid-leave', changes = {}) => {
    const absences = [minutesAbsent('2026-06-10', 135, kind)]
    return line(facts('2026-06', { absences, participant: changes }), 1)
  }
  t.strictSame(hours('breastfeeding')?.ruleKeys, ['POL2', 'N29'])
  t.match(hours('breastfeeding')?.explanation, /^1 h 15 min without benefit/)
  t.strictSame(hours('unpaid-leave')?.ruleKeys, ['POL2', 'N31'])
  t.strictSame(hours('breastfeeding', oldLaw)?.ruleKeys, ['POL2', 'O24', 'POL26'])
})

t.test('what is deducted cites the rule and the paragraph of its own law', async (t) => {
  const cited = (participant: object, more: object) => {
    const {
      ruleKeys = [],
      law = [],
      amountOre,
    } = line(facts('2026-06', { ...more, participant }), 1) ?? {}
    return [amountOre, ruleKeys, law]
  }
  const absence = { absences: [minutesAbsent('2026-06-10', 60)] }
  // An hour is 2 G / 1,850 = 147.62 kr, ten are 1,476.21 kr: the wages lie on both sides of that.
  const work = (wageOre: number) => ({
    paidWork: { minutes: minutes(600), wageOre: ore(wageOre), days: null },
  })
  const sickness = (earnedBeforeProgramme: boolean) => ({
    benefits: [{ kind: 'sykepenger', amountOre: ore(100_000), earnedBeforeProgramme }],
  })
  const [new21, new20] = ['integreringsloven § 21', 'integreringsloven § 20 second paragraph']
  const new23 = 'integreringsloven § 23 second paragraph'
  const [old9, old10] = ['introduksjonsloven § 9', 'introduksjonsloven § 10']
  const old11 = 'introduksjonsloven § 11 second paragraph'
  t.strictSame(cited({}, absence), [-14_762, ['N39', 'POL2'], [new21, new20]])
  t.strictSame(cited(oldLaw, absence), [-14_762, ['O13', 'POL2'], [old10, old9]])
  t.strictSame(cited({}, work(147_620)), [-147_620, ['N41', 'POL13'], [new23]])
  t.strictSame(cited({}, work(147_622)), [-147_621, ['N41', 'POL13'], [new23, new20]])
  for (const wage of [147_620, 147_622])
    t.strictSame(cited(oldLaw, work(wage)), [-147_621, ['O15', 'POL13'], [old11, old9]])
  const lost = [-100_000, ['N40', 'POL12'], ['integreringsloven § 22 first paragraph']]
  t.strictSame(cited({}, sickness(true)), lost)
  const lostOld = [-100_000, ['O16', 'POL12'], ['introduksjonsloven § 12 first paragraph']]
  t.strictSame(cited(oldLaw, sickness(true)), lostOld)
  for (const law of [{}, oldLaw])
    t.strictSame(cited(law, sickness(false)), [undefined, [], []], 'earned in the programme: kept')
})

t.test('sentences say lengths as people do', async (t) => {
  const said = (length: number) =>
    line(facts('2026-06', { absences: [minutesAbsent('2026-06-10', length)] }), 1)?.explanation
  t.match(said(45), /^45 min missed/)
  t.match(said(60), /^1 hour missed/)
  t.match(said(120), /^2 hours missed/)
  t.match(said(285), /^4 h 45 min missed/)
  const worked = (changes: object) =>
    line(
      facts('2026-06', {
        participant: changes,
        paidWork: { minutes: minutes(607), wageOre: null, days: null },
      }),
      1,
    )
  t.match(worked({})?.explanation, /^10 h 7 min of paid work/)
  const long = line(
    facts('2026-06', {
      paidWork: {
        minutes: minutes(720),
        wageOre: null,
        days: [{ date: day('2026-06-10'), minutes: minutes(720) }],
      },
    }),
    1,
  )
  t.match(long, {
    amountOre: -75861,
    explanation: /^12 hours of .* each day at most a day rate\.$/,
  })
  const share = line(
    facts('2026-06', {
      participant: { birthDate: day('2001-06-11') },
      paidWork: { minutes: minutes(607), wageOre: null, days: null },
    }),
    2,
  )
  t.match(
    share?.explanation,
    /^10 h 7 min of paid work in the programme in the month, 10 of 30 days .* 98\.41 kr/,
  )
})

t.test('other benefits are named once and without those of nothing', async (t) => {
  const of = (amounts: number[], changes = {}) =>
    line(
      facts('2026-06', {
        participant: changes,
        benefits: amounts.map((amount) => ({
          kind: 'arbeidsavklaringspenger' as const,
          amountOre: ore(amount),
          earnedBeforeProgramme: false,
        })),
      }),
      1,
    )?.explanation
  t.equal(
    of([300000, 0, 200000]),
    'Other benefits of 5000.00 kr in the month (arbeidsavklaringspenger) reduce the benefit krone for krone.',
  )
  t.match(
    of([300000], { programmeStart: day('2026-06-21'), household: [household('2026-01-01')] }),
    /krone for krone, for 10 of the 30 days of the month\.$/,
  )
})

t.test('POL7 is cited where something lapses, and a line of nothing says so', async (t) => {
  const result = paid(
    facts('2026-06', {
      benefits: [{ kind: 'ufoeretrygd', amountOre: ore(2_300_000), earnedBeforeProgramme: false }],
      absences: [minutesAbsent('2026-06-10', 60)],
    }),
  )
  t.ok(result.lines[1]?.ruleKeys.includes('POL7'))
  t.match(result.lines[1]?.explanation, /Only what was left is taken; the rest lapses \(POL7\)\.$/)
  t.equal(result.lines[2]?.amountOre, 0)
  t.match(result.lines[2]?.explanation, /Nothing was left to take it from: it lapses \(POL7\)\.$/)
})

t.test('a wage taken krone for krone rests on § 23 alone', async (t) => {
  const of = facts('2026-06', {
    paidWork: { minutes: minutes(3600), wageOre: ore(800_000), days: null },
  })
  t.strictSame(line(of, 1)?.law, ['integreringsloven § 23 second paragraph'])
})

const missedAll = (of: string, from: string) =>
  daysOf(month(of))
    .filter((date) => date >= from && !isDayOff(date))
    .map((date) => dayAbsent(date))

t.test('POL3: a month missed in full has no line that gives back', async (t) => {
  // Fourteen days of leave before the 25th birthday cost more than those days' share of 31.
  const result = paid(
    facts('2026-05', {
      participant: {
        birthDate: day('2001-05-15'),
        interruptions: [off('2026-05-01', '2026-05-14', 'unpaid-leave')],
      },
      absences: missedAll('2026-05', '2026-05-15'),
    }),
  )
  t.strictSame(
    result.lines.map(({ code, amountOre }) => [code, amountOre]),
    [
      ['introduction-benefit', 685192],
      ['introduction-benefit', 1248028],
      ['leave-without-benefit', -708032],
      ['unexcused-absence-days', -1225188],
    ],
  )
  t.strictSame(result.lines.at(-1)?.law, [
    'integreringsloven § 21',
    'integreringsloven § 20 second paragraph',
    'integreringsloven § 24',
  ])
})

t.test('POL3: nor is anything paid when all days of a part are on leave', async (t) => {
  const result = paid(
    facts('2026-05', {
      participant: {
        birthDate: day('2001-05-29'),
        interruptions: [off('2026-05-29', '2026-05-31', 'stop')],
      },
      absences: missedAll('2026-05', '2026-05-01').filter(({ date }) => date < '2026-05-29'),
    }),
  )
  t.strictSame(
    result.lines.map(({ amountOre }) => amountOre),
    [1370384, 220240, -227582, -1363042],
  )
  t.equal(result.grossOre, 0)
})

t.test('POL4a: above fifteen days each line says what is paid of its base', async (t) => {
  const result = paid(
    facts('2026-05', {
      participant: {
        birthDate: day('2001-05-15'),
        interruptions: [off('2026-05-15', '2026-05-31', 'stop')],
      },
    }),
  )
  const [, , first, second] = result.lines
  t.match(first, { law: ['integreringsloven § 18'], ruleKeys: ['POL4a', 'N16'] })
  t.equal(
    first?.explanation,
    '17 calendar days of the month without benefit (stop), more than 15: of this base 14 remaining days at 505.74 kr a day are paid, and the rest is taken.',
  )
  t.match(second, { quantity: { value: '17', unit: 'day' }, factor: '1' })
  const [, most] = paid(people({ interruptions: [off('2026-06-01', '2026-06-29', 'stop')] })).lines
  t.match(most?.explanation, /1 remaining day at 758\.61 kr a day is paid/)
})
