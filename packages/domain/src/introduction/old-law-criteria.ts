import { addMonths, type PlainDate } from '../values/calendar.ts'
import { type Criterion, outcomeOf } from './criterion.ts'
import type { ParticipantFacts, PermitGround } from './participant.ts'
import { permitCriterion } from './permit-criterion.ts'
import {
  ageCriterion,
  agreementCriterion,
  citizenshipCriterion,
  newlyArrivedCriterion,
  notBrokenOffCriterion,
} from './target-group.ts'

/** § 2 second paragraph: all but letters d and e (O2). */
const NO_AGREEMENT_NEEDED: readonly PermitGround[] = ['family-member', 'own-ground']

/** The conditions of introduksjonsloven §§ 2 and 3 on a day (O1-O6). */
export function oldLawCriteria(facts: ParticipantFacts, today: PlainDate): Criterion[] {
  const first = 'introduksjonsloven § 2 first paragraph'
  const criteria = [
    ageCriterion(facts.birthDate, today, { ruleKeys: ['O1', 'O6'], law: first }),
    permitCriterion(facts, { ruleKeys: ['O1', 'O6'], law: first }, 'five-years'),
    {
      code: 'needs-basic-qualification',
      outcome: 'municipality-judges' as const,
      fact: 'judged by the municipality on the mapping of the person’s competence',
      withoutIt: 'outside' as const,
      ruleKeys: ['O1'],
      law: first,
    },
    agreementCriterion(facts, NO_AGREEMENT_NEEDED, {
      ruleKeys: ['O2', 'O6'],
      law: 'introduksjonsloven § 2 second paragraph',
    }),
    newlyArrivedCriterion(facts, today, {
      ruleKeys: ['O4', 'POL24'],
      law: 'introduksjonsloven § 2 third paragraph',
    }),
    citizenshipCriterion(facts, {
      ruleKeys: ['O3'],
      law: 'introduksjonsloven § 2 fourth paragraph',
    }),
    notBrokenOffCriterion(facts, {
      ruleKeys: ['O5'],
      law: 'introduksjonsloven § 3 second paragraph',
    }),
  ]
  return facts.permitGround === 'own-ground'
    ? [...criteria, ownGroundCriterion(facts, today)]
    : criteria
}

/** On own ground (letter e) right and duty last two years from the permit. */
function ownGroundCriterion({ permitGrantedOn }: ParticipantFacts, today: PlainDate): Criterion {
  const limit = addMonths(permitGrantedOn, 24)
  return {
    code: 'own-ground-less-than-two-years',
    outcome: outcomeOf(today < limit),
    fact: `permit granted on ${permitGrantedOn}: a decision must be dated before ${limit}`,
    withoutIt: 'outside',
    ruleKeys: ['O1', 'POL24'],
    law: 'introduksjonsloven § 2 first paragraph e',
  }
}
