import { addMonths, ageOn, type PlainDate } from '../values/calendar.ts'
import { type Criterion, outcomeOf } from './criterion.ts'
import type { ParticipantFacts, PermitGround } from './participant.ts'

/**
 * The highest age of the target group. 60 is passed but not in force (lov 20 June 2025 nr 35, N3):
 * when it is, this becomes a dated row.
 */
export const UPPER_AGE = 55
export const LOWER_AGE = 18

/** What one law says about a condition that both laws have. */
export type Citation = { readonly ruleKeys: readonly string[]; readonly law: string }

/** From the 18th birthday to the day before the 56th (POL24). Over 55 can be offered a programme. */
export function ageCriterion(birthDate: PlainDate, on: PlainDate, citation: Citation): Criterion {
  const age = ageOn(birthDate, on)
  return {
    code: 'age-18-to-55',
    outcome: outcomeOf(age >= LOWER_AGE && age <= UPPER_AGE),
    fact: `${age} years old on ${on}`,
    withoutIt: age < LOWER_AGE ? 'outside' : 'may-be-offered',
    ...citation,
  }
}

/** Lived in a municipality less than two years: the day before the second anniversary is the last (POL24). */
export function newlyArrivedCriterion(
  facts: ParticipantFacts,
  today: PlainDate,
  citation: Citation,
): Criterion {
  const limit = addMonths(facts.settledOn, 24)
  return {
    code: 'settled-less-than-two-years',
    outcome: outcomeOf(today < limit),
    fact: `settled on ${facts.settledOn}: a decision must be dated before ${limit}`,
    withoutIt: 'outside',
    ...citation,
  }
}

/** Settled by agreement with the integration authorities; some grounds need none. */
export function agreementCriterion(
  facts: ParticipantFacts,
  needless: readonly PermitGround[],
  citation: Citation,
): Criterion {
  const isNeedless = needless.includes(facts.permitGround)
  const settled = facts.settledByAgreement ? 'settled by agreement' : 'settled without agreement'
  return {
    code: 'settled-by-agreement',
    outcome: outcomeOf(facts.settledByAgreement || isNeedless),
    fact: isNeedless ? `the ground ${facts.permitGround} needs no agreement` : settled,
    withoutIt: 'may-be-offered',
    ...citation,
  }
}

/** Nordic and EEA citizens are outside the target group. */
export function citizenshipCriterion(facts: ParticipantFacts, citation: Citation): Criterion {
  return {
    code: 'not-nordic-or-eea-citizen',
    outcome: outcomeOf(!facts.nordicOrEeaCitizen),
    fact: facts.nordicOrEeaCitizen ? 'Nordic or EEA citizen' : 'neither Nordic nor EEA citizen',
    withoutIt: 'outside',
    ...citation,
  }
}

/** The municipality has no duty towards a person who broke off or refused (N8, O5); it may still offer. */
export function notBrokenOffCriterion(facts: ParticipantFacts, citation: Citation): Criterion {
  return {
    code: 'has-not-broken-off-or-refused',
    outcome: outcomeOf(facts.brokeOffOn === null),
    fact:
      facts.brokeOffOn === null
        ? 'no programme broken off or refused'
        : `broke off or refused on ${facts.brokeOffOn}`,
    withoutIt: 'may-be-offered',
    ...citation,
  }
}
