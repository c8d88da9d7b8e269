import { parseArgs } from 'node:util'
import { SERVICES } from '@fotfeste/contracts/contract.ts'
import { emptyData, readSuiteSettings } from './suite/settings.ts'
import { untilAskedToStop } from './suite/stopping.ts'
import { type Suite, startSuite } from './suite/suite.ts'

const USAGE = `pnpm start [--fresh]

Runs the suite for development: an embedded PostgreSQL under .data/, a token issuer that gives anybody
any token, and the four services. Ctrl-C stops everything.

  --fresh              empty .data/ first
  PORT_BASE=4100       issuer there, the services on the next four ports, the database nine above
  DATABASE_URL=...     your own PostgreSQL instead; the role must be able to create databases and roles
`

function table({ issuer, services, databaseUrl }: Suite): string {
  const rows = [
    ['issuer', issuer, 'POST /token'],
    ...SERVICES.map((service) => [service, services[service], `${services[service]}/docs`]),
    ['database', new URL(databaseUrl).host, ''],
  ]
  return rows
    .map(([name = '', url = '', more]) => `  ${name.padEnd(14)}${url.padEnd(26)}${more}`)
    .join('\n')
}

const tokenExample = (issuer: string): string =>
  `  curl -s ${issuer}/token -d grant_type=client_credentials -d consumer=940101808 -d sub=kari -d 'scope=fotfeste:settlement.read fotfeste:settlement.write'`

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { fresh: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  })
  if (values.help) return console.log(USAGE)
  const settings = readSuiteSettings(process.env, {
    folder: '.data',
    prefix: '',
    replies: 'fast',
    durable: true,
  })
  if (values.fresh && settings.databaseUrl) {
    throw new Error(
      '--fresh does not empty a database of your own (DATABASE_URL): do that yourself.',
    )
  }
  const began = performance.now()
  const asked = untilAskedToStop()
  if (values.fresh) await emptyData(settings)
  const suite = await startSuite(settings, (line) => console.log(line))
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  console.log(
    `Fotfeste is ready after ${seconds} s.\n\n${table(suite)}\n\nA token:\n${tokenExample(suite.issuer)}\n\nCtrl-C stops everything.`,
  )
  await asked
  console.log('Stopping.')
  await suite.stop()
}

await main().catch((error: Error) => {
  console.error(error.message)
  process.exitCode = 1
})
