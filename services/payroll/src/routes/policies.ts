import {
  getPolicySettings,
  listPayRunPolicies,
  listPolicies,
  setPolicy,
} from '@fotfeste/contracts/payroll/policies.ts'
import { FIXED_RULES } from '@fotfeste/domain/stipend/fixed-rules.ts'
import { POLICIES } from '@fotfeste/domain/stipend/policies.ts'
import {
  setPolicy as decide,
  settingOf,
  settingsKnownOn,
} from '@fotfeste/domain/stipend/policy-settings.ts'
import { type Month, monthOf } from '@fotfeste/domain/values/month.ts'
import { isRefusal, refuse } from '@fotfeste/domain/values/refusal.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { serve } from '@fotfeste/kit/serve.ts'
import type { Tables } from '../db/tables.gen.ts'
import { lockEntries } from '../queries/base-amounts.ts'
import {
  type HeldSetting,
  insertSetting,
  listSettings,
  newestRunMonth,
  settingsOfRun,
} from '../queries/policies.ts'

/** Each policy as it is in force for a month by these entries. */
const inForce = (settings: readonly HeldSetting[], on: Month) =>
  POLICIES.map(({ range, law, value: defaultValue, ...policy }) => {
    const setting = settingOf(settings, policy.name, on)
    const isList = 'oneOf' in range
    return {
      ...policy,
      value: setting ? setting.value : defaultValue,
      defaultValue,
      from: setting?.from ?? null,
      version: setting?.version ?? 0,
      reason: setting?.reason ?? null,
      enteredBy: setting?.enteredBy ?? null,
      enteredOn: setting?.enteredOn ?? null,
      least: isList ? null : range.least,
      most: isList ? null : range.most,
      oneOf: isList ? [...range.oneOf] : null,
      law: [...law],
    }
  })

/** What the municipality chooses where the law is silent (innstillinger). */
export function policies(kit: Kit<Tables>): void {
  serve(kit, listPolicies, async ({ query }, { trx, today }) => {
    const { on = monthOf(today), asKnownOn = today } = query
    const known = settingsKnownOn(await listSettings(trx), asKnownOn)
    const rules = FIXED_RULES.map((rule) => ({ ...rule, law: [...rule.law] }))
    return { status: 200, body: { on, asKnownOn, policies: inForce(known, on), rules } }
  })

  serve(kit, getPolicySettings, async ({ params }, { trx }) => {
    const held = await listSettings(trx)
    return { status: 200, body: { settings: held.filter(({ name }) => name === params.name) } }
  })

  serve(kit, setPolicy, async ({ params, body }, { trx, caller, today }) => {
    const [, held, newestRun] = await Promise.all([
      lockEntries(trx, 'policy'),
      listSettings(trx),
      newestRunMonth(trx),
    ])
    const own = held.filter(({ name }) => name === params.name)
    const same = own.findLast(({ from }) => from === body.from)
    if (same?.value === body.value) return { status: 200, body: same, version: same.version }
    const entry = decide({ ...params, ...body }, newestRun)
    if (isRefusal(entry)) return entry
    const by = { reason: body.reason, enteredBy: caller.actor, enteredOn: today }
    const setting: HeldSetting = { ...entry, version: own.length + 1, ...by }
    const save = [insertSetting(trx, caller.tenant, setting)]
    return { status: 200, body: setting, version: setting.version, save }
  })

  serve(kit, listPayRunPolicies, async ({ params, query }, { trx }) => {
    const run = await settingsOfRun(trx, params.payRunId)
    if (!run)
      return refuse('not-found', 'There is no such pay run: list them with GET /v1/pay-runs.')
    if (run.settings === null) {
      return refuse('not-calculated', 'The run’s inputs are not frozen yet; ask again shortly.')
    }
    const { month, asKnownOn, settings } = run
    const on = query.on ?? month
    return { status: 200, body: { on, asKnownOn, policies: inForce(settings, on) } }
  })
}
