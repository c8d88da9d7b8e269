import type { PlainDate } from '../values/calendar.ts'
import { plus, type Ratio, ratio, wholePart } from '../values/ratio.ts'
import type { Interruption } from './interruption.ts'
import { addWorkingDays, workingDaysOf } from './working-days.ts'

/** Absence and leave in a programme, as far as it is counted for the programme's length (N33). */
export type CountedAbsence = {
  readonly interruptions: readonly Interruption[]
  /** Minutes of absence of kinds that lengthen, day by day or summed over days of equal plan. */
  readonly parts: readonly { readonly absentMinutes: number; readonly plannedMinutes: number }[]
}

/** Together over ten working days all of them count; up to ten none does (§§ 10, 19). */
const FREE_WORKING_DAYS = 10

/** How many working days absence and leave add to the programme: parts are added to whole days (POL21). */
export function addedWorkingDays({ interruptions, parts }: CountedAbsence): number {
  const leave = interruptions.filter(({ kind }) => kind !== 'stop')
  const leaveDays = leave.reduce((sum, { from, to }) => sum + workingDaysOf(from, to).length, 0)
  const total = parts.reduce<Ratio>(
    (sum, { absentMinutes, plannedMinutes }) => plus(sum, ratio(absentMinutes, plannedMinutes)),
    ratio(leaveDays, 1),
  )
  const wholeDays = wholePart(total)
  return wholeDays > FREE_WORKING_DAYS ? wholeDays : 0
}

/** The end moved by what absence and leave add (X18). */
export const lengthened = (end: PlainDate, absence: CountedAbsence): PlainDate =>
  addWorkingDays(end, addedWorkingDays(absence))

export const NO_ABSENCE: CountedAbsence = { interruptions: [], parts: [] }
