import { type ChildProcess, spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { createInterface } from 'node:readline'

export type Count = { readonly passed: number; readonly failed: number }
export type TestRun = {
  readonly file: string
  readonly env: Readonly<Record<string, string>>
  /** A module that is loaded before the file. */
  readonly preloaded?: string
}

/** Two more than there are cores, for they also wait for the database; it bears six. */
const JOBS = Math.min(availableParallelism() + 2, 6)
const PATIENCE_S = 600
/** What passed, plans and blank lines; what is left says what failed. */
const NOISE = /^(\s*ok \d|\s+# (?!\{)|# Subtest|# time=|\s*1\.\.\d|TAP version|\s*$)/
const TOTAL = /^# \{ total: \d+(?:, pass: (\d+))?(?:, fail: (\d+))?/

/**
 * Runs test files as plain programs, a few at once, prints what failed in each and counts the assertions. tap's own
 * runner hooks into the loading of every module, which costs each process half a second.
 */
export async function runTests(runs: readonly TestRun[]): Promise<Count> {
  const waiting = [...runs]
  const counts: Count[] = []
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) counts.push(await runOne(next))
  }
  await Promise.all(Array.from({ length: JOBS }, work))
  return sum(counts)
}

export function sum(counts: readonly Count[]): Count {
  const of = (part: keyof Count) => counts.reduce((total, count) => total + count[part], 0)
  return { passed: of('passed'), failed: of('failed') }
}

async function runOne({ file, env, preloaded }: TestRun): Promise<Count> {
  const started = performance.now()
  // Services refuse unknown FOTFESTE_ variables, and tests start services.
  const { FOTFESTE_TEST_DB: _chosen, ...inherited } = process.env
  const child = spawn(process.execPath, [...(preloaded ? ['--import', preloaded] : []), file], {
    env: { ...inherited, ...env, TAP_TIMEOUT: String(PATIENCE_S) },
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: 2 * PATIENCE_S * 1_000,
    killSignal: 'SIGKILL',
  })
  const endWithUs = () => child.kill()
  process.once('exit', endWithUs)
  const output = Array.fromAsync(createInterface({ input: child.stdout }))
  const [lines, status] = await Promise.all([output, ended(child)])
  process.removeListener('exit', endWithUs)
  const [, pass = 0, fail = 0] = lines.map((line) => TOTAL.exec(line)).find(Boolean) ?? []
  const [passed, failed] = [Number(pass), Number(fail)]
  // A file that failed says so itself; one that ended before its end does not.
  const isEarly = failed === 0 && (status !== 0 || passed === 0)
  for (const line of lines) if (!NOISE.test(line) && !TOTAL.test(line)) console.log(line)
  if (isEarly) console.log(`${file} stopped early`)
  const seconds = ((performance.now() - started) / 1_000).toFixed(1)
  const verdict = failed > 0 || isEarly ? 'not ok' : 'ok'
  console.log(`${verdict} - ${file} # ${passed} passed, ${failed} failed in ${seconds} s`)
  return { passed, failed: isEarly ? 1 : failed }
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once('exit', resolve))
}
