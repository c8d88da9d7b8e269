import { kroner, NO_ORE, type Ore, subtractOre } from '../values/ore.ts'
import type { LineCode, PayLine } from './line.ts'
import type { TaxedResult } from './taxed-month.ts'

/** One kind of line before and after; a line that is only there on one side is 0 on the other. */
export type LineChange = {
  readonly code: LineCode
  /** The person's share in the rate: lines of different shares are compared apart. */
  readonly factor: string
  readonly beforeOre: Ore
  readonly afterOre: Ore
  readonly differenceOre: Ore
}

/** What a month would come to under other facts. */
export type Comparison = {
  readonly lines: readonly LineChange[]
  readonly grossOre: Ore
  readonly withheldOre: Ore
  readonly netOre: Ore
  /** One sentence in English. */
  readonly explanation: string
}

/** What a line is the same kind of thing as. */
const kindOf = ({ code, factor, quantity }: PayLine): string =>
  `${code} ${factor} ${code === 'leave-without-benefit' ? quantity.unit : ''}`

/**
 * Sums each kind's lines on both sides, in the order in which they are said; only those that differ.
 * The differences add up to that of the gross.
 */
function changesOf(before: readonly PayLine[], after: readonly PayLine[]): LineChange[] {
  const all = [...before, ...after]
  const kinds = new Map(all.map((line) => [kindOf(line), line]))
  const sum = (lines: readonly PayLine[], kind: string): Ore =>
    lines.reduce(
      (total, line) => (kindOf(line) === kind ? ((total + line.amountOre) as Ore) : total),
      NO_ORE,
    )
  return [...kinds].flatMap(([kind, { code, factor }]) => {
    const [beforeOre, afterOre] = [sum(before, kind), sum(after, kind)]
    const differenceOre = subtractOre(afterOre, beforeOre)
    return differenceOre === 0 ? [] : [{ code, factor, beforeOre, afterOre, differenceOre }]
  })
}

const said = (amount: Ore): string =>
  amount === 0
    ? 'the same'
    : `${kroner(amount < 0 ? (-amount as Ore) : amount)} kr ${amount < 0 ? 'less' : 'more'}`

/** The difference between two calculations, line by line: `after` less `before`. */
export function compareMonths(before: TaxedResult, after: TaxedResult): Comparison {
  const grossOre = subtractOre(after.calculated.grossOre, before.calculated.grossOre)
  const withheldOre = subtractOre(after.withheldOre, before.withheldOre)
  const netOre = subtractOre(after.netOre, before.netOre)
  return {
    lines: changesOf(before.calculated.lines, after.calculated.lines),
    grossOre,
    withheldOre,
    netOre,
    explanation: `Under the changed facts the benefit is ${said(grossOre)}, withheld tax ${said(withheldOre)}, and what is paid out ${said(netOre)}.`,
  }
}
