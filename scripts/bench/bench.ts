import { parseArgs } from 'node:util'
import { attendanceWrite } from './attendance-write.ts'
import { calculation } from './calculation.ts'
import { correction } from './correction.ts'
import { feed } from './feed.ts'
import { type House, startHouse } from './house.ts'
import { ledger } from './ledger.ts'
import { payRuns } from './pay-runs.ts'
import { personRead } from './person-read.ts'
import type { Measured } from './row.ts'
import { table } from './table.ts'

const USAGE = `pnpm bench [group] [--json]

Measures the suite against floors taken in the same run, on a PostgreSQL of its own under .data/bench/.
Nothing else should run on the machine meanwhile.
`

type Measure = (house: House) => Promise<Measured | Measured[]>

/** Each measure starts what it needs; one that fails ends the run. */
const groups: Readonly<Record<string, readonly Measure[]>> = {
  http: [personRead, attendanceWrite],
  feed: [feed],
  payroll: [calculation, payRuns(10_000, 2), payRuns(50_000, 2), payRuns(200_000, 1), correction],
  ledger: [ledger],
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    allowPositionals: true,
  })
  const [group] = positionals
  if (values.help) return console.log(`${USAGE}\nGroups: ${Object.keys(groups).join(', ')}`)
  const measures = group ? groups[group] : Object.values(groups).flat()
  if (!measures) throw new Error(`${group} is no group: ${Object.keys(groups).join(', ')}`)
  const all: Measured[] = []
  let postgres = ''
  for (const measure of measures) {
    // A house for each: what one measure wrote and started does not burden the next.
    const house = await startHouse()
    postgres = house.postgresVersion
    try {
      all.push(...[await measure(house)].flat())
    } finally {
      await house.stop()
    }
  }
  const command = ['pnpm bench', ...positionals].join(' ')
  console.log(
    values.json ? JSON.stringify(all.map(({ row }) => row)) : table(all, { command, postgres }),
  )
}

await main().catch((error: Error) => {
  console.error(error.message)
  process.exitCode = 1
})
