import type { MonthBenefit, PaidWork } from '@fotfeste/domain/introduction/income.ts'
import type { TimesheetState, TimesheetStep } from '@fotfeste/domain/introduction/timesheet.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { Id, PersonId } from '@fotfeste/domain/values/ids.ts'
import type { Month } from '@fotfeste/domain/values/month.ts'
import { here } from '@fotfeste/kit/here.ts'
import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'

/** A month's timesheet as the service holds one, without its days. */
export type HeldTimesheet = {
  readonly id: Id<'Timesheet'>
  readonly enrolmentId: Id<'Enrolment'>
  readonly personId: PersonId
  readonly protected: boolean
  readonly month: Month
  readonly state: TimesheetState
  readonly revision: number
  readonly sealedBy: string | null
  readonly approvedBy: string | null
  readonly approvedOn: PlainDate | null
  readonly daysWithoutProgramme: readonly PlainDate[]
  readonly paidWork: PaidWork | null
  readonly benefits: readonly MonthBenefit[]
  readonly version: number
  readonly changedAt: string
}

/** The sums of a month's newest day versions. */
export type MonthSums = {
  readonly recordedDays: number
  readonly plannedMinutes: number
  readonly presentMinutes: number
  readonly absentMinutes: number
  readonly unexcusedMinutes: number
}

function selectTimesheets(trx: Kysely<Tables>) {
  return trx
    .selectFrom('timesheet as t')
    .innerJoin('enrolment as e', (join) =>
      join.onRef('e.tenant', '=', 't.tenant').onRef('e.id', '=', 't.enrolment_id'),
    )
    .selectAll('t')
    .select(['e.person_id', 'e.protected'])
    .where('t.tenant', '=', here)
}
type Row = Awaited<ReturnType<ReturnType<typeof selectTimesheets>['execute']>>[number]

function toTimesheet(row: Row): HeldTimesheet {
  return {
    id: row.id,
    enrolmentId: row.enrolment_id,
    personId: row.person_id as string as PersonId,
    protected: row.protected,
    month: row.month,
    state: row.state,
    revision: row.revision,
    sealedBy: row.sealed_by,
    approvedBy: row.approved_by,
    approvedOn: row.approved_on,
    daysWithoutProgramme: row.days_without_programme,
    paidWork: row.paid_work as PaidWork | null,
    benefits: row.benefits as readonly MonthBenefit[],
    version: row.version,
    changedAt: row.changed_at,
  }
}

export type MonthKey = { readonly enrolmentId: Id<'Enrolment'>; readonly month: Month }

/** Reads one timesheet; null when there is none. */
export async function findTimesheet(
  trx: Kysely<Tables>,
  { enrolmentId, month }: MonthKey,
): Promise<HeldTimesheet | null> {
  const row = await selectTimesheets(trx)
    .where('t.enrolment_id', '=', enrolmentId)
    .where('t.month', '=', month)
    .executeTakeFirst()
  return row ? toTimesheet(row) : null
}

/**
 * Locks a timesheet, and its programme against changes of facts, then reads it as it is under the locks:
 * one trip. The programme comes first, as in every command that takes both.
 */
export async function lockTimesheet(
  trx: Kysely<Tables>,
  { enrolmentId, month }: MonthKey,
): Promise<HeldTimesheet | null> {
  const programme = trx
    .selectFrom('enrolment')
    .select('id')
    .where('tenant', '=', here)
    .where('id', '=', enrolmentId)
    .forShare()
    .execute()
  const sheet = trx
    .selectFrom('timesheet')
    .select('id')
    .where('tenant', '=', here)
    .where('enrolment_id', '=', enrolmentId)
    .where('month', '=', month)
    .forUpdate()
    .execute()
  const [, , found] = await Promise.all([
    programme,
    sheet,
    findTimesheet(trx, { enrolmentId, month }),
  ])
  return found
}

export type TimesheetPage = {
  readonly after: string | null
  readonly limit: number
  readonly month: Month | null
  readonly state: TimesheetState | null
}

/** Timesheets with their sums by id, from behind `after`. */
export async function listTimesheets(
  trx: Kysely<Tables>,
  page: TimesheetPage,
): Promise<(HeldTimesheet & MonthSums)[]> {
  const { after, month, state } = page
  const rows = await selectTimesheets(trx)
    .leftJoinLateral(
      sql<Record<'days' | 'planned' | 'present' | 'absent' | 'unexcused', number>>`(
        select count(*) as days, coalesce(sum(planned_minutes), 0) as planned,
          coalesce(sum(present_minutes), 0) as present, coalesce(sum(absent_minutes), 0) as absent,
          coalesce(sum(unexcused_minutes), 0) as unexcused
        from (select distinct on (a.day) a.* from attendance a
          where a.tenant = t.tenant and a.enrolment_id = t.enrolment_id and a.month = t.month
          order by a.day, a.version desc) newest)`.as('sums'),
      (join) => join.onTrue(),
    )
    .select(['sums.days', 'sums.planned', 'sums.present', 'sums.absent', 'sums.unexcused'])
    .$if(after !== null, (query) => query.where('t.id', '>', after as Id<'Timesheet'>))
    .$if(month !== null, (query) => query.where('t.month', '=', month as Month))
    .$if(state !== null, (query) => query.where('t.state', '=', state as TimesheetState))
    .orderBy('t.id')
    .limit(page.limit)
    .execute()
  return rows.map((row) => ({
    ...toTimesheet(row),
    recordedDays: row.days ?? 0,
    plannedMinutes: row.planned ?? 0,
    presentMinutes: row.present ?? 0,
    absentMinutes: row.absent ?? 0,
    unexcusedMinutes: row.unexcused ?? 0,
  }))
}

/** One step taken on a timesheet. */
export type HeldStep = {
  readonly step: TimesheetStep
  readonly revision: number
  readonly by: string
  readonly on: PlainDate
  readonly at: string
  readonly reason: string | null
}

/** The steps of a month's timesheet, oldest first. */
export async function listSteps(
  trx: Kysely<Tables>,
  { enrolmentId, month }: MonthKey,
): Promise<HeldStep[]> {
  const rows = await trx
    .selectFrom('timesheet_step as s')
    .innerJoin('timesheet as t', (join) =>
      join.onRef('t.tenant', '=', 's.tenant').onRef('t.id', '=', 's.timesheet_id'),
    )
    .select(['s.step', 's.revision', 's.taken_by', 's.taken_on', 's.taken_at', 's.reason'])
    .where('s.tenant', '=', here)
    .where('t.enrolment_id', '=', enrolmentId)
    .where('t.month', '=', month)
    .orderBy('s.version')
    .execute()
  return rows.map((row) => ({
    step: row.step,
    revision: row.revision,
    by: row.taken_by,
    on: row.taken_on,
    at: row.taken_at,
    reason: row.reason,
  }))
}
