import { basename, dirname } from 'node:path'
import t from 'tap'
import { codeLinesOf, filesLike, linesOf, textOf } from './tree.ts'

const SOURCES = filesLike('packages/*/src/**/*.ts', 'services/*/src/**/*.ts', 'scripts/**/*.ts')
const TESTS = filesLike(
  'packages/*/test/**/*.ts',
  'services/*/test/**/*.ts',
  'scripts/test/**/*.ts',
)
const isTest = (path: string) => TESTS.includes(path)
const isGenerated = (path: string) => path.endsWith('.gen.ts')
const WRITTEN = [...new Set([...SOURCES, ...TESTS])].filter((path) => !isGenerated(path))

/** The document, metrics, clients, job loop and the tenants' register are in it: see the kit's page. */
const KIT_LINES = 2450
const MEDIAN_LINES = 80

function mostLines(path: string): number {
  if (isTest(path)) return 500
  return path.startsWith('packages/contracts/') ? 400 : 250
}

t.test('no file is longer than its kind may be', async (t) => {
  const tooLong = WRITTEN.filter((path) => linesOf(path).length > mostLines(path))
  t.same(tooLong, [])
})

t.test('the median source file is short', async (t) => {
  const lengths = WRITTEN.filter((path) => !isTest(path)).map((path) => linesOf(path).length)
  const median = lengths.sort((a, b) => a - b)[Math.floor(lengths.length / 2)] ?? 0
  t.ok(median <= MEDIAN_LINES, `the median is ${median} lines, at most ${MEDIAN_LINES}`)
})

t.test('the kit stays small', async (t) => {
  const total = filesLike('packages/kit/src/**/*.ts').flatMap(codeLinesOf).length
  t.ok(total <= KIT_LINES, `the kit has ${total} lines of code, at most ${KIT_LINES}`)
})

t.test('files are named in kebab-case, migrations by number, verb and noun', async (t) => {
  const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.test)?\.ts$/
  t.same(
    WRITTEN.filter((path) => !kebab.test(basename(path))),
    [],
  )
  const migrations = filesLike('packages/*/migrations/*.sql', 'services/*/src/db/migrations/*.sql')
  const numbered = /^\d{4}_[a-z]+(_[a-z]+)*\.sql$/
  t.same(
    migrations.filter((path) => !numbered.test(basename(path))),
    [],
  )
})

/** `path: what was found` for every file in which the pattern is found. */
function findings(paths: readonly string[], pattern: RegExp): string[] {
  return paths.flatMap((path) => {
    const found = pattern.exec(textOf(path))
    return found ? [`${path}: ${found[0]}`] : []
  })
}

t.test('names say what a thing is, not that it helps', async (t) => {
  const vague = /(^|-)(utils?|helpers?|common|manager|misc|impl)(-|\.)/
  const words = ['Impl', 'Manager', 'Helper', 'Utils?'].join('|')
  const vagueType = new RegExp(
    `\\b(?:type|interface|class) (?:I[A-Z][a-z]\\w*|\\w*(?:${words})\\b)`,
  )
  t.same(
    WRITTEN.filter((path) => vague.test(basename(path))),
    [],
  )
  t.same(findings(WRITTEN, vagueType), [])
  t.ok(
    vague.test('date-utils.ts') && vagueType.test(`class Pay${'Manager'}`),
    'the patterns find them',
  )
})

t.test('no check is switched off without saying why', async (t) => {
  const unexplained = /biome-ignore(?:-\w+)? [\w/]+(?!: \S+ \S+)(?![\w/])|@ts-(?:no)(?:check)/
  t.same(findings(WRITTEN, unexplained), [])
  t.ok(unexplained.test(`// biome-${'ignore'} lint/a/b: c`), 'one word is no reason')
})

t.test('nothing is left to be done later', async (t) => {
  const marks = new RegExp(`\\b(${['TO', 'DO'].join('')}|${['FIX', 'ME'].join('')})\\b`)
  t.same(findings([...WRITTEN, ...filesLike('**/*.sql')], marks), [])
  t.ok(marks.test(`// ${['TO', 'DO'].join('')}: later`), 'the pattern finds them')
})

t.test('the domain knows no day, no chance and no language of its own', async (t) => {
  const ambient = /\bnew Date\b|\bDate\.|\bMath\.random\b|\bIntl\.|\.toLocale|\bimport\(/
  const found = filesLike('packages/domain/src/**/*.ts').filter((path) =>
    ambient.test(codeLinesOf(path).join('\n')),
  )
  t.same(found, [])
})

t.test('a workspace package shows its source files and nothing built', async (t) => {
  for (const path of filesLike('packages/*/package.json', 'services/*/package.json')) {
    const manifest = JSON.parse(textOf(path)) as Record<string, unknown>
    const { name, type, license, exports } = manifest
    t.equal(name, `@fotfeste/${basename(dirname(path))}`, path)
    t.same({ type, license }, { type: 'module', license: 'EUPL-1.2' }, path)
    t.match(exports, { './*': './src/*' }, path)
    t.notOk('main' in manifest || 'scripts' in manifest, `${path} has no main and no scripts`)
  }
})

t.test('every version of a dependency stands in one place', async (t) => {
  const seen = new Map<string, Set<string>>()
  for (const path of [
    'package.json',
    ...filesLike('packages/*/package.json', 'services/*/package.json'),
  ]) {
    const manifest = JSON.parse(textOf(path)) as Record<string, Record<string, string>>
    for (const kind of ['dependencies', 'devDependencies', 'peerDependencies'])
      for (const [name, version] of Object.entries(manifest[kind] ?? {}))
        seen.set(name, (seen.get(name) ?? new Set()).add(version))
  }
  for (const [name, versions] of seen)
    t.equal(versions.size, 1, `${name}: ${[...versions].join(', ')}`)
})
