import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import type { Suite } from './factories.ts'

const MAIN = resolve(import.meta.dirname, '../src/main.ts')

type Settings = Readonly<Record<string, string>>

/** Payroll as a process of its own, with its jobs. It starts from compiled code. */
export const spawnPayroll = (settings: Settings): ChildProcess =>
  spawn(process.execPath, [MAIN], {
    stdio: 'ignore',
    env: {
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
      FOTFESTE_SANDBOX: 'on',
      FOTFESTE_LOG_LEVEL: 'silent',
      ...settings,
    },
  })

/**
 * Starts payroll's processes on the database of a suite, on a day that does not pass: as many as a test wants,
 * none of which outlives it.
 */
export async function processesOf(
  t: { teardown(work: () => void): void },
  suite: Suite,
  { today, settings = {} }: { readonly today: string; readonly settings?: Settings },
): Promise<() => ChildProcess> {
  await suite.owner.query('insert into system.sandbox_clock (today) values ($1)', [today])
  const spawned: ChildProcess[] = []
  t.teardown(() => {
    for (const child of spawned) child.kill('SIGKILL')
  })
  return () => {
    const child = spawnPayroll({
      FOTFESTE_DATABASE_URL: suite.config.FOTFESTE_DATABASE_URL,
      FOTFESTE_PORT: '0',
      FOTFESTE_ISSUERS: JSON.stringify(suite.config.FOTFESTE_ISSUERS),
      ...settings,
    })
    spawned.push(child)
    return child
  }
}

/** Ends a process as a power cut does, and waits until it is gone. */
export async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}
