import { ACTIVITY_KINDS } from '@fotfeste/domain/introduction/plan.ts'
import { z } from 'zod'
import { contractMaker } from '../contract.ts'
import { date, idOf, instant, text } from '../values.ts'
import { problems } from './problems.ts'

const contract = contractMaker('introduction', problems)
const enrolmentId = z.strictObject({ enrolmentId: idOf('Enrolment') })

const activity = {
  kind: z.enum(ACTIVITY_KINDS).describe('What the activity is by § 14 a'),
  title: text(200),
  weeklyMinutes: z.int().min(15).max(3000).describe('Minutes a week'),
}
const phaseFields = {
  phase: z
    .literal([1, 2, 3])
    .describe('1 Norwegian and social studies, 2 work practice, 3 work-directed (fase 1-3)'),
  from: date,
  to: date,
}
const planFields = {
  needsOwnStudy: z
    .boolean()
    .describe('The measures need substantial own work: 30 hours a week are full time'),
  reason: text(4000).describe('Why these elements (§ 15), and how they serve the goals'),
  norwegianGoal: z
    .enum(['A1', 'A2', 'B1', 'B2', 'C1'])
    .nullable()
    .describe('Goal for Norwegian (norskmål, § 31); null under introduksjonsloven'),
}

export const plan = z
  .object({
    enrolmentId: idOf('Enrolment'),
    ...planFields,
    phases: z.array(
      z.object({
        ...phaseFields,
        activities: z.array(z.object(activity)),
        weeklyMinutes: z.int().describe('Sum of the activities'),
        isFullTime: z.boolean(),
      }),
    ),
    fullTimeMinutes: z.int().describe('2,250 (37.5 h), or 1,800 (30 h) with own study'),
    missingElements: z
      .array(
        z.enum([
          'work-or-education',
          'norwegian',
          'social-studies',
          'life-mastery',
          'parental-guidance',
        ]),
      )
      .describe('What the law asks for and no phase holds (§ 14 a, introduksjonsloven § 4)'),
    madeOn: date,
    version: z.int(),
    changedAt: instant,
  })
  .meta({ id: 'Plan' })

const body = {
  needsOwnStudy: false,
  reason:
    'Practice in a kindergarten leads towards the goal of work; Norwegian is learnt there too.',
  norwegianGoal: 'B1',
  phases: [
    {
      phase: 1,
      from: '2026-01-12',
      to: '2026-08-14',
      activities: [
        { kind: 'norwegian', title: 'Norsk, spor 2', weeklyMinutes: 1350 },
        { kind: 'social-studies', title: 'Samfunnskunnskap', weeklyMinutes: 450 },
        { kind: 'life-mastery', title: 'Livsmestring', weeklyMinutes: 150 },
        { kind: 'group-activity', title: 'Kosthold', weeklyMinutes: 300 },
      ],
    },
    {
      phase: 2,
      from: '2026-08-15',
      to: '2027-06-30',
      activities: [
        { kind: 'norwegian', title: 'Praktisk norsk', weeklyMinutes: 900 },
        { kind: 'work-practice', title: 'Praksis i barnehage', weeklyMinutes: 1350 },
      ],
    },
  ],
}
const example = {
  enrolmentId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a7001',
  ...body,
  phases: body.phases.map((phase) => ({ ...phase, weeklyMinutes: 2250, isFullTime: true })),
  fullTimeMinutes: 2250,
  missingElements: [],
  madeOn: '2026-01-05',
  version: 1,
  changedAt: '2026-01-05T10:05:00.000Z',
}

export const putPlan = contract({
  id: 'putPlan',
  method: 'PUT',
  path: '/v1/enrolments/{enrolmentId}/plan',
  tag: 'Plans',
  summary: 'Make or change the plan (integreringsplan)',
  description:
    'The whole plan: phases in order inside the programme, each with its week (integreringsloven §§ 14 a, 15; ' +
    'introduksjonsloven § 6). The answer shows whether each week is full time and what the law asks for that ' +
    'is missing. The first plan takes `If-Match: "0"`. Making and changing it is an individual decision (§ 46).',
  scope: 'fotfeste:introduction.write',
  params: enrolmentId,
  body: z.strictObject({
    ...planFields,
    phases: z
      .array(
        z.strictObject({
          ...phaseFields,
          activities: z.array(z.strictObject(activity)).min(1).max(20),
        }),
      )
      .min(1)
      .max(3),
  }),
  bodyExample: body,
  replies: { 200: { description: 'The plan', schema: plan, example } },
  problems: ['programme-ended', 'phases-out-of-order', 'outside-programme'],
  write: { versioned: true },
  visibility: 'public',
  factory: 'enrolment',
})

export const getPlan = contract({
  id: 'getPlan',
  method: 'GET',
  path: '/v1/enrolments/{enrolmentId}/plan',
  tag: 'Plans',
  summary: 'Read the plan (integreringsplan)',
  description: 'The plan with the week of each phase in minutes, and whether it is full time.',
  scope: 'fotfeste:introduction.read',
  params: enrolmentId,
  replies: { 200: { description: 'The plan', schema: plan, example } },
  problems: [],
  visibility: 'public',
  factory: 'plan',
})
