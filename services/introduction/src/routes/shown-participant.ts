import { assess } from '@fotfeste/domain/introduction/assessment.ts'
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

function showFacts(held: HeldParticipant, today: PlainDate) {
  const { brokeOffOn: _brokeOffOn, open, household, ...facts } = held
  const clock = {
    settledOn: held.settledOn,
    claimedOn: open?.claimedOn ?? null,
    decidedOn: open?.decidedOn ?? null,
    startedOn: open?.startedOn ?? null,
  }
  return {
    ...facts,
    household: [...household],
    openEnrolmentId: open?.enrolmentId ?? null,
    startClock: showClock(clock, today),
  }
}

export const showSummary = (held: HeldParticipant, today: PlainDate) => ({
  ...showFacts(held, today),
  standing: assess(held, today).standing,
})

export const showParticipant = (held: HeldParticipant, today: PlainDate) => ({
  ...showFacts(held, today),
  assessment: showAssessment(held, today),
})
