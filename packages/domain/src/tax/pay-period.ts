import { assert } from '../values/assert.ts'
import { dayOf, daysInMonthOf, monthNumber, type PlainDate, yearOf } from '../values/calendar.ts'
import { withheldBy } from './formula.ts'
import type { Period } from './periods.ts'
import type { Table } from './table.ts'

/** How a month's benefit is read in a table: by its entitled calendar days (POL17). */
export type PayPeriod =
  | { readonly kind: 'whole'; readonly period: Period }
  | { readonly kind: 'half-month' }
  | { readonly kind: 'three-weeks' }

const WHOLE_MONTH_FROM = 25
const DAY_TABLES = ['1-day', '2-days', '3-days', '4-days'] as const

/** True for the 1st to the 15th or the 16th to the month's end, each day of them. */
function isHalfMonth(days: readonly PlainDate[]): boolean {
  const [first, last] = [days[0], days.at(-1)]
  if (first === undefined || last === undefined) return false
  const from = dayOf(first)
  const to = from === 1 ? 15 : daysInMonthOf(yearOf(first), monthNumber(first))
  return (from === 1 || from === 16) && dayOf(last) === to && days.length === to - from + 1
}

/**
 * The table period of a month's entitled calendar days, in order, absence and weekends included
 * (skattebetalingsforskriften § 5-10-2): 25 or more the month; 18 to 24 three weeks; a half month by
 * the month; other 11 to 17 fourteen days; 5 to 10 a week; 1 to 4 the day tables. February in full is
 * a month by its 28 days.
 */
export function payPeriodOf(days: readonly PlainDate[]): PayPeriod {
  const count = days.length
  if (count >= WHOLE_MONTH_FROM) return { kind: 'whole', period: 'month' }
  if (count >= 18) return { kind: 'three-weeks' }
  if (isHalfMonth(days)) return { kind: 'half-month' }
  if (count >= 11) return { kind: 'whole', period: '14-days' }
  if (count >= 5) return { kind: 'whole', period: 'week' }
  const period = DAY_TABLES[count - 1]
  assert(period !== undefined, 'what is paid is paid for a day at least')
  return { kind: 'whole', period }
}

/** What a table withholds over a pay period, and the look-up as text: `month, 21409`. */
export type LookUp = { readonly withheldKroner: number; readonly text: string }

/** Looks a month's gross up: 18 to 24 days as three weeks of a third, a half month by half of the double. */
export function lookUp(table: Table, grossKroner: number, days: readonly PlainDate[]): LookUp {
  const payPeriod = payPeriodOf(days)
  if (payPeriod.kind === 'three-weeks') {
    const third = (grossKroner - (grossKroner % 3)) / 3
    return { withheldKroner: 3 * withheldBy(table, 'week', third), text: `3 x week, ${third}` }
  }
  if (payPeriod.kind === 'half-month') {
    const doubled = withheldBy(table, 'month', 2 * grossKroner)
    const half = (doubled - (doubled % 2)) / 2
    return { withheldKroner: half, text: `half of month, ${2 * grossKroner}` }
  }
  const { period } = payPeriod
  const withheldKroner = withheldBy(table, period, grossKroner)
  return { withheldKroner, text: `${period}, ${grossKroner}` }
}
