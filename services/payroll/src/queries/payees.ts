import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { PersonId } from '@fotfeste/domain/values/ids.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import { type Asked, readOnePerson } from '@fotfeste/kit/access-log.ts'
import { here } from '@fotfeste/kit/here.ts'
import { type Compilable, type CompiledQuery, type Kysely, sql } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'

/** Whom to pay, as one person entered it. */
export type Payee = {
  readonly personId: PersonId
  readonly version: number
  readonly name: string
  readonly accountNumber: string
  readonly enteredBy: string
  readonly enteredOn: PlainDate
  /** Null until a second person has confirmed it. */
  readonly confirmedOn: PlainDate | null
}

export type PayeeRow = {
  person_id: PersonId
  version: number
  name: string
  account_number: string
  entered_by: string
  entered_on: PlainDate
  confirmed_on: PlainDate | null
}

/** Reads the newest payee of a person and writes the access log, in one statement. */
export function readPayee(db: Kysely<Tables>, asked: Asked, personId: PersonId): CompiledQuery {
  const found = sql<PayeeRow>`
    select p.person_id, p.version, p.name, p.account_number, p.entered_by, p.entered_on, c.confirmed_on
    from t cross join lateral (
      select * from payee where tenant = t.tenant and person_id = ${personId}
      order by version desc limit 1) p
    left join payee_confirmation c on c.tenant = p.tenant and c.person_id = p.person_id and c.version = p.version`
  return readOnePerson(asked, personId, found).compile(db)
}

export const toPayee = (row: PayeeRow): Payee => ({
  personId: row.person_id,
  version: row.version,
  name: row.name,
  accountNumber: row.account_number,
  enteredBy: row.entered_by,
  enteredOn: row.entered_on,
  confirmedOn: row.confirmed_on,
})

/** The newest payee of a person. Asked under the person's lock. */
export async function findPayee(
  trx: Kysely<Tables>,
  personId: PersonId,
): Promise<Payee | undefined> {
  const row = await trx
    .selectFrom('payee as p')
    .leftJoin('payee_confirmation as c', (join) =>
      join
        .onRef('c.tenant', '=', 'p.tenant')
        .onRef('c.person_id', '=', 'p.person_id')
        .onRef('c.version', '=', 'p.version'),
    )
    .select(['p.person_id', 'p.version', 'p.name', 'p.account_number', 'p.entered_by'])
    .select(['p.entered_on', 'c.confirmed_on'])
    .where('p.tenant', '=', here)
    .where('p.person_id', '=', personId)
    .orderBy('p.version', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && toPayee(row)
}

/** Keeps who confirmed a payee. */
export function insertConfirmation(
  trx: Kysely<Tables>,
  tenant: Tenant,
  confirmed: Payee & {
    readonly protected: boolean
    readonly by: string
    readonly on: PlainDate
    readonly at: string
  },
): Compilable {
  return trx.insertInto('payee_confirmation').values({
    tenant,
    person_id: confirmed.personId,
    version: confirmed.version,
    protected: confirmed.protected,
    entered_by: confirmed.enteredBy,
    confirmed_by: confirmed.by,
    confirmed_on: confirmed.on,
    confirmed_at: confirmed.at,
  })
}

/** The newest version of a person's payee; 0 without one. Asked under the person's lock. */
export async function payeeVersion(trx: Kysely<Tables>, personId: PersonId): Promise<number> {
  const row = await trx
    .selectFrom('payee')
    .select(({ fn }) => fn.max('version').as('version'))
    .where('tenant', '=', here)
    .where('person_id', '=', personId)
    .executeTakeFirst()
  return row?.version ?? 0
}

/** Keeps an entry; those before it stay. */
export function insertPayee(
  trx: Kysely<Tables>,
  tenant: Tenant,
  payee: Payee & { readonly protected: boolean; readonly at: string },
): Compilable {
  return trx.insertInto('payee').values({
    tenant,
    person_id: payee.personId,
    version: payee.version,
    protected: payee.protected,
    name: payee.name,
    account_number: payee.accountNumber,
    entered_by: payee.enteredBy,
    entered_on: payee.enteredOn,
    entered_at: payee.at,
  })
}
