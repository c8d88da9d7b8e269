import { execFileSync } from 'node:child_process'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { uncovered } from '../coverage.ts'

const SOURCE = `export type Side = 'left' | 'right'
export const sideOf = (side: Side | undefined): Side => side ?? 'left'
export function sign(n: number): string {
  if (n < 0) return 'minus'
  return n > 0 ? 'plus' : 'none'
}
export const never = () => {
  throw new Error('never')
}
`
const FILES = { 'sides.ts': SOURCE, 'alone.ts': 'export const alone = 1\n', 'types.json': '{}' }

/** The lines that a process with these calls did not come to. */
function missedBy(folder: string, calls: string): string[] {
  const notes = join(folder, '../notes')
  if (existsSync(notes)) rmSync(notes, { recursive: true })
  const program = `import { never, sideOf, sign } from './sides.ts'; ${calls}`
  execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: folder,
    env: { PATH: process.env['PATH'], NODE_V8_COVERAGE: notes },
  })
  return uncovered(notes, folder).map((place) => place.slice(place.lastIndexOf('/') + 1))
}

t.test(
  'functions, branches and halves of expressions that nothing came to are named',
  async (t) => {
    const folder = join(t.testdir({ source: FILES }), 'source')
    t.same(missedBy(folder, `sideOf('right'); sign(1)`).sort(), [
      'alone.ts was not loaded',
      `sides.ts:2 ?? 'left'`,
      `sides.ts:4 return 'minus'`,
      `sides.ts:5 : 'none'`,
      `sides.ts:7 () => { throw new Error('never') }`,
    ])
  },
)

t.test('what everything came to is full coverage, types and braces apart', async (t) => {
  const folder = join(t.testdir({ source: FILES }), 'source')
  const calls = `import './alone.ts'; sideOf(); [-1, 0, 1].map(sign); try { never() } catch {}`
  t.same(missedBy(folder, calls), [])
})
