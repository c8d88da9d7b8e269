import type { BenefitKind } from '@fotfeste/domain/introduction/income.ts'
import type { BarredClaims } from '@fotfeste/domain/payment/upkeep-alerts.ts'
import {
  type ClaimStop,
  type DemandKind,
  timeBarredFrom,
} from '@fotfeste/domain/stipend/claim-steps.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { Id, PersonId } from '@fotfeste/domain/values/ids.ts'
import type { Month } from '@fotfeste/domain/values/month.ts'
import type { Ore } from '@fotfeste/domain/values/ore.ts'
import { here } from '@fotfeste/kit/here.ts'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'
import type { PayRunId } from './pay-runs.ts'

/** A month's claim against a person (for mye utbetalt), as it stands. */
export type Claim = {
  readonly personId: PersonId
  readonly month: Month
  readonly openOre: Ore
  readonly foundOre: Ore
  readonly setOffOre: Ore
  readonly recoveredOre: Ore
  readonly since: PlainDate
  /** The first pay date of the month: the claim is time-barred from there. */
  readonly firstPaidOn: PlainDate
  /** A person's; what the law stops by itself is not entered. */
  readonly stop: ClaimStop | null
  readonly demand: DemandKind | null
}

/** What is demanded outside the runs, with what came in for it. */
export type Demand = {
  readonly demandId: Id<'Demand'>
  readonly personId: PersonId
  readonly month: Month
  readonly kind: DemandKind
  readonly amountOre: Ore
  readonly benefit: BenefitKind | null
  readonly on: PlainDate
  readonly reference: string
  readonly receivedOre: Ore
  readonly isClosed: boolean
  readonly enteredBy: string
  readonly version: number
}

type HistoryItem = {
  readonly kind: 'found' | 'taken-back' | 'set-off' | 'recovered'
  readonly on: PlainDate
  readonly amountOre: Ore
  readonly payRunId: PayRunId | null
  readonly demandId: Id<'Demand'> | null
}

export type ClaimInFull = Claim & {
  readonly history: readonly HistoryItem[]
  readonly demands: readonly Demand[]
}

/** Both kinds of demand as one table, with what came in for each. */
export const DEMANDS = sql`(
  select d.*, coalesce(c.received, 0)::bigint as received, coalesce(c.closed, false) as closed,
    c.entries::int + 1 as version
  from (
    select tenant, id, person_id, month, 'repayment' as kind, amount_ore, null as benefit,
      decided_on as day, reference, entered_by from repayment_decision
      where tenant = ${here}
    union all
    select tenant, id, person_id, month, 'refund', amount_ore, benefit, claimed_on, reference, entered_by
      from refund_claim where tenant = ${here}
  ) d
  left join lateral (
    select sum(amount_ore) as received, bool_or(is_last) as closed, count(*) as entries from claim_recovery r
    where r.tenant = d.tenant and r.person_id = d.person_id and d.id in (r.repayment_id, r.refund_id)
  ) c on true)`

/**
 * Claims by person and month: what released runs found, less what any standing run took back or set off, and
 * less what came in outside the runs.
 */
const standing = (narrow: RawBuilder<unknown>) => sql`
  select c.person_id as "personId", c.month, c.found::bigint as "foundOre", c.set_off::bigint as "setOffOre",
    v.recovered::bigint as "recoveredOre", (c.found - c.set_off - v.recovered)::bigint as "openOre",
    c.since, s.stop, m.kind as demand,
    (select min(r.pay_date) from pay_line l join pay_run r on r.tenant = l.tenant and r.id = l.run_id
      where l.tenant = c.tenant and l.person_id = c.person_id and l.month = c.month and l.counts) as "firstPaidOn"
  from (
    select c.tenant, c.person_id, c.month,
      sum(case when c.kind = 'found' then c.amount_ore else 0 end) as found,
      -sum(case when c.kind = 'set-off' then c.amount_ore else 0 end) as set_off,
      min(r.pay_date) filter (where c.amount_ore > 0) as since
    from claim_change c join pay_run r on r.tenant = c.tenant and r.id = c.run_id
    where c.tenant = ${here} and c.counts and (c.amount_ore < 0 or r.released_at is not null)
      and ${narrow}
    group by c.tenant, c.person_id, c.month
    having count(*) filter (where c.amount_ore > 0) > 0
  ) c
  cross join lateral (
    select coalesce(sum(amount_ore), 0) as recovered from claim_recovery r
    where r.tenant = c.tenant and r.person_id = c.person_id and r.month = c.month) v
  left join lateral (
    select jsonb_build_object('reason', reason, 'note', note, 'from', from_date, 'stoppedBy', entered_by) as stop
    from claim_stop s where s.tenant = c.tenant and s.person_id = c.person_id and s.month = c.month
      and s.to_date is null) s on true
  left join lateral (
    select d.kind from ${DEMANDS} d where d.tenant = c.tenant and d.person_id = c.person_id
      and d.month = c.month and not d.closed limit 1) m on true`

/** A page of open claims, oldest month first, one more than the limit. */
export async function listOpenClaims(
  trx: Kysely<Tables>,
  page: {
    readonly after: readonly [month: string, personId: string] | null
    readonly limit: number
  },
): Promise<Claim[]> {
  const [month, personId] = page.after ?? ['', '00000000-0000-0000-0000-000000000000']
  const { rows } = await sql<Claim>`
    select * from (${standing(sql`true`)}) x
    where "openOre" > 0 and (month::text, "personId") > (${month}, ${personId}::uuid)
    order by month, "personId" limit ${page.limit + 1}`.execute(trx)
  return rows
}

/**
 * Open claims by their month and the day from which they are time-barred; a claim that a person has stopped as
 * time-barred waits for nobody.
 */
export async function claimsByBar(trx: Kysely<Tables>): Promise<BarredClaims[]> {
  const { rows } = await sql<{ month: Month; paid: PlainDate; claims: number }>`
    select month, "firstPaidOn" as paid, count(*)::int as claims from (${standing(sql`true`)}) x
    where "openOre" > 0 and (stop ->> 'reason') is distinct from 'time-barred'
    group by month, "firstPaidOn" order by "firstPaidOn", month`.execute(trx)
  return rows.map(({ month, paid, claims }) => ({
    month,
    barredFrom: timeBarredFrom(paid),
    claims,
  }))
}

/** Every month that was ever paid too much for, with its history and demands. */
export async function claimsOfPerson(
  trx: Kysely<Tables>,
  personId: PersonId,
): Promise<ClaimInFull[]> {
  const { rows } = await sql<ClaimInFull>`
    select x.*,
      (select jsonb_agg(jsonb_build_object('kind', h.kind, 'on', h.day, 'amountOre', h.amount,
          'payRunId', h.run_id, 'demandId', h.demand_id) order by h.day, h.kind, h.id)
        from (
          select case when c.kind = 'set-off' then 'set-off' when c.amount_ore > 0 then 'found'
              else 'taken-back' end as kind,
            r.pay_date as day, c.amount_ore as amount, c.run_id, null::uuid as demand_id, c.run_id as id
          from claim_change c join pay_run r on r.tenant = c.tenant and r.id = c.run_id
          where c.tenant = ${here} and c.person_id = x."personId" and c.month = x.month and c.counts
            and (c.amount_ore < 0 or r.released_at is not null)
          union all
          select 'recovered', received_on, -amount_ore, null, coalesce(repayment_id, refund_id), id
          from claim_recovery
          where tenant = ${here} and person_id = x."personId" and month = x.month and amount_ore > 0
        ) h) as history,
      coalesce((select jsonb_agg(jsonb_build_object('demandId', d.id, 'personId', d.person_id, 'month', d.month,
          'kind', d.kind, 'amountOre', d.amount_ore, 'benefit', d.benefit, 'on', d.day,
          'reference', d.reference, 'receivedOre', d.received, 'isClosed', d.closed,
          'enteredBy', d.entered_by, 'version', d.version) order by d.id)
        from ${DEMANDS} d where d.person_id = x."personId" and d.month = x.month), '[]') as demands
    from (${standing(sql`c.person_id = ${personId}`)}) x
    order by x.month`.execute(trx)
  return rows
}

/**
 * Holds off the calculation while a claim is changed by a person: a page of a run and this transaction never
 * read the same claim at the same time.
 */
export const holdCalculation = (trx: Kysely<Tables>): Promise<unknown> =>
  sql`select 1 from pay_run where tenant = ${here} and state in ('draft', 'waiting') for share`.execute(
    trx,
  )
