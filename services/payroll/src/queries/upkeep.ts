import type {
  BarredClaims,
  BrokenLedger,
  OpenReview,
  UnusedAmount,
  Upkeep,
  WatchedOrder,
} from '@fotfeste/domain/payment/upkeep-alerts.ts'
import { unusedAmounts } from '@fotfeste/domain/rates/base-amount.ts'
import { amountOfEntry } from '@fotfeste/domain/rates/register-base-amount.ts'
import { type PlainDate, yearOf } from '@fotfeste/domain/values/calendar.ts'
import { here } from '@fotfeste/kit/here.ts'
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'
import { listAmountEntries, listRegistrations, toRegistrations } from './base-amounts.ts'
import { claimsByBar } from './claims.ts'
import { brokenLedger } from './ledger-chain.ts'

/**
 * Of each year from today's on the newest order that ended or met trouble; today's own is given its day. One that
 * failed is answered for by an answer that somebody posted since.
 */
async function listOrders(trx: Kysely<Tables>, today: PlainDate): Promise<WatchedOrder[]> {
  const { rows } = await sql<WatchedOrder>`
    select n.id, n.year, n.state <> 'answered' and not exists (
        select from tax_card_import i join tax_card_import_entry e on e.tenant = i.tenant and e.import_id = i.id
        where i.tenant = n.tenant and i.state = 'matched' and e.year = n.year and i.obtained_on >= n.requested_on)
        as "isFailing",
      coalesce((select min(f.requested_on) from tax_card_request f where f.tenant = n.tenant and f.year = n.year
        and f.id > coalesce((select a.id from tax_card_request a where a.tenant = f.tenant and a.year = f.year
          and a.state = 'answered' order by a.id desc limit 1), '00000000-0000-0000-0000-000000000000')),
        n.requested_on) as since
    from (
      select distinct on (q.year) q.* from tax_card_request q
      where q.tenant = ${here} and q.year >= ${yearOf(today)}
        and (q.state not in ('due', 'ordered') or q.reason is not null or q.requested_on < ${today})
      order by q.year, q.id desc) n
    where n.tenant = ${here} order by n.year`.execute(trx)
  return rows
}

async function listUnused(trx: Kysely<Tables>, today: PlainDate): Promise<UnusedAmount[]> {
  const [registrations, entries] = await Promise.all([
    listRegistrations(trx),
    listAmountEntries(trx),
  ])
  const own = entries.flatMap((entry) => amountOfEntry(entry) ?? [])
  return unusedAmounts(toRegistrations(registrations), own, today).map(({ from, knownOn }) => ({
    year: yearOf(from),
    adoptedOn: knownOn,
  }))
}

/** Regulations in use that left persons behind, with when they came into use. */
async function listReviews(trx: Kysely<Tables>): Promise<OpenReview[]> {
  const { rows } = await sql<OpenReview>`
    select r.id, r.year, count(*)::int as persons,
      (select max(e.on_date) from regulation_event e
        where e.tenant = r.tenant and e.regulation_id = r.id and e.move = 'finish') as since
    from regulation r
    join regulation_person g on g.tenant = r.tenant and g.regulation_id = r.id
    where r.tenant = ${here} and r.state = 'done' and g.outcome = 'review' and g.cleared_by is null
    group by r.tenant, r.id, r.year order by r.id`.execute(trx)
  return rows
}

/** What is looked after beside the runs, for who sees every row. */
export async function readUpkeep(trx: Kysely<Tables>, today: PlainDate): Promise<Upkeep> {
  const [orders, unused, reviews, claims, ledger]: [
    WatchedOrder[],
    UnusedAmount[],
    OpenReview[],
    BarredClaims[],
    BrokenLedger | null,
  ] = await Promise.all([
    listOrders(trx, today),
    listUnused(trx, today),
    listReviews(trx),
    claimsByBar(trx),
    brokenLedger(trx),
  ])
  return { orders, unused, reviews, claims, ledger }
}
