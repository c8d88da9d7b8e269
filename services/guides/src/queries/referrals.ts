import type { DealBreaker, ReferralId } from '@fotfeste/domain/matching/codes.ts'
import type { ReferralState, RefugeeFacts } from '@fotfeste/domain/matching/facts.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { PersonId } from '@fotfeste/domain/values/ids.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import { exactlyOne } from '@fotfeste/kit/db.ts'
import type { Kysely, Selectable } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'
import { PROFILE, profileColumns, toProfile } from './profile.ts'

/** A referral as the service holds one, with what settlement told of the person. */
export type HeldReferral = RefugeeFacts & {
  readonly consentGivenOn: PlainDate
  readonly withdrawnOn: PlainDate | null
  readonly version: number
  readonly changedAt: string
}

const selectReferrals = (trx: Kysely<Tables>, tenant: Tenant) =>
  trx
    .selectFrom('referral as r')
    .innerJoin('person as p', (join) =>
      join.onRef('p.tenant', '=', 'r.tenant').onRef('p.id', '=', 'r.person_id'),
    )
    .select(['r.id', 'r.version', 'r.person_id', 'r.protected', 'r.state', 'r.consent_given_on'])
    .select(['r.guardian_consent_on', 'r.withdrawn_on', 'r.required_gender', 'r.deal_breakers'])
    .select(['r.prefers_same_gender', 'r.prefers_older_guide', 'r.needs_common_language'])
    .select(['r.changed_at', 'p.birth_date', 'p.gender'])
    .select(PROFILE)
    .where('r.tenant', '=', tenant)

type Row = Omit<Selectable<Tables['referral']>, 'tenant'> &
  Pick<Selectable<Tables['person']>, 'birth_date' | 'gender'>

const toReferral = (row: Row): HeldReferral => ({
  id: row.id,
  version: row.version,
  personId: row.person_id,
  protected: row.protected,
  state: row.state,
  gender: row.gender,
  birthDate: row.birth_date,
  consentGivenOn: row.consent_given_on,
  guardianConsentOn: row.guardian_consent_on,
  withdrawnOn: row.withdrawn_on,
  profile: toProfile(row),
  wishes: {
    requiredGender: row.required_gender,
    prefersSameGender: row.prefers_same_gender,
    prefersOlderGuide: row.prefers_older_guide,
    needsCommonLanguage: row.needs_common_language,
    dealBreakers: row.deal_breakers as DealBreaker[],
  },
  changedAt: row.changed_at,
})

const columnsOf = (referral: HeldReferral) => ({
  version: referral.version,
  state: referral.state,
  guardian_consent_on: referral.guardianConsentOn,
  withdrawn_on: referral.withdrawnOn,
  ...profileColumns(referral.profile),
  required_gender: referral.wishes.requiredGender,
  prefers_same_gender: referral.wishes.prefersSameGender,
  prefers_older_guide: referral.wishes.prefersOlderGuide,
  needs_common_language: referral.wishes.needsCommonLanguage,
  deal_breakers: [...referral.wishes.dealBreakers],
  changed_at: referral.changedAt,
})

/** Reads one referral; null when there is none that the caller may see. */
export async function findReferral(
  trx: Kysely<Tables>,
  tenant: Tenant,
  id: ReferralId,
): Promise<HeldReferral | null> {
  const row = await selectReferrals(trx, tenant).where('r.id', '=', id).executeTakeFirst()
  return row ? toReferral(row) : null
}

/** Reads one referral and keeps others from changing it. Locked before its match, and that before its guide. */
export async function lockReferral(
  trx: Kysely<Tables>,
  tenant: Tenant,
  id: ReferralId,
): Promise<HeldReferral | null> {
  const row = await selectReferrals(trx, tenant)
    .where('r.id', '=', id)
    .forUpdate('r')
    .executeTakeFirst()
  return row ? toReferral(row) : null
}

/** Locks those who wait, longest first; protected persons never. */
export async function lockWaiting(
  trx: Kysely<Tables>,
  tenant: Tenant,
  limit: number,
): Promise<HeldReferral[]> {
  const rows = await selectReferrals(trx, tenant)
    .where('r.state', '=', 'waiting')
    .where('r.protected', '=', false)
    .where('p.protected', '=', false)
    .orderBy('r.consent_given_on')
    .orderBy('r.id')
    .limit(limit)
    .forUpdate('r')
    .execute()
  return rows.map(toReferral)
}

export type ReferralPage = {
  readonly after: string | null
  readonly limit: number
  readonly state: ReferralState | null
  readonly personId: PersonId | null
}

/** Referrals in the order of registration, from behind `after`. */
export async function listReferrals(
  trx: Kysely<Tables>,
  tenant: Tenant,
  { after, limit, state, personId }: ReferralPage,
): Promise<HeldReferral[]> {
  const rows = await selectReferrals(trx, tenant)
    .$if(after !== null, (query) => query.where('r.id', '>', after as ReferralId))
    .$if(state !== null, (query) => query.where('r.state', '=', state))
    .$if(personId !== null, (query) => query.where('r.person_id', '=', personId))
    .orderBy('r.id')
    .limit(limit)
    .execute()
  return rows.map(toReferral)
}

/** Inserts a referral; a second open one of the person breaks `referral_one_open`. */
export const insertReferral = (trx: Kysely<Tables>, tenant: Tenant, referral: HeldReferral) =>
  trx.insertInto('referral').values({
    tenant,
    id: referral.id,
    person_id: referral.personId,
    protected: referral.protected,
    consent_given_on: referral.consentGivenOn,
    ...columnsOf(referral),
  })

/** Replaces a locked referral. */
export const updateReferral = (trx: Kysely<Tables>, tenant: Tenant, referral: HeldReferral) =>
  exactlyOne(
    trx
      .updateTable('referral')
      .set(columnsOf(referral))
      .where('tenant', '=', tenant)
      .where('id', '=', referral.id),
  )

type Turn = {
  readonly ids: readonly ReferralId[]
  readonly state: ReferralState
  readonly at: string
}

/** Moves locked referrals to another state, as their matches went. */
export const turnReferrals = (trx: Kysely<Tables>, tenant: Tenant, { ids, state, at }: Turn) =>
  trx
    .updateTable('referral')
    .set((eb) => ({ state, version: eb('version', '+', 1), changed_at: at }))
    .where('tenant', '=', tenant)
    .where((eb) => eb('id', '=', eb.fn.any(eb.val([...ids]))))
