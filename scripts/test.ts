import { existsSync, globSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, resolve, sep } from 'node:path'
import { uncovered } from './coverage.ts'
import { unseenStatuses } from './seen-statuses.ts'
import { COMPILE_CACHE } from './suite/environment.ts'
import { type Count, runTests, sum, type TestRun } from './tap-run.ts'
import { bundle } from './test-bundle.ts'
import { openTestDatabase } from './test-database.ts'

const ROOT = resolve(import.meta.dirname, '..')
const TEST_FILES = ['packages/*/test/**/*.test.ts', 'services/*/test/**/*.test.ts']
TEST_FILES.push('scripts/test/**/*.test.ts')
const DOMAIN = 'packages/domain/'
const WITHOUT_DOMAINS = import.meta.resolve('./without-domains.ts')
/** Long files share processes by kind: those that mostly wait, those that calculate, one that holds its process up. */
const LONG: Readonly<Record<string, RegExp>> = {
  killed: /killed-/,
  ended: /crash|close|test\/postgres/,
  orders: /settled-months|reconciliation-orders|walk-payroll/,
  platform: /platform/,
}
/** What a long file takes, in short ones. */
const LONG_WEIGHT = 8
/** Short files that share a process at most, and what a package needs to have one of its own. */
const [TOGETHER, ALONE] = [32, 16]

/** Every test file, or those that a path on the command line names or holds. */
function filesOf(paths: readonly string[]): string[] {
  const all = globSync(TEST_FILES, { cwd: ROOT }).map((file) => file.split(sep).join('/'))
  const wanted = paths.map((path) => relative(ROOT, resolve(path)).split(sep).join('/'))
  const isWanted = (file: string) =>
    wanted.length === 0 || wanted.some((path) => file === path || file.startsWith(`${path}/`))
  return all.filter(isWanted).sort()
}

/**
 * What takes longest first, so that nothing is left to run alone at the end. The short files of a package, or of
 * several small ones, share processes: what they load is loaded once, and what they call is compiled by then.
 */
function arranged(files: readonly string[]): string[] {
  const longs = Map.groupBy(files, (file) =>
    Object.keys(LONG).find((name) => LONG[name]?.test(file)),
  )
  const short = longs.get(undefined) ?? []
  longs.delete(undefined)
  const packageOf = (file: string) => file.replace(/\/?test\/.*/, '').replace('/', '-')
  const sizes = Map.groupBy(short, packageOf)
  const homeOf = (file: string) => {
    const name = packageOf(file)
    return (sizes.get(name)?.length ?? 0) < ALONE ? 'small' : name
  }
  const bundles = [...Map.groupBy(short, homeOf)].flatMap(([name, own]) => {
    const parts = Math.ceil(own.length / TOGETHER)
    return Array.from({ length: parts }, (_, part) => ({
      name: `${name}-${part + 1}`,
      own: own.filter((_file, at) => at % parts === part),
      weight: own.length / parts,
    }))
  })
  for (const [name, own] of longs) {
    bundles.push({ name: `${name}`, own, weight: LONG_WEIGHT * own.length })
  }
  return bundles.sort((a, b) => b.weight - a.weight).map(({ name, own }) => bundle(name, own))
}

/** The domain needs no database; when the whole of it runs it is held to full coverage. */
function domainRuns(files: readonly string[], coverage: string): TestRun[] {
  if (files.length < filesOf([DOMAIN]).length) return files.map((file) => ({ file, env: {} }))
  // Functions from the compile cache are counted less exactly.
  const env = { NODE_V8_COVERAGE: coverage, NODE_DISABLE_COMPILE_CACHE: '1' }
  return [{ file: bundle('domain', files), env }]
}

type Notes = { readonly coverage: string; readonly statuses: string }

/** The domain runs while the PostgreSQL of all others is made. */
async function runAll(files: readonly string[], notes: Notes): Promise<Count> {
  const domain = files.filter((file) => file.startsWith(DOMAIN))
  const rest = files.filter((file) => !file.startsWith(DOMAIN))
  return sum(
    await Promise.all([
      runTests(domainRuns(domain, notes.coverage)),
      rest.length > 0 ? runOnDatabase(rest, notes) : sum([]),
    ]),
  )
}

/** Everything on one PostgreSQL, each process free to write down what statuses it saw. */
async function runOnDatabase(files: readonly string[], notes: Notes): Promise<Count> {
  const isWhole = files.length === filesOf([]).length - filesOf([DOMAIN]).length
  const database = await openTestDatabase()
  console.log(`# ${database.title}`)
  const env = {
    TEST_DATABASE_URL: database.url,
    TEST_STATUS_DIR: notes.statuses,
    ...(database.first ? { TEST_FIRST_DATA: database.first } : {}),
  }
  const runs = isWhole
    ? arranged(files).map((file) => ({ file, env, preloaded: WITHOUT_DOMAINS }))
    : files.map((file) => ({ file, env }))
  try {
    return await runTests(runs)
  } finally {
    await database.stop()
  }
}

/** What a whole run must have come to: every place of the domain, every status that is documented. */
async function missed(files: readonly string[], notes: Notes): Promise<Count> {
  const isCovered = existsSync(notes.coverage)
  const places = isCovered ? uncovered(notes.coverage, join(ROOT, DOMAIN, 'src')) : []
  for (const place of places) console.log(`covered by no test: ${place}`)
  const isWhole = files.length === filesOf([]).length
  const unseen = isWhole ? await unseenStatuses(notes.statuses) : []
  for (const line of unseen) console.log(`documented, but seen by no test: ${line}`)
  return { passed: 0, failed: places.length + unseen.length }
}

// An exit, unlike a bare signal, lets the embedded database be stopped.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
process.chdir(ROOT)
// The one that installation fills: a process that is killed leaves nothing in it for the next.
process.env['NODE_COMPILE_CACHE'] ??= COMPILE_CACHE
const paths = process.argv.slice(2).filter((arg) => arg !== '--')
const files = filesOf(paths)
if (files.length === 0) console.log(`no test file matches ${paths.join(' ')}`)
const folder = mkdtempSync(join(tmpdir(), 'fotfeste-tests-'))
process.once('exit', () => rmSync(folder, { recursive: true }))
const notes = { coverage: join(folder, 'coverage'), statuses: join(folder, 'statuses') }
const { passed, failed } = sum([await runAll(files, notes), await missed(files, notes)])
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 && files.length > 0 ? 0 : 1
