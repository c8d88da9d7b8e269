import { addedWorkingDays } from '@fotfeste/domain/introduction/lengthening.ts'
import { programmeLength } from '@fotfeste/domain/introduction/programme-length.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import { refuse } from '@fotfeste/domain/values/refusal.ts'
import type { HeldEnrolment } from '../queries/enrolments.ts'
import { showClock } from './shown-participant.ts'

export const noSuchEnrolment = refuse(
  'not-found',
  'No programme has this id, or your token may not see its participant.',
)

export const notStarted = refuse('not-started', 'The programme is not running: start it first.')

/** The absence and leave of a programme that count for its length. */
export const absenceOf = ({ interruptions, parts }: HeldEnrolment) => ({ interruptions, parts })

/** From the start to the end, or the planned end while it runs; null before it has started. */
export const programmeOf = ({ startedOn, endedOn, plannedEnd }: HeldEnrolment) =>
  startedOn === null ? null : { from: startedOn, to: endedOn ?? plannedEnd }

/** The days a plan can hold: from the start, or the planned one. */
export const plannedProgrammeOf = (held: HeldEnrolment) =>
  programmeOf(held) ?? { from: held.plannedStart, to: held.plannedEnd }

/** A programme as the answer shows one. */
export function showEnrolment(held: HeldEnrolment, today: PlainDate) {
  const { id, person, rule, assessment, parts: _parts, household, interruptions, ...facts } = held
  const { endCaseReference: _endCaseReference, ...shown } = facts
  const absence = absenceOf(held)
  const { settledOn } = person
  const { claimedOn, decidedOn, startedOn } = held
  return {
    enrolmentId: id,
    ...shown,
    lengthRule: { ...rule, ruleKeys: [...rule.ruleKeys] },
    addedWorkingDays: addedWorkingDays(absence),
    ...programmeLength(startedOn ?? held.plannedStart, rule, absence),
    startClock: showClock({ settledOn, claimedOn, decidedOn, startedOn }, today),
    interruptions: [...interruptions],
    household: [...household],
    ruleKeys: [...new Set([...assessment.ruleKeys, ...rule.ruleKeys])],
    law: [...new Set([...assessment.law, rule.law])],
  }
}
