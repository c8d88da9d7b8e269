import { globSync, readFileSync } from 'node:fs'
import { resolve, sep } from 'node:path'

export const ROOT = resolve(import.meta.dirname, '../..')

const OUTSIDE = /(^|\/)(node_modules|\.git|\.data|\.tap|\.cache)(\/|$)/

/** Paths of the tree that match, seen from the root, sorted. */
export function filesLike(...patterns: string[]): string[] {
  return globSync(patterns, { cwd: ROOT, exclude: (path) => OUTSIDE.test(path) })
    .map((path) => path.split(sep).join('/'))
    .filter((path) => !OUTSIDE.test(path))
    .sort()
}

export const textOf = (path: string): string => readFileSync(resolve(ROOT, path), 'utf8')

/** Lines of a file, without the empty end. */
export const linesOf = (path: string): string[] => textOf(path).replace(/\n$/, '').split('\n')

/** Lines of a TypeScript file that say something: not blank, not comment, not brackets alone. */
export const codeLinesOf = (path: string): string[] =>
  linesOf(path).filter((line) => !/^\s*(\/\/|\/\*|\*|[\][{}(),; ]*$)/.test(line))
