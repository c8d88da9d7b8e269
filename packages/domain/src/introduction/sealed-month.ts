import { type Refusal, refuse } from '../values/refusal.ts'

/**
 * Facts of a month whose timesheet is sealed or approved do not change under it: what was approved
 * is what was sent to be paid. Null when no month stands in the way.
 */
export function sealedMonthForbids(months: readonly string[]): Refusal<'month-sealed'> | null {
  const [month] = months
  return month === undefined
    ? null
    : refuse(
        'month-sealed',
        `The timesheet of ${month} is sealed or approved: reopen it with a correction first.`,
      )
}
