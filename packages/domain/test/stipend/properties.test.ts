import fc from 'fast-check'
import t from 'tap'
import { BENEFIT_KINDS } from '../../src/introduction/income.ts'
import type { Absence, MonthFacts } from '../../src/stipend/month-facts.ts'
import { addDays } from '../../src/values/calendar.ts'
import { isDayOff } from '../../src/values/holidays.ts'
import { minutes } from '../../src/values/minutes.ts'
import { addToMonth, daysOf, firstDay, month } from '../../src/values/month.ts'
import { ore, sumOre } from '../../src/values/ore.ts'
import { day, dayAbsent, facts, minutesAbsent, paid } from './facts.ts'

const runs = { numRuns: 150 }
const someMonth = fc.integer({ min: 0, max: 40 }).map((n) => addToMonth(month('2023-01'), n))

/** A month with absences on some of its programme days, in any regime, age and household. */
const someFacts: fc.Arbitrary<MonthFacts> = someMonth.chain((of) => {
  const days = daysOf(of).filter((date) => !isDayOff(date))
  const absence = fc.oneof(
    fc.constant(null),
    fc.constant('whole' as const),
    fc.integer({ min: 0, max: 1440 }),
  )
  return fc
    .record({
      absences: fc.array(absence, { minLength: days.length, maxLength: days.length }),
      born: fc.integer({ min: 0, max: 4000 }),
      old: fc.boolean(),
      partner: fc.boolean(),
      parent: fc.boolean(),
      benefit: fc.constantFrom(...BENEFIT_KINDS),
      benefitOre: fc.integer({ min: 0, max: 2_500_000 }),
      workMinutes: fc.integer({ min: 0, max: 9000 }),
      wageOre: fc.option(fc.integer({ min: 1, max: 3_000_000 })),
    })
    .map((made) =>
      facts(of, {
        participant: {
          birthDate: addDays(day('1995-01-01'), made.born),
          permitGrantedOn: day(made.old ? '2020-06-01' : '2022-01-01'),
          programmeStart: day('2022-08-01'),
          household: [
            {
              from: day('2022-01-01'),
              livesWithParent: made.parent,
              partnerInProgramme: made.partner,
              hasChildren: false,
            },
          ],
        },
        absences: made.absences.flatMap((one, at): Absence[] => {
          const date = days[at] ?? firstDay(of)
          if (one === null) return []
          return [one === 'whole' ? dayAbsent(date) : minutesAbsent(date, one)]
        }),
        benefits: [
          { kind: made.benefit, amountOre: ore(made.benefitOre), earnedBeforeProgramme: true },
        ],
        paidWork: {
          minutes: minutes(made.workMinutes),
          wageOre: made.wageOre === null ? null : ore(made.wageOre),
          days: null,
        },
      }),
    )
})

t.test('the total is the sum of the lines and never below zero', async () => {
  fc.assert(
    fc.property(someFacts, (of) => {
      const result = paid(of)
      const sum = sumOre(result.lines.map((line) => line.amountOre))
      return sum === result.grossOre && sum >= 0
    }),
    runs,
  )
})

t.test('the order of the absences does not matter', async () => {
  fc.assert(
    fc.property(someFacts, (of) => {
      const turned = { ...of, absences: of.absences.toReversed() }
      return JSON.stringify(paid(turned)) === JSON.stringify(paid(of))
    }),
    runs,
  )
})

t.test('more absence never pays more', async () => {
  fc.assert(
    fc.property(someFacts, fc.nat(), (of, pick) => {
      const less = of.absences.filter((_, at) => at !== pick % (of.absences.length + 1))
      return paid(of).grossOre <= paid({ ...of, absences: less }).grossOre
    }),
    runs,
  )
})

t.test('a month in full is M times the factor, whatever its length', async () => {
  fc.assert(
    fc.property(someMonth, (of) => {
      const whole = facts(of, {
        participant: { programmeStart: day('2022-08-01'), permitGrantedOn: day('2022-01-01') },
      })
      return paid(whole).grossOre === paid(whole).monthlyOre
    }),
    runs,
  )
})

t.test('more days of leave never pay more', async () => {
  fc.assert(
    fc.property(someMonth, fc.integer({ min: 0, max: 29 }), (of, length) => {
      const leave = (days: number) =>
        paid(
          facts(of, {
            participant: {
              programmeStart: day('2022-08-01'),
              interruptions: [
                { from: firstDay(of), to: addDays(firstDay(of), days), kind: 'stop' },
              ],
            },
          }),
        ).grossOre
      // Of 31 days M - 15 D and 15 D are one amount, which two lines and one round apart.
      return (
        leave(length + 1) <= leave(length) + (daysOf(of).length === 31 && length === 14 ? 1 : 0)
      )
    }),
    runs,
  )
})

t.test('a month missed in full pays nothing, whatever changes and is on leave in it', async () => {
  const born = fc.integer({ min: 0, max: 30 }).map((n) => addDays(day('2001-05-01'), n))
  const leave = fc.array(
    fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 20 })),
    {
      maxLength: 2,
    },
  )
  fc.assert(
    fc.property(born, leave, (birthDate, stretches) => {
      const interruptions = stretches.map(([from, length]) => ({
        from: addDays(day('2026-05-01'), from),
        to: addDays(day('2026-05-01'), from + length),
        kind: 'stop' as const,
      }))
      const isOff = (date: string) =>
        interruptions.some(({ from, to }) => from <= date && date <= to)
      const missed = daysOf(month('2026-05')).filter((date) => !isDayOff(date) && !isOff(date))
      if (missed.length === 0) return true
      const result = paid(
        facts('2026-05', {
          participant: { birthDate, interruptions },
          absences: missed.map((date) => dayAbsent(date)),
        }),
      )
      const unexcused = result.lines.filter((line) => line.code === 'unexcused-absence-days')
      return result.grossOre === 0 && unexcused.every((line) => line.amountOre <= 0)
    }),
    runs,
  )
})
