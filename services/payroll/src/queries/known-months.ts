import type { MonthContent, MonthFacts, Participant } from '@fotfeste/domain/stipend/month-facts.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { Id, PersonId } from '@fotfeste/domain/values/ids.ts'
import type { Month } from '@fotfeste/domain/values/month.ts'
import { type Ore, ore } from '@fotfeste/domain/values/ore.ts'
import { here } from '@fotfeste/kit/here.ts'
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'

/** A person's month, looked at from a day. */
export type MonthOfPerson = {
  readonly personId: PersonId
  readonly month: Month
  readonly asKnownOn: PlainDate
}

/** A timesheet as approved by the day, with the facts of its programme as taken by the day. */
export type KnownMonth = {
  readonly enrolmentId: Id<'Enrolment'>
  readonly timesheetId: Id<'Timesheet'>
  readonly version: number
  readonly approvedOn: PlainDate
  readonly factsVersion: number
  readonly facts: MonthFacts
}

type Row = Omit<KnownMonth, 'facts'> & { facts: Participant; content: MonthContent }

/** One for each timesheet of the month; facts that all came after the day are the oldest of them. */
export async function knownMonths(trx: Kysely<Tables>, of: MonthOfPerson): Promise<KnownMonth[]> {
  const { personId, month, asKnownOn } = of
  const { rows } = await sql<Row>`
    select b.enrolment_id as "enrolmentId", b.timesheet_id as "timesheetId", b.version,
      b.approved_on as "approvedOn", f.version as "factsVersion", f.facts, b.content
    from (
      select distinct on (timesheet_id) tenant, timesheet_id, enrolment_id, version, approved_on, content
      from basis
      where tenant = ${here} and person_id = ${personId} and month = ${month} and approved_on <= ${asKnownOn}
      order by timesheet_id, version desc
    ) b
    cross join lateral (
      select k.version, k.facts
      from (
        select version, facts, coalesce(known_on <= ${asKnownOn}, true) as was_known from programme_facts
        where tenant = b.tenant and enrolment_id = b.enrolment_id
      ) k
      order by k.was_known desc, case when k.was_known then -k.version else k.version end limit 1
    ) f
    order by b.timesheet_id`.execute(trx)
  return rows.map(({ facts, content, ...row }) => ({
    ...row,
    facts: { month, participant: facts, ...content },
  }))
}

/** What runs released by the day paid for the month. */
export async function paidForMonth(trx: Kysely<Tables>, of: MonthOfPerson): Promise<Ore> {
  const { rows } = await sql<{ paid: number }>`
    select coalesce(sum(l.amount_ore), 0)::bigint as paid
    from pay_line l join pay_run r on r.tenant = l.tenant and r.id = l.run_id
    where l.tenant = ${here} and l.person_id = ${of.personId} and l.month = ${of.month} and l.counts
      and r.released_on <= ${of.asKnownOn}`.execute(trx)
  return ore(rows[0]?.paid ?? 0)
}
