import type { Debtor, PaymentFileVersion } from '@fotfeste/domain/payment/payment-file.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import { here } from '@fotfeste/kit/here.ts'
import type { Compilable, Kysely } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'

/** The municipality's account, the bank agreement's version of the file, and where withheld tax goes. */
export type DebtorAccount = Debtor & {
  readonly fileVersion: PaymentFileVersion
  readonly taxAccount: string | null
  readonly taxKid: string | null
  readonly version: number
  readonly enteredBy: string
  readonly enteredOn: PlainDate
}

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
      'file_version',
      'tax_account',
      'tax_kid',
      'entered_by',
      'entered_on',
    ])
    .where('tenant', '=', here)
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
      fileVersion: row.file_version,
      taxAccount: row.tax_account,
      taxKid: row.tax_kid,
      enteredBy: row.entered_by,
      enteredOn: row.entered_on,
    }
  )
}

/** Every account that was ever registered to pay from. */
export async function listDebtorAccounts(trx: Kysely<Tables>): Promise<ReadonlySet<string>> {
  const rows = await trx
    .selectFrom('debtor_account')
    .select('account_number')
    .where('tenant', '=', here)
    .execute()
  return new Set(rows.map((row) => row.account_number))
}

/** Keeps a new account to pay from. */
export function insertDebtorAccount(
  trx: Kysely<Tables>,
  tenant: Tenant,
  account: DebtorAccount,
): Compilable {
  return trx.insertInto('debtor_account').values({
    tenant,
    version: account.version,
    name: account.name,
    account_number: account.accountNumber,
    bic: account.bic,
    customer_id: account.customerId,
    division_id: account.divisionId,
    file_version: account.fileVersion,
    tax_account: account.taxAccount,
    tax_kid: account.taxKid,
    entered_by: account.enteredBy,
    entered_on: account.enteredOn,
  })
}
