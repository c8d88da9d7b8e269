import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { compareFigures } from './demo/figures.ts'
import { play } from './demo/play.ts'
import { report, verdict } from './demo/report.ts'
import { openStage } from './demo/stage.ts'
import { dropDatabases } from './suite/databases.ts'
import { emptyData, readSuiteSettings } from './suite/settings.ts'
import { untilAskedToStop } from './suite/stopping.ts'
import { type Suite, startSuite } from './suite/suite.ts'

const USAGE = `pnpm demo [--once]

Plays a synthetic Tromsø from IMDi's request to the June payment, through the four services' own APIs,
and explains what happened. Leaves the suite running until Ctrl-C.

  --once               end after the report; exit code 1 when a figure differs from the expected ones
  PORT_BASE=4100       where the ports begin
`

async function playAndReport(suite: Suite, began: number, folder: string): Promise<boolean> {
  const seconds = () => `${((performance.now() - began) / 1000).toFixed(1).padStart(5)} s`
  console.log(`${seconds()}  the suite runs: database, issuer and four services`)
  const stage = openStage(suite)
  const tell = (day: string, what: string) => console.log(`${seconds()}  ${day}  ${what}`)
  const story = await play(stage, tell, folder)
  const { compared, differences } = compareFigures(story)
  console.log(report(story, stage))
  console.log(`\n${verdict(compared, differences)}`)
  console.log(`${stage.calls()} calls; played in${seconds()}.`)
  return differences.length === 0
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { once: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  })
  if (values.help) return console.log(USAGE)
  const began = performance.now()
  const asked = untilAskedToStop().then(() => 'asked' as const)
  const own = { folder: '.data/demo', prefix: 'demo_', replies: 'checked', durable: false } as const
  const settings = readSuiteSettings(process.env, own)
  await emptyData(settings)
  if (settings.databaseUrl) await dropDatabases(settings.databaseUrl, settings.prefix)
  const suite = await startSuite(settings, (line) => console.log(line))
  try {
    const outcome = await Promise.race([
      playAndReport(suite, began, join(settings.data, 'documents')),
      asked,
    ])
    if (outcome !== true) process.exitCode = 1
    if (outcome !== 'asked' && !values.once) {
      console.log('\nThe suite goes on running. Ctrl-C stops it.')
      await asked
    }
    if (!values.once) console.log('Stopping.')
  } finally {
    await suite.stop()
  }
}

main().then(
  // What was still playing when it was asked to stop has nobody to talk to any more.
  () => process.exit(),
  (error: Error) => {
    console.error(error.message)
    process.exit(1)
  },
)
