import { rmSync } from 'node:fs'
import { connect } from 'node:net'
import { resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { SERVICES, type ServiceName } from '@fotfeste/contracts/contract.ts'
import { erasePostgres, findHome } from '@fotfeste/sandbox/postgres-home.ts'
import { meetEarlierServer } from '@fotfeste/sandbox/postgres-lock.ts'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const DEFAULT_PORT_BASE = 4100
const POSTGRES_OFFSET = 9
const GRACE_TRIES = 8

/** Where one run of the suite listens and keeps its things. */
export type SuiteSettings = {
  readonly data: string
  readonly portBase: number
  /** An own PostgreSQL; without it the embedded one is started. */
  readonly databaseUrl: string | undefined
  /** Put before the name of each database and role, so that demo and start do not meet in one server. */
  readonly prefix: '' | 'demo_'
  readonly replies: 'fast' | 'checked'
  /** Whether the embedded database survives the loss of power; the demo's is thrown away. */
  readonly durable: boolean
  readonly env: Readonly<Record<string, string | undefined>>
}

/** Ports by `PORT_BASE`: issuer, the four services in the order of `SERVICES`, and the database last. */
export function portsOf(portBase: number): Record<'issuer' | 'postgres' | ServiceName, number> {
  const [settlement, introduction, payroll, guides] = SERVICES.map((_, at) => portBase + at + 1)
  return {
    issuer: portBase,
    settlement: settlement ?? 0,
    introduction: introduction ?? 0,
    payroll: payroll ?? 0,
    guides: guides ?? 0,
    postgres: portBase + POSTGRES_OFFSET,
  }
}

/** Reads what both `start` and `demo` take from the environment. */
export function readSuiteSettings(
  env: Readonly<Record<string, string | undefined>>,
  own: Pick<SuiteSettings, 'prefix' | 'replies' | 'durable'> & { folder: string },
): SuiteSettings {
  if (env['NODE_ENV'] === 'production') {
    throw new Error('The sandbox gives anybody any token: it never runs with NODE_ENV=production.')
  }
  const text = env['PORT_BASE'] || String(DEFAULT_PORT_BASE)
  const portBase = Number(text)
  if (!/^\d{4,5}$/.test(text) || portBase < 1024 || portBase + POSTGRES_OFFSET > 65_535) {
    throw new Error(`PORT_BASE is "${text}": give a port from 1024 to 65526.`)
  }
  return {
    data: resolve(ROOT, own.folder),
    portBase,
    databaseUrl: env['DATABASE_URL'] || undefined,
    prefix: env['DATABASE_URL'] ? own.prefix : '',
    replies: own.replies,
    durable: own.durable,
    env,
  }
}

/**
 * Stops before anything is touched when another suite uses the folder or the ports, and says how to go
 * on. A database whose `start` was killed is ended, and its services get a moment to end by themselves.
 */
export async function refuseSecondSuite(settings: SuiteSettings): Promise<void> {
  if (!settings.databaseUrl) await meetEarlierServer(findHome(postgresFolder(settings)).data)
  let taken = await takenPorts(settings)
  for (let tries = 0; taken.length > 0 && tries < GRACE_TRIES; tries++) {
    await pause(250)
    taken = await takenPorts(settings)
  }
  if (taken.length === 0) return
  throw new Error(
    `In use already: port ${taken.join(', ')}. Is the suite running? Stop it, or choose other ports: PORT_BASE=${settings.portBase + 100}.`,
  )
}

async function takenPorts({ portBase, databaseUrl }: SuiteSettings): Promise<number[]> {
  const { postgres, ...others } = portsOf(portBase)
  const wanted = databaseUrl ? Object.values(others) : [...Object.values(others), postgres]
  const found = await Promise.all(wanted.map(isTaken))
  return wanted.filter((_, at) => found[at])
}

function isTaken(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect({ host: '127.0.0.1', port })
    const end = (taken: boolean) => {
      socket.destroy()
      done(taken)
    }
    socket.setTimeout(1_000, () => end(true))
    socket.once('connect', () => end(true))
    socket.once('error', () => end(false))
  })
}

/** Where the embedded database keeps its data. */
export const postgresFolder = ({ data }: SuiteSettings): string => resolve(data, 'postgres')

/** Forgets everything an earlier run kept in the folder; refused while another run uses it. */
export async function emptyData(settings: SuiteSettings): Promise<void> {
  await refuseSecondSuite(settings)
  if (!settings.databaseUrl) erasePostgres(postgresFolder(settings))
  for (const name of ['suite.json', 'issuer-key.json', 'logs']) {
    rmSync(resolve(settings.data, name), { recursive: true, force: true })
  }
}
