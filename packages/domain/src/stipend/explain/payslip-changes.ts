import type { Month } from '../../values/month.ts'
import { negateOre, type Ore, subtractOre, sumOre } from '../../values/ore.ts'
import { LINE_CODES, type LineCode, type PayLine } from '../line.ts'
import { amountText, monthText, WORDINGS } from './forms.ts'
import type { ExplainedLine } from './line-words.ts'
import type { Language } from './wording.ts'

/** What a payslip comes to. */
export type PayslipFigures = {
  readonly month: Month
  readonly lines: readonly ExplainedLine[]
  readonly attachments: readonly PayLine[]
  readonly grossOre: Ore
  readonly withheldOre: Ore
  readonly attachedOre: Ore
  readonly netOre: Ore
}

/** A comparison as a table, or why there is none. */
export type PayslipChanges = {
  readonly heading: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** Instead of a table, where there is nothing to compare. */
  readonly text: string | null
}

/** An amount with its sign: what is taken has a minus. */
export const signed = (language: Language, amount: Ore): string =>
  `${amount < 0 ? '\u2212' : ''}${amountText(language, amount)}`

const changed = (language: Language, amount: Ore): string =>
  `${amount > 0 ? '+' : ''}${signed(language, amount)}`

const sumOf = (figures: PayslipFigures, code: LineCode): Ore =>
  sumOre(figures.lines.filter(({ line }) => line.code === code).map(({ line }) => line.amountOre))

/** The kinds of amount that differ from the payslip before, and what is paid. */
function changesOf(language: Language, before: PayslipFigures, now: PayslipFigures): string[][] {
  const { labels, lines: names } = WORDINGS[language]
  const pairs: [string, Ore, Ore][] = [
    ...LINE_CODES.map((code): [string, Ore, Ore] => [
      names[code],
      sumOf(before, code),
      sumOf(now, code),
    ]),
    [labels.tax, negateOre(before.withheldOre), negateOre(now.withheldOre)],
    [names.attachment, negateOre(before.attachedOre), negateOre(now.attachedOre)],
  ]
  const paid: [string, Ore, Ore] = [labels.paid, before.netOre, now.netOre]
  const differing = pairs.filter(([, was, is]) => was !== is)
  return (differing.length === 0 ? [] : [...differing, paid]).map(([label, was, is]) => [
    label,
    signed(language, was),
    signed(language, is),
    changed(language, subtractOre(is, was)),
  ])
}

/** What changed since the payslip before, which is null for a person's first. */
export function payslipChanges(
  language: Language,
  before: PayslipFigures | null,
  now: PayslipFigures,
): PayslipChanges {
  const { labels } = WORDINGS[language]
  const columns = [labels.what, labels.before, labels.now, labels.change]
  if (before === null) {
    return { heading: labels.changes, columns, rows: [], text: labels['first-payslip'] }
  }
  const heading = `${labels.changes} (${monthText(language, before.month)})`
  const rows = changesOf(language, before, now)
  return { heading, columns, rows, text: rows.length === 0 ? labels['nothing-changed'] : null }
}
