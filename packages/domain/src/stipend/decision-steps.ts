import type { PlainDate } from '../values/calendar.ts'
import type { Month } from '../values/month.ts'
import { type Refusal, refuse } from '../values/refusal.ts'

/** What an individual decision (enkeltvedtak) says of a month's deduction: it is made, or it is lifted. */
export const DECISION_EFFECTS = ['deducted', 'lifted'] as const
export type DecisionEffect = (typeof DECISION_EFFECTS)[number]

export type DecisionRefusal = 'day-in-future' | 'decision-stands' | 'no-decision'

/**
 * Registers a decision on a month's deduction (POL8, § 46 second paragraph g), or that one was lifted.
 * `newest` is what the newest entry of the month says; null without one.
 */
export function decideDeduction(
  newest: DecisionEffect | null,
  input: {
    readonly month: Month
    readonly effect: DecisionEffect
    readonly decidedOn: PlainDate
  },
  today: PlainDate,
): Refusal<DecisionRefusal> | null {
  const { month, effect, decidedOn } = input
  if (decidedOn > today) {
    return refuse(
      'day-in-future',
      `Today is ${today}; ${decidedOn} is still to come.`,
      '/decidedOn',
    )
  }
  if (effect === 'lifted') {
    if (newest === 'deducted') return null
    return refuse('no-decision', `No decision on the deduction of ${month} stands.`, '/effect')
  }
  if (newest !== 'deducted') return null
  return refuse(
    'decision-stands',
    `The decision on the deduction of ${month} is registered; nothing more is needed.`,
  )
}
