import { z } from 'zod'
import { contractMaker } from '../contract.ts'
import { date, idOf, pageOf, pageQuery, text } from '../values.ts'
import {
  caseReference,
  endReason,
  enrolment,
  enrolmentExample,
  goal,
  householdFields,
  interruptionFields,
  startedExample,
  youthDeparture,
} from './enrolment.ts'
import { problems } from './problems.ts'

const contract = contractMaker('introduction', problems)
const enrolmentId = z.strictObject({ enrolmentId: idOf('Enrolment') })

/** What every command on a programme has in common. */
const command = {
  method: 'POST',
  tag: 'Enrolments',
  scope: 'fotfeste:introduction.write',
  params: enrolmentId,
  write: { keyed: true, versioned: true },
  visibility: 'public',
} as const

export const createEnrolment = contract({
  id: 'createEnrolment',
  method: 'POST',
  path: '/v1/enrolments',
  tag: 'Enrolments',
  summary: 'Decide on a programme (vedtak om introduksjonsprogram)',
  description:
    'Registers the decision (integreringsloven § 12; an individual decision by § 46). Refused for a person ' +
    'outside the target group on that day (§§ 8, 9), for a goal the law does not open to the person ' +
    '(§§ 13, 14), and for an end beyond the longest length. Without `plannedEnd` the programme lasts as long ' +
    'as the law allows.',
  scope: 'fotfeste:introduction.write',
  body: z.strictObject({
    personId: idOf('Person'),
    decidedOn: date,
    claimedOn: date.nullable().describe('Day of the claim, for who did not come by agreement'),
    caseReference,
    goal,
    completedUpperSecondary: z
      .boolean()
      .describe('Has completed upper secondary (videregående), as the mapping found (§ 10)'),
    youthDeparture,
    plannedStart: date,
    plannedEnd: date.nullable(),
  }),
  bodyExample: {
    personId: enrolmentExample.personId,
    decidedOn: '2026-01-05',
    claimedOn: null,
    caseReference: '26/00431',
    goal: 'work',
    completedUpperSecondary: false,
    youthDeparture: null,
    plannedStart: '2026-01-12',
    plannedEnd: '2027-06-30',
  },
  replies: { 201: { description: 'Decided', schema: enrolment, example: enrolmentExample } },
  problems: [
    'already-enrolled',
    'participant-unknown',
    'date-in-future',
    'decision-before-settlement',
    'outside-target-group',
    'start-before-decision',
    'goal-not-allowed',
    'end-before-start',
    'longer-than-allowed',
  ],
  write: { keyed: true },
  visibility: 'public',
  factory: null,
})

export const listEnrolments = contract({
  id: 'listEnrolments',
  method: 'GET',
  path: '/v1/enrolments',
  tag: 'Enrolments',
  summary: 'List programmes (introduksjonsprogram)',
  description:
    'Newest decision first. Protected participants are absent without `fotfeste:protected.read`.',
  scope: 'fotfeste:introduction.read',
  query: z.strictObject({
    ...pageQuery,
    state: z
      .enum(['decided', 'started', 'ended'])
      .optional()
      .describe('Only programmes in this state'),
    personId: idOf('Person').optional().describe('Only the programmes of this person'),
  }),
  replies: {
    200: {
      description: 'A page of programmes',
      schema: pageOf(enrolment),
      example: { items: [startedExample], next: null },
    },
  },
  problems: [],
  visibility: 'public',
  factory: null,
})

export const getEnrolment = contract({
  id: 'getEnrolment',
  method: 'GET',
  path: '/v1/enrolments/{enrolmentId}',
  tag: 'Enrolments',
  summary: 'Read a programme with its clock and its lengths (introduksjonsprogram)',
  description:
    'The decision, the three-month clock (§ 12), planned and longest end (§§ 13, 14) with what absence and ' +
    'leave add (integreringsforskriften §§ 10, 19), interruptions and household facts.',
  scope: 'fotfeste:introduction.read',
  params: enrolmentId,
  replies: { 200: { description: 'The programme', schema: enrolment, example: startedExample } },
  problems: [],
  visibility: 'public',
  factory: 'enrolment',
})

const { from: _from, ...firstHousehold } = householdFields

export const startEnrolment = contract({
  ...command,
  id: 'startEnrolment',
  path: '/v1/enrolments/{enrolmentId}/start',
  summary: 'Start a programme (oppstart)',
  description:
    'Registers the first programme day and the household facts of that day; opens a timesheet for each month ' +
    'to the planned end. `plannedEnd` moves the end with the start; null keeps the one decided.',
  body: z.strictObject({
    startedOn: date,
    plannedEnd: date.nullable(),
    household: z.strictObject(firstHousehold),
  }),
  bodyExample: {
    startedOn: '2026-01-12',
    plannedEnd: null,
    household: { livesWithParent: false, partnerInProgramme: false, hasChildren: false },
  },
  replies: { 200: { description: 'Started', schema: enrolment, example: startedExample } },
  problems: [
    'already-started',
    'date-in-future',
    'start-before-decision',
    'end-before-start',
    'longer-than-allowed',
  ],
  factory: 'enrolment',
})

export const extendEnrolment = contract({
  ...command,
  id: 'extendEnrolment',
  path: '/v1/enrolments/{enrolmentId}/extend',
  summary: 'Move the planned end (forlengelse, tillegg for fravær)',
  description:
    'Towards the goal where the law has an extension (§ 14 fourth paragraph, introduksjonsloven § 5), or by ' +
    'the working days that absence and leave over ten add (integreringsforskriften §§ 10, 19). An individual ' +
    'decision (§ 46).',
  body: z.strictObject({
    plannedEnd: date,
    ground: z.enum(['goal', 'absence']),
    reason: text(2000).describe('Why the extension helps, or what the absence was'),
    caseReference,
  }),
  bodyExample: {
    plannedEnd: '2027-07-16',
    ground: 'absence',
    reason: '12 days of certified illness.',
    caseReference: '26/00431',
  },
  replies: {
    200: {
      description: 'Moved',
      schema: enrolment,
      example: { ...startedExample, plannedEnd: '2027-07-16', version: 3 },
    },
  },
  problems: ['not-started', 'extension-not-later', 'longer-than-allowed', 'month-sealed'],
  factory: 'startedEnrolment',
})

const leave = {
  kind: 'unpaid-leave',
  from: '2026-08-03',
  to: '2026-09-30',
  noticeReceivedOn: '2026-07-06',
  caseReference: '26/00431-7',
}

export const addInterruption = contract({
  ...command,
  id: 'addInterruption',
  path: '/v1/enrolments/{enrolmentId}/interruptions',
  summary: 'Register leave without benefit or a stop (permisjon, stans)',
  description:
    'Whole calendar days without benefit (integreringsforskriften §§ 5, 15, 16, integreringsloven § 18). ' +
    'Refused over recorded attendance, over a sealed month, and beyond the longest leave: a year for long ' +
    'illness, ten months for parents.',
  body: z.strictObject(interruptionFields).refine(({ from, to }) => from <= to, {
    path: ['to'],
    error: 'must not lie before `from`',
  }),
  bodyExample: leave,
  replies: {
    201: {
      description: 'Registered',
      schema: enrolment,
      example: {
        ...startedExample,
        interruptions: [{ interruptionId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a7101', ...leave }],
        version: 3,
      },
    },
  },
  problems: [
    'not-started',
    'outside-programme',
    'interruptions-overlap',
    'leave-too-long',
    'benefit-stop-backdated',
    'attendance-recorded',
    'month-sealed',
  ],
  factory: 'startedEnrolment',
})

const couple = {
  from: '2026-03-01',
  livesWithParent: false,
  partnerInProgramme: true,
  hasChildren: false,
}

export const registerHousehold = contract({
  ...command,
  id: 'registerHousehold',
  path: '/v1/enrolments/{enrolmentId}/household',
  summary: 'Register household facts from a day (husstand)',
  description:
    'What the benefit’s factors rest on (integreringsloven § 20 third and fourth paragraph), from a day until ' +
    'the next row; a row of the same day is replaced. Refused under a sealed month: reopen it first.',
  body: z.strictObject(householdFields),
  bodyExample: couple,
  replies: {
    200: {
      description: 'Registered',
      schema: enrolment,
      example: {
        ...startedExample,
        household: [...startedExample.household, couple],
        version: 3,
      },
    },
  },
  problems: ['not-started', 'outside-programme', 'month-sealed'],
  factory: 'startedEnrolment',
})

export const endEnrolment = contract({
  ...command,
  id: 'endEnrolment',
  path: '/v1/enrolments/{enrolmentId}/end',
  summary: 'End a programme (avslutning)',
  description:
    '`endedOn` is the last programme day (§§ 18, 18 a). Refused before recorded attendance, after the planned ' +
    'end, and where a sealed month holds days after it. A decided programme that never started ends as ' +
    '`refused`, `moved` or `other`; who broke off or refused has no right any more (§ 3 third paragraph).',
  body: z.strictObject({ endedOn: date, reason: endReason, caseReference }),
  bodyExample: { endedOn: '2026-06-12', reason: 'goal-reached', caseReference: '26/00431-12' },
  replies: {
    200: {
      description: 'Ended',
      schema: enrolment,
      example: {
        ...startedExample,
        state: 'ended',
        endedOn: '2026-06-12',
        endReason: 'goal-reached',
        version: 3,
      },
    },
  },
  problems: [
    'already-ended',
    'end-reason-not-open',
    'date-in-future',
    'end-before-start',
    'end-after-plan',
    'attendance-recorded',
    'month-sealed',
  ],
  factory: 'startedEnrolment',
})
