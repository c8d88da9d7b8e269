import { FALLBACK_TREKKODER, type FallbackTrekkode } from '../tax/card-line.ts'
import { kroner, type Ore, ore } from '../values/ore.ts'
import { ALERT_POLICIES, type AlertPolicies } from './alert-policies.ts'

/** What a policy's value counts in. */
export const POLICY_UNITS = [
  'minute',
  'day',
  'working-day',
  'day-of-month',
  'percent',
  'ore',
  'yes-no',
  'code',
] as const
export type PolicyUnit = (typeof POLICY_UNITS)[number]

/** What the calculation, the pay runs and their alerts use where the law leaves a choice. */
export type StipendPolicies = AlertPolicies & {
  /** POL2: unexcused minutes of one date are rounded down to whole steps of this length. */
  readonly absenceStepMinutes: number
  /** POL4a: up to this many days of leave are taken from the base; with more, the rest is paid. */
  readonly leaveByDayLimit: number
  /** N29: minutes of breastfeeding a day that keep the benefit. */
  readonly breastfeedingMinutes: number
  /** POL6: day of the following month on which a month is paid. */
  readonly payDay: number
  /** POL8: days after which a deduction held without a decision is paid out. */
  readonly decisionWithinDays: number
  /** POL15: the part of a month's gross that set-off may take. */
  readonly setOffPercent: number
  /** POL15: a claim under this amount is set off at once. */
  readonly setOffAtOnceBelowOre: Ore
  /** POL15: net that set-off leaves after tax and attachments; 0: no such limit. */
  readonly protectedAmountOre: Ore
  /** POL17: the tax card's code used when it has none for the benefit; null: none. */
  readonly fallbackTrekkode: FallbackTrekkode | null
  /** POL19: true where one payout in the holiday month is free of withholding. */
  readonly summerExemption: boolean
  /** Four eyes: a run that pays more than this needs two approvers; 0: one is enough. */
  readonly twoApproversAboveOre: Ore
  /** Four eyes: true where a second person confirms a payee's account. */
  readonly payeeConfirmation: boolean
  /** Regulation: a month that a new G brings above this part of what was paid is looked at by a person. */
  readonly regulationReviewPercent: number
}
export type PolicyName = keyof StipendPolicies
export type PolicyValue = number | boolean | string | null

/** The values a policy may have: whole numbers in a range, or one of a closed list. */
export type PolicyRange =
  | { readonly least: number; readonly most: number }
  | { readonly oneOf: readonly PolicyValue[] }

export type Policy = {
  readonly key: string
  readonly name: PolicyName
  readonly unit: PolicyUnit
  /** The default. */
  readonly value: PolicyValue
  readonly range: PolicyRange
  readonly law: readonly string[]
  /** What it does and why the default is as it is. */
  readonly description: string
}

export type Definition<Value> = Omit<Policy, 'name' | 'value'> & { readonly value: Value }

const YES_OR_NO: PolicyRange = { oneOf: [false, true] }
const MILLION = 100_000_000

const DEFINITIONS: { readonly [Name in PolicyName]: Definition<StipendPolicies[Name]> } = {
  absenceStepMinutes: {
    key: 'POL2',
    unit: 'minute',
    value: 15,
    range: { least: 1, most: 60 },
    law: ['integreringsloven § 21'],
    description:
      'The unexcused minutes of one date are added and rounded down to whole steps of this length; doubt goes to the participant.',
  },
  leaveByDayLimit: {
    key: 'POL4a',
    unit: 'day',
    value: 15,
    range: { least: 0, most: 31 },
    law: ['integreringsloven § 20 second paragraph', 'integreringsforskriften § 15'],
    description:
      'Leave without benefit of up to this many calendar days takes a day rate each from the month; with more, the remaining days are paid by the day rate.',
  },
  breastfeedingMinutes: {
    key: 'N29',
    unit: 'minute',
    value: 60,
    range: { least: 60, most: 1440 },
    law: ['integreringsforskriften § 13'],
    description:
      'Breastfeeding of up to this long a day keeps the benefit in the child’s first year. The regulation gives one hour; a municipality may give more, not less.',
  },
  payDay: {
    key: 'POL6',
    unit: 'day-of-month',
    value: 12,
    range: { least: 1, most: 31 },
    law: ['integreringsloven § 24'],
    description:
      'A month is paid on this day of the following month (its last day where it is shorter), moved to the banking day before when it is none.',
  },
  decisionWithinDays: {
    key: 'POL8',
    unit: 'day',
    value: 30,
    range: { least: 1, most: 90 },
    law: ['integreringsloven § 21', 'integreringsloven § 25 first paragraph'],
    description:
      'A large deduction is held until its individual decision is registered; without one it is paid out when this many days have passed since the pay day.',
  },
  setOffPercent: {
    key: 'POL15',
    unit: 'percent',
    value: 10,
    range: { least: 0, most: 100 },
    law: ['integreringsloven § 25 first paragraph'],
    description:
      'What was paid too much is set off with at most this part of a month’s gross, so that the participant can live on the rest. The law names no limit.',
  },
  setOffAtOnceBelowOre: {
    key: 'POL15',
    unit: 'ore',
    value: ore(50_000),
    range: { least: 0, most: 1_000_000 },
    law: ['integreringsloven § 25 first paragraph'],
    description: 'A claim under this amount is set off at once: less than many small deductions.',
  },
  protectedAmountOre: {
    key: 'POL15',
    unit: 'ore',
    value: ore(0),
    range: { least: 0, most: 10_000_000 },
    law: ['integreringsloven § 25 first paragraph'],
    description:
      'Set-off leaves the participant at least this much a month after tax and attachments; 0 means no amount is set, and only the percentage holds.',
  },
  fallbackTrekkode: {
    key: 'POL17',
    unit: 'code',
    value: null,
    range: { oneOf: [null, ...FALLBACK_TREKKODER] },
    law: ['skattebetalingsloven § 5-1', 'skattebetalingsloven § 5-5'],
    description:
      'The code of the tax card used when it has none for the benefit (introduksjonsstoenad); null means the last calculated card, else none.',
  },
  summerExemption: {
    key: 'POL19',
    unit: 'yes-no',
    value: false,
    range: YES_OR_NO,
    law: ['skattebetalingsloven § 5-7'],
    description:
      'The payout in June is free of withholding for cards of 10.5 months. Off: the regulation (§ 5-7-1) does not name this benefit, and Skatteetaten has not confirmed it.',
  },
  twoApproversAboveOre: {
    key: 'four-eyes',
    unit: 'ore',
    value: ore(0),
    range: { least: 0, most: 100 * MILLION },
    law: ['kommuneloven § 25-1'],
    description:
      'A run that pays more than this in all is approved by two persons beside the one who started it; 0 means one is enough.',
  },
  payeeConfirmation: {
    key: 'four-eyes',
    unit: 'yes-no',
    value: true,
    range: YES_OR_NO,
    law: ['kommuneloven § 25-1'],
    description:
      'A second person confirms an account before anything is paid to it, so that no one alone can lead a payment elsewhere.',
  },
  ...ALERT_POLICIES,
  regulationReviewPercent: {
    key: 'regulation',
    unit: 'percent',
    value: 110,
    range: { least: 100, most: 200 },
    law: ['integreringsloven § 20 first paragraph', 'folketrygdloven § 1-4'],
    description:
      'A paid month that a new base amount brings above this part of what was paid is looked at by a person: G alone has not done that.',
  },
}

/** The policies with their defaults, where the law leaves the municipality a choice. */
export const POLICIES: readonly Policy[] = Object.entries(DEFINITIONS).map(
  ([name, definition]) => ({ name: name as PolicyName, ...definition }),
)

/** What holds where a municipality has set nothing. */
export const POLICY_DEFAULTS: StipendPolicies = Object.fromEntries(
  POLICIES.map(({ name, value }) => [name, value]),
) as StipendPolicies

export const POLICY_NAMES = Object.keys(DEFINITIONS) as PolicyName[]

export const policyNamed = (name: PolicyName): Policy => ({ name, ...DEFINITIONS[name] })

/** A policy's value as people read it: `10 %`, `500.00 kr`, `yes`, `loennFraHovedarbeidsgiver`. */
export function policyText(unit: PolicyUnit, value: PolicyValue): string {
  if (value === null) return 'none'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'string') return value
  if (unit === 'ore') return `${kroner(ore(value))} kr`
  return unit === 'percent' ? `${value} %` : `${value} (${unit})`
}
