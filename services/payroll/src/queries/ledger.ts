import {
  type ChainHead,
  EMPTY_CHAIN,
  type SealedEntry,
  type Sealing,
  sealEntries,
} from '@fotfeste/domain/ledger/chain.ts'
import type { Entry } from '@fotfeste/domain/ledger/entry.ts'
import {
  type PaymentSteps,
  type PostedPayment,
  type PostedPayslip,
  postClaims,
  postPaymentSteps,
  postPayslip,
} from '@fotfeste/domain/ledger/post.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { Id, PersonId } from '@fotfeste/domain/values/ids.ts'
import type { Month } from '@fotfeste/domain/values/month.ts'
import { type Ore, ore } from '@fotfeste/domain/values/ore.ts'
import { type Compilable, type Kysely, sql } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'
import { lockEntries } from './base-amounts.ts'
import type { PayRunId } from './pay-runs.ts'
import type { PayslipId } from './payslips.ts'
import { compiled, seeProtected } from './protection.ts'

/**
 * Takes the municipality's ledger for this transaction and says where its chain ends. Last among a handler's
 * loads: a run's row is locked first, always in this order. Who posts sees every entry, those of protected persons too.
 */
export async function lockLedger(trx: Kysely<Tables>): Promise<ChainHead> {
  const [, , head] = await Promise.all([
    lockEntries(trx, 'ledger'),
    seeProtected(trx),
    trx
      .selectFrom('ledger_entry')
      .select(['number', 'hash'])
      .orderBy('number', 'desc')
      .limit(1)
      .executeTakeFirst(),
  ])
  return head ?? EMPTY_CHAIN
}

type MonthAmounts = readonly { month: Month; amountOre: number }[] | null
type SlipRow = {
  id: PayslipId
  person_id: PersonId
  month: Month
  withheld_ore: Ore
  attached_ore: Ore
  net_ore: Ore
  benefit: MonthAmounts
  set_off: MonthAmounts
  claims: MonthAmounts
}

const amounts = (held: MonthAmounts) =>
  (held ?? []).map(({ month, amountOre }) => ({ month, amountOre: ore(amountOre) }))

/** What a run's counting payslips say, as the ledger takes it: one statement for the whole run. */
export async function payslipsToPost(
  trx: Kysely<Tables>,
  runId: PayRunId,
): Promise<Omit<PostedPayslip, 'bookedOn'>[]> {
  const { rows } = await sql<SlipRow>`
    select s.id, s.person_id, r.month, s.withheld_ore, s.attached_ore, s.net_ore,
      lines.benefit, lines.set_off, claims.found as claims
    from payslip s
    join pay_run r on r.tenant = s.tenant and r.id = s.run_id
    cross join lateral (
      select jsonb_agg(jsonb_build_object('month', month, 'amountOre', amount)) filter (where kind = 'benefit')
          as benefit,
        jsonb_agg(jsonb_build_object('month', month, 'amountOre', amount)) filter (where kind = 'set-off')
          as set_off
      from (
        select month, case kind when 'set-off' then kind else 'benefit' end as kind, sum(amount_ore) as amount
        from pay_line l where l.tenant = s.tenant and l.payslip_id = s.id group by 1, 2
      ) by_month
    ) lines
    cross join lateral (
      select jsonb_agg(jsonb_build_object('month', month, 'amountOre', amount_ore)) as found
      from claim_change c
      where c.tenant = s.tenant and c.run_id = s.run_id and c.person_id = s.person_id and c.kind = 'found'
    ) claims
    where s.run_id = ${runId} and s.counts
    order by s.id`.execute(trx)
  return rows.map((row) => ({
    payslipId: row.id,
    runId,
    personId: row.person_id,
    month: row.month,
    benefit: amounts(row.benefit),
    setOff: amounts(row.set_off),
    withheldOre: row.withheld_ore,
    attachedOre: row.attached_ore,
    netOre: row.net_ore,
    claims: amounts(row.claims),
  }))
}

/** The entries of a run that is released: each payslip, and the claims that it found. */
export const entriesOfRun = (
  slips: readonly Omit<PostedPayslip, 'bookedOn'>[],
  bookedOn: PlainDate,
): (Entry | null)[] =>
  slips
    .map((slip) => ({ ...slip, bookedOn }))
    .flatMap((slip) => [postPayslip(slip), postClaims(slip)])

type PaymentRow = {
  id: Id<'Payment'>
  of_run_id: PayRunId
  person_id: PersonId | null
  month: Month
  kind: PostedPayment['kind']
  amount_ore: Ore
}

/** The entries of what the bank made of payments: one read for all of them. */
export async function entriesOfPayments(
  trx: Kysely<Tables>,
  changes: ReadonlyMap<Id<'Payment'>, PaymentSteps>,
): Promise<Entry[]> {
  const { rows } = await sql<PaymentRow>`
    select id, of_run_id, person_id, month, kind, amount_ore from payment
    where id = any(${[...changes.keys()]}::uuid[]) order by id`.execute(trx)
  return rows.flatMap((row) => {
    const { month, kind } = row
    const of = { paymentId: row.id, runId: row.of_run_id, personId: row.person_id }
    const steps = changes.get(row.id)
    return steps ? postPaymentSteps({ ...of, month, kind, amountOre: row.amount_ore }, steps) : []
  })
}

const entryRow = (entry: SealedEntry) => ({
  number: entry.number,
  id: entry.id,
  booked_on: entry.bookedOn,
  kind: entry.kind,
  source: entry.source,
  run_id: entry.runId,
  person_id: entry.personId,
  payment_id: entry.paymentId,
  lines: entry.postings.length,
  posted_by: entry.postedBy,
  posted_at: entry.postedAt,
  previous_hash: entry.previousHash,
  hash: entry.hash,
})

const postingRows = ({ number, bookedOn, postings }: SealedEntry) =>
  postings.map(({ account, month, amountOre }, at) => ({
    entry_number: number,
    line: at + 1,
    booked_on: bookedOn,
    account,
    month,
    amount_ore: amountOre,
  }))

/**
 * Posts behind the head that `lockLedger` gave: two inserts however many entries. The same fact posted twice
 * breaks `ledger_entry_once`.
 */
export function insertEntries(
  trx: Kysely<Tables>,
  entries: readonly (Entry | null)[],
  sealing: Sealing,
): Compilable[] {
  const sealed = sealEntries(
    entries.filter((entry) => entry !== null),
    sealing,
  )
  if (sealed.length === 0) return []
  const { tenant } = sealing
  return [
    sql`insert into ledger_entry (tenant, number, id, booked_on, kind, source, run_id, person_id, payment_id,
        protected, lines, posted_by, posted_at, previous_hash, hash)
      select ${tenant}, r.number, r.id, r.booked_on, r.kind, r.source, r.run_id, r.person_id, r.payment_id,
        coalesce(p.protected, false), r.lines, r.posted_by, r.posted_at, r.previous_hash, r.hash
      from jsonb_to_recordset(${JSON.stringify(sealed.map(entryRow))}::jsonb) as r(number bigint, id uuid,
        booked_on date, kind text, source text, run_id uuid, person_id uuid, payment_id uuid, lines smallint,
        posted_by text, posted_at timestamptz, previous_hash text, hash text)
      left join person p on p.tenant = ${tenant} and p.person_id = r.person_id
      order by r.number`,
    sql`insert into ledger_posting (tenant, entry_number, line, booked_on, account, month, amount_ore)
      select ${tenant}, r.entry_number, r.line, r.booked_on, r.account, r.month, r.amount_ore
      from jsonb_to_recordset(${JSON.stringify(sealed.flatMap(postingRows))}::jsonb) as r(entry_number bigint,
        line smallint, booked_on date, account text, month text, amount_ore bigint)`,
  ].map((query) => compiled(trx, query))
}
