import { assert } from '../values/assert.ts'
import { type Period, type PeriodTerms, periodTerms, type TableKind } from './periods.ts'
import type { Rate } from './rounding.ts'
import {
  type ContributionRate,
  checkYearFile,
  type Deduction,
  isContribution,
  isTableKind,
  type TableGroup,
  type YearFile,
} from './year-file.ts'

/** One withholding table (trekktabell) with everything its formula reads; whole kroner a year. */
export type Table = {
  readonly kind: TableKind
  readonly twelveMonths: boolean
  readonly terms: Readonly<Record<Period, PeriodTerms>>
  /** Personal allowance and table deduction together. */
  readonly allowance: number
  readonly minimumDeduction: Deduction
  readonly standardDeduction: Deduction | null
  readonly seaDeduction: Deduction | null
  readonly municipalRate: Rate
  readonly jointRate: Rate
  readonly brackets: readonly { readonly above: number; readonly rate: Rate }[]
  readonly contribution: Contribution | null
  readonly top: Top | null
}

/** The national insurance contribution (trygdeavgift) that a table holds. */
export type Contribution = ContributionRate & { readonly free: number; readonly stepRate: Rate }

/** Where a table to 2024 ends, and what is withheld of the rest. */
export type Top = {
  readonly comparedWith: 'gross' | 'step'
  readonly amounts: Readonly<Record<Period, number>>
  readonly excessPercent: number
}

/** A year's tables by their number, as Skatteetaten writes it (`8010`, `7100P`). */
export type Tables = ReadonlyMap<string, Table>

function topOf({ top }: YearFile, { excessPercent }: TableGroup): Top | null {
  if (top === null || excessPercent === null) return null
  const comparedWith = top.comparedWith === 'gross' ? 'gross' : 'step'
  return { comparedWith, amounts: top.amounts, excessPercent }
}

function contributionOf(file: YearFile, group: TableGroup): Contribution | null {
  assert(isContribution(group.contribution), `${group.contribution} is a contribution`)
  if (group.contribution === 'none') return null
  const { free, stepRate } = file.contribution
  return { free, stepRate, ...file.contribution[group.contribution] }
}

function minimumDeductionOf({ minimumDeduction }: YearFile, kind: TableKind): Deduction {
  const { wage, pension, sea } = minimumDeduction
  if (kind === 'sea') return sea
  if (kind !== 'pension') return wage
  assert(pension !== null, 'pension tables have their deduction')
  return pension
}

function groupTerms(file: YearFile, group: TableGroup): Omit<Table, 'allowance'> {
  const { kind, twelveMonths } = group
  assert(isTableKind(kind), `${kind} is a class of tables`)
  const isFinnmark = kind === 'finnmark'
  const hasStandard = isFinnmark || kind === 'standard-deduction' || kind === 'sea'
  return {
    kind,
    twelveMonths,
    terms: periodTerms(kind, twelveMonths),
    minimumDeduction: minimumDeductionOf(file, kind),
    standardDeduction: hasStandard ? { ...file.standardDeduction, least: 0 } : null,
    seaDeduction: kind === 'sea' ? { ...file.seaDeduction, least: 0 } : null,
    municipalRate: file.municipalRate,
    jointRate: isFinnmark ? file.finnmarkJointRate : file.jointRate,
    brackets: file.brackets.map(({ above, rate, finnmarkRate }) => ({
      above,
      rate: isFinnmark ? finnmarkRate : rate,
    })),
    contribution: contributionOf(file, group),
    top: topOf(file, group),
  }
}

/** Builds a year's tables of its data file, and stops on a broken one. */
export function tablesOf(file: YearFile): Tables {
  checkYearFile(file)
  const tables = new Map<string, Table>()
  for (const group of file.groups) {
    const terms = groupTerms(file, group)
    for (const [number, deduction] of Object.entries(group.tables)) {
      assert(
        deduction !== undefined && !tables.has(number),
        `${file.year}: ${number} is there once`,
      )
      tables.set(number, { ...terms, allowance: group.allowance + deduction })
    }
  }
  return tables
}
