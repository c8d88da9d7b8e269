import { spawnSync } from 'node:child_process'
import { join, resolve } from 'node:path'
import t from 'tap'

const RUNNER = resolve(import.meta.dirname, '../tap-run.ts')

/** What the runner prints of test files, and what it counts, as its last line. */
function ranOf(
  folder: string,
  files: readonly string[],
  more: { readonly preloaded?: string } = {},
): { told: string; count: unknown } {
  const runs = files.map((file) => ({ file: join(folder, file), env: { SAID: 'yes' }, ...more }))
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

t.test('in a whole run too, an error that nobody caught is a failure', async (t) => {
  const files = {
    'rejected.test.ts': file(`t.test('rejected', async (t) => {
      void Promise.reject(new Error('not caught'))
      await new Promise((resolve) => setTimeout(resolve, 50))
      t.ok(true)
    })`),
    'thrown.test.ts': file(`t.test('thrown', async (t) => {
      setTimeout(() => { throw new Error('not caught') }, 5)
      await new Promise((resolve) => setTimeout(resolve, 50))
      t.ok(true)
    })`),
  }
  const preloaded = import.meta.resolve('../without-domains.ts')
  const { told, count } = ranOf(t.testdir(files), Object.keys(files), { preloaded })
  t.match(count, { failed: 2 })
  for (const name of Object.keys(files)) t.match(told, new RegExp(`^not ok - .*${name}`, 'm'))
})
