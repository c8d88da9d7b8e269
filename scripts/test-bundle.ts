import { mkdirSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'

const FOLDER = '.cache/tests'

/**
 * Writes one test file that runs all of `files` one after another, and answers its path. A process costs more
 * than most test files do (runner, compiler, coverage), so files that share nothing but the code under test share one.
 */
export function bundle(name: string, files: readonly string[]): string {
  mkdirSync(FOLDER, { recursive: true })
  const path = join(FOLDER, `${name}.test.ts`)
  const lines = files.map(
    (file) => `await import('${relative(FOLDER, file).split('\\').join('/')}')\n`,
  )
  writeFileSync(path, `${lines.join('')}\nexport {}\n`)
  return path
}
