import type { ChainBreak, ChainHead, SealedEntry } from '@fotfeste/domain/ledger/chain.ts'
import type { Posting } from '@fotfeste/domain/ledger/entry.ts'
import type { BrokenLedger } from '@fotfeste/domain/payment/upkeep-alerts.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import { here } from '@fotfeste/kit/here.ts'
import { type Compilable, type Kysely, sql } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'
import { compiled } from './protection.ts'

/** The numbers behind one and up to another. */
export type Stretch = { readonly after: number; readonly upTo: number }

type EntryRow = Omit<SealedEntry, 'postings'>
type PostingRow = Posting & { readonly number: number; readonly bookedOn: PlainDate }

/** Two plain reads by key: putting the sides of each entry together in the database takes longer than reading them. */
async function readRows(trx: Kysely<Tables>, { after, upTo }: Stretch) {
  const [entries, postings] = await Promise.all([
    sql<EntryRow>`
      select tenant, number, id, kind, source, booked_on as "bookedOn", occurred_on as "occurredOn",
        run_id as "runId", person_id as "personId", payment_id as "paymentId", posted_by as "postedBy", posted_at as "postedAt",
        previous_hash as "previousHash", hash
      from ledger_entry where tenant = ${here} and number > ${after} and number <= ${upTo}
      order by number`.execute(trx),
    sql<PostingRow>`
      select entry_number as number, booked_on as "bookedOn", account, month, amount_ore as "amountOre"
      from ledger_posting where tenant = ${here} and entry_number > ${after} and entry_number <= ${upTo}
      order by entry_number, line`.execute(trx),
  ])
  return { entries: entries.rows, postings: postings.rows }
}

/**
 * A stretch of the chain, for who sees every entry. A side that is booked on another day than its entry is none of
 * the entry's: the day of a side is in no hash, and balances go by it.
 */
export async function readStretch(trx: Kysely<Tables>, of: Stretch): Promise<SealedEntry[]> {
  const { entries, postings } = await readRows(trx, of)
  let at = 0
  return entries.map((entry) => {
    const sides: Posting[] = []
    for (let side = postings[at]; side && side.number <= entry.number; side = postings[++at]) {
      if (side.number === entry.number && side.bookedOn === entry.bookedOn) sides.push(side)
    }
    return { ...entry, postings: sides }
  })
}

/** The last entry; null in an empty ledger. */
export async function newestHead(trx: Kysely<Tables>): Promise<ChainHead | null> {
  const row = await trx
    .selectFrom('ledger_entry')
    .select(['number', 'hash'])
    .where('tenant', '=', here)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ?? null
}

/** A number before or behind the chain at which sides stand without an entry; null when there is none. */
export async function strayNumber(trx: Kysely<Tables>): Promise<number | null> {
  const { rows } = await sql<{ number: number | null }>`
    select case when min(entry_number) < 1 then min(entry_number)
      when max(entry_number) > (select coalesce(max(number), 0) from ledger_entry where tenant = ${here})
      then max(entry_number) end as number
    from ledger_posting where tenant = ${here}`.execute(trx)
  return rows[0]?.number ?? null
}

/** Of heads known from before, the lowest number at which another hash stands now, or nothing. */
export async function firstUnlike(
  trx: Kysely<Tables>,
  heads: readonly ChainHead[],
): Promise<number | null> {
  const { rows } = await sql<{ number: number | null }>`
    select min(k.number) as number from (
      select number, hash from ledger_verification where tenant = ${here} and number > 0
      union all
      select last_number, last_hash from ledger_closing where tenant = ${here} and last_number > 0
      union all
      select number, hash from jsonb_to_recordset(${JSON.stringify(heads)}::jsonb) as h(number bigint, hash text)) k
    left join ledger_entry e on e.tenant = ${here} and e.number = k.number
    where e.hash is distinct from k.hash`.execute(trx)
  return rows[0]?.number ?? null
}

/** Where a day's verification found the chain whole to its end. */
export type Checkpoint = ChainHead & { readonly verifiedAt: string; readonly verifiedBy: string }

export async function newestCheckpoint(trx: Kysely<Tables>): Promise<Checkpoint | null> {
  const row = await trx
    .selectFrom('ledger_verification')
    .select(['number', 'hash', 'verified_at as verifiedAt', 'verified_by as verifiedBy'])
    .where('tenant', '=', here)
    .where('broken_number', 'is', null)
    .orderBy('verified_on', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ?? null
}

/** What the newest verification found wrong, and since which day each finds something wrong; null when it found nothing. */
export async function brokenLedger(trx: Kysely<Tables>): Promise<BrokenLedger | null> {
  const { rows } = await sql<BrokenLedger>`
    select v.broken_number as number, (
      select min(b.verified_on) from ledger_verification b where b.tenant = v.tenant and b.verified_on > coalesce((
        select max(w.verified_on) from ledger_verification w where w.tenant = v.tenant and w.broken_number is null),
        '-infinity')) as since
    from ledger_verification v where v.tenant = ${here} and v.broken_number is not null
      and v.verified_on = (select max(n.verified_on) from ledger_verification n where n.tenant = ${here})`.execute(
    trx,
  )
  return rows[0] ?? null
}

export async function isVerifiedOn(trx: Kysely<Tables>, day: PlainDate): Promise<boolean> {
  const row = await trx
    .selectFrom('ledger_verification')
    .select('number')
    .where('tenant', '=', here)
    .where('verified_on', '=', day)
    .executeTakeFirst()
  return row !== undefined
}

export type Noted = {
  readonly tenant: string
  readonly on: PlainDate
  readonly by: string
  readonly head: ChainHead
  readonly broken: ChainBreak | null
}

/** Notes a day's verification; the first of a day stands. */
export const insertVerification = (trx: Kysely<Tables>, noted: Noted): Compilable =>
  compiled(
    trx,
    sql`insert into ledger_verification (tenant, verified_on, verified_at, verified_by, number, hash, broken_number,
        broken_reason)
      values (${noted.tenant}, ${noted.on}, now(), ${noted.by}, ${noted.head.number}, ${noted.head.hash},
        ${noted.broken?.number ?? null}, ${noted.broken?.reason ?? null})
      on conflict do nothing`,
  )
