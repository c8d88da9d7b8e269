import { calculationParticipant } from '@fotfeste/domain/introduction/calculation.ts'
import { programmeEndIn } from '@fotfeste/domain/introduction/month-scope.ts'
import { timesheetContent } from '@fotfeste/domain/introduction/timesheet-content.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import { subjectOf } from '../queries/enrolments.ts'
import type { HeldMonth } from '../queries/months.ts'

/** What an approved month tells payroll: all that the benefit is computed from. */
export function approvedContent({ sheet, enrolment, days }: HeldMonth, approvedOn: PlainDate) {
  const { absences, plannedDays, ...sums } = timesheetContent(days)
  const { month, revision, paidWork, benefits } = sheet
  const end = programmeEndIn(month, enrolment)
  return {
    ...subjectOf(enrolment),
    timesheetId: sheet.id,
    month,
    version: revision,
    approvedOn,
    participant: calculationParticipant(enrolment, end),
    absences: [...absences],
    paidWork: paidWork && {
      minutes: paidWork.minutes,
      wageOre: paidWork.wageOre,
      ...(paidWork.days ? { days: [...paidWork.days] } : {}),
    },
    benefits: benefits.map(({ kind, amountOre, earnedBeforeProgramme }) => ({
      kind,
      amountOre,
      ...(earnedBeforeProgramme === null ? {} : { earnedBeforeProgramme }),
    })),
    plannedDays: [...plannedDays],
    ...sums,
  }
}
