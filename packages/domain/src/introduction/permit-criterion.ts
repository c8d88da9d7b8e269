import { addMonths } from '../values/calendar.ts'
import type { Criterion } from './criterion.ts'
import type { ParticipantFacts } from './participant.ts'
import type { Citation } from './target-group.ts'

/** How far the reference person's settlement may lie before the application for family immigration. */
const REFERENCE_MONTHS = 60

/** The permit's ground is one of the law's list (integreringsloven § 9, introduksjonsloven § 2). */
export function permitCriterion(facts: ParticipantFacts, citation: Citation): Criterion {
  const common = { code: 'permit-ground', ...citation }
  const fact = `permit granted on ${facts.permitGrantedOn} on the ground ${facts.permitGround}`
  switch (facts.permitGround) {
    case 'other':
      return { ...common, outcome: 'not-met', fact, withoutIt: 'outside' }
    case 'other-family':
      return { ...common, outcome: 'not-met', fact, withoutIt: 'may-be-offered' }
    case 'family-member':
      return { ...common, ...referencePerson(facts), withoutIt: 'may-be-offered' }
    default:
      return { ...common, outcome: 'met', fact, withoutIt: 'outside' }
  }
}

/**
 * The five years run to the application for the permit. Its date is not among the facts, the
 * permit's date is: granted inside the five years, the application was too; granted later, it is not known.
 */
function referencePerson(facts: ParticipantFacts): Pick<Criterion, 'outcome' | 'fact'> {
  const settledOn = facts.referencePersonSettledOn
  if (settledOn === null) {
    return {
      outcome: 'unknown',
      fact: 'the day the reference person was settled is not registered',
    }
  }
  const limit = addMonths(settledOn, REFERENCE_MONTHS)
  const fact = `reference person settled on ${settledOn}, permit granted on ${facts.permitGrantedOn}`
  if (facts.permitGrantedOn < limit) return { outcome: 'met', fact }
  return {
    outcome: 'unknown',
    fact: `${fact}: whether the application came before ${limit} is not registered`,
  }
}
