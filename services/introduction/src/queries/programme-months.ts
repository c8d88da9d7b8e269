import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { Id } from '@fotfeste/domain/values/ids.ts'
import { type Month, monthOf } from '@fotfeste/domain/values/month.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import { here } from '@fotfeste/kit/here.ts'
import { type Compilable, type Kysely, sql } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'

/** The days of a programme that a command touches; `to` null: all that follow. */
export type TouchedDays = {
  readonly enrolmentId: Id<'Enrolment'>
  readonly from: PlainDate
  readonly to: PlainDate | null
}

export type MonthUse = {
  /** Months with a sealed or approved timesheet, in order. */
  readonly sealedMonths: readonly Month[]
  /** Those of them that are not approved, in order. */
  readonly awaitingApproval: readonly Month[]
  /** Days with attendance, in order. */
  readonly attendedDays: readonly PlainDate[]
}

/**
 * Locks the timesheets of the touched days, then reads what is sealed and attended: who records a day
 * holds a share of its timesheet's lock, so nothing recorded is missed.
 */
export async function lockMonths(trx: Kysely<Tables>, touched: TouchedDays): Promise<MonthUse> {
  const { enrolmentId, from, to } = touched
  const locked = trx
    .selectFrom('timesheet')
    .select(['month', 'state'])
    .where('tenant', '=', here)
    .where('enrolment_id', '=', enrolmentId)
    .where('month', '>=', monthOf(from))
    .$if(to !== null, (query) => query.where('month', '<=', monthOf(to as PlainDate)))
    .orderBy('month')
    .forUpdate()
    .execute()
  const attended = trx
    .selectFrom('attendance')
    .select('day')
    .distinct()
    .where('tenant', '=', here)
    .where('enrolment_id', '=', enrolmentId)
    .where('day', '>=', from)
    .$if(to !== null, (query) => query.where('day', '<=', to as PlainDate))
    .orderBy('day')
    .execute()
  const [months, days] = await Promise.all([locked, attended])
  const sealed = months.filter(({ state }) => state !== 'open')
  return {
    sealedMonths: sealed.map(({ month }) => month),
    awaitingApproval: sealed.filter(({ state }) => state === 'sealed').map(({ month }) => month),
    attendedDays: days.map(({ day }) => day),
  }
}

/** The last day with attendance; null: none. */
export async function lastDayAttended(
  trx: Kysely<Tables>,
  enrolmentId: Id<'Enrolment'>,
): Promise<PlainDate | null> {
  const row = await trx
    .selectFrom('attendance')
    .select('day')
    .where('tenant', '=', here)
    .where('enrolment_id', '=', enrolmentId)
    .orderBy('day', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.day ?? null
}

type Opened = {
  readonly tenant: Tenant
  readonly enrolmentId: Id<'Enrolment'>
  readonly at: string
  readonly months: readonly { readonly id: Id<'Timesheet'>; readonly month: Month }[]
}

/** Opens a timesheet for each month that has none. */
export function openMonths(trx: Kysely<Tables>, opened: Opened): Compilable {
  return trx
    .insertInto('timesheet')
    .values(
      opened.months.map(({ id, month }) => ({
        tenant: opened.tenant,
        id,
        enrolment_id: opened.enrolmentId,
        month,
        version: 1,
        state: 'open' as const,
        revision: 1,
        days_without_programme: [],
        benefits: '[]',
        changed_at: opened.at,
      })),
    )
    .onConflict((conflict) => conflict.constraint('timesheet_of_month').doNothing())
}

/**
 * Gives the touched months a new version: who loaded a day's state before this command and saves after it
 * is stopped by the version.
 */
export function touchMonths(trx: Kysely<Tables>, touched: TouchedDays): Compilable {
  const { enrolmentId, from, to } = touched
  return trx
    .updateTable('timesheet')
    .set({ version: sql`version + 1` })
    .where('tenant', '=', here)
    .where('enrolment_id', '=', enrolmentId)
    .where('month', '>=', monthOf(from))
    .$if(to !== null, (query) => query.where('month', '<=', monthOf(to as PlainDate)))
}

/** Takes the timesheets behind a programme's last month away, unless a step was ever taken on them. */
export function dropMonthsAfter(
  trx: Kysely<Tables>,
  enrolmentId: Id<'Enrolment'>,
  endedOn: PlainDate,
): Compilable {
  return trx
    .deleteFrom('timesheet as t')
    .where('t.tenant', '=', here)
    .where('t.enrolment_id', '=', enrolmentId)
    .where('t.month', '>', monthOf(endedOn))
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('timesheet_step as s')
            .select('s.step')
            .whereRef('s.tenant', '=', 't.tenant')
            .whereRef('s.timesheet_id', '=', 't.id'),
        ),
      ),
    )
}
