import type { AbsenceKind } from '../../src/introduction/absence-kind.ts'
import { baseAmountOn } from '../../src/rates/base-amount.ts'
import { type CalculatedMonth, calculateMonth } from '../../src/stipend/calculate-month.ts'
import type { Absence, MonthFacts, Participant } from '../../src/stipend/month-facts.ts'
import { POLICY_DEFAULTS } from '../../src/stipend/policies.ts'
import { assert } from '../../src/values/assert.ts'
import { plainDate } from '../../src/values/calendar.ts'
import { minutes } from '../../src/values/minutes.ts'
import { firstDay, month } from '../../src/values/month.ts'
import { isRefusal } from '../../src/values/refusal.ts'

export const policies = POLICY_DEFAULTS
export const day = plainDate

/** A participant over 25 under the present law, alone, from 12 January 2026 on. */
export const participant: Participant = {
  birthDate: day('1990-04-01'),
  permitGrantedOn: day('2025-11-03'),
  appliedFromAbroad: false,
  arrivedOn: null,
  programmeStart: day('2026-01-12'),
  programmeEnd: null,
  interruptions: [],
  household: [
    {
      from: day('2021-01-01'),
      livesWithParent: false,
      partnerInProgramme: false,
      hasChildren: false,
    },
  ],
}

export const under25 = { ...participant, birthDate: day('2005-02-03') }
export const withParent = {
  ...under25,
  household: [
    {
      from: day('2026-01-12'),
      livesWithParent: true,
      partnerInProgramme: false,
      hasChildren: false,
    },
  ],
}

type Changes = Partial<Omit<MonthFacts, 'month' | 'participant'>> & {
  readonly participant?: Partial<Participant>
}

export const facts = (of: string, changes: Changes = {}): MonthFacts => ({
  month: month(of),
  absences: [],
  paidWork: null,
  benefits: [],
  programmeDays: null,
  ...changes,
  participant: { ...participant, ...changes.participant },
})

export const minutesAbsent = (
  date: string,
  length: number,
  kind: AbsenceKind = 'unexcused',
): Absence => ({ date: day(date), wholeDay: false, minutes: minutes(length), kind })
export const dayAbsent = (date: string, kind: AbsenceKind = 'unexcused'): Absence => ({
  date: day(date),
  wholeDay: true,
  minutes: null,
  kind,
})

/** Calculates with the G known at a day, by default long after. */
export const calculate = (of: MonthFacts, asKnownOn = '2030-01-01') =>
  calculateMonth(of, {
    baseAmount: baseAmountOn(firstDay(of.month), day(asKnownOn), new Map()),
    policies,
  })

export function paid(of: MonthFacts, asKnownOn = '2030-01-01'): CalculatedMonth {
  const result = calculate(of, asKnownOn)
  assert(!isRefusal(result), `calculated: ${JSON.stringify(result)}`)
  return result
}

/** The lines in kroner, as the examples print them. */
export const amounts = (of: CalculatedMonth): number[] => of.lines.map((line) => line.amountOre)
export const codes = (of: CalculatedMonth): string[] => of.lines.map((line) => line.code)
