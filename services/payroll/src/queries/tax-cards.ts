import type { HeldCard } from '@fotfeste/domain/tax/card-choice.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import { type RawBuilder, sql } from 'kysely'

/**
 * The versions that a payout of `year` may be taxed by, as a run freezes them: the newest of the year and of
 * the year before. Stands in a statement where `p` is a row with tenant and person_id.
 */
export const newestCards = (year: number): RawBuilder<unknown> => sql`(
  select coalesce(jsonb_agg(jsonb_build_object('year', v.year, 'version', v.version)), '[]')
  from (select c.year, max(c.version) as version from tax_card c
    where c.tenant = p.tenant and c.person_id = p.person_id and c.year in (${year - 1}, ${year})
    group by c.year) v)`

/** The frozen cards and those before them, as `HeldCard[]`: `q` is a row with tax_cards as `newestCards` gave it. */
export const frozenCards: RawBuilder<readonly HeldCard[]> = sql`(
  select coalesce(jsonb_agg(jsonb_build_object('year', c.year, 'version', c.version, 'result', c.result,
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
