import { z } from 'zod'
import { contractMaker } from '../contract.ts'
import { idOf, instant, text } from '../values.ts'
import { enrolment, interruptionFields, startedExample } from './enrolment.ts'
import { problems } from './problems.ts'

const contract = contractMaker('introduction', problems)

const reason = text(2000).describe('Why it is changed')

const versionFields = {
  ...interruptionFields,
  version: z.int(),
  reason: z.string().nullable().describe('Why it was changed; null for the first version'),
  recordedBy: z.string().describe('Who recorded this version (issuer and subject)'),
  at: instant,
}

const interruption = z
  .object({
    interruptionId: idOf('Interruption'),
    enrolmentId: idOf('Enrolment'),
    personId: idOf('Person'),
    ...versionFields,
    withdrawn: z.boolean().describe('True where it was never taken: it interrupts nothing'),
    history: z.array(z.object(versionFields)).describe('Earlier versions, oldest first'),
  })
  .meta({ id: 'Interruption' })

const interruptionId = '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a7101'
const registered = {
  kind: 'unpaid-leave',
  from: '2026-08-03',
  to: '2026-09-30',
  noticeReceivedOn: '2026-07-06',
  caseReference: '26/00431-7',
}
const returned = { ...registered, to: '2026-09-11', caseReference: '26/00431-9' }
const wasWell = 'Came back on 14 September, well again.'

const common = {
  tag: 'Enrolments',
  params: z.strictObject({
    enrolmentId: idOf('Enrolment'),
    interruptionId: idOf('Interruption'),
  }),
  visibility: 'public',
  factory: 'interruption',
} as const

export const getInterruption = contract({
  ...common,
  id: 'getInterruption',
  method: 'GET',
  path: '/v1/enrolments/{enrolmentId}/interruptions/{interruptionId}',
  summary: 'Read leave or a stop with its earlier versions (permisjon, stans)',
  description: 'The version that holds and those before it, each with its author and reason.',
  scope: 'fotfeste:introduction.read',
  replies: {
    200: {
      description: 'The interruption',
      schema: interruption,
      example: {
        interruptionId,
        enrolmentId: startedExample.enrolmentId,
        personId: startedExample.personId,
        ...returned,
        version: 2,
        reason: wasWell,
        recordedBy: 'http://127.0.0.1:4100|adviser',
        at: '2026-09-14T08:00:00.000Z',
        withdrawn: false,
        history: [
          {
            ...registered,
            version: 1,
            reason: null,
            recordedBy: 'http://127.0.0.1:4100|case-worker',
            at: '2026-07-06T12:00:00.000Z',
          },
        ],
      },
    },
  },
  problems: [],
})

const command = {
  ...common,
  scope: 'fotfeste:introduction.write',
  write: { keyed: true, versioned: true },
} as const

export const changeInterruption = contract({
  ...command,
  id: 'changeInterruption',
  method: 'PUT',
  path: '/v1/enrolments/{enrolmentId}/interruptions/{interruptionId}',
  summary: 'Change leave or a stop, such as an early return (permisjon, stans)',
  description:
    'Makes a new version with reason and author; the old ones stay readable. `If-Match` is the programme’s. An ' +
    'approved month does not stand in the way: payroll computes it again and pays or claims the difference, and ' +
    'days that a shorter leave gives back count as attended until the month is reopened and says otherwise. A ' +
    'month that is sealed and waits for approval does. Refused as a new interruption is: over recorded ' +
    'attendance or another interruption, and beyond the longest leave (integreringsforskriften §§ 5, 15, 16). ' +
    'A planned end that was moved for the leave stays where it was decided.',
  body: z.strictObject({ ...interruptionFields, reason }),
  bodyExample: { ...returned, reason: wasWell },
  replies: {
    200: {
      description: 'The programme with the changed interruption',
      schema: enrolment,
      example: { ...startedExample, interruptions: [{ interruptionId, ...returned }], version: 4 },
    },
  },
  problems: [
    'interruption-withdrawn',
    'return-before-start',
    'outside-programme',
    'interruptions-overlap',
    'attendance-recorded',
    'month-sealed',
    'leave-too-long',
    'benefit-stop-backdated',
  ],
})

export const withdrawInterruption = contract({
  ...command,
  id: 'withdrawInterruption',
  method: 'POST',
  path: '/v1/enrolments/{enrolmentId}/interruptions/{interruptionId}/withdraw',
  summary: 'Withdraw leave or a stop that was never taken (permisjon, stans)',
  description:
    'The days are programme days again; what was registered stays readable with the reason. `If-Match` is the ' +
    'programme’s. Refused where a touched month is sealed and waits for approval; an approved one is paid again ' +
    'as the difference.',
  body: z.strictObject({ reason }),
  bodyExample: { reason: 'The birth was later; new leave will be applied for.' },
  replies: {
    200: {
      description: 'The programme without the interruption',
      schema: enrolment,
      example: { ...startedExample, version: 4 },
    },
  },
  problems: ['interruption-withdrawn', 'month-sealed'],
})
