import { RELEASED_STATES } from '@fotfeste/domain/stipend/pay-run.ts'
import { type PlainDate, yearOf } from '@fotfeste/domain/values/calendar.ts'
import type { PersonId } from '@fotfeste/domain/values/ids.ts'
import { here } from '@fotfeste/kit/here.ts'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'
import type { Registration } from './base-amounts.ts'
import type { OpenRun } from './calculation.ts'
import { DEMANDS } from './claims.ts'
import type { HeldSetting } from './policies.ts'
import { newestCards, newestWish } from './tax-cards.ts'

type Freeze = {
  readonly run: OpenRun
  readonly asKnownOn: PlainDate
  readonly registrations: readonly Registration[]
  readonly policies: readonly HeldSetting[]
  readonly baseAmountYear: number
  readonly lackTimesheets: readonly PersonId[]
}

/** The newest version of each order that runs on the pay date; `p` is the person. */
export const runningOrders = ({ payDate }: Pick<OpenRun, 'payDate'>) => sql`(
  select coalesce(jsonb_agg(jsonb_build_object('orderId', o.id, 'version', o.version) order by o.id), '[]')
  from (
    select distinct on (id) id, version, from_date, to_date from attachment_order
    where tenant = p.tenant and person_id = p.person_id order by id, version desc
  ) o
  where o.from_date <= ${payDate} and (o.to_date is null or o.to_date >= ${payDate}))`

/** What the newest entry of each month says of its deduction. */
export const decidedMonths = sql`(
  select coalesce(jsonb_agg(jsonb_build_object('month', d.month, 'effect', d.effect) order by d.month), '[]')
  from (
    select distinct on (month) month, effect from individual_decision
    where tenant = p.tenant and person_id = p.person_id order by month, id desc
  ) d)`

/** Paid months that a regulation left to a person, who has not cleared them yet. */
export const monthsInReview = sql`(
  select coalesce(jsonb_agg(distinct m.month), '[]')
  from regulation_person g
  join regulation r on r.tenant = g.tenant and r.id = g.regulation_id and r.state = 'done'
  cross join lateral jsonb_to_recordset(g.months) as m(month text)
  where g.tenant = p.tenant and g.person_id = p.person_id and g.outcome = 'review' and g.cleared_by is null)`

/** Claims that a person stopped the set-off of, or that are demanded outside the runs. */
export const stoppedClaims = sql`(
  select coalesce(jsonb_agg(jsonb_build_object('month', s.month, 'reason', s.reason)
    order by s.month, s.reason), '[]')
  from (
    select month, reason from claim_stop
    where tenant = p.tenant and person_id = p.person_id and to_date is null
    union all
    select d.month, d.kind from ${DEMANDS} d
    where d.tenant = p.tenant and d.person_id = p.person_id and not d.closed
  ) s)`

/** The newest timesheets up to the month, with the newest facts of their programmes; `p` is the person. */
export const newestTimesheets = (month: unknown) => sql<unknown>`(
  select jsonb_agg(jsonb_build_object('timesheetId', b.timesheet_id, 'version', b.version,
    'enrolmentId', b.enrolment_id, 'factsVersion', f.version) order by b.month, b.timesheet_id) as inputs
  from (
    select distinct on (timesheet_id) timesheet_id, version, enrolment_id, month, tenant from basis
    where tenant = p.tenant and person_id = p.person_id and month <= ${month}
    order by timesheet_id, version desc
  ) b
  cross join lateral (
    select max(version) as version from programme_facts
    where tenant = b.tenant and enrolment_id = b.enrolment_id
  ) f)`

const FROZEN = [
  ...['payee_version', 'payee_confirmed', 'lacks_timesheet', 'inputs', 'tax_cards', 'wish_version'],
  ...['attachments', 'decided', 'stopped', 'review_months', 'facts_version'],
]
/** The frozen columns of a row of `pay_run_person`. */
export const frozen = (of: string) => sql.join(FROZEN.map((column) => sql.ref(`${of}.${column}`)))

/**
 * Whom an extraordinary run leaves out: by the same terms and facts the newest released run of the month settled the
 * person, and nothing is blocked or held. An ordinary run leaves nobody out. What is asked of each person is asked as
 * a value: that is a look-up by key, where a join could read the municipality's rows for each.
 */
const settled = (run: OpenRun, lacking: RawBuilder<unknown>) => sql`
  newest as materialized (
    select o.id from pay_run r
    cross join lateral (
      select * from pay_run n
      where n.tenant = r.tenant and n.month = r.month and n.state = any(${[...RELEASED_STATES]}::text[])
      order by n.sequence desc limit 1) o
    where r.tenant = ${here} and r.id = ${run.id} and r.kind = 'extraordinary'
      and (o.registrations, o.policies, o.base_amount_year)
        is not distinct from (r.registrations, r.policies, r.base_amount_year)
  ),
  settled as materialized (
    select q.* from pay_run_person q
    where q.tenant = ${here} and q.run_id = (select id from newest)
      and q.lacks_timesheet = (q.person_id = any(${lacking}))
      and q.facts_version = (
        select p.facts_version from person p where p.tenant = q.tenant and p.person_id = q.person_id)
      and (select true from payslip s where s.tenant = q.tenant and s.person_id = q.person_id
        and ((s.run_id = q.run_id and s.reasons <> '[]') or (s.counts and s.held_ore > 0)) limit 1) is null
  )`

/** One row for everyone who has a timesheet up to the month or lacks one of it. */
export function freezing(run: OpenRun, lackTimesheets: readonly PersonId[]): RawBuilder<unknown> {
  const lacking = sql`${[...lackTimesheets]}::uuid[]`
  const columns = sql.join(FROZEN.map((column) => sql.ref(column)))
  return sql`
      with ${settled(run, lacking)}
      insert into pay_run_person (tenant, run_id, person_id, protected, ${columns}, unchanged)
      select s.tenant, ${run.id}::uuid, s.person_id, s.protected, ${frozen('s')}, true from settled s
      union all
      select p.tenant, ${run.id}::uuid, p.person_id, p.protected, y.version, y.confirmed,
        p.person_id = any(${lacking}), coalesce(held.inputs, '[]'),
        ${newestCards(yearOf(run.payDate))}, ${newestWish}, ${runningOrders(run)}, ${decidedMonths},
        ${stoppedClaims}, ${monthsInReview}, p.facts_version, false
      from person p
      left join lateral ${newestTimesheets(run.month)} held on true
      cross join lateral (
        select max(y.version) as version, exists (select from payee_confirmation c
          where c.tenant = p.tenant and c.person_id = p.person_id and c.version = max(y.version)) as confirmed
        from payee y where y.tenant = p.tenant and y.person_id = p.person_id
      ) y
      where p.tenant = ${here} and p.person_id <> all(array(select person_id from settled))
        and (held.inputs is not null or p.person_id = any(${lacking}))`
}

/**
 * Freezes what the run is computed from: the newest version of everything that is known of each person. What
 * comes later belongs to the next run.
 */
export async function freezeInputs(trx: Kysely<Tables>, freeze: Freeze): Promise<void> {
  const { run, asKnownOn, registrations, policies, baseAmountYear, lackTimesheets } = freeze
  await Promise.all([
    trx
      .updateTable('pay_run')
      .set({
        state: 'draft',
        reason: null,
        as_known_on: asKnownOn,
        registrations: JSON.stringify(registrations),
        policies: JSON.stringify(policies),
        base_amount_year: baseAmountYear,
        version: sql`version + 1`,
      })
      .where('tenant', '=', here)
      .where('id', '=', run.id)
      .execute(),
    freezing(run, lackTimesheets).execute(trx),
  ])
}
