import type { AnswerEntry } from '@fotfeste/domain/tax/card-answer.ts'
import type { CardSource } from '@fotfeste/domain/tax/card-choice.ts'
import type { AnsweredCard } from '@fotfeste/domain/tax/card-line.ts'
import type { EntryOutcome, NewCard } from '@fotfeste/domain/tax/card-matching.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { Id, PersonId } from '@fotfeste/domain/values/ids.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import { here } from '@fotfeste/kit/here.ts'
import { type Compilable, sql } from 'kysely'
import type { Trx } from './persons.ts'

export type ImportId = Id<'TaxCardImport'>

/** A posted answer without its employees. */
export type CardImport = {
  readonly id: ImportId
  readonly state: 'received' | 'matched' | 'given-up'
  readonly reason: string | null
  readonly entries: number
  readonly receivedBy: string
  readonly receivedOn: PlainDate
  readonly matchedOn: PlainDate | null
}

/** Keeps what was read of a posted answer until it is matched. */
export const insertImport = (
  trx: Trx,
  tenant: Tenant,
  given: CardImport & { readonly document: readonly AnswerEntry[]; readonly at: string },
): Compilable =>
  trx.insertInto('tax_card_import').values({
    tenant,
    id: given.id,
    state: given.state,
    document: JSON.stringify(given.document),
    reason: given.reason,
    obtained_on: given.receivedOn,
    entries: given.entries,
    received_by: given.receivedBy,
    received_on: given.receivedOn,
    received_at: given.at,
    matched_on: given.matchedOn,
    version: 1,
  })

export async function findImport(trx: Trx, id: ImportId): Promise<CardImport | undefined> {
  const row = await trx
    .selectFrom('tax_card_import')
    .select(['id', 'state', 'reason', 'entries', 'received_by', 'received_on', 'matched_on'])
    .where('tenant', '=', here)
    .where('id', '=', id)
    .executeTakeFirst()
  return (
    row && {
      id: row.id,
      state: row.state,
      reason: row.reason,
      entries: row.entries,
      receivedBy: row.received_by,
      receivedOn: row.received_on,
      matchedOn: row.matched_on,
    }
  )
}

export type ListedEntry = EntryOutcome & { readonly number: number }

/** A page of what became of an answer's employees, one more than the limit. */
export async function listEntries(
  trx: Trx,
  page: {
    readonly id: ImportId
    readonly code: EntryOutcome['code'] | undefined
    readonly after: number
    readonly limit: number
  },
): Promise<ListedEntry[]> {
  const rows = await trx
    .selectFrom('tax_card_import_entry')
    .select(['number', 'pointer', 'code', 'person_id', 'year', 'detail'])
    .where('tenant', '=', here)
    .where('import_id', '=', page.id)
    .where('number', '>', page.after)
    .$if(page.code !== undefined, (query) => query.where('code', '=', page.code ?? 'applied'))
    .orderBy('number')
    .limit(page.limit + 1)
    .execute()
  return rows.map(({ person_id: personId, ...row }) => ({ ...row, personId }))
}

/** A posted answer that waits to be matched. */
export type WaitingImport = {
  readonly id: ImportId
  readonly document: readonly AnswerEntry[]
  readonly receivedBy: string
  readonly receivedOn: PlainDate
}

/** The municipality's oldest answer that waits; with `lock` none while another copy works on it. */
export async function findWaiting(
  trx: Trx,
  tenant: Tenant,
  lock: boolean,
): Promise<WaitingImport | undefined> {
  const row = await trx
    .selectFrom('tax_card_import')
    .select(['id', 'document', 'received_by', 'received_on'])
    .where('tenant', '=', tenant)
    .where('state', '=', 'received')
    .orderBy('id')
    .limit(1)
    .$if(lock, (query) => query.forUpdate().skipLocked())
    .executeTakeFirst()
  return (
    row && {
      id: row.id,
      document: row.document as readonly AnswerEntry[],
      receivedBy: row.received_by,
      receivedOn: row.received_on,
    }
  )
}

/** Ends the wait: what was read is erased, its national numbers with it. */
export const eraseImport = (
  trx: Trx,
  id: ImportId,
  end: { readonly matchedOn: PlainDate | null; readonly reason: string | null },
): Promise<unknown> =>
  trx
    .updateTable('tax_card_import')
    .set({
      state: end.matchedOn === null ? 'given-up' : 'matched',
      document: null,
      matched_on: end.matchedOn,
      reason: end.reason,
      version: sql`version + 1`,
    })
    .where('tenant', '=', here)
    .where('id', '=', id)
    .execute()

/** Says why an answer waits; nothing is written when it says so already. */
export const postponeImport = (trx: Trx, id: ImportId, reason: string): Promise<unknown> =>
  trx
    .updateTable('tax_card_import')
    .set({ reason, version: sql`version + 1` })
    .where('tenant', '=', here)
    .where('id', '=', id)
    .where('state', '=', 'received')
    .where((eb) => eb.or([eb('reason', 'is', null), eb('reason', '<>', reason)]))
    .execute()

/** Keeps what became of each employee. */
export const insertEntries = (
  trx: Trx,
  tenant: Tenant,
  of: { readonly id: ImportId; readonly outcomes: readonly EntryOutcome[] },
): Promise<unknown> =>
  sql`
    insert into tax_card_import_entry (tenant, import_id, number, protected, pointer, code, person_id, year, detail)
    select ${tenant}, ${of.id}, o.at, coalesce(p.protected, false), o.pointer, o.code, o."personId", o.year, o.detail
    from rows from (jsonb_to_recordset(${JSON.stringify(of.outcomes)}::jsonb)
        as (pointer text, code text, "personId" uuid, year int, detail text)) with ordinality
      as o(pointer, code, "personId", year, detail, at)
    left join person p on p.tenant = ${tenant} and p.person_id = o."personId"`.execute(trx)

/** Everyone known here, for matching numbers. */
export async function listPersons(trx: Trx, tenant: Tenant): Promise<PersonId[]> {
  const rows = await trx
    .selectFrom('person')
    .select('person_id')
    .where('tenant', '=', tenant)
    .orderBy('person_id')
    .execute()
  return rows.map((row) => row.person_id)
}

/**
 * Locks the persons (who enters a card by hand waits) and reads the newest card of each of their years that came
 * the same way. What was entered by hand does not count: an answer that says the same as the one before it brings
 * nothing new and does not undo the entry.
 */
export async function lockNewestCards(
  trx: Trx,
  tenant: Tenant,
  { personIds, source }: { personIds: readonly PersonId[]; source: CardSource },
): Promise<ReadonlyMap<string, AnsweredCard>> {
  const asked = sql`person_id = any(${[...personIds]}::uuid[])`
  const sources = sql`${source === 'api' ? ['api'] : ['api', 'import']}::text[]`
  const [, { rows }] = await Promise.all([
    sql`select from person where tenant = ${tenant} and ${asked}
      order by person_id for update`.execute(trx),
    sql<{ person_id: PersonId; card: AnsweredCard }>`
      select distinct on (person_id, year) person_id, jsonb_build_object('year', year, 'result', result,
        'cardIdentifier', card_identifier, 'issuedOn', issued_on, 'lines', lines, 'notes', notes) as card
      from tax_card where tenant = ${tenant} and ${asked} and source = any(${sources})
      order by person_id, year, version desc`.execute(trx),
  ])
  return new Map(rows.map(({ person_id, card }) => [`${person_id} ${card.year}`, card]))
}

type Obtained = {
  readonly source: CardSource
  readonly enteredBy: string
  readonly obtainedOn: PlainDate
}

/** Keeps new cards, each as the next version of its person and year: one statement. */
export const insertCards = (
  trx: Trx,
  tenant: Tenant,
  { cards, source, enteredBy, obtainedOn }: Obtained & { readonly cards: readonly NewCard[] },
): Promise<unknown> =>
  sql`
    insert into tax_card (tenant, person_id, year, version, protected, result, card_identifier, issued_on, lines,
      notes, obtained_on, obtained_at, source, entered_by)
    select p.tenant, p.person_id, (n.card ->> 'year')::int,
      coalesce((select max(version) from tax_card c where c.tenant = p.tenant and c.person_id = p.person_id
        and c.year = (n.card ->> 'year')::int), 0) + 1,
      p.protected, n.card ->> 'result', n.card ->> 'cardIdentifier', (n.card ->> 'issuedOn')::date,
      n.card -> 'lines', n.card -> 'notes', ${obtainedOn}::date, now(), ${source}, ${enteredBy}
    from jsonb_to_recordset(${JSON.stringify(cards)}::jsonb) as n("personId" uuid, card jsonb)
    join person p on p.tenant = ${tenant} and p.person_id = n."personId"`.execute(trx)
