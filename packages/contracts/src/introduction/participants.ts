import { z } from 'zod'
import { contractMaker } from '../contract.ts'
import { date, idOf, instant, pageOf, pageQuery } from '../values.ts'
import {
  assessment,
  assessmentExample,
  settledFacts,
  standing,
  startClock,
  startClockExample,
} from './participant-facts.ts'
import { problems } from './problems.ts'

const contract = contractMaker('introduction', problems)

const employment = {
  from: date.describe('First day of the work, or of the offer'),
  to: date.nullable().describe('Last day; null while it lasts'),
  weeklyMinutes: z.int().min(1).max(10_080).describe('Minutes a week'),
}

const participantFacts = {
  ...settledFacts,
  employment: z
    .object(employment)
    .nullable()
    .describe('Work or an offer of work (integreringsloven § 8 fourth paragraph); null: none'),
  openEnrolmentId: idOf('Enrolment').nullable().describe('The programme that has not ended'),
  startClock: startClock
    .nullable()
    .describe('Null where the municipality owes no programme and none has begun (§§ 3, 12)'),
  version: z.int(),
  changedAt: instant,
}

export const participantSummary = z
  .object({ ...participantFacts, standing })
  .meta({ id: 'ParticipantSummary' })
export const participant = z.object({ ...participantFacts, assessment }).meta({ id: 'Participant' })

const personId = z.strictObject({ personId: idOf('Person') })
const selam = '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6b01'

const facts = {
  personId: selam,
  householdId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6c01',
  birthDate: '1990-04-01',
  sex: 'female',
  permitGround: 'asylum',
  permitGrantedOn: '2025-11-03',
  appliedFromAbroad: false,
  arrivedOn: null,
  settledOn: '2025-12-01',
  settledByAgreement: true,
  nordicOrEeaCitizen: false,
  referencePersonSettledOn: null,
  permitAppliedOn: null,
  unaccompaniedMinor: false,
  protected: false,
  household: [{ personId: selam, birthDate: '1990-04-01', relation: 'adult' }],
  employment: null as null | { from: string; to: string | null; weeklyMinutes: number },
  openEnrolmentId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a7001',
  startClock: startClockExample,
  version: 1,
  changedAt: '2025-12-01T09:00:00.000Z',
}
const example = { ...facts, assessment: assessmentExample }
const work = { from: '2026-02-01', to: null, weeklyMinutes: 900 }

export const listParticipants = contract({
  id: 'listParticipants',
  method: 'GET',
  path: '/v1/participants',
  tag: 'Participants',
  summary: 'List settled persons and where they stand (målgruppe)',
  description:
    'Everyone whom settlement has registered as settled, newest first, with the standing of today and the ' +
    'three-month clock (integreringsloven §§ 8, 12). `enrolled=false` finds those without a programme. ' +
    'Protected persons are absent without `fotfeste:protected.read`.',
  scope: 'fotfeste:introduction.read',
  query: z.strictObject({
    ...pageQuery,
    enrolled: z
      .enum(['true', 'false'])
      .optional()
      .describe('Only those with (`true`) or without (`false`) a programme that has not ended'),
  }),
  replies: {
    200: {
      description: 'A page of participants',
      schema: pageOf(participantSummary),
      example: { items: [{ ...facts, standing: 'right-and-duty' }], next: null },
    },
  },
  problems: [],
  visibility: 'public',
  factory: null,
})

export const getParticipant = contract({
  id: 'getParticipant',
  method: 'GET',
  path: '/v1/participants/{personId}',
  tag: 'Participants',
  summary: 'Read a settled person with today’s assessment (deltaker)',
  description:
    'The facts from settlement’s feed, the assessment of right and duty (rett og plikt) as of today, and the ' +
    'three-month clock. Names and numbers stay in settlement.',
  scope: 'fotfeste:introduction.read',
  params: personId,
  replies: { 200: { description: 'The participant', schema: participant, example } },
  problems: [],
  personParam: 'personId',
  visibility: 'public',
  factory: 'participant',
})

export const getAssessment = contract({
  id: 'getAssessment',
  method: 'GET',
  path: '/v1/participants/{personId}/assessment',
  tag: 'Participants',
  summary: 'Assess right and duty to take part (rett og plikt)',
  description:
    'Holds each condition of the person’s law up against one fact, for a decision dated `on` (today unless ' +
    'said): integreringsloven §§ 3, 8, 9, or introduksjonsloven §§ 2, 3 for permits before 2021. A condition ' +
    'whose fact is not registered is `unknown` and counts as not met.',
  scope: 'fotfeste:introduction.read',
  params: personId,
  query: z.strictObject({ on: date.optional().describe('Day of the decision; today unless said') }),
  replies: {
    200: { description: 'The assessment', schema: assessment, example: assessmentExample },
  },
  problems: [],
  personParam: 'personId',
  visibility: 'public',
  factory: 'participant',
})

export const registerEmployment = contract({
  id: 'registerEmployment',
  method: 'PUT',
  path: '/v1/participants/{personId}/employment',
  tag: 'Participants',
  summary: 'Register work or an offer of work (arbeid eller tilbud om arbeid)',
  description:
    'From 2026 a person who works, or has an offer of work of, 30 hours a week or more is outside the target ' +
    'group until the work ends (integreringsloven § 8 fourth paragraph). `null` removes what was registered.',
  scope: 'fotfeste:introduction.write',
  params: personId,
  body: z.strictObject({
    employment: z
      .strictObject(employment)
      .refine(({ from, to }) => to === null || from <= to, {
        path: ['to'],
        error: 'must not lie before `from`',
      })
      .nullable(),
  }),
  bodyExample: { employment: work },
  replies: {
    200: {
      description: 'The participant',
      schema: participant,
      example: { ...example, employment: work, version: 2 },
    },
  },
  problems: [],
  write: { versioned: true },
  personParam: 'personId',
  visibility: 'public',
  factory: 'participant',
})
