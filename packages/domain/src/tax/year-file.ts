import { assert } from '../values/assert.ts'
import { PERIODS, type Period, STEP_WIDTHS, TABLE_KINDS, type TableKind } from './periods.ts'
import { nearest, type Rate } from './rounding.ts'

/** A deduction that is a share of the income within limits, in whole kroner. */
export type Deduction = { readonly rate: Rate; readonly least: number; readonly most: number }

/** One step of the bracket tax (trinnskatt); Finnmark and Nord-Troms had a rate of their own to 2023. */
export type Bracket = { readonly above: number; readonly rate: Rate; readonly finnmarkRate: Rate }

/** One rate of the national insurance contribution; up to `stepEnds` a quarter of what is not free. */
export type ContributionRate = { readonly rate: Rate; readonly stepEnds: number }

export const CONTRIBUTIONS = ['none', 'low', 'high'] as const
export type Contribution = (typeof CONTRIBUTIONS)[number]

/** What all tables of a year share: rates in hundredths of a percent, amounts in whole kroner a year. */
export type YearRates = {
  readonly municipalRate: Rate
  readonly jointRate: Rate
  readonly finnmarkJointRate: Rate
  readonly brackets: readonly Bracket[]
  readonly contribution: {
    readonly free: number
    readonly stepRate: Rate
    readonly low: ContributionRate
    readonly high: ContributionRate
  }
  /** Minstefradrag as the tables use it: 88 % of the law's. No pension tables, no pension deduction. */
  readonly minimumDeduction: {
    readonly wage: Deduction
    readonly pension: Deduction | null
    readonly sea: Deduction
  }
  readonly standardDeduction: { readonly rate: Rate; readonly most: number }
  readonly seaDeduction: { readonly rate: Rate; readonly most: number }
}

/** To 2024: the income at which a table ends, and whether the step's middle or the gross is compared. */
export type TableTop = {
  readonly comparedWith: string
  readonly amounts: Readonly<Record<Period, number>>
}

/** Tables that differ in their table deduction (tabellfradrag) alone; an addition is negative. */
export type TableGroup = {
  readonly kind: string
  readonly contribution: string
  /** The personal allowance (personfradrag), or that of class 2. */
  readonly allowance: number
  readonly twelveMonths: boolean
  /** Percent of what lies above the table's top; null from 2025, when the formula has no top. */
  readonly excessPercent: number | null
  readonly tables: Readonly<Record<string, number | undefined>>
}

/** One year's data file. */
export type YearFile = YearRates & {
  readonly year: number
  readonly source: string
  readonly top: TableTop | null
  readonly groups: readonly TableGroup[]
}

export const isTableKind = (text: string): text is TableKind =>
  TABLE_KINDS.some((kind) => kind === text)
export const isContribution = (text: string): text is Contribution =>
  CONTRIBUTIONS.some((one) => one === text)

const isRate = (rate: Rate): boolean => Number.isInteger(rate) && rate > 0 && rate < 10_000
const isAmount = (amount: number): boolean => Number.isInteger(amount) && amount >= 0

function checkDeduction(year: number, { rate, least, most }: Deduction): void {
  assert(isRate(rate), `${year}: a deduction has a rate`)
  assert(isAmount(least) && isAmount(most) && least < most, `${year}: a deduction has its limits`)
}

/** The step ends where a quarter of what exceeds the free amount meets the rate of the whole. */
function checkContribution({ year, contribution }: YearFile): void {
  const { free, stepRate } = contribution
  assert(isAmount(free) && isRate(stepRate), `${year}: a contribution has its free amount`)
  for (const { rate, stepEnds } of [contribution.low, contribution.high]) {
    assert(isRate(rate) && rate < stepRate, `${year}: a contribution has its rate`)
    const [num, den] = [free * stepRate, stepRate - rate]
    assert(stepEnds === nearest(num, den, num / den), `${year}: the step ends at ${stepEnds}`)
  }
}

function checkTop(year: number, { comparedWith, amounts }: TableTop): void {
  for (const period of PERIODS) {
    const amount = amounts[period]
    assert(amount > 0 && amount % STEP_WIDTHS[period] === 0, `${year}: ${period} ends with a step`)
  }
  const isKnown = comparedWith === 'gross' || comparedWith === 'step'
  assert(isKnown, `${year}: the top is compared with the gross or the step`)
}

function checkGroup(file: YearFile, group: TableGroup): void {
  const { year, top } = file
  const { kind, contribution, allowance, twelveMonths, excessPercent, tables } = group
  assert(isTableKind(kind), `${year}: ${kind} is a class of tables`)
  assert(isContribution(contribution), `${year}: ${contribution} is a contribution`)
  assert(isAmount(allowance), `${year}: an allowance is whole kroner`)
  const isPlain = kind === 'wage' || kind === 'pension'
  assert(!(isPlain && twelveMonths), `${year}: ${kind} is not withheld in twelve months`)
  assert((excessPercent === null) === (top === null), `${year}: a top has its percent`)
  assert(
    excessPercent === null || isRate(excessPercent * 100),
    `${year}: the percent above the top is whole`,
  )
  for (const [table, deduction] of Object.entries(tables)) {
    assert(/^\d{4}P?$/.test(table), `${year}: ${table} is a table`)
    assert(table.endsWith('P') === (kind === 'pension'), `${year}: ${table} is in its class`)
    assert(Number.isInteger(deduction), `${year}: ${table} has whole kroner`)
  }
}

/** Stops on a data file that cannot be right, so that a bad year never withholds anything. */
export function checkYearFile(file: YearFile): void {
  const { year, brackets, top, groups, minimumDeduction } = file
  assert(Number.isInteger(year) && year >= 2016, `${year} is a year with tables`)
  assert(file.source.length > 0, `${year}: the data name their source`)
  const rates = [file.municipalRate, file.jointRate, file.finnmarkJointRate]
  assert(rates.every(isRate), `${year}: the taxes on ordinary income have their rates`)
  brackets.forEach(({ above, rate, finnmarkRate }, at) => {
    assert(isRate(rate) && isRate(finnmarkRate), `${year}: bracket ${at} has its rates`)
    assert(above > (brackets[at - 1]?.above ?? 0), `${year}: bracket ${at} is in its order`)
  })
  checkContribution(file)
  for (const one of Object.values(minimumDeduction)) if (one !== null) checkDeduction(year, one)
  checkDeduction(year, { ...file.standardDeduction, least: 0 })
  checkDeduction(year, { ...file.seaDeduction, least: 0 })
  if (top !== null) checkTop(year, top)
  for (const group of groups) checkGroup(file, group)
  const hasPension = groups.some((group) => group.kind === 'pension')
  assert(hasPension === (minimumDeduction.pension !== null), `${year}: pension has its deduction`)
}
