import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import t from 'tap'
import { PERIODS, type Period } from '../../src/tax/periods.ts'
import { TAX_YEARS, withholdFromTable } from '../../src/tax/years.ts'

/** The whole set of the Tax Administration's figures, where it lies beside the repository. */
const WHOLE_SET = resolve(import.meta.dirname, '../../../../../shared/data/tax')

type Figure = { year: number; table: string; period: Period; grossKroner: number; withheld: number }

const rowsOf = (file: string): string[][] =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','))

const figure = (of: { year: string; table: string; period: Period }, sums: string[]): Figure => {
  const [grossKroner = Number.NaN, withheld = Number.NaN] = sums.map(Number)
  return { ...of, year: Number(of.year), grossKroner, withheld }
}

/** The figures that the official routine gives and ours does not. */
const wrong = (figures: Figure[]) =>
  figures.flatMap(({ withheld, ...entry }) => {
    const ours = withholdFromTable(entry)
    return ours === withheld ? [] : [{ ...entry, withheld, ours }]
  })

t.test('every official figure carried over, of every class and period, to the krone', async (t) => {
  const figures = rowsOf(resolve(import.meta.dirname, 'official.csv')).map(
    ([year = '', table = '', period, ...sums]) => {
      const known = PERIODS.find((one) => one === period)
      return figure({ year, table, period: known ?? 'month' }, known === undefined ? [] : sums)
    },
  )
  t.equal(figures.length, 697)
  t.equal(new Set(figures.map((one) => one.period)).size, 7)
  t.same(wrong(figures), [])
})

const isHere = existsSync(WHOLE_SET)
t.test(
  'the whole set of official figures, to the krone',
  { skip: isHere ? false : 'the whole set is not beside the repository' },
  async (t) => {
    const figures = rowsOf(`${WHOLE_SET}/withholding-examples.csv`).map(
      ([year = '', table = '', , , period, ...sums]) =>
        figure({ year, table, period: PERIODS[Number(period) - 1] ?? 'month' }, sums),
    )
    t.equal(figures.length, 2831)
    t.same(wrong(figures), [])
  },
)

t.test(
  'every table of every year is there, with its deduction',
  { skip: isHere ? false : 'the whole set is not beside the repository' },
  async (t) => {
    const rows = rowsOf(`${WHOLE_SET}/tables.csv`)
    const missing = rows.filter(([year, table = '', , , deduction, allowance]) => {
      const ours = TAX_YEARS.get(Number(year))?.get(table)
      return ours?.allowance !== Number(deduction) + Number(allowance)
    })
    t.same(missing, [])
    const count = [...TAX_YEARS.values()].reduce((sum, tables) => sum + tables.size, 0)
    t.equal(count, rows.length)
  },
)

t.test('every data file is read, and is of the year it is named by', async (t) => {
  const files = readdirSync(resolve(import.meta.dirname, '../../src/tax/data')).toSorted()
  t.same(
    [...TAX_YEARS.keys()].map((year) => `${year}.json`),
    files,
  )
})

/** Full month's benefit under the tables of the year, as published. */
const WORKED: [year: number, table: string, gross: number, withheld: number][] = [
  [2026, '8010', 22_758, 3479],
  [2026, '8000', 22_758, 3689],
  [2026, '8020', 22_758, 3270],
  [2026, '8030', 22_758, 3060],
  [2026, '9010', 22_758, 3898],
  [2026, '7300', 22_758, 3036],
  [2026, '8000', 21_693, 3291],
  [2026, '8010', 21_693, 3082],
  [2025, '8000', 21_693, 3524],
  [2025, '8010', 21_693, 3315],
  [2024, '7100', 20_671, 3397],
  [2024, '7100P', 20_671, 2883],
]
for (const [year, table, grossKroner, withheld] of WORKED) {
  t.test(
    `${year}: table ${table} withholds ${withheld} of a month of ${grossKroner}`,
    async (t) => {
      t.equal(withholdFromTable({ year, table, period: 'month', grossKroner }), withheld)
    },
  )
}

t.test('a middle between two kroner goes where the official routine lets it go', async (t) => {
  const days = { year: 2019, table: '7100', period: '4-days', grossKroner: 11_240 } as const
  t.equal(withholdFromTable(days), 3756, 'exact arithmetic alone would give 3757')
  const month = { year: 2016, table: '7103', period: 'month', grossKroner: 18_700 } as const
  t.equal(withholdFromTable(month), 3782, 'exact arithmetic alone would give 3783')
})

t.test(
  'above the top of a table to 2024 the excess percent is added, from 2025 the formula goes on',
  async (t) => {
    const at = (year: number, table: string, grossKroner: number) =>
      withholdFromTable({ year, table, period: 'month', grossKroner })
    const [top, above] = [at(2024, '7100', 99_799), at(2024, '7100', 199_850)]
    t.equal(Number(above) - Number(top) > 0.53 * 100_000, true)
    t.equal(at(2016, '7100', 79_801), Number(at(2016, '7100', 79_800)) + 1, 'the gross counts')
    t.equal(Number(at(2016, '7100', 79_900)) - Number(at(2016, '7100', 79_800)), 54)
    t.equal(Number(at(2016, '7100', 79_950)) - Number(at(2016, '7100', 79_800)), 81)
    t.equal(at(2025, '8210', 336_296), 164_103)
  },
)

t.test('a table or a year that is not there is refused with what to do', async (t) => {
  const at = (year: number, table: string) =>
    withholdFromTable({ year, table, period: 'month', grossKroner: 20_000 })
  t.match(at(2026, '7100'), { refused: 'tax-table-unknown', pointer: '/table' })
  t.match(at(2025, '7100P'), { refused: 'tax-table-unknown' })
  t.match(at(2015, '7100'), { refused: 'tax-year-unknown', pointer: '/year' })
  t.match(at(2027, '8000'), { refused: 'tax-year-unknown', detail: /2016 to 2026/ })
})

t.test('a gross that is no whole, payable amount stops', async (t) => {
  for (const grossKroner of [-1, 0.5, Number.NaN, 100_000_001]) {
    t.throws(() => withholdFromTable({ year: 2026, table: '8000', period: 'month', grossKroner }))
  }
})
