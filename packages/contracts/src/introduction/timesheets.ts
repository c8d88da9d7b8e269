import { z } from 'zod'
import { contractMaker } from '../contract.ts'
import { date, idOf, month, pageOf, pageQuery, text } from '../values.ts'
import { problems } from './problems.ts'
import {
  approvedExample,
  incomeBody,
  openExample,
  reopenedExample,
  sealedExample,
  summaryExample,
  timesheet,
  timesheetSummary,
} from './timesheet.ts'

const contract = contractMaker('introduction', problems)

const ofMonth = z.strictObject({ enrolmentId: idOf('Enrolment'), month })
const tag = 'Timesheets'

/** What every step of a timesheet has in common. */
const step = {
  method: 'POST',
  tag,
  scope: 'fotfeste:introduction.write',
  params: ofMonth,
  write: { keyed: true, versioned: true },
  visibility: 'public',
} as const

export const listTimesheets = contract({
  id: 'listTimesheets',
  method: 'GET',
  path: '/v1/timesheets',
  tag,
  summary: 'List timesheets (timelister)',
  description:
    'One for each month of a programme, from its start to its end. `month` and `state` find what is not sealed ' +
    'or approved yet. Protected participants are absent without `fotfeste:protected.read`.',
  scope: 'fotfeste:introduction.read',
  query: z.strictObject({
    ...pageQuery,
    month: month.optional().describe('Only this month'),
    state: z.enum(['open', 'sealed', 'approved']).optional().describe('Only those in this state'),
  }),
  replies: {
    200: {
      description: 'A page of timesheets',
      schema: pageOf(timesheetSummary),
      example: { items: [summaryExample], next: null },
    },
  },
  problems: [],
  visibility: 'public',
  factory: null,
})

export const getTimesheet = contract({
  id: 'getTimesheet',
  method: 'GET',
  path: '/v1/enrolments/{enrolmentId}/timesheets/{month}',
  tag,
  summary: 'Read a month’s timesheet (timeliste)',
  description:
    'The recorded days, the sums, paid work and benefits of the month, the working days with nothing recorded, ' +
    'and each step with who, when and why.',
  scope: 'fotfeste:introduction.read',
  params: ofMonth,
  replies: { 200: { description: 'The timesheet', schema: timesheet, example: openExample } },
  problems: [],
  visibility: 'public',
  factory: 'timesheet',
})

const work = { minutes: 3600, wageOre: 800_000, days: null }
const benefits = [
  { kind: 'arbeidsavklaringspenger', amountOre: 1_000_000, earnedBeforeProgramme: null },
]

export const registerIncome = contract({
  id: 'registerIncome',
  method: 'PUT',
  path: '/v1/enrolments/{enrolmentId}/timesheets/{month}/income',
  tag,
  summary: 'Register paid work and benefits of the month (lønnet arbeid, ytelser)',
  description:
    'What reduces the benefit by integreringsloven §§ 22 and 23: paid work inside the programme, and benefits ' +
    'from NAV. Replaces what the month had. Refused in a sealed month.',
  scope: 'fotfeste:introduction.write',
  params: ofMonth,
  body: incomeBody,
  bodyExample: { paidWork: work, benefits },
  replies: {
    200: {
      description: 'The timesheet',
      schema: timesheet,
      example: { ...openExample, paidWork: work, benefits, version: 2 },
    },
  },
  problems: [
    'month-sealed',
    'wage-missing',
    'does-not-add-up',
    'not-in-month',
    'earned-before-unknown',
  ],
  write: { versioned: true },
  visibility: 'public',
  factory: 'timesheet',
})

export const sealTimesheet = contract({
  ...step,
  id: 'sealTimesheet',
  path: '/v1/enrolments/{enrolmentId}/timesheets/{month}/seal',
  summary: 'Seal a month (organiser’s step)',
  description:
    'From the month’s last working day. Every working day inside the programme and outside leave must be ' +
    'recorded, or be named in `daysWithoutProgramme`: an unrecorded day would be paid in silence. A sealed month ' +
    'takes no attendance.',
  body: z.strictObject({
    daysWithoutProgramme: z
      .array(date)
      .max(31)
      .describe('Working days of the month without a programme for the person'),
  }),
  bodyExample: { daysWithoutProgramme: ['2026-05-29'] },
  replies: { 200: { description: 'Sealed', schema: timesheet, example: sealedExample } },
  problems: ['timesheet-not-open', 'month-not-finished', 'attendance-missing'],
  factory: 'timesheet',
})

export const approveTimesheet = contract({
  ...step,
  id: 'approveTimesheet',
  path: '/v1/enrolments/{enrolmentId}/timesheets/{month}/approve',
  summary: 'Approve a month (attestasjon)',
  description:
    'By a person, another than the one who sealed it. Puts the month’s content into the feed, from which the ' +
    'benefit is paid (integreringsloven § 24).',
  body: z.strictObject({}),
  bodyExample: {},
  replies: { 200: { description: 'Approved', schema: timesheet, example: approvedExample } },
  problems: ['timesheet-not-sealed', 'same-actor'],
  needsPerson: true,
  factory: 'sealedTimesheet',
})

export const correctTimesheet = contract({
  ...step,
  id: 'correctTimesheet',
  path: '/v1/enrolments/{enrolmentId}/timesheets/{month}/correct',
  summary: 'Reopen a month for correction (retting)',
  description:
    'Opens a sealed month again, or an approved one as the next revision. What was approved stays as it was; ' +
    'when the month is approved anew, the difference is paid (integreringsloven § 25).',
  body: z.strictObject({ reason: text(1000) }),
  bodyExample: { reason: 'A doctor’s certificate for 12 May came in.' },
  replies: { 200: { description: 'Reopened', schema: timesheet, example: reopenedExample } },
  problems: ['timesheet-open'],
  factory: 'sealedTimesheet',
})
