import type { PlainDate } from '../values/calendar.ts'
import { addOre, NO_ORE, negateOre, type Ore, roundToOre, subtractOre } from '../values/ore.ts'
import { compare, minus, plus, type Ratio, ZERO } from '../values/ratio.ts'

/** The kinds of pay line, as the contract names them. */
export const LINE_CODES = [
  'introduction-benefit',
  'leave-without-benefit',
  'other-benefit',
  'transitional-benefit',
  'paid-work-in-programme',
  'unexcused-absence-days',
  'unexcused-absence-hours',
  'retroactive-difference',
  'set-off',
  'attachment',
] as const
export type LineCode = (typeof LINE_CODES)[number]

/** A figure a line was computed from. */
export type LineInput = { readonly name: string; readonly value: string }

/** One line of a payslip (lønnsslipplinje): an amount that explains itself. */
export type PayLine = {
  readonly code: LineCode
  readonly amountOre: Ore
  /** Exact count as text: `4`, `5/4`, `14/31`. */
  readonly quantity: { readonly value: string; readonly unit: 'month' | 'day' | 'hour' }
  /** The person's share of the benefit that the rate holds: `1`, `2/3`, `5/18`. */
  readonly factor: string
  readonly dates: readonly PlainDate[]
  readonly ruleKeys: readonly string[]
  readonly law: readonly string[]
  readonly inputs: readonly LineInput[]
  /** One sentence in English. */
  readonly explanation: string
}

/** A count with its noun, for sentences: `1 day`, `2 days`, `5/4 hours`. */
export const counted = (count: number | string, noun: string): string =>
  `${count} ${noun}${String(count) === '1' ? '' : 's'}`

/** A length of time, for sentences: `4 hours`, `1 h 15 min`, `45 min`. */
export function lengthText(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
  if (rest === 0) return counted(hours, 'hour')
  return hours === 0 ? `${rest} min` : `${hours} h ${rest} min`
}

/** Each text once, in the order of first appearance. */
export const once = (texts: readonly string[]): string[] => [...new Set(texts)]

/** A line before its amount is rounded and limited; `exact` in øre, a reduction is positive. */
export type Reduction = Omit<PayLine, 'amountOre'> & {
  readonly exact: Ratio
  /** The line in øre where a rule rounds what the line leaves, and not the line; else `exact` is rounded. */
  readonly roundedOre?: Ore
}

/** A month on its way through POL11's order: the lines so far and what is left, exact and in øre. */
export type Tally = {
  readonly lines: readonly PayLine[]
  readonly left: Ratio
  readonly leftOre: Ore
}

export const EMPTY_TALLY: Tally = { lines: [], left: ZERO, leftOre: NO_ORE }

const payLine = (of: Reduction, amountOre: Ore): PayLine => ({
  code: of.code,
  amountOre,
  quantity: of.quantity,
  factor: of.factor,
  dates: of.dates,
  ruleKeys: of.ruleKeys,
  law: of.law,
  inputs: of.inputs,
  explanation: of.explanation,
})

/** Adds what is earned: one rounding to the line (POL1). */
export function addEarning(tally: Tally, earning: Reduction): Tally {
  const amountOre = roundToOre(earning.exact)
  return {
    lines: [...tally.lines, payLine(earning, amountOre)],
    left: plus(tally.left, earning.exact),
    leftOre: addOre(tally.leftOre, amountOre),
  }
}

/** Says on a line that what goes beyond what was left lapses (POL7). */
function lapsing(line: PayLine): PayLine {
  const text =
    line.amountOre === NO_ORE
      ? 'Nothing was left to take it from: it lapses (POL7).'
      : 'Only what was left is taken; the rest lapses (POL7).'
  return {
    ...line,
    ruleKeys: [...line.ruleKeys, 'POL7'],
    explanation: `${line.explanation} ${text}`,
  }
}

/**
 * Takes a reduction, never more than is left: what goes beyond lapses (POL7). The limit is compared
 * in exact fractions (POL1); at the limit the line takes the rounded rest, so the month ends at 0.
 */
export function takeReduction(tally: Tally, reduction: Reduction): Tally {
  const { exact } = reduction
  if (compare(exact, ZERO) === 0) return tally
  const order = compare(exact, tally.left)
  const isAll = order >= 0
  const wantedOre = reduction.roundedOre ?? roundToOre(exact)
  const takenOre = isAll || wantedOre > tally.leftOre ? tally.leftOre : wantedOre
  const line = payLine(reduction, negateOre(takenOre))
  return {
    lines: [...tally.lines, order > 0 ? lapsing(line) : line],
    left: isAll ? ZERO : minus(tally.left, exact),
    leftOre: subtractOre(tally.leftOre, takenOre),
  }
}

/** What a step of the order took, exactly: for POL8's comparison. */
export const taken = (before: Tally, after: Tally): Ratio => minus(before.left, after.left)
