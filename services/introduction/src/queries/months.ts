import type { Kysely } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'
import { type HeldDay, listDays } from './attendance.ts'
import { findEnrolment, type HeldEnrolment } from './enrolments.ts'
import {
  type HeldStep,
  type HeldTimesheet,
  listSteps,
  lockTimesheet,
  type MonthKey,
} from './timesheets.ts'

/** All that a month's timesheet is made of. */
export type HeldMonth = {
  readonly sheet: HeldTimesheet
  readonly enrolment: HeldEnrolment
  readonly days: readonly HeldDay[]
  readonly steps: readonly HeldStep[]
}

/** Loads all that a month's timesheet is made of in one trip, behind the timesheet; null when it is not there. */
export async function loadMonth(
  trx: Kysely<Tables>,
  key: MonthKey,
  timesheet: Promise<HeldTimesheet | null>,
): Promise<HeldMonth | null> {
  const [sheet, enrolment, days, steps] = await Promise.all([
    timesheet,
    findEnrolment(trx, key.enrolmentId),
    listDays(trx, key.enrolmentId, key.month),
    listSteps(trx, key),
  ])
  return sheet && enrolment ? { sheet, enrolment, days, steps } : null
}

/** Locks a month, then loads it as it is under the lock. */
export const lockMonth = (trx: Kysely<Tables>, key: MonthKey): Promise<HeldMonth | null> =>
  loadMonth(trx, key, lockTimesheet(trx, key))
