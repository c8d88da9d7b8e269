import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'

type Variables = Readonly<Record<string, string | undefined>>

/** A process of the suite. */
export type Program = {
  readonly name: string
  readonly main: string
  readonly env: Variables
  /** Settings that are not known yet: the process begins, loads its modules, and is told them. */
  readonly settings?: Promise<Variables>
  readonly readyUrl: string
  readonly logFile: string
}

/** What the keeper tells while it works. */
export type News = {
  say(line: string): void
  /** Another process has taken the place of a dead one. */
  replaced(): void
}

/** A process that is started again when it dies. */
export type Kept = { pid(): number; stop(): Promise<void> }

const READY_TIMEOUT_MS = 60_000
const STOP_TIMEOUT_MS = 12_000
const LONG_LIFE_MS = 10_000
const LONGEST_WAIT_MS = 30_000
const SHOWN_LINES = 12
const END_WITH_PARENT = import.meta.resolve('@fotfeste/sandbox/end-with-parent.ts')
const LOAD_AND_WAIT = import.meta.resolve('./load-and-wait.ts')

/** Starts a program, answers when it is ready, and keeps it running until it is stopped. */
export async function keepRunning(program: Program, news: News): Promise<Kept> {
  let child = launch(program)
  const ending = new AbortController()
  if (!(await isReady(child, program))) {
    await end(child)
    throw new Error(`${program.name} did not start. ${logOf(program)}`)
  }
  const watched = watch()

  async function watch(): Promise<void> {
    let failures = 0
    while (!ending.signal.aborted) {
      const born = performance.now()
      const how = await ended(child)
      if (ending.signal.aborted) return
      failures = performance.now() - born > LONG_LIFE_MS ? 0 : failures + 1
      const waitMs = failures < 2 ? 0 : Math.min(1000 * 2 ** (failures - 2), LONGEST_WAIT_MS)
      const when = waitMs === 0 ? 'Starting it again.' : `Trying again in ${waitMs / 1000} s.`
      news.say(`${program.name} ended (${how}). ${when} ${logOf(program)}`)
      await pause(waitMs, undefined, { signal: ending.signal }).catch(() => undefined)
      if (ending.signal.aborted) return
      child = launch(program)
      if (await isReady(child, program)) {
        news.say(`${program.name} runs again (process ${child.pid}).`)
        news.replaced()
      } else if (!ending.signal.aborted) child.kill('SIGKILL')
    }
  }

  return {
    pid: () => child.pid ?? 0,
    async stop() {
      ending.abort()
      await end(child)
      await watched
    },
  }
}

/**
 * A process group of its own keeps a terminal's Ctrl-C away, so that `start` decides the order;
 * the channel tells the process when `start` itself is gone.
 */
function launch({ main, env, logFile, settings }: Program): ChildProcess {
  const log = openSync(logFile, 'a')
  const preloaded = settings !== undefined ? [END_WITH_PARENT, LOAD_AND_WAIT] : [END_WITH_PARENT]
  const args = [...preloaded.flatMap((module) => ['--import', module]), main]
  const child = spawn(process.execPath, args, {
    env: { ...env },
    detached: true,
    windowsHide: true,
    stdio: ['ignore', log, log, 'ipc'],
  })
  child.once('error', () => undefined)
  settings?.then(
    (told) => child.connected && child.send(told),
    () => child.kill(),
  )
  closeSync(log)
  return child
}

async function isReady(child: ChildProcess, { readyUrl, settings }: Program): Promise<boolean> {
  const isTold = await settings?.then(
    () => true,
    () => false,
  )
  if (isTold === false) return false
  for (const since = performance.now(); performance.now() - since < READY_TIMEOUT_MS; ) {
    if (hasEnded(child)) return false
    const signal = AbortSignal.timeout(2_000)
    const answer = await fetch(readyUrl, { signal }).catch(() => undefined)
    await answer?.body?.cancel()
    if (answer?.ok) return true
    await pause(25)
  }
  return false
}

const hasEnded = (child: ChildProcess): boolean =>
  child.pid === undefined || child.exitCode !== null || child.signalCode !== null

function ended(child: ChildProcess): Promise<string> {
  const how = () => child.signalCode ?? `exit code ${child.exitCode}`
  if (hasEnded(child)) return Promise.resolve(how())
  return new Promise((resolve) => child.once('exit', () => resolve(how())))
}

async function end(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return
  child.kill('SIGTERM')
  const late = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS)
  await ended(child)
  clearTimeout(late)
}

function logOf({ logFile }: Program): string {
  const lines = readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-SHOWN_LINES)
  return lines.join('') === ''
    ? 'It wrote nothing.'
    : `Its last lines (${logFile}):\n    ${lines.map((line) => line.slice(0, 500)).join('\n    ')}`
}
