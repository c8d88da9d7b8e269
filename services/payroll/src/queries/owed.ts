import type { Owed } from '@fotfeste/domain/payment/make-payments.ts'
import type { PaymentKind, PaymentState } from '@fotfeste/domain/payment/payment.ts'
import { RELEASED_STATES } from '@fotfeste/domain/stipend/pay-run.ts'
import { policiesOf } from '@fotfeste/domain/stipend/policy-settings.ts'
import type { Id, PersonId } from '@fotfeste/domain/values/ids.ts'
import type { Month } from '@fotfeste/domain/values/month.ts'
import type { Ore } from '@fotfeste/domain/values/ore.ts'
import { here } from '@fotfeste/kit/here.ts'
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'
import type { PayRunId } from './pay-runs.ts'
import { settingsOfRun } from './policies.ts'

type OwedRow = {
  kind: PaymentKind
  of_run_id: PayRunId
  payslip_id: Id<'Payslip'> | null
  order_id: Id<'AttachmentOrder'> | null
  person_id: PersonId | null
  protected: boolean
  month: Month
  amount_ore: Ore
  last_sequence: number
  last_state: PaymentState | null
  last_payee: number | null
  is_asked: boolean | null
  newest: number | null
  known: number | null
  entered_by: string | null
  name: string | null
  account_number: string | null
  kid: string | null
  text: string | null
}

/** What is owed, with who entered the account it would go to. */
export type HeldOwed = Owed & { readonly enteredBy: string | null }

const text = (kind: PaymentKind, month: Month): string =>
  kind === 'benefit' ? `Introduksjonsstonad ${month}` : `Utleggstrekk ${month}`

function toOwed(row: OwedRow): HeldOwed {
  const isPerson = row.kind === 'benefit'
  return {
    kind: row.kind,
    ofRunId: row.of_run_id,
    payslipId: row.payslip_id,
    orderId: row.order_id,
    personId: row.person_id,
    protected: row.protected,
    month: row.month,
    amountOre: row.amount_ore,
    lastSequence: row.last_sequence,
    last: row.last_state && {
      state: row.last_state,
      payeeVersion: row.last_payee,
      isAsked: row.is_asked ?? false,
    },
    payee: isPerson ? { newest: row.newest ?? 0, known: row.known } : null,
    to:
      row.kind === 'tax'
        ? null
        : {
            name: row.name ?? '',
            accountNumber: row.account_number ?? '',
            kid: row.kid,
            text: row.text ?? text(row.kind, row.month),
          },
    enteredBy: row.entered_by,
  }
}

/** True of a run `r` whose standing payments are fewer than what it owes: only then each is looked for. */
const isShort = sql`(
  select count(*) from payment p
  where p.tenant = r.tenant and p.of_run_id = r.id and p.state not in ('rejected', 'returned')
) < (r.withheld_ore > 0)::int + (
  select count(*) from payslip s
  where s.tenant = r.tenant and s.run_id = r.id and s.state = 'payable' and s.net_ore > 0
) + (select count(*) from attachment_paid a where a.tenant = r.tenant and a.run_id = r.id and a.counts)`

/**
 * What the run pays, unless only the `earlier` is asked for, and what earlier released runs owe that no standing
 * payment covers. The payee and a retry count as they stood when the run was calculated, so that nothing is paid
 * that its approver could not see. Runs released before payments were held have no digest: what they paid is with the
 * bank since long. Nothing waits in a closed run, unless a payment of it came back since. What stands is asked as a
 * value for each row: that is always a look-up by index, where a join could be planned for the empty table of the
 * first run.
 */
export async function listOwed(
  trx: Kysely<Tables>,
  runId: PayRunId,
  whose: 'own and earlier' | 'earlier',
): Promise<HeldOwed[]> {
  const held = await settingsOfRun(trx, runId)
  if (!held) return []
  const { payeeConfirmation } = policiesOf(held.settings ?? [])(held.month)
  const { rows } = await sql<OwedRow>`
    with run as (select tenant, id, calculated_at from pay_run where tenant = ${here} and id = ${runId}),
    paying as (
      select r.tenant, r.id, r.month, r.withheld_ore from pay_run r join run on run.tenant = r.tenant
      where r.tenant = ${here} and case when r.id = run.id then ${whose !== 'earlier'}::boolean
        else r.state = any(${[...RELEASED_STATES]}::text[]) and r.digest is not null
          and (r.state <> 'closed' or exists (select from payment p where p.tenant = r.tenant
            and p.of_run_id = r.id and p.state in ('rejected', 'returned'))) and ${isShort} end),
    owed as (
      select 'benefit' as kind, r.id as of_run_id, s.id as payslip_id, null::uuid as order_id, s.person_id,
        s.protected, r.month, s.net_ore as amount_ore, null::int as order_version, s.tenant
      from paying r join payslip s on s.tenant = r.tenant and s.run_id = r.id
      where s.state = 'payable' and s.net_ore > 0 and (select true from payment p where p.tenant = s.tenant
        and p.payslip_id = s.id and p.kind = 'benefit' and p.state not in ('rejected', 'returned') limit 1) is null
      union all
      select 'attachment', r.id, a.payslip_id, a.order_id, a.person_id, a.protected, r.month, a.amount_ore,
        a.order_version, a.tenant
      from paying r join attachment_paid a on a.tenant = r.tenant and a.run_id = r.id
      where a.counts and (select true from payment p where p.tenant = a.tenant and p.payslip_id = a.payslip_id
        and p.order_id = a.order_id and p.state not in ('rejected', 'returned') limit 1) is null
      union all
      select 'tax', r.id, null, null, null, false, r.month, r.withheld_ore, null, r.tenant
      from paying r where r.withheld_ore > 0)
    select o.kind, o.of_run_id, o.payslip_id, o.order_id, o.person_id, o.protected, o.month, o.amount_ore,
      coalesce(case when o.person_id is null
        then (select max(p.sequence) from payment p where p.tenant = o.tenant and p.person_id is null
          and p.month = o.month and p.kind = o.kind)
        else (select max(p.sequence) from payment p where p.tenant = o.tenant and p.person_id = o.person_id
          and p.month = o.month and p.kind = o.kind) end, 0) as last_sequence,
      last.state as last_state, last.payee_version as last_payee, last.is_asked,
      payee.newest, payee.known, coalesce(payee.entered_by, a.entered_by) as entered_by,
      coalesce(payee.name, a.creditor_name) as name,
      coalesce(payee.account_number, a.creditor_account) as account_number,
      a.kid, left(a.reference, 140) as text
    from owed o cross join run
    left join lateral (
      select p.state, p.payee_version, p.retry_at <= run.calculated_at as is_asked
      from (
        select * from payment where tenant = o.tenant and payslip_id = o.payslip_id
        union all
        select * from payment where o.kind = 'tax' and tenant = o.tenant and person_id is null
          and month = o.month and kind = 'tax') p
      where p.of_run_id = o.of_run_id and p.kind = o.kind and p.order_id is not distinct from o.order_id
      order by p.sequence desc limit 1) last on true
    left join lateral (
      select y.version as known, y.entered_by, y.name, y.account_number,
        (select max(n.version) from payee n where n.tenant = o.tenant and n.person_id = o.person_id) as newest
      from payee y
      left join payee_confirmation c
        on c.tenant = y.tenant and c.person_id = y.person_id and c.version = y.version
      where y.tenant = o.tenant and y.person_id = o.person_id
        and (c.confirmed_at <= run.calculated_at
          or (not ${payeeConfirmation}::boolean and y.entered_at <= run.calculated_at))
      order by y.version desc limit 1) payee on o.kind = 'benefit'
    left join attachment_order a on a.tenant = o.tenant and a.id = o.order_id and a.version = o.order_version
    where last.state is null or last.state in ('rejected', 'returned')
    order by o.of_run_id, o.payslip_id, o.order_id`.execute(trx)
  return rows.map(toOwed)
}
