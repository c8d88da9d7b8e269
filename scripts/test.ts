import { globSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, resolve, sep } from 'node:path'
import { unseenStatuses } from './seen-statuses.ts'
import { type Count, runCovered, runFiles, sum } from './tap-run.ts'
import { bundle } from './test-bundle.ts'
import { openTestDatabase } from './test-database.ts'

const ROOT = resolve(import.meta.dirname, '..')
const TEST_FILES = ['packages/*/test/**/*.test.ts', 'services/*/test/**/*.test.ts']
TEST_FILES.push('scripts/test/**/*.test.ts')
const DOMAIN = 'packages/domain/'
const LONG = /killed-|crash|settled-months|reconciliation-orders|test\/postgres|close|walk-payroll/
const TOGETHER = 16

/** Every test file, or those that a path on the command line names or holds. */
function filesOf(paths: readonly string[]): string[] {
  const all = globSync(TEST_FILES, { cwd: ROOT }).map((file) => file.split(sep).join('/'))
  const wanted = paths.map((path) => relative(ROOT, resolve(path)).split(sep).join('/'))
  const isWanted = (file: string) =>
    wanted.length === 0 || wanted.some((path) => file === path || file.startsWith(`${path}/`))
  return all.filter(isWanted).sort()
}

/** The domain, held to full coverage when the whole of it runs; it needs no database. */
function runDomain(files: readonly string[], isWhole: boolean): Promise<Count> {
  return isWhole ? runCovered(bundled('domain', files, 2)) : runFiles(files, {})
}

/** Long files first, so that none is left to run alone at the end; the short ones of a package share processes. */
function arranged(files: readonly string[]): string[] {
  const isLong = (file: string) => LONG.test(file)
  const short = files.filter((file) => !isLong(file))
  const packages = Map.groupBy(short, (file) => file.replace(/\/?test\/.*/, '').replace('/', '-'))
  const bundles = [...packages].flatMap(([name, own]) =>
    bundled(name, own, Math.ceil(own.length / TOGETHER)),
  )
  return [...files.filter(isLong), ...bundles]
}

/** The files in so many bundles, dealt out like cards. */
function bundled(name: string, files: readonly string[], parts: number): string[] {
  const hand = (part: number) => files.filter((_file, at) => at % parts === part)
  return Array.from({ length: parts }, (_, part) => bundle(`${name}-${part + 1}`, hand(part)))
}

/** Everything on one PostgreSQL; a whole run must also have seen every status that is documented. */
async function runRest(files: readonly string[], isWhole: boolean): Promise<Count> {
  const database = await openTestDatabase()
  console.log(`# ${database.title}`)
  const statuses = mkdtempSync(join(tmpdir(), 'fotfeste-statuses-'))
  const env = { TEST_DATABASE_URL: database.url, TEST_STATUS_DIR: statuses }
  try {
    const run = isWhole ? arranged(files) : files
    const count = await runFiles(run, env)
    if (!isWhole) return count
    const unseen = await unseenStatuses(statuses)
    for (const line of unseen) console.log(`documented, but seen by no test: ${line}`)
    return { ...count, failed: count.failed + unseen.length }
  } finally {
    await database.stop()
    rmSync(statuses, { recursive: true })
  }
}

// An exit, unlike a bare signal, lets the embedded database be stopped.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
process.chdir(ROOT)
process.env['NODE_COMPILE_CACHE'] ??= resolve(ROOT, '.cache/node')
const paths = process.argv.slice(2).filter((arg) => arg !== '--')
const files = filesOf(paths)
const inDomain = files.filter((file) => file.startsWith(DOMAIN))
const rest = files.filter((file) => !file.startsWith(DOMAIN))
const counts: Count[] = []
if (files.length === 0) console.log(`no test file matches ${paths.join(' ')}`)
if (inDomain.length > 0) {
  const isWhole = inDomain.length === filesOf([DOMAIN]).length
  counts.push(await runDomain(inDomain, isWhole))
}
if (rest.length > 0) counts.push(await runRest(rest, paths.length === 0))
const { passed, failed } = sum(counts)
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 && files.length > 0 ? 0 : 1
