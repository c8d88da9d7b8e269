import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export type Count = { readonly passed: number; readonly failed: number }

export type TapRun = {
  readonly files: readonly string[]
  /** The gate: every line, branch, function and statement that the files reach is covered. */
  readonly fullCoverage: boolean
  readonly kind: 'computing' | 'waiting'
  readonly env: Readonly<Record<string, string>>
}

/** On two cores: the domain only computes, the rest also waits for the database. */
const JOBS = { computing: 2, waiting: 3 }
const TAP = fileURLToPath(new URL('dist/esm/run.mjs', import.meta.resolve('tap/package.json')))
/** What passed, plans and blank lines; what is left says which file ran and what failed. */
const NOISE = /^\s+(ok \d|# (?!\{)|1\.\.\d)|^# Subtest|^1\.\.\d|^TAP version|^\s*$|^# No coverage/
const TOTAL = /^# \{ total: \d+(?:, pass: (\d+))?(?:, fail: (\d+))?/

/** Runs tap on files, prints what matters of its report and counts the assertions. */
export async function runTap({ files, fullCoverage, kind, env }: TapRun): Promise<Count> {
  const coverage = fullCoverage ? [] : ['--disable-coverage', '--allow-incomplete-coverage']
  const args = [TAP, 'run', `--jobs=${JOBS[kind]}`, '--reporter=tap', ...coverage, ...files]
  // Services refuse unknown FOTFESTE_ variables, and tests start services.
  const { FOTFESTE_TEST_DB: _chosen, ...inherited } = process.env
  const child = spawn(process.execPath, args, {
    env: { ...inherited, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let count: Count = { passed: 0, failed: 0 }
  for await (const line of createInterface({ input: child.stdout })) {
    const total = TOTAL.exec(line)
    if (total) count = { passed: Number(total[1] ?? 0), failed: Number(total[2] ?? 0) }
    else if (!NOISE.test(line)) console.log(line)
  }
  const status = await ended(child)
  if (status === 0 || count.failed > 0) return count
  console.log(fullCoverage ? 'coverage is below 100 %, or tap stopped early' : 'tap stopped early')
  return { ...count, failed: 1 }
}

function ended(child: ReturnType<typeof spawn>): Promise<number | null> {
  if (child.exitCode !== null) return Promise.resolve(child.exitCode)
  return new Promise((resolve) => child.once('exit', resolve))
}
