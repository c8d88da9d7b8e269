import { BENEFIT_KINDS } from '@fotfeste/domain/introduction/income.ts'
import { INTERRUPTION_KINDS } from '@fotfeste/domain/introduction/interruption.ts'
import { z } from 'zod'
import type { EventType } from '../feed.ts'
import { date, idOf, month, ore } from '../values.ts'
import { absenceKind } from './attendance.ts'
import { endReason, goal, householdFields } from './enrolment.ts'
import { regime, standing } from './participant-facts.ts'

const subject = {
  enrolmentId: idOf('Enrolment'),
  personId: idOf('Person'),
  protected: z.boolean(),
}

/** The participant as the calculation of the benefit takes it (payroll's `POST /v1/calculations`). */
export const calculationParticipant = z.object({
  birthDate: date,
  permitGrantedOn: date,
  appliedFromAbroad: z.boolean(),
  arrivedOn: date.nullable(),
  programmeStart: date,
  programmeEnd: date.nullable(),
  interruptions: z.array(z.object({ from: date, to: date, kind: z.enum(INTERRUPTION_KINDS) })),
  household: z.array(z.object(householdFields)),
})

const sentAbsence = z.object({
  date,
  kind: absenceKind,
  minutes: z.int().optional().describe('Given unless the whole day was missed'),
  wholeDay: z.literal(true).optional(),
})

export const programmeDecided = {
  type: 'ProgrammeDecided',
  version: 1,
  description: 'A programme is decided. For planning and statistics.',
  data: z.object({
    ...subject,
    regime,
    standing,
    goal,
    decidedOn: date,
    plannedStart: date,
    plannedEnd: date,
  }),
} as const satisfies EventType

const programmeFacts = { ...subject, participant: calculationParticipant }

export const programmeStarted = {
  type: 'ProgrammeStarted',
  version: 1,
  description: 'A programme has begun. Payroll asks for a payee.',
  data: z.object(programmeFacts),
} as const satisfies EventType

export const programmeFactsChanged = {
  type: 'ProgrammeFactsChanged',
  version: 1,
  description:
    'Leave, household, the planned end, or facts of the person have changed. Payroll recomputes from the day ' +
    'on, for months already paid too.',
  data: z.object({ ...programmeFacts, changedFrom: date.describe('First day that is touched') }),
} as const satisfies EventType

export const programmeEnded = {
  type: 'ProgrammeEnded',
  version: 1,
  description:
    'A programme is over, or was refused before it began. No benefit after the last day.',
  data: z.object({ ...subject, endedOn: date, reason: endReason }),
} as const satisfies EventType

const monthOf = { ...subject, timesheetId: idOf('Timesheet'), month, revision: z.int() }

export const timesheetSealed = {
  type: 'TimesheetSealed',
  version: 1,
  description: 'A month waits for approval by another person.',
  data: z.object(monthOf),
} as const satisfies EventType

export const timesheetApproved = {
  type: 'TimesheetApproved',
  version: 1,
  description:
    'A month is approved; carries all that the benefit of the month is computed from, so that payroll never ' +
    'calls back. A later `version` of the same month replaces the former.',
  data: z.object({
    ...subject,
    timesheetId: idOf('Timesheet'),
    month,
    version: z.int().describe('The revision of the content, from 1'),
    approvedOn: date,
    participant: calculationParticipant,
    absences: z.array(sentAbsence),
    paidWork: z
      .object({
        minutes: z.int(),
        wageOre: ore.nullable(),
        days: z.array(z.object({ date, minutes: z.int() })).optional(),
      })
      .nullable(),
    benefits: z.array(
      z.object({
        kind: z.enum(BENEFIT_KINDS),
        amountOre: ore,
        earnedBeforeProgramme: z.boolean().optional(),
      }),
    ),
    plannedDays: z.array(date).describe('The programme days of the month'),
    plannedMinutes: z.int(),
    presentMinutes: z.int(),
    absentMinutes: z.int(),
    unexcusedMinutes: z.int(),
  }),
} as const satisfies EventType

export const introductionEvents = [
  programmeDecided,
  programmeStarted,
  programmeFactsChanged,
  programmeEnded,
  timesheetSealed,
  timesheetApproved,
] as const
