import { programmeDaysOf } from '@fotfeste/domain/introduction/month-scope.ts'
import { timesheetContent } from '@fotfeste/domain/introduction/timesheet-content.ts'
import { refuse } from '@fotfeste/domain/values/refusal.ts'
import type { HeldMonth } from '../queries/months.ts'
import type { HeldTimesheet, MonthSums } from '../queries/timesheets.ts'
import { showDay } from './attendance.ts'
import { programmeOf } from './shown-enrolment.ts'

export const noSuchTimesheet = refuse(
  'not-found',
  'There is no timesheet: the month lies outside the programme, or your token may not see the participant.',
)

/** The working days of the month in the programme and outside interruptions (POL3). */
export function workingDaysOf({ sheet, enrolment }: Pick<HeldMonth, 'sheet' | 'enrolment'>) {
  const programme = programmeOf(enrolment)
  return programme ? programmeDaysOf(sheet.month, programme, enrolment.interruptions) : []
}

const showFacts = ({ id, ...sheet }: HeldTimesheet, sums: MonthSums) => ({
  timesheetId: id,
  enrolmentId: sheet.enrolmentId,
  personId: sheet.personId,
  protected: sheet.protected,
  month: sheet.month,
  state: sheet.state,
  revision: sheet.revision,
  plannedMinutes: sums.plannedMinutes,
  presentMinutes: sums.presentMinutes,
  absentMinutes: sums.absentMinutes,
  unexcusedMinutes: sums.unexcusedMinutes,
  recordedDays: sums.recordedDays,
  sealedBy: sheet.sealedBy,
  approvedBy: sheet.approvedBy,
  approvedOn: sheet.approvedOn,
  version: sheet.version,
  changedAt: sheet.changedAt,
})

export const showSummary = (held: HeldTimesheet & MonthSums) => showFacts(held, held)

/** A timesheet as the answer shows one. */
export function showTimesheet({ sheet, enrolment, days, steps }: HeldMonth) {
  const content = timesheetContent(days)
  const known = new Set([...content.plannedDays, ...sheet.daysWithoutProgramme])
  return {
    ...showFacts(sheet, { ...content, recordedDays: days.length }),
    days: days.map(showDay),
    unrecordedDays: workingDaysOf({ sheet, enrolment }).filter((day) => !known.has(day)),
    daysWithoutProgramme: [...sheet.daysWithoutProgramme],
    paidWork: sheet.paidWork && {
      ...sheet.paidWork,
      days: sheet.paidWork.days && [...sheet.paidWork.days],
    },
    benefits: [...sheet.benefits],
    steps: [...steps],
  }
}
