import { type Refusal, refuse } from '../values/refusal.ts'
import y2016 from './data/2016.json' with { type: 'json' }
import y2017 from './data/2017.json' with { type: 'json' }
import y2018 from './data/2018.json' with { type: 'json' }
import y2019 from './data/2019.json' with { type: 'json' }
import y2020 from './data/2020.json' with { type: 'json' }
import y2021 from './data/2021.json' with { type: 'json' }
import y2022 from './data/2022.json' with { type: 'json' }
import y2023 from './data/2023.json' with { type: 'json' }
import y2024 from './data/2024.json' with { type: 'json' }
import y2025 from './data/2025.json' with { type: 'json' }
import y2026 from './data/2026.json' with { type: 'json' }
import { withheldBy } from './formula.ts'
import type { Period } from './periods.ts'
import { type Table, type Tables, tablesOf } from './table.ts'

/** Every year's tables. A new year is one data file and its line here. */
export const TAX_YEARS: ReadonlyMap<number, Tables> = new Map(
  [y2016, y2017, y2018, y2019, y2020, y2021, y2022, y2023, y2024, y2025, y2026].map((file) => [
    file.year,
    tablesOf(file),
  ]),
)

export type TableRefusal = 'tax-year-unknown' | 'tax-table-unknown'

/** Finds a table by the number that a tax card (skattekort) gives. */
export function tableOf(year: number, number: string): Refusal<TableRefusal> | Table {
  const tables = TAX_YEARS.get(year)
  if (tables === undefined) {
    const known = [...TAX_YEARS.keys()]
    return refuse(
      'tax-year-unknown',
      `No withholding tables of ${year} are known; give a year from ${known[0]} to ${known.at(-1)}.`,
      '/year',
    )
  }
  const table = tables.get(number)
  if (table !== undefined) return table
  return refuse(
    'tax-table-unknown',
    `${year} has no withholding table ${number}; give the number that the tax card of that year gives.`,
    '/table',
  )
}

/** One look-up in an official withholding table. */
export type TableEntry = {
  readonly year: number
  readonly table: string
  readonly period: Period
  /** Whole kroner: øre are dropped before the look-up (skattebetalingsforskriften § 5-10-4). */
  readonly grossKroner: number
}

/** What the official withholding table of a year withholds, in whole kroner. */
export function withholdFromTable(entry: TableEntry): Refusal<TableRefusal> | number {
  const table = tableOf(entry.year, entry.table)
  return 'refused' in table ? table : withheldBy(table, entry.period, entry.grossKroner)
}
