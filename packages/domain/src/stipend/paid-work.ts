import type { PaidWork } from '../introduction/income.ts'
import { dayOf } from '../values/calendar.ts'
import { countDays, isInMonth, isInSet, NO_DAYS } from '../values/day-set.ts'
import { MINUTES_PER_DAY } from '../values/minutes.ts'
import type { Month } from '../values/month.ts'
import { kroner, roundToOre } from '../values/ore.ts'
import {
  compare,
  least,
  plus,
  type Ratio,
  ratio,
  ratioText,
  times,
  wholePart,
  ZERO,
} from '../values/ratio.ts'
import { type Refusal, refuse } from '../values/refusal.ts'
import { entitledCount, type MonthTerms, partRates } from './base.ts'
import type { Entitlement, FactorPart } from './entitlement.ts'
import { lengthText, type Reduction, type Tally, takeReduction } from './line.ts'
import { baseAmountInputs } from './month-rates.ts'

export type PaidWorkRefusal = 'paid-work-without-wage' | 'paid-work-unclear'

/** POL13: minutes with wage 0 is refused, and days must lie in the month's benefit and add up. */
export function checkPaidWork(
  month: Month,
  { entitled }: Pick<Entitlement, 'entitled'>,
  work: PaidWork | null,
): Refusal<PaidWorkRefusal> | null {
  if (work === null) return null
  if (work.minutes > 0 && work.wageOre === 0) {
    return refuse(
      'paid-work-without-wage',
      'Paid work has a wage: give the gross wage of the month, or null while it is unknown.',
      '/paidWork/wageOre',
    )
  }
  if (work.days === null) return null
  const outside = work.days.findIndex(
    ({ date }) => !isInMonth(month, date) || !isInSet(entitled, dayOf(date)),
  )
  if (outside >= 0) {
    return refuse(
      'paid-work-unclear',
      'This day carries no benefit in the month; paid work counts on days with benefit.',
      `/paidWork/days/${outside}/date`,
    )
  }
  const sum = work.days.reduce((total, day) => total + day.minutes, 0)
  if (sum === work.minutes && minutesByDay(work.days).every(([, own]) => own <= MINUTES_PER_DAY)) {
    return null
  }
  return refuse(
    'paid-work-unclear',
    'The days add up to the minutes of the month, each at most a day.',
    '/paidWork/minutes',
  )
}

type WorkDay = NonNullable<PaidWork['days']>[number]

function minutesByDay(days: readonly WorkDay[]): [string, number][] {
  const sums = new Map<string, number>()
  for (const day of days) sums.set(day.date, (sums.get(day.date) ?? 0) + day.minutes)
  return [...sums]
}

type Share = { readonly minutes: Ratio; readonly exact: Ratio; readonly dates: WorkDay['date'][] }

/**
 * A part's time: with days given, hours x H of the day's rate, each day at most D; with the month's
 * minutes only, its share by days with benefit (POL5's proportion) and no day cap (X9).
 */
function shareOf(terms: MonthTerms, part: FactorPart, work: PaidWork): Share {
  const { hourly, daily } = partRates(terms, part)
  if (work.days === null) {
    const minutes = times(
      ratio(work.minutes, 1),
      ratio(countDays(part.entitled), entitledCount(terms)),
    )
    return { minutes, exact: times(times(hourly, minutes), ratio(1, 60)), dates: [] }
  }
  const days = work.days.filter(({ date }) => isInSet(part.entitled, dayOf(date)))
  const byDay = minutesByDay(days)
  return {
    minutes: byDay.reduce((sum, [, one]) => plus(sum, ratio(one, 1)), ZERO),
    exact: byDay.reduce(
      (sum, [, one]) => plus(sum, least(times(hourly, ratio(one, 60)), daily)),
      ZERO,
    ),
    dates: [...new Set(days.map((day) => day.date))].sort(),
  }
}

/** A part's time line; minutes given for the month alone are shared by days with benefit (POL5). */
function timeLine(
  terms: MonthTerms,
  { part, share, work }: { part: FactorPart; share: Share; work: PaidWork },
): Reduction {
  const isShare = work.days === null && terms.parts.length > 1
  const minutes = isShare ? work.minutes : wholePart(share.minutes)
  const days = `${countDays(part.entitled)} of ${entitledCount(terms)} days with benefit`
  const { hourly, hourlyText: rate, dailyText } = partRates(terms, part)
  const length = times(share.minutes, ratio(1, 60))
  const isCapped = compare(share.exact, times(hourly, length)) < 0
  return {
    code: 'paid-work-in-programme',
    exact: share.exact,
    quantity: { value: ratioText(length), unit: 'hour' },
    factor: part.text,
    dates: share.dates,
    ruleKeys: [terms.rules.keys.paidWork, 'POL13', ...(isShare ? ['POL5'] : [])],
    law: terms.rules.paragraphs.paidWork,
    inputs: [
      ...baseAmountInputs(terms.rates),
      { name: 'hourRate', value: rate },
      ...(isCapped ? [{ name: 'atMostADay', value: dailyText }] : []),
    ],
    explanation: `${lengthText(minutes)} of paid work in the programme${isShare ? ` in the month, ${days}` : ''} at ${rate} kr an hour${isCapped ? ', each day at most a day rate' : ''}.`,
  }
}

function wageLine(terms: MonthTerms, wage: Ratio): Reduction {
  const amount = kroner(roundToOre(wage))
  return {
    code: 'paid-work-in-programme',
    exact: wage,
    quantity: { value: '1', unit: 'month' },
    factor: '1',
    dates: [],
    ruleKeys: ['N41', 'POL13'],
    law: terms.rules.paragraphs.paidWork.slice(0, 1),
    inputs: [{ name: 'wage', value: amount }],
    explanation: `Paid work in the programme: the wage of ${amount} kr is less than the time's worth and is taken krone for krone.`,
  }
}

/** Fourth step of POL11: paid work in the programme, by time or by wage where that favours the participant. */
export function takePaidWork(terms: MonthTerms, work: PaidWork | null, tally: Tally): Tally {
  if (work === null || terms.entitled === NO_DAYS) return tally
  const shares = terms.parts.map((part) => ({ part, share: shareOf(terms, part, work) }))
  const time = shares.reduce((sum, { share }) => plus(sum, share.exact), ZERO)
  const wage = work.wageOre === null ? null : ratio(work.wageOre, 1)
  if (terms.rules.wageMayBeLower && wage !== null && compare(wage, time) < 0) {
    return takeReduction(tally, wageLine(terms, wage))
  }
  return shares.reduce(
    (so, { part, share }) => takeReduction(so, timeLine(terms, { part, share, work })),
    tally,
  )
}
