import type { AccountSetting } from '@fotfeste/domain/ledger/account.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import { here } from '@fotfeste/kit/here.ts'
import type { Compilable, Kysely } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'

/** Every entry that names an account. */
export async function listAccountSettings(trx: Kysely<Tables>): Promise<AccountSetting[]> {
  const rows = await trx
    .selectFrom('account_setting')
    .select(['account', 'version', 'from_date', 'account_number', 'function', 'art'])
    .where('tenant', '=', here)
    .orderBy('account')
    .orderBy('version')
    .execute()
  return rows.map((row) => ({
    account: row.account,
    version: row.version,
    from: row.from_date,
    accountNumber: row.account_number,
    function: row.function,
    art: row.art,
  }))
}

/** Keeps an entry; those before it stay. */
export function insertAccountSetting(
  trx: Kysely<Tables>,
  tenant: Tenant,
  setting: AccountSetting & { readonly enteredBy: string; readonly enteredOn: PlainDate },
): Compilable {
  return trx.insertInto('account_setting').values({
    tenant,
    account: setting.account,
    version: setting.version,
    from_date: setting.from,
    account_number: setting.accountNumber,
    function: setting.function,
    art: setting.art,
    entered_by: setting.enteredBy,
    entered_on: setting.enteredOn,
  })
}
