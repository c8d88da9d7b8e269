import { addMonths } from '../values/calendar.ts'
import type { Criterion } from './criterion.ts'
import type { ParticipantFacts } from './participant.ts'
import type { Citation } from './target-group.ts'

/** How far the reference person's settlement may lie before the application for family immigration. */
const REFERENCE_MONTHS = 60

/** The last day on which a family member can apply: before the five years are over, or on the day they are. */
export type LastDay = 'before-five-years' | 'five-years'

/** The permit's ground is one of the law's list (integreringsloven § 9, introduksjonsloven § 2). */
export function permitCriterion(
  facts: ParticipantFacts,
  citation: Citation,
  lastDay: LastDay,
): Criterion {
  const common = { code: 'permit-ground', ...citation }
  const fact = `permit granted on ${facts.permitGrantedOn} on the ground ${facts.permitGround}`
  switch (facts.permitGround) {
    case 'other':
      return { ...common, outcome: 'not-met', fact, withoutIt: 'outside' }
    case 'other-family':
      return { ...common, outcome: 'not-met', fact, withoutIt: 'may-be-offered' }
    case 'family-member':
      return { ...common, ...referencePerson(facts, lastDay), withoutIt: 'may-be-offered' }
    default:
      return { ...common, outcome: 'met', fact, withoutIt: 'outside' }
  }
}

/**
 * The five years run to the application for the permit: settled for less than that in integreringsloven § 9 f, not
 * for more in introduksjonsloven § 2 d, which is one day later. Where its date is not registered, a permit
 * granted inside the five years was applied for inside them too; of one granted later it is not known.
 */
function referencePerson(
  facts: ParticipantFacts,
  lastDay: LastDay,
): Pick<Criterion, 'outcome' | 'fact'> {
  const { referencePersonSettledOn: settledOn, permitAppliedOn, permitGrantedOn } = facts
  if (settledOn === null) {
    return {
      outcome: 'unknown',
      fact: 'the day the reference person was settled is not registered',
    }
  }
  const limit = addMonths(settledOn, REFERENCE_MONTHS)
  const settled = `reference person settled on ${settledOn}`
  if (permitAppliedOn !== null) {
    const isInTime =
      permitAppliedOn < limit || (lastDay === 'five-years' && permitAppliedOn === limit)
    const outcome = isInTime ? 'met' : 'not-met'
    return { outcome, fact: `${settled}, permit applied for on ${permitAppliedOn}` }
  }
  const fact = `${settled}, permit granted on ${permitGrantedOn}`
  if (permitGrantedOn < limit) return { outcome: 'met', fact }
  return {
    outcome: 'unknown',
    fact: `${fact}: whether the application came before ${limit} is not registered`,
  }
}
