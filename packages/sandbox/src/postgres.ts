import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { basename, dirname, join, parse } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { findHome, type PostgresHome } from './postgres-home.ts'
import { isAlive, meetEarlierServer } from './postgres-lock.ts'

export type PostgresOptions = {
  /** The database's folder; made when missing, kept when stopped. */
  readonly dataDir: string
  /** Port on loopback; 0 takes a free one. */
  readonly port: number
  /** False gives up crash safety for speed: for data that is thrown away. */
  readonly durable: boolean
}

/** A running embedded PostgreSQL. */
export type Postgres = {
  /** Superuser's address of the database `postgres`. */
  readonly url: string
  readonly pid: number
  readonly port: number
  readonly version: string
  /** Where the data is: `dataDir`, or a folder in the temporary one when that is out of reach. */
  readonly dataDir: string
  /** Resolves when the server has ended, asked to or not. */
  readonly ended: Promise<void>
  stop(): Promise<void>
}

const START_ATTEMPTS = 3
const START_TIMEOUT_MS = 30_000
const STOP_TIMEOUT_MS = 10_000
const SUPERUSER = 'postgres'

/**
 * Starts the embedded PostgreSQL 18 in a process group of its own, so that Ctrl-C in a terminal
 * reaches the services first and the database is stopped last, by `stop`.
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const home = findHome(options.dataDir)
  initialise(home, options.durable)
  await meetEarlierServer(home.data)
  const password = readFileSync(join(home.data, 'fotfeste.password'), 'utf8')
  for (let attempt = 1; ; attempt++) {
    const port = options.port === 0 ? await freePort() : options.port
    const url = `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/postgres`
    const child = launch(home, port, options.durable)
    const version = await untilReady(child, url)
    if (version !== undefined) return running(child, { home, port, url, version })
    const log = lastLines(home.data)
    const isWorthAnother = options.port === 0 || /still in use/.test(log)
    if (!isWorthAnother || attempt === START_ATTEMPTS) throw startFailure(port, log)
    await pause(attempt * 500)
  }
}

/** Made aside and renamed: a start that is killed here leaves nothing half done. */
function initialise({ programs, data, account }: PostgresHome, durable: boolean): void {
  if (existsSync(join(data, 'PG_VERSION'))) return
  const aside = `${data}.new-${process.pid}`
  const secret = `${aside}.password`
  mkdirSync(dirname(data), { recursive: true })
  clearAside(data)
  mkdirSync(aside, { mode: 0o700 })
  writeFileSync(secret, randomBytes(24).toString('base64url'), { mode: 0o600 })
  if (account) {
    chownSync(aside, account.uid, account.gid)
    chownSync(secret, account.uid, account.gid)
  }
  // A long random password gains nothing from slow hashing, and every connection would pay for it.
  const args = [
    ...['-D', aside, '-U', SUPERUSER, '--auth=scram-sha-256', `--pwfile=${secret}`],
    ...['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
    ...['--no-instructions', '-c', 'scram_iterations=1'],
    ...(durable ? [] : ['--no-sync']),
  ]
  const { status, stderr, error } = spawnSync(program(programs, 'initdb'), args, {
    ...childSettings(data),
    ...account,
    encoding: 'utf8',
  })
  try {
    if (status !== 0) throw new Error(`initdb failed: ${error?.message ?? stderr}`)
    renameSync(secret, join(aside, 'fotfeste.password'))
    rmSync(data, { recursive: true, force: true })
    renameSync(aside, data)
  } finally {
    rmSync(secret, { force: true })
    rmSync(aside, { recursive: true, force: true })
  }
}

/** What starts that were killed half-way have left beside the data. */
function clearAside(data: string): void {
  for (const name of readdirSync(dirname(data))) {
    const [, pid] = name.startsWith(`${basename(data)}.new-`) ? name.split('.new-') : []
    const owner = Number.parseInt(pid ?? '', 10)
    if (owner > 0 && (owner === process.pid || !isAlive(owner))) {
      rmSync(join(dirname(data), name), { recursive: true, force: true })
    }
  }
}

function launch({ programs, data, account }: PostgresHome, port: number, durable: boolean) {
  const log = openSync(logFile(data), 'w')
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: durable ? '200' : '600',
    timezone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  }
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = spawn(program(programs, 'postgres'), ['-D', data, '-p', String(port), ...args], {
    ...childSettings(data),
    ...account,
    detached: true,
    stdio: ['ignore', log, log],
  })
  child.once('error', () => undefined)
  closeSync(log)
  return child
}

/** The server's version once it answers; undefined when it ended instead. */
async function untilReady(child: ChildProcess, url: string): Promise<string | undefined> {
  for (const started = performance.now(); performance.now() - started < START_TIMEOUT_MS; ) {
    if (hasEnded(child)) return undefined
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
    client.on('error', () => undefined)
    try {
      await client.connect()
      const { rows } = await client.query<{ version: string }>(
        "select current_setting('server_version') as version",
      )
      return rows[0]?.version
    } catch {
      // Not listening yet, or still starting up.
    } finally {
      await client.end().catch(() => undefined)
    }
    await pause(20)
  }
  child.kill('SIGQUIT')
  return undefined
}

type Started = { home: PostgresHome; port: number; url: string; version: string }

function running(child: ChildProcess, { home, port, url, version }: Started): Postgres {
  const owner = join(home.data, 'fotfeste.owner')
  writeFileSync(owner, String(process.pid))
  const endWithUs = () => child.kill('SIGINT')
  process.once('exit', endWithUs)
  const ended = new Promise<void>((resolve) => {
    const onExit = () => {
      process.removeListener('exit', endWithUs)
      rmSync(owner, { force: true })
      resolve()
    }
    if (hasEnded(child)) onExit()
    else child.once('exit', onExit)
  })
  const pid = child.pid ?? 0
  const stop = async () => {
    if (!hasEnded(child)) askToStop(home, child)
    const late = setTimeout(() => child.kill('SIGQUIT'), STOP_TIMEOUT_MS)
    await ended
    clearTimeout(late)
  }
  return { url, pid, port, version, dataDir: home.data, ended, stop }
}

/** A fast shutdown: sessions are cut off, what was committed is written. */
function askToStop({ programs, data }: PostgresHome, child: ChildProcess): void {
  if (process.platform !== 'win32') child.kill('SIGINT')
  else spawnSync(program(programs, 'pg_ctl'), ['stop', '-D', data, '-m', 'fast', '-w'])
}

function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null
}

function childSettings(data: string) {
  const env = Object.entries(process.env).filter(([name]) => !name.startsWith('PG'))
  return {
    cwd: parse(data).root,
    env: { ...Object.fromEntries(env), LC_ALL: 'C' },
    windowsHide: true,
  }
}

function program(folder: string, name: string): string {
  return join(folder, process.platform === 'win32' ? `${name}.exe` : name)
}

function logFile(data: string): string {
  return join(data, 'fotfeste.log')
}

function lastLines(data: string): string {
  return readFileSync(logFile(data), 'utf8').trimEnd().split('\n').slice(-8).join('\n')
}

function startFailure(port: number, log: string): Error {
  const advice = /Address already in use/.test(log)
    ? `Port ${port} is taken: choose others with PORT_BASE, or set DATABASE_URL.`
    : 'PostgreSQL did not start.'
  return new Error(`${advice}\n${log}`)
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address ? address.port : 0
      server.close(() => resolve(port))
    })
  })
}
