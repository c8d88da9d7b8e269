import type { PlainDate } from '../values/calendar.ts'
import type { Minutes } from '../values/minutes.ts'
import { type Month, monthOf } from '../values/month.ts'
import type { Ore } from '../values/ore.ts'
import { type Refusal, refuse } from '../values/refusal.ts'
import type { TimesheetState } from './timesheet.ts'

/** Paid work inside the programme in a month (N41, POL13); `days` null: the month's sum alone is known. */
export type PaidWork = {
  readonly minutes: Minutes
  /** Gross wage of the month; null: not known. */
  readonly wageOre: Ore | null
  readonly days: readonly { readonly date: PlainDate; readonly minutes: Minutes }[] | null
}

export const BENEFIT_KINDS = [
  'dagpenger',
  'sykepenger',
  'foreldrepenger',
  'ufoeretrygd',
  'arbeidsavklaringspenger',
  'overgangsstoenad',
  'barnetrygd',
  'kontantstoette',
] as const
export type BenefitKind = (typeof BENEFIT_KINDS)[number]

/** A benefit from NAV in a month, gross (N40). */
export type MonthBenefit = {
  readonly kind: BenefitKind
  readonly amountOre: Ore
  /** Said for dagpenger, sykepenger and foreldrepenger; null for the others. */
  readonly earnedBeforeProgramme: boolean | null
}

/** These reduce the benefit only when they were earned before the programme (N40, POL12). */
const NEEDS_EARNED: readonly BenefitKind[] = ['dagpenger', 'sykepenger', 'foreldrepenger']

export type Income = {
  readonly paidWork: PaidWork | null
  readonly benefits: readonly MonthBenefit[]
}

export type IncomeRefusal = Refusal<
  'month-sealed' | 'wage-missing' | 'does-not-add-up' | 'not-in-month' | 'earned-before-unknown'
>

/** Gives the month's paid work and NAV benefits to an open timesheet. */
export function registerIncome(
  state: { readonly timesheet: TimesheetState; readonly month: Month },
  income: Income,
): IncomeRefusal | Income {
  if (state.timesheet !== 'open') {
    return refuse(
      'month-sealed',
      `The timesheet of ${state.month} is ${state.timesheet}: reopen it with a correction first.`,
    )
  }
  const at = income.benefits.findIndex(
    ({ kind, earnedBeforeProgramme }) =>
      NEEDS_EARNED.includes(kind) && earnedBeforeProgramme === null,
  )
  if (at >= 0) {
    return refuse(
      'earned-before-unknown',
      'Say whether the benefit was earned before the programme started (integreringsloven § 22).',
      `/benefits/${at}/earnedBeforeProgramme`,
    )
  }
  return (income.paidWork && paidWorkForbids(state.month, income.paidWork)) ?? income
}

function paidWorkForbids(month: Month, { minutes, wageOre, days }: PaidWork): IncomeRefusal | null {
  if (minutes > 0 && wageOre === 0) {
    return refuse(
      'wage-missing',
      'Work without wage is not paid work; an unknown wage is null.',
      '/paidWork/wageOre',
    )
  }
  if (days === null) return null
  const at = days.findIndex(({ date }) => monthOf(date) !== month)
  if (at >= 0) {
    return refuse('not-in-month', `The day does not lie in ${month}.`, `/paidWork/days/${at}/date`)
  }
  const sum = days.reduce((total, day) => total + day.minutes, 0)
  return sum === minutes
    ? null
    : refuse(
        'does-not-add-up',
        `The days hold ${sum} minutes, the month ${minutes}.`,
        '/paidWork/minutes',
      )
}
