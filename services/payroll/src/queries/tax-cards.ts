import type { HeldCard } from '@fotfeste/domain/tax/card-choice.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { PersonId } from '@fotfeste/domain/values/ids.ts'
import type { Ore } from '@fotfeste/domain/values/ore.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import { here } from '@fotfeste/kit/here.ts'
import { type Compilable, type RawBuilder, sql } from 'kysely'
import type { Trx } from './persons.ts'

/**
 * The versions that a payout of `year` may be taxed by, as a run freezes them: the newest of the year and of
 * the year before. Stands in a statement where `p` is a row with tenant and person_id.
 */
export const newestCards = (year: number): RawBuilder<unknown> => sql`(
  select coalesce(jsonb_agg(jsonb_build_object('year', v.year, 'version', v.version) order by v.year), '[]')
  from (select c.year, max(c.version) as version from tax_card c
    where c.tenant = p.tenant and c.person_id = p.person_id and c.year in (${year - 1}, ${year})
    group by c.year) v)`

/** The frozen cards and those before them, as `HeldCard[]`: `q` is a row with tax_cards as `newestCards` gave it. */
export const frozenCards: RawBuilder<readonly HeldCard[]> = sql`(
  select coalesce(json_agg(json_build_object('year', c.year, 'version', c.version, 'result', c.result,
    'cardIdentifier', c.card_identifier, 'issuedOn', c.issued_on, 'lines', c.lines, 'notes', c.notes,
    'source', c.source, 'obtainedOn', c.obtained_on) order by c.year, c.version), '[]')
  from jsonb_to_recordset(q.tax_cards) as f("year" int, "version" int)
  join tax_card c on c.tenant = q.tenant and c.person_id = q.person_id and c.year = f."year"
    and c.version <= f."version")`

/** The version of the participant's wish as a run freezes it; `p` as above. */
export const newestWish: RawBuilder<number | null> = sql`(
  select max(w.version) from withholding_wish w where w.tenant = p.tenant and w.person_id = p.person_id)`

/** What the frozen wish adds to the withholding on a day: `q` is a row with wish_version; 0 without. */
export const wishOn = (
  payDate: PlainDate | RawBuilder<unknown>,
): RawBuilder<number> => sql`coalesce((
  select w.extra_ore from withholding_wish w where w.tenant = q.tenant and w.person_id = q.person_id
    and w.version = q.wish_version and w.from_date <= ${payDate}
    and (w.to_date is null or w.to_date >= ${payDate})), 0)`

/** A card as it is held and shown. */
export type KeptCard = HeldCard & {
  readonly personId: PersonId
  readonly obtainedAt: string
  readonly enteredBy: string
}

const MOST_SHOWN = 200

/** A person's cards, newest year and version first. */
export async function listCards(trx: Trx, personId: PersonId): Promise<KeptCard[]> {
  const rows = await trx
    .selectFrom('tax_card')
    .selectAll()
    .where('tenant', '=', here)
    .where('person_id', '=', personId)
    .orderBy('year', 'desc')
    .orderBy('version', 'desc')
    .limit(MOST_SHOWN)
    .execute()
  return rows.map((row) => ({
    personId: row.person_id,
    year: row.year,
    version: row.version,
    result: row.result,
    cardIdentifier: row.card_identifier,
    issuedOn: row.issued_on,
    lines: row.lines as KeptCard['lines'],
    notes: row.notes as KeptCard['notes'],
    obtainedOn: row.obtained_on,
    obtainedAt: row.obtained_at,
    source: row.source,
    enteredBy: row.entered_by,
  }))
}

/** The newest version of a person's card of a year; 0 without one. Asked under the person's lock. */
export async function cardVersion(trx: Trx, personId: PersonId, year: number): Promise<number> {
  const row = await trx
    .selectFrom('tax_card')
    .select(({ fn }) => fn.max('version').as('version'))
    .where('tenant', '=', here)
    .where('person_id', '=', personId)
    .where('year', '=', year)
    .executeTakeFirst()
  return row?.version ?? 0
}

/** Keeps a card; those before it stay. */
export const insertCard = (
  trx: Trx,
  tenant: Tenant,
  card: KeptCard & { readonly protected: boolean },
): Compilable =>
  trx.insertInto('tax_card').values({
    tenant,
    person_id: card.personId,
    year: card.year,
    version: card.version,
    protected: card.protected,
    result: card.result,
    card_identifier: card.cardIdentifier,
    issued_on: card.issuedOn,
    lines: JSON.stringify(card.lines),
    notes: JSON.stringify(card.notes),
    obtained_on: card.obtainedOn,
    obtained_at: card.obtainedAt,
    source: card.source,
    entered_by: card.enteredBy,
  })

/** What a participant wants withheld beside the card. */
export type Wish = {
  readonly personId: PersonId
  readonly version: number
  readonly extraOre: Ore
  readonly from: PlainDate
  readonly to: PlainDate | null
  readonly enteredBy: string
  readonly enteredOn: PlainDate
}

/** The newest wish of a person. */
export async function findWish(trx: Trx, personId: PersonId): Promise<Wish | null> {
  const row = await trx
    .selectFrom('withholding_wish')
    .selectAll()
    .where('tenant', '=', here)
    .where('person_id', '=', personId)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!row) return null
  return {
    personId: row.person_id,
    version: row.version,
    extraOre: row.extra_ore,
    from: row.from_date,
    to: row.to_date,
    enteredBy: row.entered_by,
    enteredOn: row.entered_on,
  }
}

/** Keeps a wish; those before it stay. */
export const insertWish = (
  trx: Trx,
  tenant: Tenant,
  wish: Wish & { readonly protected: boolean; readonly at: string },
): Compilable =>
  trx.insertInto('withholding_wish').values({
    tenant,
    person_id: wish.personId,
    version: wish.version,
    protected: wish.protected,
    extra_ore: wish.extraOre,
    from_date: wish.from,
    to_date: wish.to,
    entered_by: wish.enteredBy,
    entered_on: wish.enteredOn,
    entered_at: wish.at,
  })
