import { importAttendance } from '@fotfeste/contracts/introduction/attendance.ts'
import {
  type DayEntry,
  type DayState,
  isSameDay,
  recordDay,
} from '@fotfeste/domain/introduction/attendance.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import { monthOf } from '@fotfeste/domain/values/month.ts'
import { holds } from '@fotfeste/domain/values/period.ts'
import { isRefusal } from '@fotfeste/domain/values/refusal.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { serve } from '@fotfeste/kit/serve.ts'
import type { Tables } from '../db/tables.gen.ts'
import { insertDays, listDays } from '../queries/attendance.ts'
import { type LockedMonth, lockTimesheets } from '../queries/day-states.ts'
import { findEnrolment, type HeldEnrolment } from '../queries/enrolments.ts'
import { recordedAlready } from './attendance.ts'
import { noSuchEnrolment, notStarted, programmeOf } from './shown-enrolment.ts'

type Loaded = {
  readonly held: HeldEnrolment
  readonly programme: DayState['programme']
  readonly months: readonly LockedMonth[]
  readonly recorded: readonly DayEntry[]
}

/** Judges each day; a day sent again with the same content is left out, whatever its month's state. */
function judge(loaded: Loaded, days: readonly DayEntry[], today: PlainDate) {
  const { held, programme, months, recorded } = loaded
  const fresh: DayEntry[] = []
  for (const [at, day] of days.entries()) {
    const before = recorded.find(({ date }) => date === day.date) ?? null
    if (before && isSameDay(before, day)) continue
    const state = {
      programme,
      timesheet: months.find(({ month }) => month === monthOf(day.date))?.state ?? 'open',
      interruption: held.interruptions.find((one) => holds(one, day.date))?.kind ?? null,
      recorded: before,
    }
    const entry = recordDay(state, day, today)
    if (isRefusal(entry)) return { ...entry, pointer: `/days/${at}${entry.pointer ?? ''}` }
    fresh.push(entry)
  }
  return fresh
}

/** Imports of attendance: many days of one programme, all or none. */
export function attendanceBatches(kit: Kit<Tables>): void {
  serve(kit, importAttendance, async ({ params, body }, { trx, caller, today, at }) => {
    const { enrolmentId } = params
    const of = [...new Set(body.days.map(({ date }) => monthOf(date)))]
    const [months, held, ...recorded] = await Promise.all([
      lockTimesheets(trx, enrolmentId, of),
      findEnrolment(trx, enrolmentId),
      ...of.map((month) => listDays(trx, enrolmentId, month)),
    ])
    if (!held) return noSuchEnrolment
    const programme = programmeOf(held)
    if (!programme) return notStarted
    const fresh = judge({ held, programme, months, recorded: recorded.flat() }, body.days, today)
    if (isRefusal(fresh)) return fresh
    const by = { recordedBy: caller.actor, recordedOn: today, at }
    const added = fresh.map((entry) => ({ ...entry, enrolmentId, ...by, version: 1, reason: null }))
    return {
      status: 201,
      body: { recorded: added.length, unchanged: body.days.length - added.length },
      save: added.length > 0 ? [insertDays(trx, caller.tenant, added)] : [],
      conflicts: { attendance_version: { ...recordedAlready, pointer: '/days' } },
    }
  })
}
