import type { ActivityKind, Phase, Plan } from './plan.ts'
import type { Regime } from './regime.ts'

/** 37.5 hours a week, or 30 where the measures need substantial own work (N19, S26). */
export const FULL_TIME_MINUTES = 2250
export const FULL_TIME_WITH_OWN_STUDY_MINUTES = 1800

export type PhaseExtent = {
  readonly weeklyMinutes: number
  readonly isFullTime: boolean
}

export const fullTimeMinutes = (plan: Pick<Plan, 'needsOwnStudy'>): number =>
  plan.needsOwnStudy ? FULL_TIME_WITH_OWN_STUDY_MINUTES : FULL_TIME_MINUTES

/** The week of a phase in minutes, and whether it is full time. */
export function phaseExtent(plan: Pick<Plan, 'needsOwnStudy'>, phase: Phase): PhaseExtent {
  const weeklyMinutes = phase.activities.reduce((sum, activity) => sum + activity.weeklyMinutes, 0)
  return { weeklyMinutes, isFullTime: weeklyMinutes >= fullTimeMinutes(plan) }
}

/** An element the law asks every programme to hold. */
export type RequiredElement =
  | 'work-or-education'
  | 'norwegian'
  | 'social-studies'
  | 'life-mastery'
  | 'parental-guidance'

const WORK_OR_EDUCATION: readonly ActivityKind[] = [
  'work-practice',
  'wage-subsidy-work',
  'paid-work',
  'course',
  'primary-education',
  'upper-secondary-education',
]

const FULFILLED_BY: Record<RequiredElement, readonly ActivityKind[]> = {
  'work-or-education': WORK_OR_EDUCATION,
  norwegian: ['norwegian'],
  'social-studies': ['social-studies'],
  'life-mastery': ['life-mastery'],
  'parental-guidance': ['parental-guidance'],
}

/** Introduksjonsloven § 4 third paragraph: life mastery and parental guidance came with the present law. */
const OLD_LAW: readonly RequiredElement[] = ['work-or-education', 'norwegian', 'social-studies']
const NEW_LAW: readonly RequiredElement[] = [...OLD_LAW, 'life-mastery']

/** The required elements no phase of the plan holds yet (N17, O7). */
export function missingElements(
  plan: Pick<Plan, 'phases'>,
  person: { readonly regime: Regime; readonly hasChildren: boolean },
): RequiredElement[] {
  const kinds = new Set(plan.phases.flatMap(({ activities }) => activities.map(({ kind }) => kind)))
  const isNewLaw = person.regime === 'integreringsloven'
  const required = isNewLaw ? NEW_LAW : OLD_LAW
  const all =
    isNewLaw && person.hasChildren ? [...required, 'parental-guidance' as const] : required
  return all.filter((element) => !FULFILLED_BY[element].some((kind) => kinds.has(kind)))
}
