import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'

export type Count = { readonly passed: number; readonly failed: number }

/** On two cores: more wait for the database than compute. */
const JOBS = 3
const PATIENCE_S = 300
const TAP = fileURLToPath(new URL('dist/esm/run.mjs', import.meta.resolve('tap/package.json')))
/** What passed, plans and blank lines; what is left says what failed. */
const NOISE = /^(\s*ok \d|\s+# (?!\{)|# Subtest|# time=|# No coverage|\s*1\.\.\d|TAP version|\s*$)/
const TOTAL = /^# \{ total: \d+(?:, pass: (\d+))?(?:, fail: (\d+))?/

type Heard = { readonly count: Count; readonly told: readonly string[]; readonly isWell: boolean }

/**
 * Runs test files as plain programs, a few at once: the runner's own hooks into the loading of modules would cost
 * each process half a second.
 */
export async function runFiles(
  files: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Count> {
  const waiting = [...files]
  const counts: Count[] = []
  const work = async () => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      const started = performance.now()
      const heard = await hear([file], { ...env, TAP_TIMEOUT: String(PATIENCE_S) })
      const { passed, failed } = heard.count
      const isEarly = failed === 0 && (!heard.isWell || passed === 0)
      for (const line of heard.told) console.log(line)
      const seconds = ((performance.now() - started) / 1_000).toFixed(1)
      const verdict = failed > 0 || isEarly ? 'not ok' : 'ok'
      console.log(`${verdict} - ${file} # ${passed} passed, ${failed} failed in ${seconds} s`)
      if (isEarly) console.log(`${file} stopped early`)
      counts.push({ passed, failed: isEarly ? 1 : failed })
    }
  }
  await Promise.all(Array.from({ length: JOBS }, work))
  return sum(counts)
}

/** Runs files under tap's coverage gate: every line, branch, function and statement they reach is covered. */
export async function runCovered(files: readonly string[]): Promise<Count> {
  const args = [TAP, 'run', '--jobs=2', '--reporter=tap', ...files]
  // Functions from the compile cache are counted less exactly.
  const { count, told, isWell } = await hear(args, { NODE_DISABLE_COMPILE_CACHE: '1' })
  for (const line of told) console.log(line)
  if (isWell || count.failed > 0) return count
  console.log('coverage is below 100 %, or tap stopped early')
  return { ...count, failed: 1 }
}

export function sum(counts: readonly Count[]): Count {
  const of = (part: keyof Count) => counts.reduce((total, count) => total + count[part], 0)
  return { passed: of('passed'), failed: of('failed') }
}

/** Runs one program that reports in TAP, counts its assertions and keeps what matters of its report. */
async function hear(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Heard> {
  // Services refuse unknown FOTFESTE_ variables, and tests start services.
  const { FOTFESTE_TEST_DB: _chosen, ...inherited } = process.env
  const child = spawn(process.execPath, args, {
    env: { ...inherited, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: 2 * PATIENCE_S * 1_000,
    killSignal: 'SIGKILL',
  })
  const endWithUs = () => child.kill()
  process.once('exit', endWithUs)
  const [lines, status] = await Promise.all([linesOf(child.stdout), ended(child)])
  process.removeListener('exit', endWithUs)
  const [, passed = 0, failed = 0] = lines.map((line) => TOTAL.exec(line)).find(Boolean) ?? []
  return {
    count: { passed: Number(passed), failed: Number(failed) },
    told: lines.filter((line) => !NOISE.test(line) && !TOTAL.test(line)),
    isWell: status === 0,
  }
}

const linesOf = (output: Readable) => Array.fromAsync(createInterface({ input: output }))

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once('exit', resolve))
}
