import { assert } from '../values/assert.ts'
import { type Period, STEP_WIDTHS } from './periods.ts'
import { nearest, officialPercent, share } from './rounding.ts'
import type { Table } from './table.ts'
import type { Deduction } from './year-file.ts'

/** Far above any pay, and small enough for every product below to be exact. */
const MOST_GROSS = 100_000_000

const deduct = ({ rate, least, most }: Deduction, income: number): number =>
  Math.max(least, Math.min(most, share(income, rate)))

/** Alminnelig inntekt: the income less all deductions, never below zero. */
function ordinaryIncome(table: Table, income: number): number {
  const { minimumDeduction, standardDeduction, seaDeduction, allowance } = table
  const minimum = Math.min(deduct(minimumDeduction, income), income)
  const standard = standardDeduction === null ? 0 : deduct(standardDeduction, income)
  const sea = seaDeduction === null ? 0 : deduct(seaDeduction, income)
  return Math.max(0, income - minimum - standard - sea - allowance)
}

/** Trinnskatt: each bracket's share of the income inside it, one rounding of the sum. */
function bracketTax({ brackets }: Table, income: number): number {
  let [sum, official] = [0, 0]
  for (const [at, { above, rate }] of brackets.entries()) {
    if (income <= above) break
    const inside = Math.min(income, brackets[at + 1]?.above ?? income) - above
    sum += inside * rate
    official += (inside * officialPercent(rate)) / 100
  }
  return nearest(sum, 10_000, official)
}

/** Trygdeavgift: none up to the free amount, then a quarter of the rest, then a rate of the whole. */
function contributionOn({ contribution }: Table, income: number): number {
  if (contribution === null || income < contribution.free) return 0
  const { free, stepRate, stepEnds, rate } = contribution
  return income > stepEnds ? share(income, rate) : share(income - free, stepRate)
}

/** The year's tax of a year's income: every tax is rounded by itself before the sum. */
export function yearlyTax(table: Table, income: number): number {
  const ordinary = ordinaryIncome(table, income)
  return (
    share(ordinary, table.municipalRate) +
    share(ordinary, table.jointRate) +
    bracketTax(table, income) +
    contributionOn(table, income)
  )
}

/** The middle of the table's step that holds the gross. */
function middleOfStep(period: Period, grossKroner: number): number {
  const width = STEP_WIDTHS[period]
  return grossKroner - (grossKroner % width) + width / 2
}

/** The income that the formula reads, and what is withheld of the income above the table's top. */
function belowTop({ top }: Table, period: Period, grossKroner: number) {
  const middle = middleOfStep(period, grossKroner)
  if (top === null) return { income: middle, excess: 0 }
  const most = top.amounts[period]
  const byGross = top.comparedWith === 'gross'
  const above = Math.max(0, (byGross ? grossKroner : middle) - most)
  const income = above === 0 ? middle : byGross ? middleOfStep(period, most) : most
  const official = (above * top.excessPercent) / 100
  return { income, excess: nearest(above * top.excessPercent, 100, official) }
}

/**
 * What a table withholds of one period's gross, in whole kroner: the formula of the Tax
 * Administration, by steps, never more than the gross. Sea tables round down, the others to the nearest.
 */
export function withheldBy(table: Table, period: Period, grossKroner: number): number {
  const isAmount = Number.isInteger(grossKroner) && grossKroner >= 0
  assert(isAmount && grossKroner <= MOST_GROSS, `a gross in whole kroner, not ${grossKroner}`)
  const { incomeHundredths, withheld } = table.terms[period]
  const { num, den } = withheld
  const { income, excess } = belowTop(table, period, grossKroner)
  const year = nearest(income * incomeHundredths, 100, income * (incomeHundredths / 100))
  const tax = yearlyTax(table, year)
  const part = tax * den
  const ordinary =
    table.kind === 'sea' ? (part - (part % num)) / num : nearest(part, num, tax / (num / den))
  return Math.min(ordinary + excess, grossKroner)
}
