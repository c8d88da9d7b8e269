import { BENEFIT_KINDS } from '@fotfeste/domain/introduction/income.ts'
import { z } from 'zod'
import { date, idOf, instant, minutesOfDay, minutesOfMonth, month, positiveOre } from '../values.ts'
import { attendanceEntry, entryExample } from './attendance.ts'

const workDay = { date, minutes: minutesOfDay }
export const paidWorkFields = {
  minutes: minutesOfMonth.describe('Minutes of paid work inside the programme in the month'),
  wageOre: positiveOre.nullable().describe('Gross wage of the month; null when it is not known'),
}
export const benefitFields = {
  kind: z.enum(BENEFIT_KINDS),
  amountOre: positiveOre.describe('Gross for the calendar month'),
  earnedBeforeProgramme: z
    .boolean()
    .nullable()
    .describe('Said for dagpenger, sykepenger and foreldrepenger; null for the others'),
}
const income = {
  paidWork: z.object({ ...paidWorkFields, days: z.array(z.object(workDay)).nullable() }).nullable(),
  benefits: z.array(z.object(benefitFields)),
}
export const incomeBody = z.strictObject({
  paidWork: z
    .strictObject({
      ...paidWorkFields,
      days: z
        .array(z.strictObject(workDay))
        .max(31)
        .refine((all) => new Set(all.map((one) => one.date)).size === all.length, 'each date once')
        .nullable()
        .describe('The days of the work; null when the month’s sum alone is known'),
    })
    .nullable(),
  benefits: z.array(z.strictObject(benefitFields)).max(20),
})

const summary = {
  timesheetId: idOf('Timesheet'),
  enrolmentId: idOf('Enrolment'),
  personId: idOf('Person'),
  protected: z.boolean(),
  month,
  state: z.enum(['open', 'sealed', 'approved']),
  revision: z
    .int()
    .describe('Counts the contents: a correction of an approved month begins the next'),
  plannedMinutes: z.int(),
  presentMinutes: z.int(),
  absentMinutes: z.int(),
  unexcusedMinutes: z.int(),
  recordedDays: z.int(),
  sealedBy: z.string().nullable(),
  approvedBy: z.string().nullable(),
  approvedOn: date.nullable(),
  version: z.int(),
  changedAt: instant,
}
export const timesheetSummary = z.object(summary).meta({ id: 'TimesheetSummary' })

export const timesheet = z
  .object({
    ...summary,
    days: z.array(attendanceEntry).describe('The recorded days, by date'),
    unrecordedDays: z
      .array(date)
      .describe('Working days in the programme and outside leave with nothing recorded'),
    daysWithoutProgramme: z.array(date).describe('Named by the organiser when sealing'),
    ...income,
    steps: z
      .array(
        z.object({
          step: z.enum(['seal', 'approve', 'correct']),
          revision: z.int(),
          by: z.string(),
          on: date,
          at: instant,
          reason: z.string().nullable(),
        }),
      )
      .describe('What happened to the timesheet, oldest first'),
  })
  .meta({ id: 'Timesheet' })

const noPaidWork = null as null | {
  minutes: number
  wageOre: number | null
  days: { date: string; minutes: number }[] | null
}
export const summaryExample = {
  timesheetId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a7201',
  enrolmentId: entryExample.enrolmentId,
  personId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6b01',
  protected: false,
  month: '2026-05',
  state: 'open' as string,
  revision: 1,
  plannedMinutes: 450,
  presentMinutes: 210,
  absentMinutes: 240,
  unexcusedMinutes: 240,
  recordedDays: 1,
  sealedBy: null as string | null,
  approvedBy: null as string | null,
  approvedOn: null as string | null,
  version: 1,
  changedAt: '2026-01-12T09:00:00.000Z',
}
const step = {
  step: 'seal',
  revision: 1,
  by: 'http://127.0.0.1:4100|teacher',
  on: '2026-06-01',
  at: '2026-06-01T08:00:00.000Z',
  reason: null as string | null,
}
export const openExample = {
  ...summaryExample,
  days: [entryExample],
  unrecordedDays: ['2026-05-29'],
  daysWithoutProgramme: [] as string[],
  paidWork: noPaidWork,
  benefits: [] as object[],
  steps: [] as (typeof step)[],
}
export const sealedExample = {
  ...openExample,
  state: 'sealed',
  sealedBy: step.by,
  unrecordedDays: [] as string[],
  daysWithoutProgramme: ['2026-05-29'],
  steps: [step],
  version: 2,
}
const approver = 'http://127.0.0.1:4100|adviser'
export const approvedExample = {
  ...sealedExample,
  state: 'approved',
  approvedBy: approver,
  approvedOn: '2026-06-01',
  steps: [step, { ...step, step: 'approve', by: approver }],
  version: 3,
}
const reason = 'A doctor’s certificate for 12 May came in.'
export const reopenedExample = {
  ...openExample,
  revision: 2,
  unrecordedDays: ['2026-05-29'],
  steps: [...approvedExample.steps, { ...step, step: 'correct', by: approver, reason }],
  version: 4,
}
