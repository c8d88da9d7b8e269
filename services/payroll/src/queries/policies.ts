import type { PolicyName, PolicyValue } from '@fotfeste/domain/stipend/policies.ts'
import type { PolicySetting } from '@fotfeste/domain/stipend/policy-settings.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { Month } from '@fotfeste/domain/values/month.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import { here } from '@fotfeste/kit/here.ts'
import type { Compilable, Kysely } from 'kysely'
import type { Tables } from '../db/tables.gen.ts'
import type { PayRunId } from './pay-runs.ts'

/** An entry as the service holds one: who set it and why stays with it. */
export type HeldSetting = PolicySetting & { readonly reason: string; readonly enteredBy: string }

/** Every entry of the municipality, oldest first. */
export async function listSettings(trx: Kysely<Tables>): Promise<HeldSetting[]> {
  const rows = await trx
    .selectFrom('policy_setting')
    .select(['name', 'version', 'value', 'from_month', 'reason', 'entered_by', 'entered_on'])
    .where('tenant', '=', here)
    .orderBy('name')
    .orderBy('version')
    .execute()
  return rows.map((row) => ({
    name: row.name as PolicyName,
    version: row.version,
    value: row.value as PolicyValue,
    from: row.from_month,
    reason: row.reason,
    enteredBy: row.entered_by,
    enteredOn: row.entered_on,
  }))
}

/** Keeps an entry. */
export function insertSetting(trx: Kysely<Tables>, tenant: Tenant, entry: HeldSetting): Compilable {
  return trx.insertInto('policy_setting').values({
    tenant,
    name: entry.name,
    version: entry.version,
    value: JSON.stringify(entry.value),
    from_month: entry.from,
    reason: entry.reason,
    entered_by: entry.enteredBy,
    entered_on: entry.enteredOn,
  })
}

/** The month of the newest run that is not cancelled: its settings, and those before it, stand. */
export async function newestRunMonth(trx: Kysely<Tables>): Promise<Month | null> {
  const row = await trx
    .selectFrom('pay_run')
    .select(({ fn }) => fn.max('month').as('month'))
    .where('tenant', '=', here)
    .where('state', '<>', 'cancelled')
    .executeTakeFirst()
  return row?.month ?? null
}

type FrozenSettings = {
  readonly month: Month
  readonly asKnownOn: PlainDate
  readonly settings: readonly HeldSetting[] | null
}

/** The entries a run was frozen with; null until its inputs are. Runs from before there were any had none. */
export async function settingsOfRun(
  trx: Kysely<Tables>,
  id: PayRunId,
): Promise<FrozenSettings | undefined> {
  const row = await trx
    .selectFrom('pay_run')
    .select(['month', 'as_known_on', 'policies', 'registrations'])
    .where('tenant', '=', here)
    .where('id', '=', id)
    .executeTakeFirst()
  return (
    row && {
      month: row.month,
      asKnownOn: row.as_known_on,
      settings:
        row.policies === null && row.registrations !== null
          ? []
          : (row.policies as readonly HeldSetting[] | null),
    }
  )
}
