import type { AbsenceKind } from '../introduction/absence-kind.ts'
import { dayOf, type PlainDate } from '../values/calendar.ts'
import { type DaySet, isInMonth, isInSet } from '../values/day-set.ts'
import { MINUTES_PER_DAY } from '../values/minutes.ts'
import { type Refusal, refuse } from '../values/refusal.ts'
import { type Entitlement, whyNoProgrammeDay } from './entitlement.ts'
import type { Absence, MonthFacts } from './month-facts.ts'

/** What a month's absences come to on one programme day. */
export type AbsentDay = {
  readonly date: PlainDate
  readonly wholeUnexcused: boolean
  readonly unexcusedMinutes: number
  /** Minutes of unpaid leave for a part of the day, with breastfeeding above the paid time. */
  readonly unpaidMinutes: number
  readonly unpaidKinds: readonly AbsenceKind[]
}

export type AbsenceRefusal = 'not-a-programme-day' | 'absence-unclear' | 'leave-is-not-absence'

/** Kinds that mean part of a day only; whole days of them are interruptions (api, POL4a). */
const PART_DAY_ONLY: readonly AbsenceKind[] = ['parental-leave', 'unpaid-leave', 'breastfeeding']

/** What the absences before an absence said of its date. */
type Said = { readonly isWhole: boolean; readonly minutes: number }

/** A date carries either the whole day or minutes, in total at most a day's (POL2). */
function checkClarity(
  absence: Absence,
  before: Said | undefined,
  pointer: string,
): Refusal<AbsenceRefusal> | null {
  if (absence.wholeDay === (absence.minutes !== null)) {
    return refuse(
      'absence-unclear',
      `Say for ${absence.date} either wholeDay or minutes${absence.wholeDay ? ', not both' : ''}.`,
      pointer,
    )
  }
  if (absence.wholeDay && PART_DAY_ONLY.includes(absence.kind)) {
    return refuse(
      'leave-is-not-absence',
      `${absence.kind} in absences means part of a day; give whole days of leave as an interruption.`,
      pointer,
    )
  }
  if (before && (absence.wholeDay || before.isWhole)) {
    return refuse('absence-unclear', `${absence.date} is a whole day and something more.`, pointer)
  }
  if ((before?.minutes ?? 0) + (absence.minutes ?? 0) > MINUTES_PER_DAY) {
    return refuse('absence-unclear', `${absence.date} has more minutes than a day.`, pointer)
  }
  return null
}

/** Checks each absence in its order and says which one is wrong, and why (POL2, POL3). */
export function checkAbsences(
  facts: MonthFacts,
  entitlement: Entitlement,
  programmeDays: DaySet,
): Refusal<AbsenceRefusal> | null {
  const said: (Said | undefined)[] = []
  for (let at = 0; at < facts.absences.length; at++) {
    const absence = facts.absences[at] as Absence
    const { date } = absence
    const day = dayOf(date)
    const isOfMonth = isInMonth(facts.month, date)
    const before = isOfMonth ? said[day] : undefined
    const unclear = checkClarity(absence, before, `/absences/${at}`)
    if (unclear) return unclear
    if (!isOfMonth || !isInSet(programmeDays, day)) {
      const why = whyNoProgrammeDay(facts, entitlement, date)
      return refuse('not-a-programme-day', `${why}; take the absence out.`, `/absences/${at}/date`)
    }
    const minutes = (before?.minutes ?? 0) + (absence.minutes ?? 0)
    said[day] = { isWhole: absence.wholeDay, minutes }
  }
  return null
}

type Sums = { date: PlainDate; whole: boolean; unexcused: number; unpaid: Map<AbsenceKind, number> }

/**
 * Adds the absences up for each date that costs benefit, in order of date: their own order does not
 * matter. All lie in one month.
 */
export function absentDays(
  absences: readonly Absence[],
  breastfeedingMinutes: number,
): readonly AbsentDay[] {
  const byDay: Sums[] = []
  for (const { date, kind, wholeDay, minutes } of absences) {
    const isUnexcused = kind === 'unexcused'
    if (!isUnexcused && !PART_DAY_ONLY.includes(kind)) continue
    const day = dayOf(date)
    const sums = byDay[day] ?? { date, whole: false, unexcused: 0, unpaid: new Map() }
    byDay[day] = sums
    const length = minutes ?? 0
    if (isUnexcused) {
      sums.whole ||= wholeDay
      sums.unexcused += length
    } else sums.unpaid.set(kind, (sums.unpaid.get(kind) ?? 0) + length)
  }
  // The holes of days without absence are passed over.
  return byDay.flatMap((sums) => absentDay(sums, breastfeedingMinutes))
}

function absentDay(sums: Sums, breastfeedingMinutes: number): AbsentDay {
  const { date, whole, unexcused, unpaid } = sums
  const minutesOf = (kind: AbsenceKind): number => {
    const length = unpaid.get(kind) ?? 0
    return kind === 'breastfeeding' ? Math.max(0, length - breastfeedingMinutes) : length
  }
  const kinds = unpaid.size === 0 ? [] : PART_DAY_ONLY.filter((kind) => minutesOf(kind) > 0)
  return {
    date,
    wholeUnexcused: whole,
    unexcusedMinutes: unexcused,
    unpaidMinutes: kinds.reduce((sum, kind) => sum + minutesOf(kind), 0),
    unpaidKinds: kinds,
  }
}
