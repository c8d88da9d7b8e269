import { earlier, later, type PlainDate } from '../values/calendar.ts'
import { firstDay, lastDay, type Month } from '../values/month.ts'
import { holds } from '../values/period.ts'
import type { Interruption } from './interruption.ts'
import { type ClosedPeriod, workingDaysOf } from './working-days.ts'

/** The part of a month that lies in the programme; null when the month is wholly outside (POL25). */
export function monthInProgramme(of: Month, programme: ClosedPeriod): ClosedPeriod | null {
  const from = later(firstDay(of), programme.from)
  const to = earlier(lastDay(of), programme.to)
  return from <= to ? { from, to } : null
}

/** The month's possible programme days: working days inside the programme, outside interruptions (POL3). */
export function programmeDaysOf(
  of: Month,
  programme: ClosedPeriod,
  interruptions: readonly Interruption[],
) {
  const inside = monthInProgramme(of, programme)
  if (!inside) return []
  return workingDaysOf(inside.from, inside.to).filter(
    (day) => !interruptions.some((interruption) => holds(interruption, day)),
  )
}

/**
 * The last programme day a month's content carries: the registered end, else the planned one when
 * it falls in the month or before; null while the programme goes on beyond the month.
 */
export function programmeEndIn(
  of: Month,
  programme: { readonly endedOn: PlainDate | null; readonly plannedEnd: PlainDate },
): PlainDate | null {
  if (programme.endedOn !== null) return programme.endedOn
  return programme.plannedEnd <= lastDay(of) ? programme.plannedEnd : null
}
