import type { InterruptionKind } from '@fotfeste/domain/introduction/interruption.ts'
import type { TimesheetState } from '@fotfeste/domain/introduction/timesheet.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { Id } from '@fotfeste/domain/values/ids.ts'
import { type Month, monthOf } from '@fotfeste/domain/values/month.ts'
import { type Kysely, sql } from 'kysely'
import type { EnrolmentTable, Tables } from '../db/tables.gen.ts'
import { DAY_COLUMNS, type HeldDay, toDay } from './attendance.ts'
import { here } from './here.ts'

/** What recording a day is judged against. */
export type DayLoad = {
  readonly state: EnrolmentTable['state']
  readonly startedOn: PlainDate | null
  /** The registered end, or the planned one. */
  readonly lastDay: PlainDate
  readonly timesheet: { readonly state: TimesheetState; readonly version: number } | null
  readonly interruption: InterruptionKind | null
  readonly recorded: HeldDay | null
}

/** One SELECT for the hot path: programme, timesheet, interruption and the day's newest version. */
export async function loadDay(
  trx: Kysely<Tables>,
  enrolmentId: Id<'Enrolment'>,
  day: PlainDate,
): Promise<DayLoad | null> {
  const row = await trx
    .selectFrom('enrolment as e')
    .leftJoin('timesheet as t', (join) =>
      join
        .onRef('t.tenant', '=', 'e.tenant')
        .onRef('t.enrolment_id', '=', 'e.id')
        .on('t.month', '=', monthOf(day)),
    )
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('attendance as a')
          .select(DAY_COLUMNS)
          .whereRef('a.tenant', '=', 'e.tenant')
          .whereRef('a.enrolment_id', '=', 'e.id')
          .where('a.day', '=', day)
          .orderBy('a.version', 'desc')
          .limit(1)
          .as('d'),
      (join) => join.onTrue(),
    )
    .select(['e.state', 'e.started_on'])
    .select(sql<PlainDate>`coalesce(e.ended_on, e.planned_end)`.as('last_day'))
    .select(['t.state as timesheet_state', 't.version as timesheet_version'])
    .select((eb) =>
      eb
        .selectFrom('interruption as i')
        .select('i.kind')
        .whereRef('i.tenant', '=', 'e.tenant')
        .whereRef('i.enrolment_id', '=', 'e.id')
        .where('i.from_day', '<=', day)
        .where('i.to_day', '>=', day)
        .limit(1)
        .as('interruption'),
    )
    .select(['d.enrolment_id', 'd.day', 'd.version', 'd.planned_minutes', 'd.present_minutes'])
    .select(['d.absences', 'd.recorded_by', 'd.recorded_on', 'd.reason', 'd.recorded_at'])
    .where('e.tenant', '=', here)
    .where('e.id', '=', enrolmentId)
    .executeTakeFirst()
  if (!row) return null
  const { timesheet_state: state, timesheet_version: version } = row
  return {
    state: row.state,
    startedOn: row.started_on,
    lastDay: row.last_day,
    timesheet: state === null || version === null ? null : { state, version },
    interruption: row.interruption,
    recorded: row.day === null ? null : toDay(row as Parameters<typeof toDay>[0]),
  }
}

export type LockedMonth = { readonly month: Month; readonly state: TimesheetState }

/** Locks the timesheets of a programme's months, for an import or a correction. */
export function lockTimesheets(
  trx: Kysely<Tables>,
  enrolmentId: Id<'Enrolment'>,
  months: readonly Month[],
): Promise<LockedMonth[]> {
  return trx
    .selectFrom('timesheet')
    .select(['month', 'state'])
    .where('tenant', '=', here)
    .where('enrolment_id', '=', enrolmentId)
    .where('month', 'in', [...months])
    .orderBy('month')
    .forUpdate()
    .execute()
}
