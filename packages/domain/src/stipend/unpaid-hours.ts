import type { AbsenceKind } from '../introduction/absence-kind.ts'
import { ratio, ratioText } from '../values/ratio.ts'
import type { AbsentDay } from './absence.ts'
import { type MonthTerms, partRates } from './base.ts'
import type { FactorPart } from './entitlement.ts'
import { dayLimit, daysOfPart, type Hours, hoursOf } from './hours-of-absence.ts'
import { lengthText, once, type Reduction, type Tally, takeReduction } from './line.ts'
import { baseAmountInputs } from './month-rates.ts'

const isLeaveKind = (kind: AbsenceKind): kind is 'parental-leave' | 'unpaid-leave' =>
  kind === 'parental-leave' || kind === 'unpaid-leave'

/** Unpaid leave for part of a day, and breastfeeding above the paid hour: hours x H (POL2). */
export function takeUnpaidHours(
  terms: MonthTerms,
  days: readonly AbsentDay[],
  tally: Tally,
): Tally {
  if (!days.some((day) => day.unpaidMinutes > 0)) return tally
  return terms.parts.reduce((so, part) => {
    const hours = hoursOf(terms, part, {
      days: daysOfPart(terms, part, days),
      minutes: (day) => day.unpaidMinutes,
      spent: () => 0,
    })
    return hours ? takeReduction(so, unpaidLine(terms, part, hours)) : so
  }, tally)
}

function unpaidLine(terms: MonthTerms, part: FactorPart, hours: Hours): Reduction {
  const { paragraphs, keys } = terms.rules
  const kinds = [...new Set(hours.days.flatMap((day) => day.unpaidKinds))].sort()
  const { hourlyText } = partRates(terms, part)
  return {
    code: 'leave-without-benefit',
    exact: hours.exact,
    quantity: { value: ratioText(ratio(hours.minutes, 60)), unit: 'hour' },
    factor: part.text,
    dates: hours.days.map((day) => day.date),
    ruleKeys: once([
      'POL2',
      ...kinds.flatMap((kind) =>
        isLeaveKind(kind) ? keys.interruption[kind] : keys.breastfeeding,
      ),
    ]),
    law: once(
      kinds.map((kind) =>
        isLeaveKind(kind) ? paragraphs.interruption[kind] : paragraphs.breastfeeding,
      ),
    ),
    inputs: [
      ...baseAmountInputs(terms.rates),
      { name: 'hourRate', value: hourlyText },
      ...dayLimit(terms, part, hours),
      ...kinds.map((value) => ({ name: 'leave', value })),
    ],
    explanation: `${lengthText(hours.minutes)} without benefit (${kinds.join(', ')}) at ${hourlyText} kr an hour, never more than a day rate a day.`,
  }
}
