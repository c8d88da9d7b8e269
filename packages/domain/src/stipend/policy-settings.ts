import type { PlainDate } from '../values/calendar.ts'
import { addToMonth, type Month } from '../values/month.ts'
import { type Refusal, refuse } from '../values/refusal.ts'
import {
  POLICIES,
  POLICY_DEFAULTS,
  type PolicyName,
  type PolicyRange,
  type PolicyValue,
  policyNamed,
  policyText,
  type StipendPolicies,
} from './policies.ts'

/** One entry of a municipality: a policy's value from a month on, as set on a day. Entries are never changed. */
export type PolicySetting = {
  readonly name: PolicyName
  readonly version: number
  readonly value: PolicyValue
  readonly from: Month
  readonly enteredOn: PlainDate
}

/** The policies of each month: what a run or a calculation is given. */
export type PoliciesByMonth = (month: Month) => StipendPolicies

/** What was known on a day: entries made later are left out. */
export const settingsKnownOn = <Setting extends PolicySetting>(
  settings: readonly Setting[],
  asKnownOn: PlainDate,
): Setting[] => settings.filter((setting) => setting.enteredOn <= asKnownOn)

/**
 * The entry in force for a month: the one with the latest first month up to it, and of those of one
 * month the newest. Undefined where the default holds.
 */
export function settingOf<Setting extends PolicySetting>(
  settings: readonly Setting[],
  name: PolicyName,
  month: Month,
): Setting | undefined {
  const isAfter = (one: Setting, other: Setting): boolean =>
    one.from === other.from ? one.version > other.version : one.from > other.from
  return settings
    .filter((setting) => setting.name === name && setting.from <= month)
    .reduce<Setting | undefined>(
      (held, setting) => (held === undefined || isAfter(setting, held) ? setting : held),
      undefined,
    )
}

function valuesOf(settings: readonly PolicySetting[], month: Month): StipendPolicies {
  const set = POLICIES.flatMap(({ name }) => {
    const setting = settingOf(settings, name, month)
    return setting ? [[name, setting.value] as const] : []
  })
  return { ...POLICY_DEFAULTS, ...Object.fromEntries(set) }
}

/** The policies in force for each month by a municipality's entries; a month is worked out once. */
export function policiesOf(settings: readonly PolicySetting[]): PoliciesByMonth {
  if (settings.length === 0) return () => POLICY_DEFAULTS
  const held = new Map<Month, StipendPolicies>()
  return (month) => {
    const known = held.get(month) ?? valuesOf(settings, month)
    held.set(month, known)
    return known
  }
}

const isWithin = (range: PolicyRange, value: PolicyValue): boolean =>
  'oneOf' in range
    ? range.oneOf.includes(value)
    : Number.isSafeInteger(value) && Number(value) >= range.least && Number(value) <= range.most

const rangeText = (name: PolicyName): string => {
  const { unit, range } = policyNamed(name)
  return 'oneOf' in range
    ? `one of ${range.oneOf.map((value) => JSON.stringify(value)).join(', ')}`
    : `a whole number from ${policyText(unit, range.least)} to ${policyText(unit, range.most)}`
}

/** What a person enters: a value from a month on. */
export type PolicyEntry = Pick<PolicySetting, 'name' | 'value' | 'from'>

/**
 * Sets a policy from a month on. Not from a month that a run reaches already: what was paid then was what
 * the participant had a claim to, so no later choice makes it too much (integreringsloven § 25 first
 * paragraph) or changes the decision against them (forvaltningsloven § 35); and the controls of a run are
 * those it began with. `newestRun` is the month of the newest run that is not cancelled.
 */
export function setPolicy(
  entry: PolicyEntry,
  newestRun: Month | null,
): Refusal<'policy-value' | 'policy-in-use'> | PolicyEntry {
  const { name, value, from } = entry
  if (!isWithin(policyNamed(name).range, value)) {
    return refuse('policy-value', `Give ${rangeText(name)} for ${name}.`, '/value')
  }
  if (newestRun !== null && from <= newestRun) {
    const first = addToMonth(newestRun, 1)
    return refuse(
      'policy-in-use',
      `The run of ${newestRun} goes by the settings before; set ${name} from ${first} on, or cancel the run while it is open.`,
      '/from',
    )
  }
  return entry
}
