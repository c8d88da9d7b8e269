import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { closeSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { childSettings, makeData, passwordOf, program, SUPERUSER } from './postgres-data.ts'
import { findHome, type PostgresHome } from './postgres-home.ts'
import { meetEarlierServer } from './postgres-lock.ts'

export type PostgresOptions = {
  /** The database's folder; made when missing, kept when stopped. */
  readonly dataDir: string
  /** Port on loopback; 0 takes a free one. */
  readonly port: number
  /** False gives up crash safety for speed: for data that is thrown away. */
  readonly durable: boolean
  /** Data that a stopped server has left, to begin from where there is none yet. Where it is missing, `initdb` makes it. */
  readonly first?: string | undefined
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

/**
 * Starts the embedded PostgreSQL 18 in a process group of its own, so that Ctrl-C in a terminal
 * reaches the services first and the database is stopped last, by `stop`.
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const home = findHome(options.dataDir)
  await makeData(home, options)
  await meetEarlierServer(home.data)
  const password = passwordOf(home.data)
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
      // Another server on this port may know the password as well, when both began as copies of the same data.
      const { rows } = await client.query<{ version: string; pid: string }>(
        `select current_setting('server_version') as version,
           split_part(pg_read_file('postmaster.pid'), E'\n', 1) as pid`,
      )
      if (Number(rows[0]?.pid) === child.pid) return rows[0]?.version
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
