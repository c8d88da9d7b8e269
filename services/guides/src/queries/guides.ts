import type { DealBreaker, GuideId, Occupation } from '@fotfeste/domain/matching/codes.ts'
import type { GuideFacts, GuideState } from '@fotfeste/domain/matching/facts.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import { exactlyOne } from '@fotfeste/kit/db.ts'
import { type Kysely, type Selectable, sql } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'
import { PROFILE, profileColumns, toProfile } from './profile.ts'

/** A guide as the service holds one. */
export type HeldGuide = GuideFacts & {
  readonly name: string
  readonly version: number
  readonly changedAt: string
}

const selectGuides = (trx: Kysely<Tables>, tenant: Tenant) =>
  trx
    .selectFrom('guide')
    .select(['id', 'version', 'state', 'name', 'gender', 'birth_year', 'knows_trades', 'traits'])
    .select(['required_gender', 'accepts_minors', 'capacity', 'open_matches', 'interviewed_on'])
    .select(['trained_on', 'declaration_signed_on', 'police_certificate_seen_on', 'changed_at'])
    .select(PROFILE)
    .where('tenant', '=', tenant)

type Row = Omit<Selectable<Tables['guide']>, 'tenant'>

const toGuide = (row: Row): HeldGuide => ({
  id: row.id,
  version: row.version,
  state: row.state,
  name: row.name,
  gender: row.gender,
  birthYear: row.birth_year,
  profile: toProfile(row),
  knowsTrades: row.knows_trades as Occupation[],
  traits: row.traits as DealBreaker[],
  requiredGender: row.required_gender,
  acceptsMinors: row.accepts_minors,
  capacity: row.capacity,
  openMatches: row.open_matches,
  papers: {
    interviewedOn: row.interviewed_on,
    trainedOn: row.trained_on,
    declarationSignedOn: row.declaration_signed_on,
    policeCertificateSeenOn: row.police_certificate_seen_on,
  },
  changedAt: row.changed_at,
})

const columnsOf = (guide: HeldGuide) => ({
  version: guide.version,
  state: guide.state,
  name: guide.name,
  gender: guide.gender,
  birth_year: guide.birthYear,
  ...profileColumns(guide.profile),
  knows_trades: [...guide.knowsTrades],
  traits: [...guide.traits],
  required_gender: guide.requiredGender,
  accepts_minors: guide.acceptsMinors,
  capacity: guide.capacity,
  open_matches: guide.openMatches,
  interviewed_on: guide.papers.interviewedOn,
  trained_on: guide.papers.trainedOn,
  declaration_signed_on: guide.papers.declarationSignedOn,
  police_certificate_seen_on: guide.papers.policeCertificateSeenOn,
  changed_at: guide.changedAt,
})

/** Reads one guide; null when there is none. */
export async function findGuide(
  trx: Kysely<Tables>,
  tenant: Tenant,
  id: GuideId,
): Promise<HeldGuide | null> {
  const row = await selectGuides(trx, tenant).where('id', '=', id).executeTakeFirst()
  return row ? toGuide(row) : null
}

/** Reads one guide and keeps others from changing it. */
export async function lockGuide(
  trx: Kysely<Tables>,
  tenant: Tenant,
  id: GuideId,
): Promise<HeldGuide | null> {
  const row = await selectGuides(trx, tenant).where('id', '=', id).forUpdate().executeTakeFirst()
  return row ? toGuide(row) : null
}

/** Locks the guides that a run looks at, those with a free place first, in one order for all runs. */
export async function lockGuidesForRun(
  trx: Kysely<Tables>,
  tenant: Tenant,
  limit: number,
): Promise<HeldGuide[]> {
  const rows = await selectGuides(trx, tenant)
    .where('state', '<>', 'withdrawn')
    .orderBy(sql`state = 'available' and open_matches < capacity`, 'desc')
    .orderBy('id')
    .limit(limit)
    .forUpdate()
    .execute()
  return rows.map(toGuide)
}

export type GuidePage = {
  readonly after: string | null
  readonly limit: number
  readonly state: GuideState | null
}

/** Guides in the order of registration, from behind `after`. */
export async function listGuides(
  trx: Kysely<Tables>,
  tenant: Tenant,
  { after, limit, state }: GuidePage,
): Promise<HeldGuide[]> {
  const rows = await selectGuides(trx, tenant)
    .$if(after !== null, (query) => query.where('id', '>', after as GuideId))
    .$if(state !== null, (query) => query.where('state', '=', state))
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(toGuide)
}

export const insertGuide = (trx: Kysely<Tables>, tenant: Tenant, guide: HeldGuide) =>
  trx.insertInto('guide').values({ tenant, id: guide.id, ...columnsOf(guide) })

/** Replaces a locked guide. */
export const updateGuide = (trx: Kysely<Tables>, tenant: Tenant, guide: HeldGuide) =>
  exactlyOne(
    trx
      .updateTable('guide')
      .set(columnsOf(guide))
      .where('tenant', '=', tenant)
      .where('id', '=', guide.id),
  )

/** Gives one place of a guide back. */
export const freePlace = (
  trx: Kysely<Tables>,
  tenant: Tenant,
  { guideId, at }: { readonly guideId: GuideId; readonly at: string },
) =>
  exactlyOne(
    trx
      .updateTable('guide')
      .set((eb) => ({
        open_matches: eb('open_matches', '-', 1),
        version: eb('version', '+', 1),
        changed_at: at,
      }))
      .where('tenant', '=', tenant)
      .where('id', '=', guideId),
  )

/** Holds a place for each entry, a guide may be named more than once; one too many breaks `guide_has_room`. */
export const holdPlaces = (
  trx: Kysely<Tables>,
  tenant: Tenant,
  { guideIds, at }: { readonly guideIds: readonly GuideId[]; readonly at: string },
) =>
  trx
    .updateTable('guide')
    .from(
      sql<{ id: GuideId; places: number }>`(select id, count(*)::int as places
        from unnest(${guideIds}::uuid[]) as id group by id)`.as('held'),
    )
    .set((eb) => ({
      open_matches: eb('guide.open_matches', '+', eb.ref('held.places')),
      version: eb('guide.version', '+', 1),
      changed_at: at,
    }))
    .where('guide.tenant', '=', tenant)
    .whereRef('guide.id', '=', 'held.id')
