import { globSync } from 'node:fs'
import { resolve } from 'node:path'
import t from 'tap'

const SOURCES = resolve(import.meta.dirname, '../src')

t.test('every file of the domain is loaded, so that none escapes the coverage', async (t) => {
  const files = globSync('**/*.ts', { cwd: SOURCES })
  const loaded = await Promise.all(files.map((file) => import(resolve(SOURCES, file))))
  t.ok(loaded.length > 0)
})
