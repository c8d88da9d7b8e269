import { changesBenefit } from '@fotfeste/domain/introduction/calculation.ts'
import type { Id, PersonId } from '@fotfeste/domain/values/ids.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import { LOCK_FEED } from '@fotfeste/kit/db.ts'
import { here } from '@fotfeste/kit/here.ts'
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'
import type { HeldParticipant, HouseholdMember } from './participants.ts'

/** What settlement's feed tells of a person. */
export type SettledFacts = Omit<
  HeldParticipant,
  'settledOn' | 'employment' | 'brokeOffOn' | 'latest' | 'version' | 'changedAt'
>

const columnsOf = (facts: SettledFacts) => ({
  protected: facts.protected,
  household_id: facts.householdId,
  birth_date: facts.birthDate,
  sex: facts.sex,
  permit_ground: facts.permitGround,
  permit_granted_on: facts.permitGrantedOn,
  applied_from_abroad: facts.appliedFromAbroad,
  arrived_on: facts.arrivedOn,
  settled_by_agreement: facts.settledByAgreement,
  nordic_or_eea_citizen: facts.nordicOrEeaCitizen,
  reference_person_settled_on: facts.referencePersonSettledOn,
  permit_applied_on: facts.permitAppliedOn,
  unaccompanied_minor: facts.unaccompaniedMinor,
  household: JSON.stringify(facts.household),
})

type Settled = {
  readonly tenant: Tenant
  readonly facts: SettledFacts
  readonly settledOn: HeldParticipant['settledOn']
  readonly at: string
}

/** Takes a settled person in; one settled anew (moved away and back) gets the new facts and date. */
export async function insertSettled(trx: Kysely<Tables>, settled: Settled): Promise<void> {
  const columns = { ...columnsOf(settled.facts), settled_on: settled.settledOn }
  await trx
    .insertInto('participant')
    .values({
      tenant: settled.tenant,
      person_id: settled.facts.personId,
      version: 1,
      ...columns,
      changed_at: settled.at,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['tenant', 'person_id'])
        .doUpdateSet({ ...columns, version: sql`participant.version + 1`, changed_at: settled.at }),
    )
    .execute()
}

/**
 * Writes the corrected facts of a person and says whether the benefit rests on what changed; one who was
 * never settled here is left alone.
 */
export async function updateSettled(
  trx: Kysely<Tables>,
  facts: SettledFacts,
  at: string,
): Promise<boolean> {
  const before = await trx
    .selectFrom('participant')
    .select(['birth_date as birthDate', 'permit_granted_on as permitGrantedOn'])
    .select(['applied_from_abroad as appliedFromAbroad', 'arrived_on as arrivedOn'])
    .where('tenant', '=', here)
    .where('person_id', '=', facts.personId)
    .forUpdate()
    .executeTakeFirst()
  if (!before) return false
  await trx
    .updateTable('participant')
    .set({ ...columnsOf(facts), version: sql`version + 1`, changed_at: at })
    .where('tenant', '=', here)
    .where('person_id', '=', facts.personId)
    .execute()
  return changesBenefit(before, facts)
}

/** Writes the corrected settlement date; the clock and the standing are reckoned from it when read (§§ 8, 12). */
export async function moveSettledOn(
  trx: Kysely<Tables>,
  moved: { readonly personId: PersonId; readonly settledOn: HeldParticipant['settledOn'] },
  at: string,
): Promise<void> {
  await trx
    .updateTable('participant')
    .set({ settled_on: moved.settledOn, version: sql`version + 1`, changed_at: at })
    .where('tenant', '=', here)
    .where('person_id', '=', moved.personId)
    .execute()
}

type Household = {
  readonly householdId: Id<'Household'>
  readonly members: readonly HouseholdMember[]
}

/** Writes who lives together now; who has left the household stands alone. */
export async function updateHousehold(
  trx: Kysely<Tables>,
  { householdId, members }: Household,
  at: string,
): Promise<void> {
  const ids = members.map(({ personId }) => personId)
  await sql`
    update participant p
    set household_id = case when m.is_in then ${householdId}::uuid end,
      household = case when m.is_in then ${JSON.stringify(members)}::jsonb
        else jsonb_build_array(jsonb_build_object(
          'personId', p.person_id, 'birthDate', p.birth_date, 'relation', 'adult')) end,
      version = p.version + 1, changed_at = ${at}
    from (select person_id, person_id = any(${ids}::uuid[]) as is_in from participant
      where tenant = ${here} and (household_id = ${householdId} or person_id = any(${ids}::uuid[]))) m
    where p.tenant = ${here} and p.person_id = m.person_id`.execute(trx)
}

type Told = {
  readonly id: string
  readonly type: string
  readonly version: number
  readonly subject: string
  readonly isProtected: boolean
  readonly data: object
}

/** Puts an event into the feed from a job; a request's event rides on its answer. */
export async function insertEvent(trx: Kysely<Tables>, tenant: Tenant, told: Told): Promise<void> {
  await sql`insert into system.feed (event_id, type, version, tenant, subject, protected, data)
    values (${told.id}, ${told.type}, ${told.version}, ${tenant}, ${told.subject},
      ${told.isProtected}, ${JSON.stringify(told.data)})`.execute(trx)
}

/**
 * Hides or shows a person and all that is held of them: rows, programmes, and events already in the feed.
 * Facts told under protection stay hidden when it is lifted: they would tell that it was there; the facts
 * told at the lifting replace them. Answers whether a programme changed; without one the feed holds
 * nothing, and its lock is not taken.
 */
export async function spreadProtection(
  trx: Kysely<Tables>,
  personId: PersonId,
  isProtected: boolean,
): Promise<boolean> {
  await trx
    .updateTable('participant')
    .set({ protected: isProtected })
    .where('tenant', '=', here)
    .where('person_id', '=', personId)
    .execute()
  const { rows } = await sql`update enrolment set protected = ${isProtected}
    where tenant = ${here} and person_id = ${personId} and protected <> ${isProtected}
    returning id`.execute(trx)
  if (rows.length === 0) return false
  await sql.raw(LOCK_FEED).execute(trx)
  await sql`update system.feed f set protected = ${isProtected}
    where f.tenant = ${here} and f.subject in (
      select e.id from enrolment e where e.tenant = ${here} and e.person_id = ${personId}
      union all
      select s.id from timesheet s join enrolment e on e.tenant = s.tenant and e.id = s.enrolment_id
      where s.tenant = ${here} and e.person_id = ${personId})
      and (${isProtected} or f.type <> 'ProgrammeFactsChanged' or f.data ->> 'protected' = 'false')`.execute(
    trx,
  )
  return true
}
