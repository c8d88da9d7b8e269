import { programmeFactsChanged } from '@fotfeste/contracts/introduction/events.ts'
import { calculationParticipant } from '@fotfeste/domain/introduction/calculation.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import { type HeldEnrolment, subjectOf } from '../queries/enrolments.ts'
import { eventOf } from './event.ts'

/** Tells payroll what a month is computed from, and from which day it is new. */
export const factsChanged = (held: HeldEnrolment, changedFrom: PlainDate) =>
  eventOf(programmeFactsChanged, {
    subject: held.id,
    isProtected: held.protected,
    data: {
      ...subjectOf(held),
      participant: calculationParticipant(held, held.endedOn),
      changedFrom,
    },
  })
