import type { ParticipantFacts } from '@fotfeste/domain/introduction/participant.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { Id, PersonId } from '@fotfeste/domain/values/ids.ts'
import { exactlyOne } from '@fotfeste/kit/db.ts'
import { here } from '@fotfeste/kit/here.ts'
import { type Compilable, type Kysely, sql } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'

export type HouseholdMember = {
  readonly personId: PersonId
  readonly birthDate: PlainDate
  readonly relation: 'adult' | 'partner' | 'child' | 'other'
}

/** A settled person as the service holds one. */
export type HeldParticipant = ParticipantFacts & {
  readonly personId: PersonId
  readonly householdId: Id<'Household'> | null
  readonly sex: 'female' | 'male'
  readonly unaccompaniedMinor: boolean
  readonly protected: boolean
  readonly household: readonly HouseholdMember[]
  /** The newest programme: its decision, claim and start; only the newest can be open. */
  readonly latest: {
    readonly enrolmentId: Id<'Enrolment'>
    readonly isOpen: boolean
    readonly claimedOn: PlainDate | null
    readonly decidedOn: PlainDate
    readonly startedOn: PlainDate | null
  } | null
  readonly version: number
  readonly changedAt: string
}

/**
 * The members the caller may see: the row policy hides a protected one from the subquery, so that nobody
 * learns of them through those they live with.
 */
const seenHousehold = sql<HouseholdMember[]>`(
  select coalesce(jsonb_agg(member order by place), '[]')
  from jsonb_array_elements(p.household) with ordinality as listed (member, place)
  where exists (
    select from participant o
    where o.tenant = p.tenant and o.person_id = (member ->> 'personId')::uuid))`

function selectParticipants(trx: Kysely<Tables>) {
  return trx
    .selectFrom('participant as p')
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('enrolment as x')
          .select(['x.id', 'x.state', 'x.claimed_on', 'x.decided_on', 'x.started_on'])
          .whereRef('x.tenant', '=', 'p.tenant')
          .whereRef('x.person_id', '=', sql.ref('p.person_id'))
          .orderBy('x.id', 'desc')
          .limit(1)
          .as('e'),
      (join) => join.onTrue(),
    )
    .select(['p.person_id', 'p.version', 'p.protected', 'p.household_id', 'p.birth_date', 'p.sex'])
    .select(['p.permit_ground', 'p.permit_granted_on', 'p.applied_from_abroad', 'p.arrived_on'])
    .select(['p.settled_on', 'p.settled_by_agreement', 'p.nordic_or_eea_citizen'])
    .select(['p.reference_person_settled_on', 'p.permit_applied_on', 'p.unaccompanied_minor'])
    .select(seenHousehold.as('household'))
    .select(['p.employment_from', 'p.employment_to', 'p.employment_weekly_minutes', 'p.changed_at'])
    .select([
      'e.id as enrolment_id',
      'e.state as enrolment_state',
      'e.claimed_on',
      'e.decided_on',
      'e.started_on',
    ])
    .select((eb) =>
      eb
        .selectFrom('enrolment as x')
        .select((of) => of.fn.max('x.ended_on').as('broke_off_on'))
        .whereRef('x.tenant', '=', 'p.tenant')
        .whereRef('x.person_id', '=', sql.ref('p.person_id'))
        .where('x.end_reason', 'in', ['broken-off', 'refused'])
        .as('broke_off_on'),
    )
    .where('p.tenant', '=', here)
}
type Row = Awaited<ReturnType<ReturnType<typeof selectParticipants>['execute']>>[number]

function toParticipant(row: Row): HeldParticipant {
  return {
    personId: row.person_id,
    householdId: row.household_id,
    birthDate: row.birth_date,
    sex: row.sex,
    permitGround: row.permit_ground,
    permitGrantedOn: row.permit_granted_on,
    appliedFromAbroad: row.applied_from_abroad,
    arrivedOn: row.arrived_on,
    settledOn: row.settled_on,
    settledByAgreement: row.settled_by_agreement,
    nordicOrEeaCitizen: row.nordic_or_eea_citizen,
    referencePersonSettledOn: row.reference_person_settled_on,
    permitAppliedOn: row.permit_applied_on,
    unaccompaniedMinor: row.unaccompanied_minor,
    protected: row.protected,
    household: row.household,
    employment: employmentOf(row),
    brokeOffOn: row.broke_off_on,
    latest: latestOf(row),
    version: row.version,
    changedAt: row.changed_at,
  }
}

function employmentOf(row: Row): ParticipantFacts['employment'] {
  const { employment_from: from, employment_to: to, employment_weekly_minutes: weekly } = row
  return from === null || weekly === null ? null : { from, to, weeklyMinutes: weekly }
}

function latestOf(row: Row): HeldParticipant['latest'] {
  const { enrolment_id: enrolmentId, decided_on: decidedOn } = row
  if (enrolmentId === null || decidedOn === null) return null
  return {
    enrolmentId,
    isOpen: row.enrolment_state !== 'ended',
    claimedOn: row.claimed_on,
    decidedOn,
    startedOn: row.started_on,
  }
}

/** Reads one settled person; null when there is none. */
export async function findParticipant(
  trx: Kysely<Tables>,
  personId: PersonId,
): Promise<HeldParticipant | null> {
  const row = await selectParticipants(trx).where('p.person_id', '=', personId).executeTakeFirst()
  return row ? toParticipant(row) : null
}

/** Locks a settled person, then reads it as it is under the lock: two statements, one trip. */
export async function lockParticipant(
  trx: Kysely<Tables>,
  personId: PersonId,
): Promise<HeldParticipant | null> {
  const locked = trx
    .selectFrom('participant')
    .select('person_id')
    .where('tenant', '=', here)
    .where('person_id', '=', personId)
    .forUpdate()
    .execute()
  const [, found] = await Promise.all([locked, findParticipant(trx, personId)])
  return found
}

export type ParticipantPage = {
  readonly after: string | null
  readonly limit: number
  readonly isEnrolled: boolean | null
}

/** Settled persons by id, from behind `after`. */
export async function listParticipants(
  trx: Kysely<Tables>,
  page: ParticipantPage,
): Promise<HeldParticipant[]> {
  const rows = await selectParticipants(trx)
    .$if(page.after !== null, (query) => query.where('p.person_id', '<', page.after as PersonId))
    .$if(page.isEnrolled === true, (query) => query.where('e.state', '<>', 'ended'))
    .$if(page.isEnrolled === false, (query) =>
      query.where((eb) => eb.or([eb('e.state', 'is', null), eb('e.state', '=', 'ended')])),
    )
    .orderBy('p.person_id', 'desc')
    .limit(page.limit)
    .execute()
  return rows.map(toParticipant)
}

/** Writes the work of a locked person. */
export function updateEmployment(trx: Kysely<Tables>, held: HeldParticipant): Compilable {
  return exactlyOne(
    trx
      .updateTable('participant')
      .set({
        employment_from: held.employment?.from ?? null,
        employment_to: held.employment?.to ?? null,
        employment_weekly_minutes: held.employment?.weeklyMinutes ?? null,
        version: held.version,
        changed_at: held.changedAt,
      })
      .where('tenant', '=', here)
      .where('person_id', '=', held.personId)
      .where('version', '=', held.version - 1),
  ) as Compilable
}
