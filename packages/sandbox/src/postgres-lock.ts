import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const ORPHAN_TIMEOUT_MS = 15_000

/**
 * Meets what an earlier start left in a data folder that is about to be used again:
 * - `postmaster.pid` of a process that is gone: PostgreSQL itself clears it, and checks on the way
 *   that no backend of the old server still has the data open;
 * - its number now belongs to another program: PostgreSQL would refuse for ever, so it is removed;
 * - a server whose owner was killed: it is stopped;
 * - a server whose owner lives: refused, because two suites must not share one folder.
 */
export async function meetEarlierServer(data: string): Promise<void> {
  const lock = join(data, 'postmaster.pid')
  const pid = firstNumber(lock)
  if (pid === undefined || !isAlive(pid)) return
  if (!commandOf(pid).includes(data)) {
    rmSync(lock, { force: true })
    return
  }
  const owner = firstNumber(join(data, 'fotfeste.owner'))
  if (owner !== undefined && isAlive(owner)) {
    throw new Error(
      `The database in ${data} is in use by process ${owner}: stop that one first, or choose another folder.`,
    )
  }
  process.kill(pid, 'SIGINT')
  for (const started = performance.now(); isAlive(pid); await pause(20)) {
    if (performance.now() - started > ORPHAN_TIMEOUT_MS) {
      throw new Error(`The PostgreSQL left in ${data} (process ${pid}) does not stop: end it.`)
    }
  }
}

/** True while a process with this number exists, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function firstNumber(file: string): number | undefined {
  if (!existsSync(file)) return undefined
  const value = Number.parseInt(readFileSync(file, 'utf8'), 10)
  return Number.isInteger(value) && value > 0 ? value : undefined
}

/** The command line of a process; empty where the system does not tell. */
function commandOf(pid: number): string {
  if (process.platform === 'linux') {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
    } catch {
      return ''
    }
  }
  return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? ''
}
