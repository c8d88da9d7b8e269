import type { DayAbsence, DayEntry } from '@fotfeste/domain/introduction/attendance.ts'
import { absenceTotals } from '@fotfeste/domain/introduction/day-absence.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { Id } from '@fotfeste/domain/values/ids.ts'
import { minutes } from '@fotfeste/domain/values/minutes.ts'
import { type Month, monthOf } from '@fotfeste/domain/values/month.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import { exactlyOne } from '@fotfeste/kit/db.ts'
import { here } from '@fotfeste/kit/here.ts'
import { type Compilable, type Kysely, type Selectable, sql } from 'kysely'
import type { AttendanceTable, Tables } from '../db/tables.gen.ts'

/** One version of a recorded day. */
export type HeldDay = DayEntry & {
  readonly enrolmentId: Id<'Enrolment'>
  readonly version: number
  readonly recordedBy: string
  readonly recordedOn: PlainDate
  readonly reason: string | null
  readonly at: string
}

export type DayRow = Omit<
  Selectable<AttendanceTable>,
  'tenant' | 'month' | 'absent_minutes' | 'unexcused_minutes' | 'lengthening_minutes'
>

const DAY_COLUMNS = [
  'a.enrolment_id',
  'a.day',
  'a.version',
  'a.planned_minutes',
  'a.present_minutes',
  'a.absences',
  'a.recorded_by',
  'a.recorded_on',
  'a.reason',
  'a.recorded_at',
] as const

/** A row as the domain knows it. */
export function toDay(row: DayRow): HeldDay {
  return {
    enrolmentId: row.enrolment_id,
    date: row.day,
    plannedMinutes: row.planned_minutes,
    presentMinutes: row.present_minutes,
    absences: row.absences as readonly DayAbsence[],
    version: row.version,
    recordedBy: row.recorded_by,
    recordedOn: row.recorded_on,
    reason: row.reason,
    at: row.recorded_at,
  }
}

/** The newest version of each recorded day of a month, by date. */
export async function listDays(
  trx: Kysely<Tables>,
  enrolmentId: Id<'Enrolment'>,
  of: Month,
): Promise<HeldDay[]> {
  const rows = await trx
    .selectFrom('attendance as a')
    .select(DAY_COLUMNS)
    .distinctOn('a.day')
    .where('a.tenant', '=', here)
    .where('a.enrolment_id', '=', enrolmentId)
    .where('a.month', '=', of)
    .orderBy('a.day')
    .orderBy('a.version', 'desc')
    .execute()
  return rows.map(toDay)
}

/** Every version of a day, newest first, and whose it is, if the caller may see the programme. */
export async function listVersions(
  trx: Kysely<Tables>,
  enrolmentId: Id<'Enrolment'>,
  day: PlainDate,
): Promise<(HeldDay & { readonly personId: string })[]> {
  const rows = await trx
    .selectFrom('attendance as a')
    .innerJoin('enrolment as e', (join) =>
      join.onRef('e.tenant', '=', 'a.tenant').onRef('e.id', '=', 'a.enrolment_id'),
    )
    .select(DAY_COLUMNS)
    .select('e.person_id')
    .where('a.tenant', '=', here)
    .where('a.enrolment_id', '=', enrolmentId)
    .where('a.day', '=', day)
    .orderBy('a.version', 'desc')
    .execute()
  return rows.map((row) => ({ ...toDay(row), personId: row.person_id }))
}

const minutesOf = (entry: DayEntry) => {
  const { absentMinutes, unexcusedMinutes, lengtheningMinutes } = absenceTotals(entry)
  return [
    entry.plannedMinutes,
    entry.presentMinutes,
    absentMinutes,
    unexcusedMinutes,
    lengtheningMinutes,
  ]
}

/**
 * Keeps a version of a day, under a share of the lock of its open timesheet as it was loaded: sealed or
 * touched since, nothing is inserted and the guard raises. A version that exists breaks `attendance_version`.
 */
export function insertDay(
  trx: Kysely<Tables>,
  tenant: Tenant,
  day: { readonly held: HeldDay; readonly timesheetVersion: number },
): Compilable {
  const { held, timesheetVersion } = day
  const [planned, present, absent, unexcused, lengthening] = minutesOf(held)
  const insert = sql`
    with sheet as materialized (
      select month from timesheet
      where tenant = ${tenant} and enrolment_id = ${held.enrolmentId} and month = ${monthOf(held.date)}
        and state = 'open' and version = ${timesheetVersion}
      for share)
    insert into attendance (tenant, enrolment_id, day, version, month, planned_minutes, present_minutes,
      absences, absent_minutes, unexcused_minutes, lengthening_minutes, recorded_by, recorded_on, reason,
      recorded_at)
    select ${tenant}, ${held.enrolmentId}::uuid, ${held.date}::date, ${held.version}::int, sheet.month,
      ${planned}::int, ${present}::int, ${JSON.stringify(held.absences)}::jsonb, ${absent}::int,
      ${unexcused}::int, ${lengthening}::int, ${held.recordedBy}, ${held.recordedOn}::date,
      ${held.reason}::text, ${held.at}::timestamptz
    from sheet`
  return exactlyOne({ compile: () => insert.compile(trx) }) as Compilable
}

/** Keeps the first version of many days in one statement, under the lock of their timesheets. */
export function insertDays(
  trx: Kysely<Tables>,
  tenant: Tenant,
  days: readonly HeldDay[],
): Compilable {
  return trx.insertInto('attendance').values(
    days.map((held) => {
      const { absentMinutes, unexcusedMinutes, lengtheningMinutes } = absenceTotals(held)
      return {
        tenant,
        enrolment_id: held.enrolmentId,
        day: held.date,
        version: held.version,
        month: monthOf(held.date),
        planned_minutes: minutes(held.plannedMinutes),
        present_minutes: minutes(held.presentMinutes),
        absences: JSON.stringify(held.absences),
        absent_minutes: minutes(absentMinutes),
        unexcused_minutes: minutes(unexcusedMinutes),
        lengthening_minutes: minutes(lengtheningMinutes),
        recorded_by: held.recordedBy,
        recorded_on: held.recordedOn,
        reason: held.reason,
        recorded_at: held.at,
      }
    }),
  )
}
