import type { PlainDate } from '../values/calendar.ts'
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

/**
 * § 8 second paragraph (N6). A refugee (§ 9 a) who held a family permit before needs none either:
 * earlier permits are not among the facts, so that case shows as settled without agreement.
 */
const NO_AGREEMENT_NEEDED: readonly PermitGround[] = ['family-member', 'own-ground']

/** § 8 fourth paragraph holds from this day (lov 20 June 2025 nr 35, N7). */
const WORK_EXCLUDES_FROM = '2026-01-01'
/** Thirty hours a week. */
const WORK_EXCLUDES_MINUTES = 1800

/** The conditions of integreringsloven §§ 3, 8 and 9 on a day (N4-N8). */
export function newLawCriteria(facts: ParticipantFacts, today: PlainDate): Criterion[] {
  const first = 'integreringsloven § 8 first paragraph'
  const criteria = [
    // The age when the permit was granted decides, not the age on the day of the decision (N4).
    ageCriterion(facts.birthDate, facts.permitGrantedOn, { ruleKeys: ['N4', 'N6'], law: first }),
    permitCriterion(facts, { ruleKeys: ['N5'], law: 'integreringsloven § 9' }, 'before-five-years'),
    agreementCriterion(facts, NO_AGREEMENT_NEEDED, {
      ruleKeys: ['N4', 'N6'],
      law: 'integreringsloven § 8 first and second paragraph',
    }),
    newlyArrivedCriterion(facts, today, { ruleKeys: ['N4', 'N6', 'POL24'], law: first }),
    citizenshipCriterion(facts, { ruleKeys: ['N6'], law: 'integreringsloven § 8 fifth paragraph' }),
    notBrokenOffCriterion(facts, {
      ruleKeys: ['N8'],
      law: 'integreringsloven § 3 third paragraph',
    }),
  ]
  return today >= WORK_EXCLUDES_FROM ? [...criteria, workCriterion(facts, today)] : criteria
}

function workCriterion({ employment }: ParticipantFacts, today: PlainDate): Criterion {
  const holds = employment !== null && (employment.to === null || today <= employment.to)
  const excludes = holds && employment.weeklyMinutes >= WORK_EXCLUDES_MINUTES
  return {
    code: 'not-in-work-of-thirty-hours',
    outcome: outcomeOf(!excludes),
    fact: holds
      ? `work or an offer of ${employment.weeklyMinutes / 60} hours a week from ${employment.from}`
      : 'no work and no offer of work registered that still holds',
    withoutIt: 'outside',
    ruleKeys: ['N7'],
    law: 'integreringsloven § 8 fourth paragraph',
  }
}
