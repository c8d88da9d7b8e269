import type { Id, PersonId } from '@fotfeste/domain/values/ids.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import { LOCK_FEED } from '@fotfeste/kit/db.ts'
import { here } from '@fotfeste/kit/here.ts'
import { type Compilable, type Kysely, sql } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'
import { compiled } from './protection.ts'

type Told = {
  readonly id: Id<'Event'>
  readonly type: string
  readonly version: number
  readonly subject: string
  readonly isProtected: boolean
  readonly data: object
}

/** Puts the events of many payments into the feed, in their order: one insert. */
export function insertEvents(
  trx: Kysely<Tables>,
  tenant: Tenant,
  events: readonly Told[],
): Compilable {
  return compiled(
    trx,
    sql`insert into system.feed (event_id, type, version, tenant, subject, protected, data)
      select r.id, r.type, r.version, ${tenant}, r.subject, r."isProtected", r.data
      from rows from (jsonb_to_recordset(${JSON.stringify(events)}::jsonb) as (id uuid, type text, version int,
        subject uuid, "isProtected" boolean, data jsonb)) with ordinality
        as r(id, type, version, subject, "isProtected", data, at)
      order by r.at`,
  )
}

/** Events of the person's payments follow their protection; without any the feed's lock is not taken. */
export async function protectEvents(
  trx: Kysely<Tables>,
  personId: PersonId,
  isProtected: boolean,
): Promise<void> {
  const told = sql`select p.id from payment p where p.tenant = ${here} and p.person_id = ${personId}
    and (p.booked_on is not null or p.rejected_on is not null)`
  const { rows } = await told.execute(trx)
  if (rows.length === 0) return
  await sql.raw(LOCK_FEED).execute(trx)
  await sql`update system.feed f set protected = ${isProtected}
    where f.tenant = ${here} and f.subject in (${told}) and f.protected <> ${isProtected}`.execute(
    trx,
  )
}
