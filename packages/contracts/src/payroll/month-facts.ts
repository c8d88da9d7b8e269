import { ABSENCE_KINDS } from '@fotfeste/domain/introduction/absence-kind.ts'
import { BENEFIT_KINDS } from '@fotfeste/domain/introduction/income.ts'
import { INTERRUPTION_KINDS } from '@fotfeste/domain/introduction/interruption.ts'
import { z } from 'zod'
import { date, minutesOfDay, minutesOfMonth, positiveOre } from '../values.ts'

/** The facts of a month as a calculation takes them, and as a timesheet's event carries them. */

const absence = z
  .strictObject({
    date,
    wholeDay: z
      .boolean()
      .optional()
      .describe('True: the whole programme day; leave out with minutes'),
    minutes: minutesOfDay.optional().describe('Minutes of the day; leave out with wholeDay'),
    kind: z
      .enum(ABSENCE_KINDS)
      .describe('Kind of absence (fraværstype); `unexcused` is ugyldig fravær'),
  })
  .describe('Absence of one date: the whole day or minutes of it (POL2)')

const interruption = z
  .strictObject({ from: date, to: date, kind: z.enum(INTERRUPTION_KINDS) })
  .describe('Calendar days without benefit, both ends included (POL4a)')

const household = z
  .strictObject({
    from: date,
    livesWithParent: z.boolean(),
    partnerInProgramme: z
      .boolean()
      .describe(
        'Spouse or cohabitant is entitled to the benefit too, under integreringsloven (POL14)',
      ),
    hasChildren: z.boolean().describe('Has a child under 18 in their care'),
  })
  .describe('Holds from its day until the next row')

export const absences = z.array(absence).max(500)
export const benefits = z
  .array(
    z.strictObject({
      kind: z.enum(BENEFIT_KINDS),
      amountOre: positiveOre.describe('Gross for the calendar month'),
      earnedBeforeProgramme: z
        .boolean()
        .default(false)
        .describe('For dagpenger, sykepenger and foreldrepenger: earned before the start (§ 22)'),
    }),
  )
  .max(30)
export const paidWork = z
  .strictObject({
    minutes: minutesOfMonth,
    wageOre: positiveOre
      .nullable()
      .default(null)
      .describe('Gross wage of the month; null when unknown'),
    days: z
      .array(z.strictObject({ date, minutes: minutesOfDay }))
      .max(100)
      .nullable()
      .default(null)
      .describe('The same minutes by day; each day then costs at most a day rate'),
  })
  .nullable()
  .describe('Paid work in the programme (lønnet arbeid i programmet, § 23)')

export const participant = z.strictObject({
  birthDate: date,
  permitGrantedOn: date.describe('Decides the law (N1)'),
  appliedFromAbroad: z.boolean().default(false),
  arrivedOn: date.nullable().default(null),
  programmeStart: date.describe('First programme day'),
  programmeEnd: date.nullable().default(null).describe('Last programme day; null while it runs'),
  interruptions: z.array(interruption).max(100).default([]),
  household: z
    .array(household)
    .max(100)
    .describe('Ordered by `from`, the first from programmeStart'),
})
