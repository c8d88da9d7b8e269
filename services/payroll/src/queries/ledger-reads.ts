import type { AccountSetting, LedgerAccount } from '@fotfeste/domain/ledger/account.ts'
import type { SealedEntry } from '@fotfeste/domain/ledger/chain.ts'
import type { EntryKind } from '@fotfeste/domain/ledger/entry.ts'
import type { JournalPeriod, JournalSum } from '@fotfeste/domain/ledger/journal.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { PersonId } from '@fotfeste/domain/values/ids.ts'
import type { Ore } from '@fotfeste/domain/values/ore.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import { type Compilable, type Kysely, sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Tables } from '../db/tables.gen.ts'
import type { PayRunId } from './pay-runs.ts'

const entries = (trx: Kysely<Tables>) =>
  trx
    .selectFrom('ledger_entry as e')
    .select([
      'e.tenant',
      'e.number',
      'e.id',
      'e.kind',
      'e.source',
      'e.booked_on',
      'e.run_id',
      'e.person_id',
      'e.payment_id',
      'e.posted_by',
      'e.posted_at',
      'e.previous_hash',
      'e.hash',
    ])
    .select((eb) =>
      jsonArrayFrom(
        eb
          .selectFrom('ledger_posting as p')
          .select(['p.account', 'p.month', 'p.amount_ore as amountOre'])
          .whereRef('p.tenant', '=', 'e.tenant')
          .whereRef('p.entry_number', '=', 'e.number')
          .orderBy('p.line'),
      ).as('postings'),
    )
    .orderBy('e.number')

type EntryRow = Awaited<ReturnType<ReturnType<typeof entries>['execute']>>[number]

const toEntry = (row: EntryRow): SealedEntry => ({
  tenant: row.tenant,
  number: row.number,
  id: row.id,
  kind: row.kind,
  source: row.source,
  bookedOn: row.booked_on,
  runId: row.run_id,
  personId: row.person_id,
  paymentId: row.payment_id,
  postedBy: row.posted_by,
  postedAt: row.posted_at,
  postings: row.postings,
  previousHash: row.previous_hash,
  hash: row.hash,
})

/** A piece of the chain behind a number. */
export async function readChain(
  trx: Kysely<Tables>,
  after: number,
  limit: number,
): Promise<SealedEntry[]> {
  const rows = await entries(trx).where('e.number', '>', after).limit(limit).execute()
  return rows.map(toEntry)
}

type EntryFilter = {
  readonly kind: EntryKind | undefined
  readonly payRunId: PayRunId | undefined
  readonly personId: PersonId | undefined
  readonly from: PlainDate | undefined
  readonly to: PlainDate | undefined
}

/** A page of entries in order of number, one more than the limit. */
export async function listEntries(
  trx: Kysely<Tables>,
  filter: EntryFilter,
  page: { readonly after: number; readonly limit: number },
): Promise<SealedEntry[]> {
  const { kind, payRunId, personId, from, to } = filter
  let query = entries(trx).where('e.number', '>', page.after)
  if (kind) query = query.where('e.kind', '=', kind)
  if (payRunId) query = query.where('e.run_id', '=', payRunId)
  if (personId) query = query.where('e.person_id', '=', personId)
  if (from) query = query.where('e.booked_on', '>=', from)
  if (to) query = query.where('e.booked_on', '<=', to)
  return (await query.limit(page.limit + 1).execute()).map(toEntry)
}

/** The hash that an entry has now; null when there is none of this number. */
export async function hashOf(trx: Kysely<Tables>, number: number): Promise<string | null> {
  const row = await trx
    .selectFrom('ledger_entry')
    .select('hash')
    .where('number', '=', number)
    .executeTakeFirst()
  return row?.hash ?? null
}

export type Balance = {
  readonly account: LedgerAccount
  readonly debitOre: Ore
  readonly creditOre: Ore
}

/** Each account that was used with its sums up to a day, and how many entries they are of. */
export async function balancesOn(
  trx: Kysely<Tables>,
  day: PlainDate,
): Promise<{ readonly balances: Balance[]; readonly entries: number }> {
  const [{ rows }, { rows: counted }] = await Promise.all([
    sql<Balance>`
      select account, (coalesce(sum(amount_ore) filter (where amount_ore > 0), 0))::bigint as "debitOre",
        (coalesce(-sum(amount_ore) filter (where amount_ore < 0), 0))::bigint as "creditOre"
      from ledger_posting where booked_on <= ${day} group by account`.execute(trx),
    sql<{ entries: number }>`
      select count(*)::int as entries from ledger_posting where booked_on <= ${day} and line = 1`.execute(
      trx,
    ),
  ])
  return { balances: rows, entries: counted[0]?.entries ?? 0 }
}

/** What was booked in a period by day, run, kind, account and month: asked for by who sees every entry. */
export async function journalSums(
  trx: Kysely<Tables>,
  { from, to, after }: JournalPeriod,
): Promise<JournalSum[]> {
  const { rows } = await sql<JournalSum>`
    select e.booked_on as "bookedOn", e.kind, e.run_id as "runId", p.account, p.month,
      (coalesce(sum(p.amount_ore) filter (where p.amount_ore > 0), 0))::bigint as "debitOre",
      (coalesce(-sum(p.amount_ore) filter (where p.amount_ore < 0), 0))::bigint as "creditOre",
      count(*)::int as entries, min(e.number) as "firstNumber", max(e.number) as "lastNumber"
    from ledger_entry e
    join ledger_posting p on p.tenant = e.tenant and p.entry_number = e.number
    where e.booked_on between ${from} and ${to} and e.number > ${after}
    group by e.booked_on, e.kind, e.run_id, p.account, p.month
    order by e.booked_on, min(e.number), e.kind, e.run_id, p.account, p.month`.execute(trx)
  return rows
}

/** Every entry that names an account. */
export async function listAccountSettings(trx: Kysely<Tables>): Promise<AccountSetting[]> {
  const rows = await trx
    .selectFrom('account_setting')
    .select(['account', 'version', 'from_date', 'account_number', 'function', 'art'])
    .orderBy('account')
    .orderBy('version')
    .execute()
  return rows.map((row) => ({
    account: row.account,
    version: row.version,
    from: row.from_date,
    accountNumber: row.account_number,
    function: row.function,
    art: row.art,
  }))
}

/** Keeps an entry; those before it stay. */
export function insertAccountSetting(
  trx: Kysely<Tables>,
  tenant: Tenant,
  setting: AccountSetting & { readonly enteredBy: string; readonly enteredOn: PlainDate },
): Compilable {
  return trx.insertInto('account_setting').values({
    tenant,
    account: setting.account,
    version: setting.version,
    from_date: setting.from,
    account_number: setting.accountNumber,
    function: setting.function,
    art: setting.art,
    entered_by: setting.enteredBy,
    entered_on: setting.enteredOn,
  })
}
