import { ABSENCE_KINDS } from '@fotfeste/domain/introduction/absence-kind.ts'
import { MINUTES_PER_DAY } from '@fotfeste/domain/values/minutes.ts'
import { z } from 'zod'
import { contractMaker } from '../contract.ts'
import { date, idOf, instant, month, text } from '../values.ts'
import { problems } from './problems.ts'

const contract = contractMaker('introduction', problems)

/** Most days of one import: a quarter of a year. */
const MOST_DAYS = 92
const MOST_KINDS_A_DAY = 4

const minutesFrom = (least: number) => z.int().min(least).max(MINUTES_PER_DAY)
export const absenceKind = z
  .enum(ABSENCE_KINDS)
  .describe('As the case worker has judged it (integreringsforskriften chapters 3 and 4)')
const absence = { kind: absenceKind, minutes: minutesFrom(1) }

const dayFields = {
  plannedMinutes: minutesFrom(1).describe('What the plan had for the day'),
  presentMinutes: minutesFrom(0),
}
const absences = z
  .array(z.strictObject(absence))
  .max(MOST_KINDS_A_DAY)
  .refine((all) => new Set(all.map(({ kind }) => kind)).size === all.length, 'each kind once a day')
  .describe('Minutes of absence by kind; with `presentMinutes` they make `plannedMinutes`')
const day = { date, ...dayFields, absences }

const entryFields = {
  enrolmentId: idOf('Enrolment'),
  date,
  ...dayFields,
  absences: z.array(z.object(absence)),
  wholeDay: z
    .boolean()
    .describe('One kind took a day of 5 h 15 min or more: it costs a day rate, not hours'),
  recordedBy: z.string().describe('Who recorded this version (issuer and subject)'),
  recordedOn: date,
  reason: z.string().nullable().describe('Why it was corrected; null for the first version'),
  version: z.int(),
  at: instant,
}
export const attendanceEntry = z.object(entryFields).meta({ id: 'AttendanceEntry' })
export const attendanceHistory = z
  .object({ ...entryFields, history: z.array(attendanceEntry).describe('Earlier versions') })
  .meta({ id: 'AttendanceHistory' })

const ofEnrolment = z.strictObject({ enrolmentId: idOf('Enrolment') })
const ofDay = z.strictObject({ enrolmentId: idOf('Enrolment'), date })

const bodyExample = {
  date: '2026-05-12',
  plannedMinutes: 450,
  presentMinutes: 210,
  absences: [{ kind: 'unexcused', minutes: 240 }],
}
export const entryExample = {
  enrolmentId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a7001',
  ...bodyExample,
  wholeDay: false,
  recordedBy: 'http://127.0.0.1:4100|teacher',
  recordedOn: '2026-05-12',
  reason: null as string | null,
  version: 1,
  at: '2026-05-12T14:10:00.000Z',
}
const corrected = {
  ...entryExample,
  presentMinutes: 450,
  absences: [],
  reason: 'The participant was at work practice.',
  version: 2,
}

export const recordAttendance = contract({
  id: 'recordAttendance',
  method: 'POST',
  path: '/v1/enrolments/{enrolmentId}/attendance',
  tag: 'Attendance',
  summary: 'Record a day’s attendance (oppmøte og fravær)',
  description:
    'Once for each programme day (integreringsloven § 24: benefit is paid on registered attendance). Refused on ' +
    'days off (integreringsforskriften § 17), outside the programme or on leave, before the day has come, when ' +
    'the minutes do not add up, and in a sealed month.',
  scope: 'fotfeste:introduction.write',
  params: ofEnrolment,
  body: z.strictObject(day),
  bodyExample,
  replies: { 201: { description: 'Recorded', schema: attendanceEntry, example: entryExample } },
  problems: [
    'not-started',
    'already-recorded',
    'month-sealed',
    'not-a-programme-day',
    'day-not-come',
    'does-not-add-up',
  ],
  write: { keyed: true },
  visibility: 'public',
  factory: 'startedEnrolment',
})

export const importAttendance = contract({
  id: 'importAttendance',
  method: 'POST',
  path: '/v1/enrolments/{enrolmentId}/attendance-batches',
  tag: 'Attendance',
  summary: 'Record many days at once (import)',
  description:
    `Up to ${MOST_DAYS} days of one programme, all or none. A day already recorded with the same content ` +
    'stays as it is, so a job that runs twice changes nothing; with other content the import is refused.',
  scope: 'fotfeste:introduction.write',
  params: ofEnrolment,
  body: z.strictObject({
    days: z
      .array(z.strictObject(day))
      .min(1)
      .max(MOST_DAYS)
      .refine((all) => new Set(all.map((one) => one.date)).size === all.length, 'each date once'),
  }),
  bodyExample: { days: [bodyExample] },
  replies: {
    201: {
      description: 'Recorded',
      schema: z.object({
        recorded: z.int().describe('Days recorded now'),
        unchanged: z.int().describe('Days that were recorded with the same content before'),
      }),
      example: { recorded: 1, unchanged: 0 },
    },
  },
  problems: [
    'not-started',
    'already-recorded',
    'month-sealed',
    'not-a-programme-day',
    'day-not-come',
    'does-not-add-up',
  ],
  write: { keyed: true },
  visibility: 'public',
  factory: 'startedEnrolment',
})

export const correctAttendance = contract({
  id: 'correctAttendance',
  method: 'PUT',
  path: '/v1/enrolments/{enrolmentId}/attendance/{date}',
  tag: 'Attendance',
  summary: 'Correct a recorded day (retting)',
  description:
    'Makes a new version with reason and author; the old ones stay readable. A sealed month must be reopened first.',
  scope: 'fotfeste:introduction.write',
  params: ofDay,
  body: z.strictObject({ ...dayFields, absences, reason: text(1000) }),
  bodyExample: {
    plannedMinutes: 450,
    presentMinutes: 450,
    absences: [],
    reason: corrected.reason,
  },
  replies: { 200: { description: 'Corrected', schema: attendanceEntry, example: corrected } },
  problems: [
    'not-recorded',
    'month-sealed',
    'not-a-programme-day',
    'day-not-come',
    'does-not-add-up',
  ],
  write: { versioned: true },
  visibility: 'public',
  factory: 'attendanceDay',
})

export const getAttendanceDay = contract({
  id: 'getAttendanceDay',
  method: 'GET',
  path: '/v1/enrolments/{enrolmentId}/attendance/{date}',
  tag: 'Attendance',
  summary: 'Read a day with its earlier versions (oppmøte)',
  description: 'Who recorded and who corrected what, when and why.',
  scope: 'fotfeste:introduction.read',
  params: ofDay,
  replies: {
    200: {
      description: 'The day',
      schema: attendanceHistory,
      example: { ...corrected, history: [entryExample] },
    },
  },
  problems: [],
  visibility: 'public',
  factory: 'attendanceDay',
})

export const listAttendance = contract({
  id: 'listAttendance',
  method: 'GET',
  path: '/v1/enrolments/{enrolmentId}/attendance',
  tag: 'Attendance',
  summary: 'List a month’s attendance (oppmøte)',
  description: 'The newest version of each recorded day of a month, by date.',
  scope: 'fotfeste:introduction.read',
  params: ofEnrolment,
  query: z.strictObject({ month: month.optional().describe('Which month; this one unless said') }),
  replies: {
    200: {
      description: 'The days',
      schema: z.object({ items: z.array(attendanceEntry) }),
      example: { items: [entryExample] },
    },
  },
  problems: [],
  visibility: 'public',
  factory: 'startedEnrolment',
})
