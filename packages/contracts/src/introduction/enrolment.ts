import { END_REASONS } from '@fotfeste/domain/introduction/ending.ts'
import { INTERRUPTION_KINDS } from '@fotfeste/domain/introduction/interruption.ts'
import { z } from 'zod'
import { date, idOf, instant, text } from '../values.ts'
import {
  lawRefs,
  regime,
  ruleKeys,
  standing,
  startClock,
  startClockExample,
} from './participant-facts.ts'

export const caseReference = text(100).describe('Case number in the archive (saksnummer)')

export const goal = z
  .enum([
    'work',
    'higher-education',
    'vocational-requalification',
    'upper-secondary',
    'parts-of-upper-secondary',
    'vocational-training',
  ])
  .describe('End goal (sluttmål, integreringsloven §§ 13, 14)')

export const youthDeparture = z
  .enum(['unwilling', 'unable'])
  .nullable()
  .describe('Under 25 without upper secondary: why the goal is less (§ 14 third paragraph)')

export const interruptionFields = {
  kind: z
    .enum(INTERRUPTION_KINDS)
    .describe(
      'Leave without benefit (permisjon), stop (stans), or illness after a decision on no benefit',
    ),
  from: date.describe('First calendar day'),
  to: date.describe('Last calendar day'),
  noticeReceivedOn: date.describe('Day on which the participant received the decision'),
  caseReference,
}

export const householdFields = {
  from: date.describe('First day on which this holds; it holds until the next row'),
  livesWithParent: z
    .boolean()
    .describe('Lives with one or both parents (§ 20 third paragraph, under 25)'),
  partnerInProgramme: z
    .boolean()
    .describe('Spouse or cohabitant takes part in a programme too (§ 20 fourth paragraph)'),
  hasChildren: z.boolean().describe('Has a child under 18 in their care'),
}

export const endReason = z.enum(END_REASONS).describe('Why the programme is over (§§ 18, 18 a)')

/** A programme as decided, run and ended. */
export const enrolment = z
  .object({
    enrolmentId: idOf('Enrolment'),
    personId: idOf('Person'),
    protected: z.boolean(),
    state: z.enum(['decided', 'started', 'ended']),
    regime,
    standing: standing.describe('Where the person stood on the day of the decision'),
    decidedOn: date,
    claimedOn: date.nullable().describe('Day of the claim, for who did not come by agreement'),
    caseReference,
    goal,
    completedUpperSecondary: z.boolean(),
    youthDeparture,
    plannedStart: date,
    startedOn: date.nullable().describe('First programme day'),
    plannedEnd: date,
    lengthRule: z.object({
      months: z.int(),
      extensionMonths: z.int().describe('How much a decision on extension may add'),
      isCertain: z.boolean().describe('False where the text of the rule was not found'),
      ruleKeys,
      law: z.string(),
    }),
    addedWorkingDays: z
      .int()
      .describe('Working days that absence and leave add (integreringsforskriften §§ 10, 19)'),
    longestEnd: date.describe('The last possible day without extension, absence and leave added'),
    longestEndExtended: date.describe('The last possible day with extension'),
    endedOn: date.nullable().describe('Last programme day'),
    endReason: endReason.nullable(),
    startClock,
    interruptions: z.array(
      z.object({ interruptionId: idOf('Interruption'), ...interruptionFields }),
    ),
    household: z.array(z.object(householdFields)).describe('By date'),
    ruleKeys,
    law: lawRefs,
    version: z.int(),
    changedAt: instant,
  })
  .meta({ id: 'Enrolment' })

export const enrolmentExample = {
  enrolmentId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a7001',
  personId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6b01',
  protected: false,
  state: 'decided' as string,
  regime: 'integreringsloven',
  standing: 'right-and-duty',
  decidedOn: '2026-01-05',
  claimedOn: null as string | null,
  caseReference: '26/00431',
  goal: 'work',
  completedUpperSecondary: false,
  youthDeparture: null as string | null,
  plannedStart: '2026-01-12',
  startedOn: null as string | null,
  plannedEnd: '2027-06-30',
  lengthRule: {
    months: 24,
    extensionMonths: 0,
    isCertain: true,
    ruleKeys: ['N12'],
    law: 'integreringsloven § 14 sixth paragraph',
  },
  addedWorkingDays: 0,
  longestEnd: '2028-01-12',
  longestEndExtended: '2028-01-12',
  endedOn: null as string | null,
  endReason: null as string | null,
  startClock: { ...startClockExample, state: 'running', daysLeft: 48 },
  interruptions: [] as object[],
  household: [] as object[],
  ruleKeys: ['N1', 'N4', 'N5', 'N12'],
  law: ['integreringsloven § 8 first paragraph', 'integreringsloven § 14 sixth paragraph'],
  version: 1,
  changedAt: '2026-01-05T10:00:00.000Z',
}
export const startedExample = {
  ...enrolmentExample,
  state: 'started',
  startedOn: '2026-01-12',
  startClock: startClockExample,
  household: [
    {
      from: '2026-01-12',
      livesWithParent: false,
      partnerInProgramme: false,
      hasChildren: false,
    },
  ],
  version: 2,
}
