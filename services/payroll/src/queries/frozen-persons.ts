import type { AttachmentOrder } from '@fotfeste/domain/stipend/attachments.ts'
import type { DeductionDecision, Hold } from '@fotfeste/domain/stipend/held.ts'
import type { MonthContent, MonthFacts, Participant } from '@fotfeste/domain/stipend/month-facts.ts'
import type { MonthLedger, PersonInputs } from '@fotfeste/domain/stipend/payslip.ts'
import type { Correction, UncardedPayment } from '@fotfeste/domain/stipend/tax-correction.ts'
import type { HeldCard } from '@fotfeste/domain/tax/card-choice.ts'
import { yearOf } from '@fotfeste/domain/values/calendar.ts'
import type { PersonId } from '@fotfeste/domain/values/ids.ts'
import type { Month } from '@fotfeste/domain/values/month.ts'
import { type Ore, ore } from '@fotfeste/domain/values/ore.ts'
import { here } from '@fotfeste/kit/here.ts'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'
import type { OpenRun } from './calculation.ts'
import { frozenCards, wishOn } from './tax-cards.ts'

/** A person of a run as frozen, with what was paid before; the choice of the tax card is not made yet. */
export type FrozenPerson = Omit<PersonInputs, 'tax' | 'blockedBy'> & {
  readonly personId: PersonId
  readonly protected: boolean
  readonly payeeVersion: number | null
  readonly payeeConfirmed: boolean
  readonly cards: readonly HeldCard[]
  /** What the participant wants withheld beside the rules. */
  readonly extraOre: Ore
  /** What was paid in the year of the payout before: it uses up an exemption card. */
  readonly usedOre: Ore
  /** Payments of the year taxed without a card of it, and what of them was put right. */
  readonly withoutCard: readonly UncardedPayment[]
  readonly corrected: Correction
  /** The orders' newest versions, by order. */
  readonly orderVersions: ReadonlyMap<string, number>
}

type FrozenRow = {
  person_id: PersonId
  protected: boolean
  payee_version: number | null
  payee_confirmed: boolean
  lacks_timesheet: boolean
  timesheets: { month: Month; facts: Participant; content: MonthContent }[] | null
  ledger: MonthLedger[] | null
  cards: HeldCard[]
  extra_ore: number
  used: number
  corrected: number
  january: number
  uncarded: UncardedPayment[] | null
  attachments: (AttachmentOrder & { version: number })[] | null
  decided: DeductionDecision[]
  stopped: { month: Month; reason: string }[]
  review_months: Month[]
  holds: Hold[] | null
}

/**
 * The frozen timesheets with their facts; `q` is the frozen person. Each is looked up by its key, whatever the
 * database believes of the size of tables that have just been filled: joined, all timesheets are read for each person.
 * What only leaves the database is built as text (json): made as jsonb it would be taken apart and put together first.
 */
export const TIMESHEETS = sql`(
  select json_agg(json_build_object('month', b.month, 'facts', f.facts, 'content', b.content)
    order by b.month, b.timesheet_id)
  from jsonb_to_recordset(q.inputs)
    as i("timesheetId" uuid, "version" int, "enrolmentId" uuid, "factsVersion" int)
  cross join lateral (
    select timesheet_id, month, content from basis
    where tenant = q.tenant and timesheet_id = i."timesheetId" and version = i."version" limit 1) b
  cross join lateral (
    select facts from programme_facts
    where tenant = q.tenant and enrolment_id = i."enrolmentId" and version = i."factsVersion" limit 1) f)`

/** What stands for each month: lines and claims that count, less what came back outside the runs. */
export const LEDGER = sql`(
  select json_agg(json_build_object('month', l.month, 'paidOre', l.paid - v.recovered,
    'claimOre', c.claim - v.recovered, 'differences', l.differences, 'setOffs', l.set_offs,
    'firstPaidOn', l.first_paid_on))
  from (
    select l.month, sum(l.amount_ore) as paid, min(r.pay_date) as first_paid_on,
      count(*) filter (where l.kind = 'difference') as differences,
      count(*) filter (where l.kind = 'set-off') as set_offs
    from pay_line l join pay_run r on r.tenant = l.tenant and r.id = l.run_id
    where l.tenant = q.tenant and l.person_id = q.person_id and l.counts group by l.month
  ) l
  cross join lateral (
    select coalesce(sum(amount_ore), 0) as claim from claim_change c
    where c.tenant = q.tenant and c.person_id = q.person_id and c.month = l.month and c.counts) c
  cross join lateral (
    select coalesce(sum(amount_ore), 0) as recovered from claim_recovery v
    where v.tenant = q.tenant and v.person_id = q.person_id and v.month = l.month) v)`

/** What was paid in the year of the payout, and what of it is to be taxed again by the year's card. */
const yearOfPayout = (year: number): RawBuilder<unknown> => sql`
  left join lateral (
    select sum(s.gross_ore) as used, sum(s.corrected_ore) as corrected,
      sum(s.january_ore) as january,
      jsonb_agg(s.taxed_as || jsonb_build_object('payout', to_char(r.pay_date, 'YYYY-MM'),
        'byLastYears', s.card_kind is not null, 'withheldOre', s.withheld_ore + s.corrected_ore) order by r.pay_date, s.id)
        filter (where s.taxed_as is not null) as uncarded
    from payslip s join pay_run r on r.tenant = s.tenant and r.id = s.run_id
    where s.tenant = q.tenant and s.person_id = q.person_id and s.counts and s.state = 'payable'
      and r.pay_date between ${`${year}-01-01`}::date and ${`${year}-12-31`}::date
  ) y on true`

/** The frozen orders, with what each has taken by earlier payments of the run's month. */
const orders = ({ month }: OpenRun): RawBuilder<unknown> => sql`(
  select json_agg(json_build_object('orderId', o.id, 'version', o.version, 'class', o.class,
    'amountOre', o.amount_ore, 'rate', o.rate, 'keepsOre', o.keeps_ore, 'from', o.from_date, 'to', o.to_date,
    'takenOre', (select coalesce(sum(a.amount_ore), 0) from attachment_paid a
      join pay_run r on r.tenant = a.tenant and r.id = a.run_id and r.month = ${month}
      where a.tenant = q.tenant and a.order_id = o.id and a.counts)) order by o.id)
  from jsonb_to_recordset(q.attachments) as i("orderId" uuid, "version" int)
  join attachment_order o on o.tenant = q.tenant and o.id = i."orderId" and o.version = i."version")`

/** Months whose first payment held a part back for want of a decision, from its pay date (POL8). */
export const HOLDS = sql`(
  select json_agg(json_build_object('month', h.month, 'since', h.since))
  from (
    select x.month, min(r.pay_date) as since
    from payslip s
    join pay_run r on r.tenant = s.tenant and r.id = s.run_id
    cross join lateral jsonb_to_recordset(s.reasons) as x(code text, month text)
    where s.tenant = q.tenant and s.person_id = q.person_id and s.counts and s.held_ore > 0
      and x.code = 'individual-decision-missing'
      and exists (select from pay_line l where l.tenant = s.tenant and l.payslip_id = s.id
        and l.month = x.month and l.kind = 'ordinary')
    group by x.month
  ) h)`

/** A page is cut out first, so that what stands in the ledger is read for its persons alone. */
export const pageQuery = (run: OpenRun, limit: number) => sql<FrozenRow>`
    select q.person_id, q.protected, q.payee_version, q.payee_confirmed, q.lacks_timesheet, q.decided, q.stopped,
      q.review_months,
      ${TIMESHEETS} as timesheets, ${LEDGER} as ledger, ${frozenCards} as cards,
      ${wishOn(run.payDate)} as extra_ore, ${orders(run)} as attachments, ${HOLDS} as holds,
      coalesce(y.used, 0)::bigint as used, coalesce(y.corrected, 0)::bigint as corrected,
      coalesce(y.january, 0)::bigint as january, y.uncarded
    from (
      select * from pay_run_person
      where tenant = ${here} and run_id = ${run.id} and not unchanged and person_id > ${run.cursor}
      order by person_id limit ${limit}
    ) q ${yearOfPayout(yearOf(run.payDate))}
    order by q.person_id`

/** The next page of frozen persons behind the run's cursor, with what stands in the ledger: one statement. */
export async function readPage(
  trx: Kysely<Tables>,
  run: OpenRun,
  limit: number,
): Promise<FrozenPerson[]> {
  const { rows } = await pageQuery(run, limit).execute(trx)
  return rows.map(toFrozen)
}

function toFrozen(row: FrozenRow): FrozenPerson {
  const orders = row.attachments ?? []
  return {
    personId: row.person_id,
    protected: row.protected,
    payeeVersion: row.payee_version,
    payeeConfirmed: row.payee_confirmed,
    hasPayee: row.payee_version !== null,
    lacksTimesheet: row.lacks_timesheet,
    timesheets: (row.timesheets ?? []).map(
      ({ month, facts, content }): MonthFacts => ({ month, participant: facts, ...content }),
    ),
    ledger: row.ledger ?? [],
    cards: row.cards,
    extraOre: ore(row.extra_ore),
    usedOre: ore(row.used),
    withoutCard: row.uncarded ?? [],
    corrected: {
      januaryOre: ore(row.january),
      uncardedOre: ore(row.corrected - row.january),
    },
    attachments: orders,
    orderVersions: new Map(orders.map(({ orderId, version }) => [orderId, version])),
    decisions: row.decided,
    stoppedClaims: row.stopped,
    reviewMonths: row.review_months,
    holds: row.holds ?? [],
  }
}
