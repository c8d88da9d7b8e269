import type { Debtor } from '@fotfeste/domain/stipend/payment-file.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { PersonId } from '@fotfeste/domain/values/ids.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import { type Asked, readOnePerson } from '@fotfeste/kit/access-log.ts'
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
}

export type PayeeRow = {
  person_id: PersonId
  version: number
  name: string
  account_number: string
  entered_by: string
  entered_on: PlainDate
}

/** Reads the newest payee of a person and writes the access log, in one statement. */
export function readPayee(db: Kysely<Tables>, asked: Asked, personId: PersonId): CompiledQuery {
  const found = sql<PayeeRow>`
    select p.person_id, p.version, p.name, p.account_number, p.entered_by, p.entered_on
    from t cross join lateral (
      select * from payee where tenant = t.tenant and person_id = ${personId}
      order by version desc limit 1) p`
  return readOnePerson(asked, personId, found).compile(db)
}

export const toPayee = (row: PayeeRow): Payee => ({
  personId: row.person_id,
  version: row.version,
  name: row.name,
  accountNumber: row.account_number,
  enteredBy: row.entered_by,
  enteredOn: row.entered_on,
})

/** The newest version of a person's payee; 0 without one. Asked under the person's lock. */
export async function payeeVersion(trx: Kysely<Tables>, personId: PersonId): Promise<number> {
  const row = await trx
    .selectFrom('payee')
    .select(({ fn }) => fn.max('version').as('version'))
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

export type DebtorAccount = Debtor & { readonly version: number; readonly enteredOn: PlainDate }

/** The newest account to pay from, or the one of a version. */
export async function findDebtorAccount(
  trx: Kysely<Tables>,
  version: number | null,
): Promise<DebtorAccount | undefined> {
  const row = await trx
    .selectFrom('debtor_account')
    .select([
      'version',
      'name',
      'account_number',
      'bic',
      'customer_id',
      'division_id',
      'entered_on',
    ])
    .$if(version !== null, (query) => query.where('version', '=', version ?? 0))
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  return (
    row && {
      version: row.version,
      name: row.name,
      accountNumber: row.account_number,
      bic: row.bic,
      customerId: row.customer_id,
      divisionId: row.division_id,
      enteredOn: row.entered_on,
    }
  )
}

/** Keeps a new account to pay from. */
export function insertDebtorAccount(
  trx: Kysely<Tables>,
  tenant: Tenant,
  account: DebtorAccount & { readonly enteredBy: string },
): Compilable {
  return trx.insertInto('debtor_account').values({
    tenant,
    version: account.version,
    name: account.name,
    account_number: account.accountNumber,
    bic: account.bic,
    customer_id: account.customerId,
    division_id: account.divisionId,
    entered_by: account.enteredBy,
    entered_on: account.enteredOn,
  })
}
