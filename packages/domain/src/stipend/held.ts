import { addDays, type PlainDate } from '../values/calendar.ts'
import type { Month } from '../values/month.ts'
import { NO_ORE, type Ore, ore, subtractOre } from '../values/ore.ts'
import { greatest, minus, type Ratio, ratio, times } from '../values/ratio.ts'
import type { CalculatedMonth } from './calculate-month.ts'
import type { DecisionEffect } from './decision-steps.ts'
import type { PayLine } from './line.ts'

/** An individual decision (enkeltvedtak) on a month's deduction; the newest of a month counts. */
export type DeductionDecision = { readonly month: Month; readonly effect: DecisionEffect }

/** A month that was paid with a part of it held, from the pay date of that payment. */
export type Hold = { readonly month: Month; readonly since: PlainDate }

/** What a person is due for a month, and what of it waits for a decision (POL8). */
export type DueMonth = {
  readonly recomputedOre: Ore
  readonly lines: readonly PayLine[]
  /** Held with the month's first payment. */
  readonly heldOre: Ore
  /** True when what was held is paid now, for no decision came in time. */
  readonly paysHeld: boolean
  /** What of a month paid before cannot be taken back without a decision. */
  readonly undecidedOre: Ore
}

export type HoldTerms = {
  readonly decision: DecisionEffect | null
  /** Null when no part of the month is held. */
  readonly heldSince: PlainDate | null
  /** What was paid for the month less what of it is a claim; null when it was never paid. */
  readonly standsOre: Ore | null
  readonly payDate: PlainDate
  readonly decisionWithinDays: number
}

const isUnexcused = ({ code }: PayLine): boolean =>
  code === 'unexcused-absence-days' || code === 'unexcused-absence-hours'

/**
 * What more unexcused absence or set-off the month bears before an individual decision is needed, exact:
 * the greater of half the month before both and 1/12 G, less its deduction (POL8). At zero it is needed.
 */
export function roomToDecision(
  { unexcused, baseAmount }: CalculatedMonth,
  decision: DecisionEffect | null,
): Ratio {
  const half = times(unexcused.before, ratio(1, 2))
  const most = greatest(half, ratio(baseAmount.amountOre, 12))
  return decision === 'lifted' ? most : minus(most, minus(unexcused.before, unexcused.left))
}

/** The last day on which a decision counts before what is held is paid out. */
export const lastDayOfHold = (since: PlainDate, decisionWithinDays: number): PlainDate =>
  addDays(since, decisionWithinDays)

/**
 * What is due for a month whose deduction may need an individual decision (POL8). Without one the month's
 * first payment holds the deduction back; later nothing that was paid is taken back, and once the time is
 * over the deduction falls away. A decision that was lifted leaves no deduction.
 */
export function dueOf(month: CalculatedMonth, terms: HoldTerms): DueMonth {
  const { grossOre, lines, unexcused } = month
  const asComputed = { recomputedOre: grossOre, lines, heldOre: NO_ORE }
  const open = { paysHeld: false, undecidedOre: NO_ORE }
  if (!month.requiresIndividualDecision || terms.decision === 'deducted') {
    return { ...asComputed, ...open }
  }
  const whole = {
    recomputedOre: unexcused.beforeOre,
    lines: lines.filter((line) => !isUnexcused(line)),
    heldOre: NO_ORE,
  }
  if (terms.decision === 'lifted') return { ...whole, ...open }
  const { standsOre, heldSince } = terms
  if (standsOre === null) {
    return { ...asComputed, ...open, heldOre: subtractOre(unexcused.beforeOre, grossOre) }
  }
  if (heldSince !== null && terms.payDate > lastDayOfHold(heldSince, terms.decisionWithinDays)) {
    return { ...whole, ...open, paysHeld: true }
  }
  const recomputedOre = ore(Math.min(unexcused.beforeOre, Math.max(grossOre, standsOre)))
  const undecidedOre = heldSince === null ? subtractOre(recomputedOre, grossOre) : NO_ORE
  return { ...asComputed, ...open, recomputedOre, undecidedOre }
}
