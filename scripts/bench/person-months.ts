import { ABSENCE_KINDS } from '@fotfeste/domain/introduction/absence-kind.ts'
import { BENEFIT_KINDS } from '@fotfeste/domain/introduction/income.ts'
import type { Absence, Interruption, MonthFacts } from '@fotfeste/domain/stipend/month-facts.ts'
import type { TaxCard } from '@fotfeste/domain/tax/tax-card.ts'
import { addDays, plainDate } from '@fotfeste/domain/values/calendar.ts'
import { isDayOff } from '@fotfeste/domain/values/holidays.ts'
import { minutes } from '@fotfeste/domain/values/minutes.ts'
import { addToMonth, daysOf, firstDay, type Month, month } from '@fotfeste/domain/values/month.ts'
import { ore } from '@fotfeste/domain/values/ore.ts'

/** One person's month with the card it is taxed by. */
export type PersonMonth = { readonly facts: MonthFacts; readonly card: TaxCard | null }

/** Numbers that look random and are the same in every run (a linear congruence). */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}
type Pick = ReturnType<typeof numbersFrom>

/** Each programme day is missed by one in ten, mostly with an excuse. */
function absencesOf(days: readonly string[], pick: Pick): Absence[] {
  return days.flatMap((date): Absence[] => {
    if (pick(10) > 0) return []
    const kind = pick(3) === 0 ? 'unexcused' : (ABSENCE_KINDS[pick(8)] ?? 'unexcused')
    const isWhole = pick(2) === 0
    const length = isWhole ? null : minutes(15 * (1 + pick(24)))
    return [{ date: plainDate(date), wholeDay: isWhole, minutes: length, kind }]
  })
}

const leaveOf = (of: Month, pick: Pick): Interruption[] => {
  if (pick(20) > 0) return []
  const from = addDays(firstDay(of), pick(20))
  return [{ from, to: addDays(from, pick(25)), kind: 'parental-leave' }]
}

function cardOf(year: number, pick: Pick): TaxCard | null {
  const which = pick(20)
  if (which === 0) return null
  if (which < 4) return { kind: 'percent', year, rate: 100 * (20 + pick(20)), months: 12 }
  return { kind: 'table', year, table: String(8010 + 10 * pick(20)), rate: 3000, months: 10.5 }
}

/**
 * A month as municipalities have them: of 2025 and 2026, a quarter under 25, a fifth in a couple, one in
 * ten in paid work, one in ten with another benefit, one in twenty on leave, one in ten begun in the month.
 */
function personMonth(pick: Pick): PersonMonth {
  const of = addToMonth(month('2025-01'), pick(22))
  const isNew = pick(10) === 0
  const start = isNew ? addDays(firstDay(of), pick(20)) : plainDate('2024-08-12')
  const interruptions = isNew ? [] : leaveOf(of, pick)
  const onLeave = (date: string) => interruptions.some((one) => one.from <= date && date <= one.to)
  const days = daysOf(of).filter((date) => date >= start && !isDayOff(date) && !onLeave(date))
  const facts: MonthFacts = {
    month: of,
    participant: {
      birthDate: addDays(plainDate('1975-01-01'), pick(12_000)),
      permitGrantedOn: plainDate(pick(20) === 0 ? '2020-05-04' : '2024-02-01'),
      appliedFromAbroad: false,
      arrivedOn: null,
      programmeStart: start,
      programmeEnd: null,
      interruptions,
      household: [
        {
          from: start,
          livesWithParent: pick(10) === 0,
          partnerInProgramme: pick(5) === 0,
          hasChildren: pick(2) === 0,
        },
      ],
    },
    absences: absencesOf(days, pick),
    paidWork:
      pick(10) === 0 && days.length > 10
        ? { minutes: minutes(60 * pick(60)), wageOre: ore(100 + pick(2_000_000)), days: null }
        : null,
    benefits:
      pick(10) === 0
        ? [
            {
              kind: BENEFIT_KINDS[pick(BENEFIT_KINDS.length)] ?? 'dagpenger',
              amountOre: ore(pick(1_500_000)),
              earnedBeforeProgramme: true,
            },
          ]
        : [],
    programmeDays: days,
  }
  return { facts, card: cardOf(Number(addToMonth(of, 1).slice(0, 4)), pick) }
}

/** So many different months, the same in every run. */
export function personMonths(count: number): PersonMonth[] {
  const pick = numbersFrom(20_261_122)
  return Array.from({ length: count }, () => personMonth(pick))
}
