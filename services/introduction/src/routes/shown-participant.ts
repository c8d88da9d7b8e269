import { assess, type Standing } from '@fotfeste/domain/introduction/assessment.ts'
import { startClock } from '@fotfeste/domain/introduction/start-clock.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import { refuse } from '@fotfeste/domain/values/refusal.ts'
import type { HeldParticipant } from '../queries/participants.ts'

export const noSuchParticipant = refuse(
  'not-found',
  'No settled person has this id, or your token may not see the person: settlement’s feed brings them here.',
)

/** An assessment with lists that can be written. */
export function showAssessment(held: HeldParticipant, on: PlainDate) {
  const { regime, criteria, ruleKeys, law, ...rest } = assess(held, on)
  return {
    ...rest,
    regime: { ...regime, ruleKeys: [...regime.ruleKeys], law: [...regime.law] },
    criteria: criteria.map((one) => ({ ...one, ruleKeys: [...one.ruleKeys] })),
    ruleKeys: [...ruleKeys],
    law: [...law],
  }
}

export function showClock(facts: Parameters<typeof startClock>[0], today: PlainDate) {
  const clock = startClock(facts, today)
  return { ...clock, ruleKeys: [...clock.ruleKeys], law: [...clock.law] }
}

/**
 * The clock of the newest programme; without one that has started it runs for those alone towards whom the
 * municipality has the duty (integreringsloven §§ 3, 12).
 */
function clockOf(held: HeldParticipant, standing: Standing, today: PlainDate) {
  const { settledOn, latest } = held
  const isOwed = standing === 'right-and-duty' || standing === 'right'
  if (!latest) {
    const facts = { settledOn, claimedOn: null, decidedOn: null, startedOn: null }
    return isOwed ? showClock(facts, today) : null
  }
  const { claimedOn, decidedOn, startedOn, isOpen } = latest
  const facts = { settledOn, claimedOn, decidedOn, startedOn }
  return startedOn !== null || isOpen || isOwed ? showClock(facts, today) : null
}

function showFacts(held: HeldParticipant, standing: Standing, today: PlainDate) {
  const { brokeOffOn: _brokeOffOn, latest, household, ...facts } = held
  return {
    ...facts,
    household: [...household],
    openEnrolmentId: latest?.isOpen ? latest.enrolmentId : null,
    startClock: clockOf(held, standing, today),
  }
}

/** Whom the answer shows: the person and the household. */
export const personsOf = ({
  personId,
  household,
}: Pick<HeldParticipant, 'personId' | 'household'>) => [
  ...new Set([personId, ...household.map((member) => member.personId)]),
]

export function showSummary(held: HeldParticipant, today: PlainDate) {
  const { standing } = assess(held, today)
  return { ...showFacts(held, standing, today), standing }
}

export function showParticipant(held: HeldParticipant, today: PlainDate) {
  const assessment = showAssessment(held, today)
  return { ...showFacts(held, assessment.standing, today), assessment }
}
