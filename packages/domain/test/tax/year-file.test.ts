import t from 'tap'
import y2024 from '../../src/tax/data/2024.json' with { type: 'json' }
import y2026 from '../../src/tax/data/2026.json' with { type: 'json' }
import { tablesOf } from '../../src/tax/table.ts'
import type { TableGroup, YearFile } from '../../src/tax/year-file.ts'

const file: YearFile = y2026
const old: YearFile = y2024
const [group] = file.groups
const contribution = file.contribution

const withGroup = (changes: Partial<TableGroup>): YearFile => ({
  ...file,
  groups: group === undefined ? [] : [{ ...group, ...changes }],
})

t.test('a good file gives its tables', async (t) => {
  t.equal(tablesOf(file).size, 96)
  t.equal(tablesOf(old).size, 83)
})

const BROKEN: [why: string, broken: YearFile][] = [
  ['a year before the tables', { ...file, year: 2015 }],
  ['no source', { ...file, source: '' }],
  ['a rate of nothing', { ...file, municipalRate: 0 }],
  ['a rate of the whole', { ...file, jointRate: 10_000 }],
  ['half a hundredth', { ...file, finnmarkJointRate: 470.5 }],
  ['a bracket without rate', { ...file, brackets: [{ above: 1, rate: 0, finnmarkRate: 1 }] }],
  [
    'brackets out of order',
    {
      ...file,
      brackets: [
        { above: 2, rate: 1, finnmarkRate: 1 },
        { above: 2, rate: 1, finnmarkRate: 1 },
      ],
    },
  ],
  ['a free amount below zero', { ...file, contribution: { ...contribution, free: -1 } }],
  [
    'a low rate that is none',
    { ...file, contribution: { ...contribution, low: { rate: 0, stepEnds: 99_650 } } },
  ],
  [
    'a step that ends elsewhere',
    { ...file, contribution: { ...contribution, high: { rate: 760, stepEnds: 143_176 } } },
  ],
  ['a deduction without limit', { ...file, standardDeduction: { rate: 1000, most: 0 } }],
  ['a deduction without rate', { ...file, seaDeduction: { rate: 0, most: 1 } }],
  [
    'a pension deduction without pension tables',
    {
      ...file,
      minimumDeduction: { ...file.minimumDeduction, pension: { rate: 1, least: 0, most: 1 } },
    },
  ],
  [
    'pension tables without their deduction',
    { ...old, minimumDeduction: { ...old.minimumDeduction, pension: null } },
  ],
  ['a class that is none', withGroup({ kind: 'lottery' })],
  ['a contribution that is none', withGroup({ contribution: 'middle' })],
  ['an allowance with øre', withGroup({ allowance: 1.5 })],
  ['wage in twelve months', withGroup({ twelveMonths: true })],
  ['a percent without a top', withGroup({ excessPercent: 54 })],
  ['a number that is no table', withGroup({ tables: { '80': 0 } })],
  ['a pension table among wages', withGroup({ tables: { '8000P': 0 } })],
  ['a deduction with øre', withGroup({ tables: { '8000': 0.5 } })],
  ['a table without deduction', withGroup({ tables: { '8000': undefined } })],
  [
    'a table twice',
    { ...file, groups: [...file.groups, ...withGroup({ tables: { '7300': 0 } }).groups] },
  ],
  ['a top without percent', { ...file, top: old.top }],
  ['no top for its percent', { ...old, top: null }],
  [
    'a top inside a step',
    { ...old, top: old.top && { ...old.top, amounts: { ...old.top.amounts, week: 10 } } },
  ],
  ['a top compared with nothing', { ...old, top: old.top && { ...old.top, comparedWith: 'net' } }],
  [
    'half a percent above the top',
    { ...old, groups: old.groups.map((one) => ({ ...one, excessPercent: 54.55555 })) },
  ],
]

for (const [why, broken] of BROKEN) {
  t.test(`a file with ${why} stops at load`, async (t) => {
    t.throws(() => tablesOf(broken), /invariant broken/)
  })
}
