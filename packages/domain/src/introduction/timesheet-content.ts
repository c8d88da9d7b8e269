import type { PlainDate } from '../values/calendar.ts'
import type { DayEntry } from './attendance.ts'
import { type SentAbsence, sentAbsences } from './day-absence.ts'

/** A month's attendance as the calculation of the benefit takes it. */
export type TimesheetContent = {
  readonly absences: readonly SentAbsence[]
  /** The programme days of the month: those with a plan (POL3). */
  readonly plannedDays: readonly PlainDate[]
  readonly plannedMinutes: number
  readonly presentMinutes: number
  readonly absentMinutes: number
  readonly unexcusedMinutes: number
}

/** Sums a month; the entries are in order of date, one for each day. */
export function timesheetContent(entries: readonly DayEntry[]): TimesheetContent {
  const absences = entries.flatMap((entry) => entry.absences)
  return {
    absences: entries.flatMap(sentAbsences),
    plannedDays: entries.map(({ date }) => date),
    plannedMinutes: sum(entries.map(({ plannedMinutes }) => plannedMinutes)),
    presentMinutes: sum(entries.map(({ presentMinutes }) => presentMinutes)),
    absentMinutes: sum(absences.map(({ minutes }) => minutes)),
    unexcusedMinutes: sum(
      absences.filter(({ kind }) => kind === 'unexcused').map(({ minutes }) => minutes),
    ),
  }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
