import { timesheetApproved, timesheetSealed } from '@fotfeste/contracts/introduction/events.ts'
import {
  approveTimesheet,
  correctTimesheet,
  sealTimesheet,
} from '@fotfeste/contracts/introduction/timesheets.ts'
import {
  approveTimesheet as approveMonth,
  correctTimesheet as correctMonth,
  sealTimesheet as sealMonth,
  type TimesheetStep,
} from '@fotfeste/domain/introduction/timesheet.ts'
import { timesheetContent } from '@fotfeste/domain/introduction/timesheet-content.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import { isRefusal } from '@fotfeste/domain/values/refusal.ts'
import type { Handler } from '@fotfeste/kit/answer.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { serve } from '@fotfeste/kit/serve.ts'
import type { Tables } from '../db/tables.gen.ts'
import { subjectOf } from '../queries/enrolments.ts'
import { type HeldMonth, lockMonth } from '../queries/months.ts'
import { insertApproval, insertStep, updateTimesheet } from '../queries/timesheet-changes.ts'
import type { HeldStep, HeldTimesheet } from '../queries/timesheets.ts'
import { approvedContent } from './approval.ts'
import { eventOf } from './event.ts'
import { noSuchTimesheet, showTimesheet, workingDaysOf } from './shown-timesheet.ts'

type Taken = { readonly by: string; readonly on: PlainDate; readonly at: string }

/** The month after a step: the timesheet moved, the step among the others. */
function moved(month: HeldMonth, sheet: HeldTimesheet, step: HeldStep): HeldMonth {
  return { ...month, sheet, steps: [...month.steps, step] }
}

const stepOf = (step: TimesheetStep, of: HeldMonth, taken: Taken & { reason: string | null }) => ({
  step,
  revision: of.sheet.revision,
  ...taken,
})

const seal: Handler<typeof sealTimesheet, Tables> = async (
  { params, body },
  { trx, caller, today, at, expectVersion },
) => {
  const month = await lockMonth(trx, params)
  if (!month) return noSuchTimesheet
  expectVersion(month.sheet.version)
  const recordedDays = month.days.map(({ date }) => date)
  const state = { ...month.sheet, workingDays: workingDaysOf(month), recordedDays }
  const sealed = sealMonth(state, { sealedBy: caller.actor, ...body }, today)
  if (isRefusal(sealed)) return sealed
  const { daysWithoutProgramme } = body
  const version = month.sheet.version + 1
  const sheet = { ...month.sheet, ...sealed, daysWithoutProgramme, version, changedAt: at }
  const step = stepOf('seal', month, { by: caller.actor, on: today, at, reason: null })
  return {
    status: 200,
    body: showTimesheet(moved(month, sheet, step)),
    version,
    persons: [sheet.personId],
    save: [updateTimesheet(trx, sheet), insertStep(trx, caller.tenant, { of: sheet, step })],
    event: eventOf(timesheetSealed, {
      subject: sheet.id,
      isProtected: sheet.protected,
      data: {
        ...subjectOf(month.enrolment),
        timesheetId: sheet.id,
        month: sheet.month,
        revision: sheet.revision,
      },
    }),
  }
}

const approve: Handler<typeof approveTimesheet, Tables> = async (
  { params },
  { trx, caller, today, at, expectVersion },
) => {
  const month = await lockMonth(trx, params)
  if (!month) return noSuchTimesheet
  expectVersion(month.sheet.version)
  const approved = approveMonth(month.sheet, caller.actor)
  if (isRefusal(approved)) return approved
  const by = { approvedBy: caller.actor, approvedOn: today }
  const version = month.sheet.version + 1
  const sheet = { ...month.sheet, ...approved, ...by, version, changedAt: at }
  const step = stepOf('approve', month, { by: caller.actor, on: today, at, reason: null })
  const content = approvedContent({ ...month, sheet }, today)
  const sums = timesheetContent(month.days)
  return {
    status: 200,
    body: showTimesheet(moved(month, sheet, step)),
    version,
    persons: [sheet.personId],
    save: [
      updateTimesheet(trx, sheet),
      insertStep(trx, caller.tenant, { of: sheet, step }),
      insertApproval(trx, caller.tenant, { of: sheet, ...by, sums, content }),
    ],
    event: eventOf(timesheetApproved, {
      subject: sheet.id,
      isProtected: sheet.protected,
      data: content,
    }),
  }
}

const correct: Handler<typeof correctTimesheet, Tables> = async (
  { params, body },
  { trx, caller, today, at, expectVersion },
) => {
  const month = await lockMonth(trx, params)
  if (!month) return noSuchTimesheet
  expectVersion(month.sheet.version)
  const opened = correctMonth(month.sheet)
  if (isRefusal(opened)) return opened
  const emptied = { approvedBy: null, approvedOn: null, daysWithoutProgramme: [] }
  const version = month.sheet.version + 1
  const sheet = { ...month.sheet, ...opened, ...emptied, version, changedAt: at }
  const step = stepOf('correct', month, { by: caller.actor, on: today, at, reason: body.reason })
  return {
    status: 200,
    body: showTimesheet(moved(month, sheet, step)),
    version,
    persons: [sheet.personId],
    save: [updateTimesheet(trx, sheet), insertStep(trx, caller.tenant, { of: sheet, step })],
  }
}

/** The steps of a timesheet: sealed by one, approved by another, reopened with a reason. */
export function timesheetSteps(kit: Kit<Tables>): void {
  serve(kit, sealTimesheet, seal)
  serve(kit, approveTimesheet, approve)
  serve(kit, correctTimesheet, correct)
}
