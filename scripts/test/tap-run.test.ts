import { spawnSync } from 'node:child_process'
import { join, resolve } from 'node:path'
import t from 'tap'

const RUNNER = resolve(import.meta.dirname, '../tap-run.ts')

/** What the runner prints of test files, and what it counts, as its last line. */
function ranOf(folder: string, files: readonly string[]): { told: string; count: unknown } {
  const runs = files.map((file) => ({ file: join(folder, file), env: { SAID: 'yes' } }))
  const program = `import { runTests } from ${JSON.stringify(RUNNER)}
    console.log(JSON.stringify(await runTests(${JSON.stringify(runs)})))`
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    encoding: 'utf8',
  })
  const lines = stdout.trimEnd().split('\n')
  return { told: lines.slice(0, -1).join('\n'), count: JSON.parse(lines.at(-1) ?? '') }
}

const file = (content: string) => `import t from 'tap'\n${content}\n`
const FILES = {
  'good.test.ts': file(`t.test('good', async (t) => { t.equal(process.env['SAID'], 'yes') })`),
  'bad.test.ts': file(`t.test('bad', async (t) => { t.ok(true); t.equal(1, 2, 'one is two') })`),
  'gone.test.ts': file(`t.test('gone', async (t) => { t.ok(true) })\nprocess.exit(0)`),
  'broken.test.ts': 'throw new Error("broken")',
  'empty.test.ts': file(''),
}

const { told, count } = ranOf(t.testdir(FILES), Object.keys(FILES))

t.test('assertions are counted over all files, and what failed is printed', async (t) => {
  t.same(count, { passed: 3, failed: 4 })
  t.match(told, /not ok \d - one is two/)
  t.match(told, /^ok - .*good\.test\.ts # 1 passed, 0 failed/m)
  t.match(told, /^not ok - .*bad\.test\.ts # 1 passed, 1 failed/m)
})

t.test('a file that ends before its end has failed', async (t) => {
  for (const name of ['gone.test.ts', 'broken.test.ts', 'empty.test.ts'])
    t.match(told, new RegExp(`^not ok - .*${name}`, 'm'))
})
