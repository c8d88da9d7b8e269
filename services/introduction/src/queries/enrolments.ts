import type { EndReason } from '@fotfeste/domain/introduction/ending.ts'
import type { EndGoal } from '@fotfeste/domain/introduction/goal.ts'
import type { HouseholdFact } from '@fotfeste/domain/introduction/household.ts'
import type { Interruption } from '@fotfeste/domain/introduction/interruption.ts'
import type { LengthRule } from '@fotfeste/domain/introduction/length-rule.ts'
import type { CountedAbsence } from '@fotfeste/domain/introduction/lengthening.ts'
import type { PermitFacts } from '@fotfeste/domain/introduction/regime.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { Id, PersonId } from '@fotfeste/domain/values/ids.ts'
import { here } from '@fotfeste/kit/here.ts'
import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { EnrolmentTable, Tables } from '../db/tables.gen.ts'

export type HeldInterruption = Interruption & {
  readonly interruptionId: Id<'Interruption'>
  readonly noticeReceivedOn: PlainDate
  readonly caseReference: string
}

/** A programme as the service holds one, with the facts of its person that rules need. */
export type HeldEnrolment = {
  readonly id: Id<'Enrolment'>
  readonly personId: PersonId
  readonly protected: boolean
  readonly person: PermitFacts & { readonly birthDate: PlainDate; readonly settledOn: PlainDate }
  readonly state: EnrolmentTable['state']
  readonly regime: EnrolmentTable['regime']
  readonly standing: EnrolmentTable['standing']
  readonly decidedOn: PlainDate
  readonly claimedOn: PlainDate | null
  readonly caseReference: string
  readonly goal: EndGoal
  readonly completedUpperSecondary: boolean
  readonly youthDeparture: EnrolmentTable['youth_departure']
  readonly plannedStart: PlainDate
  readonly startedOn: PlainDate | null
  readonly plannedEnd: PlainDate
  readonly rule: Pick<LengthRule, 'months' | 'extensionMonths' | 'isCertain' | 'ruleKeys' | 'law'>
  readonly assessment: { readonly ruleKeys: readonly string[]; readonly law: readonly string[] }
  readonly endedOn: PlainDate | null
  readonly endReason: EndReason | null
  readonly endCaseReference: string | null
  readonly interruptions: readonly HeldInterruption[]
  readonly household: readonly HouseholdFact[]
  /** Absence that lengthens, summed over days of equal plan (N33). */
  readonly parts: CountedAbsence['parts']
  readonly version: number
  readonly changedAt: string
}

function selectEnrolments(trx: Kysely<Tables>) {
  return trx
    .selectFrom('enrolment as e')
    .innerJoin('participant as p', (join) =>
      join.onRef('p.tenant', '=', 'e.tenant').onRef('p.person_id', '=', sql.ref('e.person_id')),
    )
    .selectAll('e')
    .select(['p.birth_date', 'p.settled_on', 'p.permit_granted_on', 'p.applied_from_abroad'])
    .select('p.arrived_on')
    .select((eb) =>
      jsonArrayFrom(
        eb
          .selectFrom('interruption as i')
          .select(['i.id as interruptionId', 'i.kind', 'i.from_day as from', 'i.to_day as to'])
          .select(['i.notice_received_on as noticeReceivedOn'])
          .select(['i.case_reference as caseReference'])
          .whereRef('i.tenant', '=', 'e.tenant')
          .whereRef('i.enrolment_id', '=', 'e.id')
          .where('i.withdrawn', '=', false)
          .orderBy('i.from_day'),
      ).as('interruptions'),
    )
    .select((eb) =>
      jsonArrayFrom(
        eb
          .selectFrom('household_fact as h')
          .select(['h.from_day as from', 'h.lives_with_parent as livesWithParent'])
          .select(['h.partner_in_programme as partnerInProgramme', 'h.has_children as hasChildren'])
          .whereRef('h.tenant', '=', 'e.tenant')
          .whereRef('h.enrolment_id', '=', 'e.id')
          .orderBy('h.from_day'),
      ).as('household'),
    )
    .select(lengtheningParts.as('parts'))
    .where('e.tenant', '=', here)
}

const lengtheningParts = sql<CountedAbsence['parts']>`(
  select coalesce(json_agg(json_build_object(
    'plannedMinutes', d.planned_minutes, 'absentMinutes', d.absent_minutes)), '[]')
  from (
    select planned_minutes, sum(lengthening_minutes) as absent_minutes
    from (
      select distinct on (a.day) a.planned_minutes, a.lengthening_minutes
      from attendance a where a.tenant = e.tenant and a.enrolment_id = e.id
      order by a.day, a.version desc
    ) newest
    where lengthening_minutes > 0
    group by planned_minutes
  ) d)`

type Row = Awaited<ReturnType<ReturnType<typeof selectEnrolments>['execute']>>[number]

function toEnrolment(row: Row): HeldEnrolment {
  return {
    id: row.id,
    personId: row.person_id as string as PersonId,
    protected: row.protected,
    person: {
      birthDate: row.birth_date,
      settledOn: row.settled_on,
      permitGrantedOn: row.permit_granted_on,
      appliedFromAbroad: row.applied_from_abroad,
      arrivedOn: row.arrived_on,
    },
    state: row.state,
    regime: row.regime,
    standing: row.standing,
    decidedOn: row.decided_on,
    claimedOn: row.claimed_on,
    caseReference: row.case_reference,
    goal: row.goal,
    completedUpperSecondary: row.completed_upper_secondary,
    youthDeparture: row.youth_departure,
    plannedStart: row.planned_start,
    startedOn: row.started_on,
    plannedEnd: row.planned_end,
    rule: {
      months: row.rule_months,
      extensionMonths: row.rule_extension_months,
      isCertain: row.rule_is_certain,
      ruleKeys: row.rule_keys,
      law: row.rule_law,
    },
    assessment: { ruleKeys: row.assessment_keys, law: row.assessment_law },
    endedOn: row.ended_on,
    endReason: row.end_reason,
    endCaseReference: row.end_case_reference,
    interruptions: row.interruptions,
    household: row.household,
    parts: row.parts,
    version: row.version,
    changedAt: row.changed_at,
  }
}

/** Reads one programme; null when there is none. */
export async function findEnrolment(
  trx: Kysely<Tables>,
  id: Id<'Enrolment'>,
): Promise<HeldEnrolment | null> {
  const row = await selectEnrolments(trx).where('e.id', '=', id).executeTakeFirst()
  return row ? toEnrolment(row) : null
}

/** Locks a programme, then reads it as it is under the lock: two statements, one trip. */
export async function lockEnrolment(
  trx: Kysely<Tables>,
  id: Id<'Enrolment'>,
): Promise<HeldEnrolment | null> {
  const locked = trx
    .selectFrom('enrolment')
    .select('id')
    .where('tenant', '=', here)
    .where('id', '=', id)
    .forUpdate()
    .execute()
  const [, found] = await Promise.all([locked, findEnrolment(trx, id)])
  return found
}

export type EnrolmentPage = {
  readonly after: string | null
  readonly limit: number
  readonly state: EnrolmentTable['state'] | null
  readonly personId: PersonId | null
}

/** Programmes, newest first, from behind `after`. */
export async function listEnrolments(
  trx: Kysely<Tables>,
  page: EnrolmentPage,
): Promise<HeldEnrolment[]> {
  const { after, state, personId } = page
  const rows = await selectEnrolments(trx)
    .$if(after !== null, (query) => query.where('e.id', '<', after as Id<'Enrolment'>))
    .$if(state !== null, (query) => query.where('e.state', '=', state as EnrolmentTable['state']))
    .$if(personId !== null, (query) => query.where('p.person_id', '=', personId as PersonId))
    .orderBy('e.id', 'desc')
    .limit(page.limit)
    .execute()
  return rows.map(toEnrolment)
}

/** Every programme of a person, ended ones too, oldest first. */
export async function listOfPerson(
  trx: Kysely<Tables>,
  personId: PersonId,
): Promise<HeldEnrolment[]> {
  const rows = await selectEnrolments(trx)
    .where('p.person_id', '=', personId)
    .orderBy('e.id')
    .execute()
  return rows.map(toEnrolment)
}

/** What every event of a programme names. */
export const subjectOf = (held: Pick<HeldEnrolment, 'id' | 'personId' | 'protected'>) => ({
  enrolmentId: held.id,
  personId: held.personId,
  protected: held.protected,
})
