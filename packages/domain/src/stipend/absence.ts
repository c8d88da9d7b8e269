import type { AbsenceKind } from '../introduction/absence-kind.ts'
import type { PlainDate } from '../values/calendar.ts'
import { MINUTES_PER_DAY } from '../values/minutes.ts'
import { type Refusal, refuse } from '../values/refusal.ts'
import { type FactorPart, programmeDaysAmong, whyNoProgrammeDay } from './entitlement.ts'
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

/** A date carries either the whole day or minutes, in total at most a day's (POL2). */
function checkClarity(
  absence: Absence,
  before: readonly Absence[],
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
  if (before.length > 0 && (absence.wholeDay || before.some((one) => one.wholeDay))) {
    return refuse('absence-unclear', `${absence.date} is a whole day and something more.`, pointer)
  }
  const sum = [...before, absence].reduce((total, one) => total + (one.minutes ?? 0), 0)
  if (sum > MINUTES_PER_DAY) {
    return refuse('absence-unclear', `${absence.date} has more minutes than a day.`, pointer)
  }
  return null
}

/** Checks each absence in its order and says which one is wrong, and why (POL2, POL3). */
export function checkAbsences(
  facts: MonthFacts,
  parts: readonly FactorPart[],
): Refusal<AbsenceRefusal> | null {
  const programmeDays = programmeDaysAmong(facts, parts)
  for (const [at, absence] of facts.absences.entries()) {
    const before = facts.absences.slice(0, at).filter((one) => one.date === absence.date)
    const unclear = checkClarity(absence, before, `/absences/${at}`)
    if (unclear) return unclear
    if (!programmeDays.has(absence.date)) {
      const why = whyNoProgrammeDay(facts, parts, absence.date)
      return refuse('not-a-programme-day', `${why}; take the absence out.`, `/absences/${at}/date`)
    }
  }
  return null
}

/** Adds the absences up for each date, in order of date: their own order does not matter. */
export function absentDays(
  absences: readonly Absence[],
  breastfeedingMinutes: number,
): readonly AbsentDay[] {
  const dates = [...new Set(absences.map((absence) => absence.date))].sort()
  return dates.map((date) => {
    const own = absences.filter((absence) => absence.date === date)
    const minutesOf = (kinds: readonly AbsenceKind[]): number =>
      own.reduce((sum, one) => sum + (kinds.includes(one.kind) ? (one.minutes ?? 0) : 0), 0)
    const breastfeeding = Math.max(0, minutesOf(['breastfeeding']) - breastfeedingMinutes)
    const unpaid = PART_DAY_ONLY.filter((kind) =>
      kind === 'breastfeeding' ? breastfeeding > 0 : minutesOf([kind]) > 0,
    )
    return {
      date,
      wholeUnexcused: own.some((one) => one.wholeDay && one.kind === 'unexcused'),
      unexcusedMinutes: minutesOf(['unexcused']),
      unpaidMinutes: minutesOf(['parental-leave', 'unpaid-leave']) + breastfeeding,
      unpaidKinds: unpaid,
    }
  })
}
