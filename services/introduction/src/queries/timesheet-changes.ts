import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import { minutes } from '@fotfeste/domain/values/minutes.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import { exactlyOne } from '@fotfeste/kit/db.ts'
import { here } from '@fotfeste/kit/here.ts'
import type { Compilable, Kysely } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'
import type { HeldStep, HeldTimesheet, MonthSums } from './timesheets.ts'

/** Moves a locked timesheet to its next version. */
export function updateTimesheet(trx: Kysely<Tables>, held: HeldTimesheet): Compilable {
  return exactlyOne(
    trx
      .updateTable('timesheet')
      .set({
        state: held.state,
        revision: held.revision,
        sealed_by: held.sealedBy,
        approved_by: held.approvedBy,
        approved_on: held.approvedOn,
        days_without_programme: [...held.daysWithoutProgramme],
        paid_work: held.paidWork === null ? null : JSON.stringify(held.paidWork),
        benefits: JSON.stringify(held.benefits),
        version: held.version,
        changed_at: held.changedAt,
      })
      .where('tenant', '=', here)
      .where('id', '=', held.id)
      .where('version', '=', held.version - 1),
  ) as Compilable
}

/** Keeps who took a step, when and why. */
export function insertStep(
  trx: Kysely<Tables>,
  tenant: Tenant,
  taken: { readonly of: HeldTimesheet; readonly step: HeldStep },
): Compilable {
  const { of, step } = taken
  return trx.insertInto('timesheet_step').values({
    tenant,
    timesheet_id: of.id,
    version: of.version,
    step: step.step,
    revision: step.revision,
    taken_by: step.by,
    taken_on: step.on,
    taken_at: step.at,
    reason: step.reason,
  })
}

export type Approval = {
  readonly of: HeldTimesheet
  readonly approvedBy: string
  readonly approvedOn: PlainDate
  readonly sums: Omit<MonthSums, 'recordedDays'>
  /** What is sent to be paid, as it is sent. */
  readonly content: object
}

/** Keeps what was approved, for good. */
export function insertApproval(
  trx: Kysely<Tables>,
  tenant: Tenant,
  { of, approvedBy, approvedOn, sums, content }: Approval,
): Compilable {
  return trx.insertInto('approved_timesheet').values({
    tenant,
    timesheet_id: of.id,
    revision: of.revision,
    month: of.month,
    approved_by: approvedBy,
    approved_on: approvedOn,
    content: JSON.stringify(content),
    planned_minutes: minutes(sums.plannedMinutes),
    present_minutes: minutes(sums.presentMinutes),
    absent_minutes: minutes(sums.absentMinutes),
    unexcused_minutes: minutes(sums.unexcusedMinutes),
  })
}
