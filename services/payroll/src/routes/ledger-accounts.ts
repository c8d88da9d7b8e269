import {
  listLedgerAccounts,
  nameLedgerAccount,
} from '@fotfeste/contracts/payroll/ledger-accounts.ts'
import { type AccountSetting, LEDGER_ACCOUNTS, namesOn } from '@fotfeste/domain/ledger/account.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { serve } from '@fotfeste/kit/serve.ts'
import type { Tables } from '../db/tables.gen.ts'
import { insertAccountSetting, listAccountSettings } from '../queries/account-settings.ts'
import { lockEntries } from '../queries/base-amounts.ts'

const latest = (settings: readonly AccountSetting[], account: string) =>
  settings.filter((one) => one.account === account).at(-1)

/** How the municipality's own accounts name ours (kontering). */
export function ledgerAccounts(kit: Kit<Tables>): void {
  serve(kit, listLedgerAccounts, async (_input, { trx, today }) => {
    const settings = await listAccountSettings(trx)
    const accounts = LEDGER_ACCOUNTS.map((account) => {
      const held = settings.filter((one) => one.account === account && one.from <= today).at(-1)
      const { from = null, version = 0 } = held ?? {}
      return { account, ...namesOn(settings, account, today), from, version }
    })
    return { status: 200, body: { accounts } }
  })

  serve(kit, nameLedgerAccount, async ({ params, body }, { trx, caller, today }) => {
    const { account } = params
    const [, settings] = await Promise.all([
      lockEntries(trx, 'ledger-account'),
      listAccountSettings(trx),
    ])
    const version = (latest(settings, account)?.version ?? 0) + 1
    const setting = { account, ...body, version }
    const by = { enteredBy: caller.actor, enteredOn: today }
    const save = [insertAccountSetting(trx, caller.tenant, { ...setting, ...by })]
    return { status: 200, body: setting, version, save }
  })
}
