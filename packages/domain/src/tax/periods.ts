/** The pay periods that withholding tables are made for, as the contract names them. */
export const PERIODS = ['month', '14-days', 'week', '4-days', '3-days', '2-days', '1-day'] as const
export type Period = (typeof PERIODS)[number]

/** The classes of withholding tables: vanlig, pensjonist, standardfradrag, Finnmark, sjø, spesial. */
export const TABLE_KINDS = [
  'wage',
  'pension',
  'standard-deduction',
  'finnmark',
  'sea',
  'special',
] as const
export type TableKind = (typeof TABLE_KINDS)[number]

/** Width of a table step in kroner: every gross inside one step has the same tax. */
export const STEP_WIDTHS: Readonly<Record<Period, number>> = {
  month: 100,
  '14-days': 50,
  week: 20,
  '4-days': 20,
  '3-days': 20,
  '2-days': 20,
  '1-day': 20,
}

/** How one period's pay becomes a year's, and the year's tax one period's withholding. */
export type PeriodTerms = {
  /** Periods of income in a year, in hundredths: 12.12 months with holiday pay is 1212. */
  readonly incomeHundredths: number
  /** Periods of withholding in a year as a fraction: 10.5 months is 21/2. */
  readonly withheld: { readonly num: number; readonly den: number }
}

type Row = readonly [incomeHundredths: number, num: number, den: number]

/** Wage: half of December and the month of holiday pay are free; 1 % is added for the holiday pay. */
const WAGE: Readonly<Record<Period, Row>> = {
  month: [1212, 21, 2],
  '14-days': [2626, 23, 1],
  week: [5252, 46, 1],
  '4-days': [6060, 60 * 46, 52],
  '3-days': [8080, 80 * 46, 52],
  '2-days': [12_120, 120 * 46, 52],
  '1-day': [24_240, 240 * 46, 52],
}

/** Pension to 2024: one month of the year is free. */
const PENSION: Readonly<Record<Period, Row>> = {
  month: [1200, 11, 1],
  '14-days': [2600, 24, 1],
  week: [5200, 48, 1],
  '4-days': [9100, 91 * 11, 12],
  '3-days': [12_200, 122 * 11, 12],
  '2-days': [18_300, 183 * 11, 12],
  '1-day': [36_500, 365 * 11, 12],
}

/** The other classes without twelve months' withholding. */
const OTHER: Readonly<Record<Period, Row>> = {
  month: [1200, 21, 2],
  '14-days': [2600, 23, 1],
  week: [5200, 46, 1],
  '4-days': [9100, 91 * 21, 24],
  '3-days': [12_200, 122 * 21, 24],
  '2-days': [18_300, 183 * 21, 24],
  '1-day': [36_500, 365 * 21, 24],
}

/** Withholding in all twelve months: as many periods of withholding as of income. */
const TWELVE_MONTHS: Readonly<Record<Period, Row>> = {
  month: [1200, 12, 1],
  '14-days': [2600, 26, 1],
  week: [5200, 52, 1],
  '4-days': [9100, 91, 1],
  '3-days': [12_200, 122, 1],
  '2-days': [18_300, 183, 1],
  '1-day': [36_500, 365, 1],
}

const rowsOf = (kind: TableKind, twelveMonths: boolean): Readonly<Record<Period, Row>> => {
  if (kind === 'wage') return WAGE
  if (kind === 'pension') return PENSION
  return twelveMonths ? TWELVE_MONTHS : OTHER
}

/** The terms of one class of tables for every period. */
export function periodTerms(
  kind: TableKind,
  twelveMonths: boolean,
): Readonly<Record<Period, PeriodTerms>> {
  const rows = rowsOf(kind, twelveMonths)
  const terms = (period: Period): PeriodTerms => {
    const [incomeHundredths, num, den] = rows[period]
    return { incomeHundredths, withheld: { num, den } }
  }
  return {
    month: terms('month'),
    '14-days': terms('14-days'),
    week: terms('week'),
    '4-days': terms('4-days'),
    '3-days': terms('3-days'),
    '2-days': terms('2-days'),
    '1-day': terms('1-day'),
  }
}
