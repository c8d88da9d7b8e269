import { assert } from './assert.ts'
import { daysBetween, earlier, later, type PlainDate } from './calendar.ts'

/** Calendar days from `from` to `to`, both included; `to` null is open. */
export type Period = { readonly from: PlainDate; readonly to: PlainDate | null }

/** Makes a period; stops when it ends before it begins. */
export function period(from: PlainDate, to: PlainDate | null): Period {
  assert(to === null || from <= to, `a period does not end before it begins: ${from} to ${to}`)
  return { from, to }
}

/** True when the day lies in the period. */
export const holds = (within: Period, day: PlainDate): boolean =>
  within.from <= day && (within.to === null || day <= within.to)

/** The common part of two periods; null when there is none. */
export function overlap(a: Period, b: Period): Period | null {
  const from = later(a.from, b.from)
  const to = a.to === null ? b.to : b.to === null ? a.to : earlier(a.to, b.to)
  return to !== null && to < from ? null : { from, to }
}

/** Calendar days in a closed period. */
export const daysIn = (closed: { from: PlainDate; to: PlainDate }): number =>
  daysBetween(closed.from, closed.to)
