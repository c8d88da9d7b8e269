import type { PlainDate } from '../values/calendar.ts'
import { isDayOff } from '../values/holidays.ts'
import { type Refusal, refuse } from '../values/refusal.ts'
import type { AbsenceKind } from './absence-kind.ts'
import type { InterruptionKind } from './interruption.ts'
import type { TimesheetState } from './timesheet.ts'
import type { ClosedPeriod } from './working-days.ts'

export type DayAbsence = { readonly kind: AbsenceKind; readonly minutes: number }

/** One person's programme day: what was planned, was attended, and was missed, in minutes. */
export type DayEntry = {
  readonly date: PlainDate
  readonly plannedMinutes: number
  readonly presentMinutes: number
  readonly absences: readonly DayAbsence[]
}

/** What a day's attendance is judged against. */
export type DayState = {
  readonly timesheet: TimesheetState
  /** From the start to the end, or the planned end while it runs. */
  readonly programme: ClosedPeriod
  /** The interruption that holds the day; null: none. */
  readonly interruption: InterruptionKind | null
  readonly recorded: DayEntry | null
}

type DayRefusal = Refusal<
  'month-sealed' | 'not-a-programme-day' | 'day-not-come' | 'does-not-add-up'
>

/** Records a day that has not been recorded (POL2, POL3, N42). */
export function recordDay(
  state: DayState,
  entry: DayEntry,
  today: PlainDate,
): DayRefusal | Refusal<'already-recorded'> | DayEntry {
  if (state.recorded) {
    return refuse(
      'already-recorded',
      `${entry.date} is recorded already: correct it with PUT and a reason instead.`,
      '/date',
    )
  }
  return forbids(state, entry, today) ?? entry
}

/** Corrects a recorded day: the entry becomes a new version, the old one stays readable. */
export function correctDay(
  state: DayState,
  entry: DayEntry,
  today: PlainDate,
): DayRefusal | Refusal<'not-recorded'> | DayEntry {
  if (!state.recorded) {
    return refuse(
      'not-recorded',
      `Nothing is recorded on ${entry.date}: record it with POST first.`,
    )
  }
  return forbids(state, entry, today) ?? entry
}

function forbids(state: DayState, entry: DayEntry, today: PlainDate): DayRefusal | null {
  if (state.timesheet !== 'open') {
    return refuse(
      'month-sealed',
      `The timesheet of ${entry.date.slice(0, 7)} is ${state.timesheet}: reopen it with a correction first.`,
    )
  }
  if (entry.date > today) {
    return refuse(
      'day-not-come',
      `Today is ${today}: attendance is recorded when the day has come.`,
      '/date',
    )
  }
  return dayForbids(state, entry) ?? sumForbids(entry)
}

/** Saturdays, Sundays, § 17 days, days outside the programme or on leave are never programme days (POL3). */
function dayForbids({ programme, interruption }: DayState, { date }: DayEntry): DayRefusal | null {
  const why =
    date < programme.from || date > programme.to
      ? `the programme runs from ${programme.from} to ${programme.to}`
      : isDayOff(date)
        ? 'it is a Saturday, a Sunday or a day off by integreringsforskriften § 17'
        : interruption && `the programme is interrupted then (${interruption})`
  return why
    ? refuse('not-a-programme-day', `${date} is not a programme day: ${why}.`, '/date')
    : null
}

function sumForbids({ plannedMinutes, presentMinutes, absences }: DayEntry): DayRefusal | null {
  const absent = absences.reduce((sum, { minutes }) => sum + minutes, 0)
  return presentMinutes + absent === plannedMinutes
    ? null
    : refuse(
        'does-not-add-up',
        `${presentMinutes} minutes present and ${absent} absent are not the ${plannedMinutes} planned.`,
        '/plannedMinutes',
      )
}

/** True when two entries of a day say the same: a batch sent again changes nothing. */
export function isSameDay(a: DayEntry, b: DayEntry): boolean {
  return (
    a.date === b.date &&
    a.plannedMinutes === b.plannedMinutes &&
    a.presentMinutes === b.presentMinutes &&
    a.absences.length === b.absences.length &&
    a.absences.every(({ kind, minutes }) =>
      b.absences.some((other) => other.kind === kind && other.minutes === minutes),
    )
  )
}
