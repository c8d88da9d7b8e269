import type { PersonId } from '@fotfeste/domain/values/ids.ts'
import { exactlyOne } from '@fotfeste/kit/db.ts'
import { type Compilable, type Kysely, type RawBuilder, sql } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'
import type { AddressProtection } from './persons.ts'

/** From here on the transaction sees protected persons: whoever protects one may lose sight of the row. */
const seeProtected = sql`select set_config('app.protected', 'on', true)`

const householdsOf = (persons: RawBuilder<unknown>) =>
  sql`(select household_id from household_member where person_id = any(${persons}))`
const casesOf = (persons: RawBuilder<unknown>) => sql`(
  select case_id from settlement_case_member where person_id = any(${persons})
  union select id from settlement_case where household_id in ${householdsOf(persons)})`

/** Events already in the feed follow their subject's protection; the change of protection is always hidden. */
const hideEvents = (persons: RawBuilder<unknown>) => sql`
  update system.feed f set protected = s.protected
  from (
    select p.tenant, p.id, p.protected or coalesce(h.protected, false) as protected
    from person p
    left join household_member m on m.tenant = p.tenant and m.person_id = p.id
    left join household h on h.tenant = m.tenant and h.id = m.household_id
    where p.id = any(${persons}) or m.household_id in ${householdsOf(persons)}
    union all
    select h.tenant, h.id, h.protected from household h where h.id in ${householdsOf(persons)}
    union all
    select c.tenant, c.id, c.protected from settlement_case c where c.id in ${casesOf(persons)}
  ) s
  where f.tenant = s.tenant and f.subject = s.id and f.protected <> s.protected
    and f.type <> 'PersonProtectionChanged'`

/** Carries the protection of the named persons over to their households, cases and events. */
export function spreadProtection(
  trx: Kysely<Tables>,
  personIds: readonly PersonId[],
): Compilable[] {
  const persons = sql`${[...personIds]}::uuid[]`
  const statements = [
    seeProtected,
    sql`update household h set protected = exists (
        select from household_member m join person p on p.tenant = m.tenant and p.id = m.person_id
        where m.tenant = h.tenant and m.household_id = h.id and p.protected)
      where h.id in ${householdsOf(persons)}`,
    sql`update household_member m set protected = h.protected from household h
      where h.tenant = m.tenant and h.id = m.household_id and h.id in ${householdsOf(persons)}`,
    sql`update settlement_case c set protected = exists (
        select from settlement_case_member m join person p on p.tenant = m.tenant and p.id = m.person_id
        where m.tenant = c.tenant and m.case_id = c.id and p.protected
      ) or exists (
        select from household h where h.tenant = c.tenant and h.id = c.household_id and h.protected)
      where c.id in ${casesOf(persons)}`,
    sql`update settlement_case_member m set protected = c.protected from settlement_case c
      where c.tenant = m.tenant and c.id = m.case_id and c.id in ${casesOf(persons)}`,
    hideEvents(persons),
  ]
  return statements.map((statement) => ({ compile: () => statement.compile(trx) }))
}

type Protected = {
  readonly id: PersonId
  readonly version: number
  readonly addressProtection: AddressProtection
  readonly changedAt: string
}

/** Sets the protection of a locked person and of all that would show the person. */
export function protectPerson(trx: Kysely<Tables>, person: Protected): Compilable[] {
  const update = exactlyOne(
    trx
      .updateTable('person')
      .set({
        address_protection: person.addressProtection,
        protected: person.addressProtection !== 'none',
        version: person.version,
        changed_at: person.changedAt,
      })
      .where('id', '=', person.id)
      .where('version', '=', person.version - 1),
  )
  return [
    { compile: () => seeProtected.compile(trx) },
    update as Compilable,
    ...spreadProtection(trx, [person.id]),
  ]
}
