import type { PersonId } from '@fotfeste/domain/values/ids.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import { exactlyOne, LOCK_FEED } from '@fotfeste/kit/db.ts'
import { type Compilable, type Kysely, type RawBuilder, sql } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'
import type { AddressProtection } from './persons.ts'
import { seeProtected } from './view.ts'

/** The named persons with the households and cases that show them, as subqueries. */
type Reach = {
  readonly tenant: Tenant
  readonly persons: RawBuilder<unknown>
  readonly households: RawBuilder<unknown>
  readonly cases: RawBuilder<unknown>
}

function reachOf(tenant: Tenant, personIds: readonly PersonId[]): Reach {
  const persons = sql`${[...personIds]}::uuid[]`
  const households = sql`(select household_id from household_member
    where tenant = ${tenant} and person_id = any(${persons}))`
  const cases = sql`(
    select case_id from settlement_case_member
    where tenant = ${tenant} and person_id = any(${persons})
    union
    select id from settlement_case where tenant = ${tenant} and household_id in ${households})`
  return { tenant, persons, households, cases }
}

/**
 * Two members protected at once must see each other: an update that has waited for a row judges what it reads
 * elsewhere by its first look. So the rows are locked first and judged by the statements behind.
 */
const lockReach = ({ tenant, households, cases }: Reach) => [
  sql`select id from household where tenant = ${tenant} and id in ${households}
    order by id for no key update`,
  sql`select id from settlement_case where tenant = ${tenant} and id in ${cases}
    order by id for no key update`,
]

/** A household is protected when a member is, a case when someone in it or in its household is. */
const carryOver = ({ tenant, households, cases }: Reach) => [
  sql`update household h set protected = exists (
      select from household_member m join person p on p.tenant = m.tenant and p.id = m.person_id
      where m.tenant = h.tenant and m.household_id = h.id and p.protected)
    where h.tenant = ${tenant} and h.id in ${households}`,
  sql`update household_member m set protected = h.protected from household h
    where m.tenant = ${tenant} and h.tenant = m.tenant and h.id = m.household_id
      and h.id in ${households}`,
  sql`update settlement_case c set protected = exists (
      select from settlement_case_member m join person p on p.tenant = m.tenant and p.id = m.person_id
      where m.tenant = c.tenant and m.case_id = c.id and p.protected
    ) or exists (
      select from household h where h.tenant = c.tenant and h.id = c.household_id and h.protected)
    where c.tenant = ${tenant} and c.id in ${cases}`,
  sql`update settlement_case_member m set protected = c.protected from settlement_case c
    where m.tenant = ${tenant} and c.tenant = m.tenant and c.id = m.case_id and c.id in ${cases}`,
  sql`update settlement_correction k set protected = c.protected from settlement_case c
    where k.tenant = ${tenant} and c.tenant = k.tenant and c.id = k.case_id and c.id in ${cases}`,
]

/** Events already in the feed follow their subject's protection; the change of protection is always hidden. */
const hideEvents = ({ tenant, persons, households, cases }: Reach) => sql`
  update system.feed f set protected = s.protected
  from (
    select p.id, p.protected or coalesce(h.protected, false) as protected
    from person p
    left join household_member m on m.tenant = p.tenant and m.person_id = p.id
    left join household h on h.tenant = m.tenant and h.id = m.household_id
    where p.tenant = ${tenant} and (p.id = any(${persons}) or m.household_id in ${households})
    union all
    select h.id, h.protected from household h where h.tenant = ${tenant} and h.id in ${households}
    union all
    select c.id, c.protected from settlement_case c where c.tenant = ${tenant} and c.id in ${cases}
  ) s
  where f.tenant = ${tenant} and f.subject = s.id and f.protected <> s.protected
    and f.type <> 'PersonProtectionChanged'`

/** Carries the protection of the named persons over to their households, cases and events. */
export function spreadProtection(
  trx: Kysely<Tables>,
  tenant: Tenant,
  personIds: readonly PersonId[],
): Compilable[] {
  const reach = reachOf(tenant, personIds)
  const statements = [
    seeProtected,
    ...lockReach(reach),
    ...carryOver(reach),
    sql.raw(LOCK_FEED),
    hideEvents(reach),
  ]
  return statements.map((statement) => ({ compile: () => statement.compile(trx) }))
}

type Protected = {
  readonly id: PersonId
  readonly version: number
  readonly addressProtection: AddressProtection
  readonly changedAt: string
}

/**
 * Sets the protection of a locked person and of all that would show the person. Whoever protects a person
 * may lose sight of the row by it, so the view is widened first.
 */
export function protectPerson(
  trx: Kysely<Tables>,
  tenant: Tenant,
  person: Protected,
): Compilable[] {
  const update = exactlyOne(
    trx
      .updateTable('person')
      .set({
        address_protection: person.addressProtection,
        protected: person.addressProtection !== 'none',
        version: person.version,
        changed_at: person.changedAt,
      })
      .where('tenant', '=', tenant)
      .where('id', '=', person.id)
      .where('version', '=', person.version - 1),
  )
  return [
    { compile: () => seeProtected.compile(trx) },
    update as Compilable,
    ...spreadProtection(trx, tenant, [person.id]),
  ]
}
