import {
  correctAttendance,
  getAttendanceDay,
  listAttendance,
  recordAttendance,
} from '@fotfeste/contracts/introduction/attendance.ts'
import { correctDay, type DayEntry, recordDay } from '@fotfeste/domain/introduction/attendance.ts'
import { isWholeDay } from '@fotfeste/domain/introduction/day-absence.ts'
import { monthOf } from '@fotfeste/domain/values/month.ts'
import { isRefusal, refuse } from '@fotfeste/domain/values/refusal.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { serve } from '@fotfeste/kit/serve.ts'
import type { Tables } from '../db/tables.gen.ts'
import { type HeldDay, insertDay, listDays, listVersions } from '../queries/attendance.ts'
import { type DayLoad, loadDay, lockTimesheets } from '../queries/day-states.ts'
import { findEnrolment } from '../queries/enrolments.ts'
import { noSuchEnrolment, notStarted } from './shown-enrolment.ts'

export const recordedAlready = refuse(
  'already-recorded',
  'The day was recorded a moment ago: read it, and correct it with PUT if it differs.',
  '/date',
)
const nothingRecorded = refuse('not-found', 'Nothing is recorded on this day: record it with POST.')

export const showDay = (held: HeldDay) => ({
  ...held,
  absences: [...held.absences],
  wholeDay: isWholeDay(held),
})

/**
 * What the domain judges a day by; null before the programme has started. A day outside the programme has no
 * timesheet, and is refused as such.
 */
function dayState({ startedOn, lastDay, timesheet, interruption, recorded }: DayLoad) {
  if (startedOn === null) return null
  const programme = { from: startedOn, to: lastDay }
  return { timesheet: timesheet?.state ?? 'open', programme, interruption, recorded }
}

const firstVersion = (entry: DayEntry) => ({ ...entry, version: 1, reason: null })

/** Attendance (oppmøte): one day at a time; the hot path of the service. */
export function attendance(kit: Kit<Tables>): void {
  serve(kit, recordAttendance, async ({ params, body }, { trx, caller, today, at }) => {
    const { enrolmentId } = params
    const loaded = await loadDay(trx, enrolmentId, body.date)
    if (!loaded) return noSuchEnrolment
    const state = dayState(loaded)
    if (!state) return notStarted
    const entry = recordDay(state, body, today)
    if (isRefusal(entry)) return entry
    const by = { recordedBy: caller.actor, recordedOn: today, at }
    const held = { ...firstVersion(entry), enrolmentId, ...by }
    const timesheetVersion = loaded.timesheet?.version ?? 0
    return {
      status: 201,
      body: showDay(held),
      version: 1,
      location: `/v1/enrolments/${enrolmentId}/attendance/${held.date}`,
      save: [insertDay(trx, caller.tenant, { held, timesheetVersion })],
      conflicts: { attendance_version: recordedAlready },
    }
  })

  serve(kit, correctAttendance, async ({ params, body }, context) => {
    const { trx, caller, today, at, expectVersion } = context
    const { enrolmentId, date } = params
    const lock = lockTimesheets(trx, enrolmentId, [monthOf(date)])
    const [, loaded] = await Promise.all([lock, loadDay(trx, enrolmentId, date)])
    const state = loaded && dayState(loaded)
    if (!loaded || !state) return noSuchEnrolment
    const { reason, ...day } = body
    if (state.recorded) expectVersion(state.recorded.version)
    const entry = correctDay(state, { date, ...day }, today)
    if (isRefusal(entry)) return entry
    const version = (loaded.recorded?.version ?? 0) + 1
    const by = { recordedBy: caller.actor, recordedOn: today, at }
    const held = { ...entry, enrolmentId, ...by, reason, version }
    const timesheetVersion = loaded.timesheet?.version ?? 0
    return {
      status: 200,
      body: showDay(held),
      version,
      save: [insertDay(trx, caller.tenant, { held, timesheetVersion })],
    }
  })

  serve(kit, getAttendanceDay, async ({ params }, { trx }) => {
    const versions = await listVersions(trx, params.enrolmentId, params.date)
    const persons = versions.slice(0, 1).map(({ personId }) => personId)
    const [newest, ...earlier] = versions.map(({ personId: _personId, ...held }) => showDay(held))
    if (!newest) return nothingRecorded
    const body = { ...newest, history: earlier }
    return { status: 200, body, version: newest.version, persons }
  })

  serve(kit, listAttendance, async ({ params, query }, { trx, today }) => {
    const [held, days] = await Promise.all([
      findEnrolment(trx, params.enrolmentId),
      listDays(trx, params.enrolmentId, query.month ?? monthOf(today)),
    ])
    if (!held) return noSuchEnrolment
    return { status: 200, body: { items: days.map(showDay) }, persons: [held.personId] }
  })
}
