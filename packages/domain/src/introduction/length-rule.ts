import type { EndGoal } from './goal.ts'
import type { Regime } from './regime.ts'

/** One row of the law on how long a programme may last. The first row that holds is the one. */
export type LengthRule = {
  readonly regime: Regime
  /** Null: whatever the person's schooling. */
  readonly completedUpperSecondary: boolean | null
  /** Null: whatever the goal. */
  readonly goals: readonly EndGoal[] | null
  /** The row is for decisions dated before this day; null: for all. */
  readonly before: string | null
  readonly months: number
  /** How much longer a decision on extension may make it. */
  readonly extensionMonths: number
  /** False where the text of the rule was not found (N14). */
  readonly isCertain: boolean
  readonly ruleKeys: readonly string[]
  readonly law: string
}

const AFTER_UPPER_SECONDARY: readonly EndGoal[] = [
  'work',
  'higher-education',
  'vocational-requalification',
]
const EDUCATION: readonly EndGoal[] = [
  'upper-secondary',
  'parts-of-upper-secondary',
  'vocational-training',
]

const with13 = {
  regime: 'integreringsloven',
  completedUpperSecondary: true,
  goals: AFTER_UPPER_SECONDARY,
} as const
const without14 = { regime: 'integreringsloven', completedUpperSecondary: false } as const
const before2026 = { before: '2026-01-01', ruleKeys: ['N14'] } as const
const present = { before: null, isCertain: true, ruleKeys: ['N12'] } as const

/** N11-N14 and O8; transition F2912 § 75 (from 2026) and § 76 (education from 2025, work from 2026). */
export const LENGTH_RULES: readonly LengthRule[] = [
  {
    regime: 'introduksjonsloven',
    completedUpperSecondary: null,
    goals: null,
    before: null,
    months: 24,
    extensionMonths: 12,
    isCertain: true,
    ruleKeys: ['O8'],
    law: 'introduksjonsloven § 5',
  },
  {
    ...with13,
    ...before2026,
    months: 6,
    extensionMonths: 6,
    isCertain: true,
    law: 'integreringsloven § 13 before 2026',
  },
  {
    ...with13,
    ...present,
    ruleKeys: ['N11'],
    months: 12,
    extensionMonths: 0,
    law: 'integreringsloven § 13 third paragraph',
  },
  {
    ...without14,
    ...before2026,
    before: '2025-01-01',
    goals: EDUCATION,
    months: 36,
    extensionMonths: 12,
    isCertain: false,
    law: 'integreringsloven § 13 before 2026',
  },
  {
    ...without14,
    ...before2026,
    goals: ['work'],
    months: 24,
    extensionMonths: 12,
    isCertain: false,
    law: 'integreringsloven § 13 before 2026',
  },
  {
    ...without14,
    ...present,
    goals: ['parts-of-upper-secondary'],
    months: 36,
    extensionMonths: 12,
    law: 'integreringsloven § 14 fourth paragraph first sentence',
  },
  {
    ...without14,
    ...present,
    goals: ['upper-secondary'],
    months: 48,
    extensionMonths: 12,
    law: 'integreringsloven § 14 fourth paragraph second sentence',
  },
  {
    ...without14,
    ...present,
    goals: ['vocational-training'],
    months: 60,
    extensionMonths: 0,
    law: 'integreringsloven § 14 fifth paragraph',
  },
  {
    ...without14,
    ...present,
    goals: ['work'],
    months: 24,
    extensionMonths: 0,
    law: 'integreringsloven § 14 sixth paragraph',
  },
]
