import type { Id, PersonId } from '@fotfeste/domain/values/ids.ts'
import { firstDay, lastDay, type Month } from '@fotfeste/domain/values/month.ts'
import { here } from '@fotfeste/kit/here.ts'
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'

export type Totals = {
  readonly timesheets: number
  readonly plannedMinutes: number
  readonly presentMinutes: number
  readonly absentMinutes: number
  readonly unexcusedMinutes: number
}

/** Sums of the newest approved revision of each timesheet of a month. */
export async function sumApproved(trx: Kysely<Tables>, month: Month): Promise<Totals> {
  const { rows } = await sql<Totals>`
    select count(*) as timesheets, coalesce(sum(planned_minutes), 0) as "plannedMinutes",
      coalesce(sum(present_minutes), 0) as "presentMinutes",
      coalesce(sum(absent_minutes), 0) as "absentMinutes",
      coalesce(sum(unexcused_minutes), 0) as "unexcusedMinutes"
    from (
      select distinct on (timesheet_id) * from approved_timesheet
      where tenant = ${here} and month = ${month}
      order by timesheet_id, revision desc) newest`.execute(trx)
  return rows[0] as Totals
}

/** No municipality has more programmes at once; beyond it the answer would be wrong, so it fails. */
const MOST_PROGRAMMES = 20_000

export type Unapproved = {
  readonly enrolmentId: Id<'Enrolment'>
  readonly personId: PersonId
}

/** Programmes with a day in the month whose timesheet was never approved. */
export async function listUnapproved(trx: Kysely<Tables>, month: Month): Promise<Unapproved[]> {
  const { rows } = await sql<Unapproved>`
    select e.id as "enrolmentId", e.person_id as "personId"
    from enrolment e
    where e.tenant = ${here} and e.started_on <= ${lastDay(month)}
      and coalesce(e.ended_on, e.planned_end) >= ${firstDay(month)}
      and not exists (
        select from timesheet t
        join approved_timesheet a on a.tenant = t.tenant and a.timesheet_id = t.id
        where t.tenant = e.tenant and t.enrolment_id = e.id and t.month = ${month})
    order by e.id
    limit ${MOST_PROGRAMMES}`.execute(trx)
  return rows
}

/**
 * The newest position that the tenant's events have or will at least get: those not numbered yet come
 * behind every numbered one.
 */
export async function newestPosition(trx: Kysely<Tables>): Promise<number> {
  const { rows } = await sql<{ newest: number }>`
    select coalesce(max(position), 0) + count(*) filter (where position is null) as newest
    from system.feed where tenant = ${here}`.execute(trx)
  return rows[0]?.newest ?? 0
}
