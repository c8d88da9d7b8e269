import type { PlainDate } from '../values/calendar.ts'
import { type Refusal, refuse } from '../values/refusal.ts'
import { sealedMonthForbids } from './sealed-month.ts'
import type { ClosedPeriod } from './working-days.ts'

/** What the benefit's factors rest on (N37, N38), from a day until the next row. */
export type HouseholdFact = {
  readonly from: PlainDate
  /** Under 25: lives with one or both parents. */
  readonly livesWithParent: boolean
  /** Spouse or cohabitant (ekteskapslignende) takes part in a programme too. */
  readonly partnerInProgramme: boolean
  /** Has a child under 18 in their care. */
  readonly hasChildren: boolean
}

export type HouseholdState = {
  readonly programme: ClosedPeriod
  readonly facts: readonly HouseholdFact[]
  /** Months with a sealed or approved timesheet from the fact's month on, in order. */
  readonly sealedMonths: readonly string[]
}

export type HouseholdRefusal = Refusal<'outside-programme' | 'month-sealed'>

/** Registers facts from a day; a row of the same day is replaced. Answers all rows by date. */
export function registerHousehold(
  { programme, facts, sealedMonths }: HouseholdState,
  fact: HouseholdFact,
): HouseholdRefusal | readonly HouseholdFact[] {
  if (fact.from < programme.from || fact.from > programme.to) {
    return refuse(
      'outside-programme',
      `The programme runs from ${programme.from} to ${programme.to}: the facts must begin inside it.`,
      '/from',
    )
  }
  const sealed = sealedMonthForbids(sealedMonths)
  if (sealed) return sealed
  const others = facts.filter(({ from }) => from !== fact.from)
  return [...others, fact].sort((a, b) => (a.from < b.from ? -1 : 1))
}
