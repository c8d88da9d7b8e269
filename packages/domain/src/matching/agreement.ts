import { addDays, addMonths, type PlainDate } from '../values/calendar.ts'
import { type Refusal, refuse } from '../values/refusal.ts'

/** The shortest and the longest time that a pair binds itself for (S39). */
export const MIN_MONTHS = 9
export const MAX_MONTHS = 12
/** At least two hours a week (S39). */
export const MIN_WEEKLY_MINUTES = 120

/** The binding agreement (forpliktende avtale) between guide, refugee and coordinator (S39). */
export type Agreement = {
  readonly signedOn: PlainDate
  readonly months: number
  readonly weeklyMinutes: number
}

export type AgreementRefusal = 'agreement-outside-limits' | 'too-little-time-together'

/** Holds an agreement against S39: nine to twelve months, two hours a week. */
export function checkAgreement({
  months,
  weeklyMinutes,
}: Agreement): Refusal<AgreementRefusal> | null {
  if (months < MIN_MONTHS || months > MAX_MONTHS)
    return refuse(
      'agreement-outside-limits',
      `A pair binds itself for ${MIN_MONTHS} to ${MAX_MONTHS} months, not ${months} (S39).`,
      '/months',
    )
  if (weeklyMinutes < MIN_WEEKLY_MINUTES)
    return refuse(
      'too-little-time-together',
      `A pair meets at least ${MIN_WEEKLY_MINUTES} minutes a week, not ${weeklyMinutes} (S39).`,
      '/weeklyMinutes',
    )
  return null
}

/** The last day of `months` that begin on `startedOn`. */
export const lastDayOf = (startedOn: PlainDate, months: number): PlainDate =>
  addDays(addMonths(startedOn, months), -1)
