import type { MonthContent, MonthFacts, Participant } from '@fotfeste/domain/stipend/month-facts.ts'
import type { MonthLedger, PersonInputs } from '@fotfeste/domain/stipend/payslip.ts'
import { type PlainDate, yearOf } from '@fotfeste/domain/values/calendar.ts'
import type { PersonId } from '@fotfeste/domain/values/ids.ts'
import type { Month } from '@fotfeste/domain/values/month.ts'
import { NO_ORE, type Ore, ore } from '@fotfeste/domain/values/ore.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'
import type { Registration } from './base-amounts.ts'
import type { PayRunId } from './pay-runs.ts'
import type { HeldSetting } from './policies.ts'

/** A run that a job works on. */
export type OpenRun = {
  readonly id: PayRunId
  readonly month: Month
  readonly asKnownOn: PlainDate
  /** Null until the inputs are frozen. */
  readonly registrations: readonly Registration[] | null
  readonly policies: readonly HeldSetting[]
  readonly payDate: PlainDate
  readonly grossOre: Ore
}

/** The municipalities a job walks through. */
export async function listTenants(trx: Kysely<Tables>): Promise<Tenant[]> {
  const { rows } = await sql<{ orgnr: Tenant }>`
    select orgnr from system.tenant where active order by orgnr`.execute(trx)
  return rows.map(({ orgnr }) => orgnr)
}

/** The municipality's run that waits for work; with `lock` none while another copy works on it. */
export async function findOpenRun(
  trx: Kysely<Tables>,
  lock: boolean,
): Promise<OpenRun | undefined> {
  const row = await trx
    .selectFrom('pay_run')
    .select(['id', 'month', 'as_known_on', 'registrations', 'policies', 'pay_date', 'gross_ore'])
    .where('state', 'in', ['draft', 'waiting'])
    .$if(lock, (query) => query.forUpdate().skipLocked())
    .executeTakeFirst()
  return (
    row && {
      id: row.id,
      month: row.month,
      asKnownOn: row.as_known_on,
      registrations: row.registrations as readonly Registration[] | null,
      policies: (row.policies ?? []) as readonly HeldSetting[],
      payDate: row.pay_date,
      grossOre: row.gross_ore,
    }
  )
}

/** Says why a run waits; nothing is written when it says so already. */
export function waitFor(trx: Kysely<Tables>, id: PayRunId, reason: string): Promise<unknown> {
  return trx
    .updateTable('pay_run')
    .set({ state: 'waiting', reason, version: sql`version + 1` })
    .where('id', '=', id)
    .where('state', 'in', ['draft', 'waiting'])
    .where((eb) => eb.or([eb('state', '=', 'draft'), eb('reason', '<>', reason)]))
    .execute()
}

type Freeze = {
  readonly run: OpenRun
  readonly asKnownOn: PlainDate
  readonly registrations: readonly Registration[]
  readonly policies: readonly HeldSetting[]
  readonly baseAmountYear: number
  readonly lackTimesheets: readonly PersonId[]
}

/**
 * Freezes what the run is computed from: each person's newest timesheets up to the month, the newest facts
 * of their programmes, and the newest payee. What comes later belongs to the next run.
 */
export async function freezeInputs(trx: Kysely<Tables>, freeze: Freeze): Promise<void> {
  const { run, asKnownOn, registrations, policies, baseAmountYear, lackTimesheets } = freeze
  const lacking = sql`${[...lackTimesheets]}::uuid[]`
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
      .where('id', '=', run.id)
      .execute(),
    sql`
      insert into pay_run_person (tenant, run_id, person_id, protected, payee_version, lacks_timesheet, inputs)
      select p.tenant, ${run.id}, p.person_id, p.protected,
        (select max(version) from payee y where y.tenant = p.tenant and y.person_id = p.person_id),
        p.person_id = any(${lacking}), coalesce(held.inputs, '[]')
      from person p
      left join lateral (
        select jsonb_agg(jsonb_build_object('timesheetId', b.timesheet_id, 'version', b.version,
          'enrolmentId', b.enrolment_id, 'factsVersion', f.version) order by b.month, b.timesheet_id) as inputs
        from (
          select distinct on (timesheet_id) timesheet_id, version, enrolment_id, month, tenant from basis
          where tenant = p.tenant and person_id = p.person_id and month <= ${run.month}
          order by timesheet_id, version desc
        ) b
        cross join lateral (
          select max(version) as version from programme_facts
          where tenant = b.tenant and enrolment_id = b.enrolment_id
        ) f
      ) held on true
      where held.inputs is not null or p.person_id = any(${lacking})`.execute(trx),
  ])
}

export type FrozenPerson = PersonInputs & {
  readonly personId: PersonId
  readonly protected: boolean
  readonly payeeVersion: number | null
}

type HeldMonth = {
  month: Month
  paid: number
  claim: number
  differences: number
  setOffs: number
  firstPaidOn: PlainDate
}

type FrozenRow = {
  person_id: PersonId
  protected: boolean
  payee_version: number | null
  lacks_timesheet: boolean
  timesheets: { month: Month; facts: Participant; content: MonthContent }[] | null
  ledger: HeldMonth[] | null
}

/** The next page of frozen persons behind the run's cursor, with what stands in the ledger: one statement. */
export async function readPage(
  trx: Kysely<Tables>,
  run: OpenRun,
  limit: number,
): Promise<FrozenPerson[]> {
  const { rows } = await sql<FrozenRow>`
    select q.person_id, q.protected, q.payee_version, q.lacks_timesheet,
      (select jsonb_agg(jsonb_build_object('month', b.month, 'facts', f.facts, 'content', b.content)
          order by b.month, b.timesheet_id)
        from jsonb_to_recordset(q.inputs)
          as i("timesheetId" uuid, "version" int, "enrolmentId" uuid, "factsVersion" int)
        join basis b on b.tenant = q.tenant and b.timesheet_id = i."timesheetId" and b.version = i."version"
        join programme_facts f on f.tenant = q.tenant and f.enrolment_id = i."enrolmentId"
          and f.version = i."factsVersion") as timesheets,
      (select jsonb_agg(jsonb_build_object('month', l.month, 'paid', l.paid, 'differences', l.differences,
          'setOffs', l.set_offs, 'firstPaidOn', l.first_paid_on, 'claim', coalesce((select sum(c.amount_ore) from claim_change c where c.tenant = q.tenant
            and c.person_id = q.person_id and c.month = l.month and c.counts), 0)))
        from (
          select p.month, sum(p.amount_ore) as paid, min(r.pay_date) as first_paid_on,
            count(*) filter (where p.kind = 'difference') as differences,
            count(*) filter (where p.kind = 'set-off') as set_offs
          from pay_line p join pay_run r on r.tenant = p.tenant and r.id = p.run_id
          where p.tenant = q.tenant and p.person_id = q.person_id and p.counts group by p.month
        ) l) as ledger
    from pay_run_person q
    where q.run_id = ${run.id}
      and q.person_id > coalesce((select cursor from pay_run r where r.tenant = q.tenant and r.id = ${run.id}),
        '00000000-0000-0000-0000-000000000000')
    order by q.person_id limit ${limit}`.execute(trx)
  return rows.map((row) => toFrozen(row, run.payDate))
}

function toFrozen(row: FrozenRow, payDate: PlainDate): FrozenPerson {
  return {
    personId: row.person_id,
    protected: row.protected,
    payeeVersion: row.payee_version,
    hasPayee: row.payee_version !== null,
    lacksTimesheet: row.lacks_timesheet,
    timesheets: (row.timesheets ?? []).map(
      ({ month, facts, content }): MonthFacts => ({ month, participant: facts, ...content }),
    ),
    ledger: (row.ledger ?? []).map(
      (held): MonthLedger => ({
        month: held.month,
        paidOre: ore(held.paid),
        claimOre: ore(held.claim),
        differences: held.differences,
        setOffs: held.setOffs,
        firstPaidOn: held.firstPaidOn,
      }),
    ),
    tax: {
      card: { kind: 'exemption', year: yearOf(payDate), limitOre: null, usedOre: NO_ORE },
      cardSource: null,
      extraOre: NO_ORE,
      withoutCard: [],
      correctedOre: NO_ORE,
    },
    attachments: [],
    decisions: [],
    holds: [],
    stoppedClaims: [],
    blockedBy: [],
  }
}
