import type { PlainDate } from '../values/calendar.ts'
import { type AbsenceKind, lengthensProgramme } from './absence-kind.ts'
import type { DayEntry } from './attendance.ts'

/** Absence as the calculation of the benefit takes it: a whole day, or minutes (POL2). */
export type SentAbsence =
  | { readonly date: PlainDate; readonly kind: AbsenceKind; readonly wholeDay: true }
  | { readonly date: PlainDate; readonly kind: AbsenceKind; readonly minutes: number }

/** A shorter planned day that is missed costs its minutes, not a day: 5 h 15 min (POL2). */
const WHOLE_DAY_FROM_MINUTES = 315

/** True when one kind of absence took the whole of a day long enough to cost a day rate (POL2). */
export function isWholeDay({
  plannedMinutes,
  absences,
}: Pick<DayEntry, 'plannedMinutes' | 'absences'>): boolean {
  const [only, ...others] = absences
  return (
    only !== undefined &&
    others.length === 0 &&
    only.minutes === plannedMinutes &&
    plannedMinutes >= WHOLE_DAY_FROM_MINUTES
  )
}

/** A day's absence in the form the calculation takes. */
export function sentAbsences(entry: DayEntry): SentAbsence[] {
  const { date } = entry
  const wholeDay = isWholeDay(entry)
  return entry.absences.map(({ kind, minutes }) =>
    wholeDay ? { date, kind, wholeDay: true } : { date, kind, minutes },
  )
}

/** A day's minutes of absence: all, unexcused, and of kinds that lengthen the programme (N33). */
export function absenceTotals({ absences }: Pick<DayEntry, 'absences'>) {
  const sum = (counts: (kind: AbsenceKind) => boolean) =>
    absences.reduce((total, { kind, minutes }) => total + (counts(kind) ? minutes : 0), 0)
  return {
    absentMinutes: sum(() => true),
    unexcusedMinutes: sum((kind) => kind === 'unexcused'),
    lengtheningMinutes: sum(lengthensProgramme),
  }
}
