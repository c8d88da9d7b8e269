import type { PlainDate } from '../values/calendar.ts'
import { type Refusal, refuse } from '../values/refusal.ts'
import type { ClosedPeriod } from './working-days.ts'

/** What an activity of the week is, as far as the law asks for it (N17, O7, S27-S29). */
export const ACTIVITY_KINDS = [
  'norwegian',
  'social-studies',
  'life-mastery',
  'parental-guidance',
  'group-activity',
  'course',
  'work-practice',
  'wage-subsidy-work',
  'paid-work',
  'primary-education',
  'upper-secondary-education',
  'own-study',
] as const
export type ActivityKind = (typeof ACTIVITY_KINDS)[number]

export type Activity = {
  readonly kind: ActivityKind
  readonly title: string
  readonly weeklyMinutes: number
}

/** Phase 1: Norwegian, social studies, group activities; 2: work practice; 3: work-directed (S27-S29). */
export type PhaseNumber = 1 | 2 | 3

export type Phase = ClosedPeriod & {
  readonly phase: PhaseNumber
  readonly activities: readonly Activity[]
}

export type Plan = {
  readonly phases: readonly Phase[]
  /** The measures need substantial own work: 30 hours a week are full time (N19). */
  readonly needsOwnStudy: boolean
  /** Why these work- and education-directed elements were chosen (N21, O9). */
  readonly reason: string
}

export type PlanRefusal = Refusal<'programme-ended' | 'phases-out-of-order' | 'outside-programme'>

export type PlanState = { readonly isEnded: boolean; readonly programme: ClosedPeriod }

/** Makes or changes the plan (integreringsplan, individuell plan): phases in order, inside the programme. */
export function makePlan({ isEnded, programme }: PlanState, plan: Plan): PlanRefusal | Plan {
  if (isEnded)
    return refuse('programme-ended', 'The programme has ended: its plan stands as it is.')
  for (const [at, phase] of plan.phases.entries()) {
    const before = plan.phases[at - 1]
    if (
      phase.to < phase.from ||
      (before && (phase.phase <= before.phase || phase.from <= before.to))
    ) {
      return refuse(
        'phases-out-of-order',
        'Each phase ends on or after its first day; phases follow each other by number and date.',
        `/phases/${at}`,
      )
    }
    if (phase.from < programme.from || phase.to > programme.to) {
      return refuse(
        'outside-programme',
        `The programme runs from ${programme.from} to ${programme.to}: phase ${phase.phase} must lie inside it.`,
        `/phases/${at}`,
      )
    }
  }
  return plan
}

/** The phase a day lies in; null between phases. */
export const phaseOn = (plan: Plan, day: PlainDate): Phase | null =>
  plan.phases.find(({ from, to }) => from <= day && day <= to) ?? null
