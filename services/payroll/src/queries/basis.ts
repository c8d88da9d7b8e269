import type { MonthContent, Participant } from '@fotfeste/domain/stipend/month-facts.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { Id, PersonId } from '@fotfeste/domain/values/ids.ts'
import type { Month } from '@fotfeste/domain/values/month.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import { here } from '@fotfeste/kit/here.ts'
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'

type Programme = {
  readonly enrolmentId: Id<'Enrolment'>
  readonly personId: PersonId
  readonly protected: boolean
}

/** Keeps a programme's facts as a new version, when they differ from the newest. */
export function insertFacts(
  trx: Kysely<Tables>,
  tenant: Tenant,
  programme: Programme & { readonly facts: Participant; readonly knownOn: PlainDate },
): Promise<unknown> {
  const { enrolmentId, personId, facts, knownOn } = programme
  return sql`
    with newest as (
      select version, facts from programme_facts
      where tenant = ${tenant} and enrolment_id = ${enrolmentId} order by version desc limit 1
    ), given as (select ${JSON.stringify(facts)}::jsonb as facts)
    insert into programme_facts (tenant, enrolment_id, version, person_id, protected, facts, known_on)
    select ${tenant}, ${enrolmentId}, coalesce((select version from newest), 0) + 1, ${personId},
      ${programme.protected}, given.facts, ${knownOn}
    from given where given.facts is distinct from (select facts from newest)`.execute(trx)
}

/** A programme that ended: its newest facts with their last day. Nothing when it never began here. */
export function insertProgrammeEnd(
  trx: Kysely<Tables>,
  enrolmentId: Id<'Enrolment'>,
  { endedOn, knownOn }: { readonly endedOn: PlainDate; readonly knownOn: PlainDate },
): Promise<unknown> {
  return sql`
    insert into programme_facts (tenant, enrolment_id, version, person_id, protected, facts, known_on)
    select tenant, enrolment_id, version + 1, person_id, protected,
      facts || jsonb_build_object('programmeEnd', ${endedOn}::text), ${knownOn}::date
    from programme_facts
    where tenant = ${here} and enrolment_id = ${enrolmentId} and facts ->> 'programmeStart' <= ${endedOn}
    order by version desc limit 1`.execute(trx)
}

export type BasisRow = Programme & {
  readonly timesheetId: Id<'Timesheet'>
  readonly version: number
  readonly month: Month
  readonly approvedOn: PlainDate
  readonly content: MonthContent
}

/** Keeps one approved version of a month; the same one twice is one row. */
export function insertBasis(
  trx: Kysely<Tables>,
  tenant: Tenant,
  basis: BasisRow,
): Promise<unknown> {
  return trx
    .insertInto('basis')
    .values({
      tenant,
      timesheet_id: basis.timesheetId,
      version: basis.version,
      person_id: basis.personId,
      enrolment_id: basis.enrolmentId,
      month: basis.month,
      approved_on: basis.approvedOn,
      protected: basis.protected,
      content: JSON.stringify(basis.content),
    })
    .onConflict((conflict) => conflict.columns(['tenant', 'timesheet_id', 'version']).doNothing())
    .execute()
}

/** How far our copy of the feed reaches, and how many timesheets of a month it holds. */
export async function basisOfMonth(
  trx: Kysely<Tables>,
  month: Month,
): Promise<{ position: number; timesheets: number }> {
  const { rows } = await sql<{ position: number; timesheets: number }>`
    select coalesce((select position from system.follow where source = 'introduction'), 0) as position,
      (select count(distinct timesheet_id) from basis where tenant = ${here} and month = ${month}) as timesheets`.execute(
    trx,
  )
  return rows[0] ?? { position: 0, timesheets: 0 }
}
