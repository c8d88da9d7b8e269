import type { MonthContent, MonthFacts, Participant } from '@fotfeste/domain/stipend/month-facts.ts'
import type { MonthInputs } from '@fotfeste/domain/stipend/months-due.ts'
import type {
  RegulatedMonth,
  RegulatedPerson,
  RegulationOutcome,
} from '@fotfeste/domain/stipend/regulate-person.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { PersonId } from '@fotfeste/domain/values/ids.ts'
import { type Month, monthOf } from '@fotfeste/domain/values/month.ts'
import type { Ore } from '@fotfeste/domain/values/ore.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import { here } from '@fotfeste/kit/here.ts'
import { type Compilable, type Kysely, sql } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'
import { decidedMonths, monthsInReview, newestTimesheets } from './freeze.ts'
import { HOLDS, LEDGER, TIMESHEETS } from './frozen-persons.ts'
import type { Regulation, RegulationId } from './regulations.ts'

/** A person on the walk, with what the report already says of them. */
export type WalkedPerson = {
  readonly personId: PersonId
  readonly protected: boolean
  readonly inputs: MonthInputs
  readonly reported: RegulatedPerson | null
}

type WalkedRow = {
  person_id: PersonId
  protected: boolean
  timesheets: { month: Month; facts: Participant; content: MonthContent }[] | null
  ledger: MonthInputs['ledger'] | null
  decided: MonthInputs['decisions']
  holds: MonthInputs['holds'] | null
  review_months: Month[]
  reported: RegulatedPerson | null
}

/** Later than any month that is taken in. */
const NO_LAST_MONTH = '2199-12'

/**
 * The next persons behind the cursor with a timesheet in a month that goes by the new G: one statement. The page
 * is cut out first, so that only its persons are read.
 */
export async function readWalk(
  trx: Kysely<Tables>,
  regulation: Regulation,
  limit: number,
): Promise<WalkedPerson[]> {
  const { id, amount } = regulation
  const { rows } = await sql<WalkedRow>`
    select q.person_id, q.protected, q.decided, q.review_months,
      ${TIMESHEETS} as timesheets, ${LEDGER} as ledger, ${HOLDS} as holds,
      (select jsonb_build_object('outcome', g.outcome, 'months', g.months, 'differenceOre', g.difference_ore)
        from regulation_person g where g.tenant = q.tenant and g.regulation_id = ${id}
          and g.person_id = q.person_id) as reported
    from (
      select p.tenant, p.person_id, p.protected, held.inputs, ${decidedMonths} as decided,
        ${monthsInReview} as review_months
      from (
        select p.tenant, p.person_id, p.protected from person p
        where p.tenant = ${here} and exists (select from basis b
            where b.tenant = p.tenant and b.person_id = p.person_id and b.month >= ${monthOf(amount.from)})
          and p.person_id > coalesce((select cursor from regulation where tenant = ${here} and id = ${id}),
            '00000000-0000-0000-0000-000000000000')
        order by p.person_id limit ${limit}
      ) p
      left join lateral ${newestTimesheets(NO_LAST_MONTH)} held on true
    ) q order by q.person_id`.execute(trx)
  return rows.map((row) => ({
    personId: row.person_id,
    protected: row.protected,
    inputs: {
      timesheets: (row.timesheets ?? []).map(
        ({ month, facts, content }): MonthFacts => ({ month, participant: facts, ...content }),
      ),
      ledger: row.ledger ?? [],
      decisions: row.decided,
      holds: row.holds ?? [],
      reviewMonths: row.review_months,
    },
    reported: row.reported,
  }))
}

/** Keeps a page of the report and moves the cursor behind it. */
export async function keepWalk(
  trx: Kysely<Tables>,
  of: { readonly tenant: Tenant; readonly id: RegulationId; readonly cursor: PersonId },
  found: readonly { readonly person: WalkedPerson; readonly regulated: RegulatedPerson }[],
): Promise<void> {
  const rows = found.map(({ person, regulated }) => ({
    person_id: person.personId,
    protected: person.protected,
    outcome: regulated.outcome,
    months: regulated.months,
    difference_ore: regulated.differenceOre,
  }))
  await Promise.all([
    sql`
      insert into regulation_person (tenant, regulation_id, person_id, protected, outcome, months, difference_ore)
      select ${of.tenant}, ${of.id}, r.person_id, r.protected, r.outcome, r.months, r.difference_ore
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as r(person_id uuid, protected boolean, outcome text, months jsonb, difference_ore bigint)
      on conflict (tenant, regulation_id, person_id) do update
        set outcome = excluded.outcome, months = excluded.months, difference_ore = excluded.difference_ore`.execute(
      trx,
    ),
    trx
      .updateTable('regulation')
      .set({ cursor: of.cursor })
      .where('tenant', '=', of.tenant)
      .where('id', '=', of.id)
      .execute(),
  ])
}

/** A line of the report as an answer shows it. */
export type ReportedPerson = {
  readonly personId: PersonId
  readonly outcome: RegulationOutcome
  readonly differenceOre: Ore
  readonly months: readonly RegulatedMonth[]
  readonly clearedBy: string | null
  readonly clearedOn: PlainDate | null
  readonly clearReason: string | null
}

const reported = (trx: Kysely<Tables>, id: RegulationId) =>
  trx
    .selectFrom('regulation_person')
    .select([
      'person_id as personId',
      'outcome',
      'difference_ore as differenceOre',
      'months',
      'cleared_by as clearedBy',
      'cleared_on as clearedOn',
      'clear_reason as clearReason',
    ])
    .where('tenant', '=', here)
    .where('regulation_id', '=', id)

/** A page of the report by person id, one more than the limit. */
export async function listReported(
  trx: Kysely<Tables>,
  id: RegulationId,
  page: {
    readonly outcome: RegulationOutcome | undefined
    readonly after: string | null
    readonly limit: number
  },
): Promise<ReportedPerson[]> {
  const { outcome, after, limit } = page
  const rows = await reported(trx, id)
    .$if(outcome !== undefined, (query) =>
      query.where('outcome', '=', outcome as RegulationOutcome),
    )
    .$if(after !== null, (query) => query.where('person_id', '>', after as PersonId))
    .orderBy('person_id')
    .limit(limit + 1)
    .execute()
  return rows as ReportedPerson[]
}

/** Locks a person's line of the report. */
export async function lockReported(
  trx: Kysely<Tables>,
  id: RegulationId,
  personId: PersonId,
): Promise<ReportedPerson | undefined> {
  const row = await reported(trx, id)
    .where('person_id', '=', personId)
    .forUpdate()
    .executeTakeFirst()
  return row as ReportedPerson | undefined
}

/** Clears a person in every regulation of the year: what one left to a person, a later one found open. */
export const clearPerson = (
  trx: Kysely<Tables>,
  of: { readonly year: number; readonly personId: PersonId },
  by: Pick<ReportedPerson, 'clearedBy' | 'clearedOn' | 'clearReason'>,
): Compilable =>
  trx
    .updateTable('regulation_person')
    .set({ cleared_by: by.clearedBy, cleared_on: by.clearedOn, clear_reason: by.clearReason })
    .where('tenant', '=', here)
    .where('person_id', '=', of.personId)
    .where('outcome', '=', 'review')
    .where('cleared_by', 'is', null)
    .where('regulation_id', 'in', (query) =>
      query
        .selectFrom('regulation')
        .select('id')
        .where('tenant', '=', here)
        .where('year', '=', of.year)
        .where('state', '=', 'done'),
    )
