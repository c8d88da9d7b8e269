import type { NewerFact, NewerFacts } from '@fotfeste/domain/stipend/newer-facts.ts'
import type { PayRunState } from '@fotfeste/domain/stipend/pay-run.ts'
import { yearOf } from '@fotfeste/domain/values/calendar.ts'
import type { PersonId } from '@fotfeste/domain/values/ids.ts'
import { here } from '@fotfeste/kit/here.ts'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'
import { listRegistrations } from './base-amounts.ts'
import {
  decidedMonths,
  frozen,
  monthsInReview,
  newestTimesheets,
  runningOrders,
  stoppedClaims,
} from './freeze.ts'
import type { PayRun } from './pay-runs.ts'
import { newestCards, newestWish } from './tax-cards.ts'

/** Before that nothing is frozen for good; behind it the payslips stand. */
const MET_BY: readonly PayRunState[] = ['calculated', 'approved']

export const canBeOutdated = ({ state }: PayRun): boolean => MET_BY.includes(state)

/**
 * Each person's frozen facts that are not those of now, by the statements that froze them; `p` is the person with
 * the frozen row. Only who has another number of facts since is looked at: the others cost a comparison.
 */
const newer = (run: PayRun): RawBuilder<unknown> => sql`(
  select p.person_id as "personId", f.code
  from (
    select p.tenant, p.person_id, q.run_id, ${frozen('q')}
    from person p
    left join lateral (
      select * from pay_run_person where tenant = p.tenant and run_id = ${run.id} and person_id = p.person_id limit 1
    ) q on true
    where p.tenant = ${here} and p.facts_version is distinct from q.facts_version offset 0
  ) p
  left join lateral ${newestTimesheets(run.month)} held on true
  cross join lateral (
    select max(y.version) as version, exists (select from payee_confirmation c
      where c.tenant = p.tenant and c.person_id = p.person_id and c.version = max(y.version)) as confirmed
    from payee y where y.tenant = p.tenant and y.person_id = p.person_id
  ) y
  cross join lateral (values
    ('timesheet', coalesce(p.inputs, '[]') <> coalesce(held.inputs, '[]')),
    ('payee', (p.payee_version, p.payee_confirmed) is distinct from (y.version, y.confirmed)),
    ('tax-card', p.tax_cards <> ${newestCards(yearOf(run.payDate))}),
    ('withholding-wish', p.wish_version is distinct from ${newestWish}),
    ('attachment-order', p.attachments <> ${runningOrders(run)}),
    ('individual-decision', p.decided <> ${decidedMonths}),
    ('claim', p.stopped <> ${stoppedClaims}),
    ('regulation-review', p.review_months <> ${monthsInReview})
  ) f(code, is_newer)
  where f.is_newer and (p.run_id is not null or f.code = 'timesheet'))`

/** What came after the calculation, counted: whoever asks, it is about everyone (`seeProtected`). */
export async function countNewerFacts(trx: Kysely<Tables>, run: PayRun): Promise<NewerFacts[]> {
  if (!canBeOutdated(run)) return []
  const registrations = JSON.stringify(await listRegistrations(trx))
  const { rows } = await sql<NewerFacts>`
    select code, count(*)::int as persons from ${newer(run)} n group by code
    union all
    select 'base-amount', 0 from pay_run where tenant = ${here} and id = ${run.id}
      and registrations <> ${registrations}::jsonb
    order by code`.execute(trx)
  return rows
}

/** A page of whose facts they are, one more than the limit. */
export async function listNewerFacts(
  trx: Kysely<Tables>,
  run: PayRun,
  page: {
    readonly after: readonly [code: string, personId: string] | null
    readonly limit: number
  },
): Promise<{ readonly personId: PersonId; readonly code: NewerFact }[]> {
  if (!canBeOutdated(run)) return []
  const [code, personId] = page.after ?? ['', '00000000-0000-0000-0000-000000000000']
  const { rows } = await sql<{ personId: PersonId; code: NewerFact }>`
    select * from ${newer(run)} n where (code, "personId") > (${code}, ${personId}::uuid)
    order by code, "personId" limit ${page.limit + 1}`.execute(trx)
  return rows
}
