import type { SealedEntry } from '@fotfeste/domain/ledger/chain.ts'
import type { EntryKind } from '@fotfeste/domain/ledger/entry.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { PersonId } from '@fotfeste/domain/values/ids.ts'
import { here } from '@fotfeste/kit/here.ts'
import type { Kysely } from 'kysely'
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
      'e.occurred_on',
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
    .where('e.tenant', '=', here)
    .orderBy('e.number')

type EntryRow = Awaited<ReturnType<ReturnType<typeof entries>['execute']>>[number]

const toEntry = (row: EntryRow): SealedEntry => ({
  tenant: row.tenant,
  number: row.number,
  id: row.id,
  kind: row.kind,
  source: row.source,
  bookedOn: row.booked_on,
  occurredOn: row.occurred_on,
  runId: row.run_id,
  personId: row.person_id,
  paymentId: row.payment_id,
  postedBy: row.posted_by,
  postedAt: row.posted_at,
  postings: row.postings,
  previousHash: row.previous_hash,
  hash: row.hash,
})

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
