import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { SERVICES, type ServiceName } from '@fotfeste/contracts/contract.ts'
import { dataVersion } from './data-version.ts'
import {
  type Addresses,
  addressesOf,
  inherited,
  issuerEnvironment,
  serviceEnvironments,
} from './environment.ts'
import { keepPostgres } from './keep-postgres.ts'
import { upToDate } from './migration.ts'
import { type Kept, keepRunning, type News } from './program.ts'
import { ROOT, refuseSecondSuite, type SuiteSettings } from './settings.ts'

/** The running suite. */
export type Suite = Addresses & { readonly databaseUrl: string; stop(): Promise<void> }

type Say = (line: string) => void

/**
 * Starts everything: the database, the issuer, migrations as commands of their own, one process for each
 * service; then writes `suite.json`. What was started is stopped again when a step fails.
 */
export async function startSuite(settings: SuiteSettings, say: Say): Promise<Suite> {
  const stops: (() => Promise<void>)[] = []
  const stop = async () => {
    for (const one of stops.splice(0).reverse()) await one()
  }
  try {
    return { ...(await startAll(settings, say, stops)), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

type Environments = Awaited<ReturnType<typeof serviceEnvironments>>

/** Everything at once: the programs load their modules while the database starts and is brought up to date. */
async function startAll(
  settings: SuiteSettings,
  say: Say,
  stops: (() => Promise<void>)[],
): Promise<Omit<Suite, 'stop'>> {
  await refuseSecondSuite(settings)
  const removeSuiteFile = async () => rmSync(suiteFile(settings), { force: true })
  await removeSuiteFile()
  mkdirSync(join(settings.data, 'logs'), { recursive: true })
  const told = Promise.withResolvers<Environments>()
  const issuer = startIssuer(settings, { say, replaced: () => undefined })
  const services = startServices(settings, told.promise, say)
  const database = startDatabase(settings, say, stops)
  database.then(({ environments }) => told.resolve(environments), told.reject)
  const stopped = async (started: Promise<{ stop(): Promise<void> }>) => {
    stops.push((await started).stop)
  }
  const results = await Promise.allSettled([database, stopped(issuer), stopped(services)])
  const failed = results.find((result) => result.status === 'rejected')
  if (failed) throw failed.reason
  stops.push(removeSuiteFile)
  return { ...addressesOf(settings), databaseUrl: (await database).url }
}

/** The database with its migrations, and what each service must know to use it. */
async function startDatabase(
  settings: SuiteSettings,
  say: Say,
  stops: (() => Promise<void>)[],
): Promise<{ url: string; environments: Environments }> {
  const version = await dataVersion()
  const postgres = settings.databaseUrl ? null : await keepPostgres({ ...settings, version }, say)
  if (postgres) stops.push(postgres.stop)
  const url = settings.databaseUrl ?? postgres?.url ?? ''
  const databases = await upToDate({ url, dataDir: postgres?.dataDir }, { ...settings, version })
  const urls = SERVICES.map((service) => [service, databases[service].serviceUrl])
  return { url, environments: await serviceEnvironments(settings, Object.fromEntries(urls)) }
}

function startIssuer(settings: SuiteSettings, news: News): Promise<Kept> {
  const program = {
    name: 'issuer',
    main: join(ROOT, 'packages/sandbox/src/issuer-main.ts'),
    env: issuerEnvironment(settings),
    readyUrl: `${addressesOf(settings).issuer}/health/live`,
    logFile: join(settings.data, 'logs/issuer.log'),
  }
  return keepRunning(program, news)
}

async function startServices(
  settings: SuiteSettings,
  told: Promise<Environments>,
  say: Say,
): Promise<{ stop(): Promise<void> }> {
  const running = new Map<ServiceName, Kept>()
  const write = () => writeSuiteFile(settings, running)
  const stop = async () => {
    await Promise.all([...running.values()].map((kept) => kept.stop()))
  }
  const one = async (service: ServiceName) => {
    const program = {
      name: service,
      main: join(ROOT, 'services', service, 'src/main.ts'),
      env: inherited(settings.env),
      settings: told.then((environments) => environments[service]),
      readyUrl: `${addressesOf(settings).services[service]}/health/ready`,
      logFile: join(settings.data, 'logs', `${service}.log`),
    }
    running.set(service, await keepRunning(program, { say, replaced: write }))
  }
  const results = await Promise.allSettled(SERVICES.map(one))
  const failed = results.find((result) => result.status === 'rejected')
  if (failed) {
    await stop()
    throw failed.reason
  }
  write()
  return { stop }
}

const suiteFile = ({ data }: SuiteSettings): string => join(data, 'suite.json')

/** Written whole and renamed: whoever finds it finds a suite that is ready. */
function writeSuiteFile(settings: SuiteSettings, running: ReadonlyMap<ServiceName, Kept>): void {
  if (running.size < SERVICES.length) return
  const file = suiteFile(settings)
  const pids = SERVICES.map((service) => [service, running.get(service)?.pid()])
  const content = { ...addressesOf(settings), pids: Object.fromEntries(pids) }
  writeFileSync(`${file}.new`, `${JSON.stringify(content, null, 2)}\n`)
  renameSync(`${file}.new`, file)
}
