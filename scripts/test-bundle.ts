import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'

const FOLDER = '.cache/tests'

/**
 * Writes one test file that runs all of `files` one after another, and answers its path. A process costs more
 * than most test files do (loading all it needs), so files that share nothing but the code under test share one.
 */
export function bundle(name: string, files: readonly string[]): string {
  const waiting = files.find((file) => /^await t\.test/m.test(readFileSync(file, 'utf8')))
  if (waiting) throw new Error(`${waiting} waits for its own test: no other file would ever begin.`)
  mkdirSync(FOLDER, { recursive: true })
  const path = join(FOLDER, `${name}.test.ts`)
  const imports = files.map((file) => relative(FOLDER, file).split('\\').join('/'))
  const lines = imports.map((file) => `  await import('${file}')\n`).join('')
  // A file waits for its database before it names its tests, and the runner would take the pause for the end.
  const text = `import t from 'tap'\n\nt.test('all files are loaded', async () => {\n${lines}})\n`
  writeFileSync(path, text)
  return path
}
