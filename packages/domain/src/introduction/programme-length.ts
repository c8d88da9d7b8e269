import { addMonths, type PlainDate } from '../values/calendar.ts'
import type { LengthRule } from './length-rule.ts'
import { type CountedAbsence, lengthened } from './lengthening.ts'

/** The last day a programme may reach, without and with a decision on extension. */
export type ProgrammeLength = {
  readonly longestEnd: PlainDate
  readonly longestEndExtended: PlainDate
}

/**
 * A length in months ends on the day with the same number (POL24); absence and leave over ten
 * working days come in addition, also where the law allows no extension (N33, POL21).
 */
export function programmeLength(
  start: PlainDate,
  rule: Pick<LengthRule, 'months' | 'extensionMonths'>,
  absence: CountedAbsence,
): ProgrammeLength {
  return {
    longestEnd: lengthened(addMonths(start, rule.months), absence),
    longestEndExtended: lengthened(addMonths(start, rule.months + rule.extensionMonths), absence),
  }
}
