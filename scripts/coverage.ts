import { globSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

type Range = {
  readonly startOffset: number
  readonly endOffset: number
  readonly count: number
}
type Script = {
  readonly url: string
  readonly functions: readonly { readonly ranges: readonly Range[] }[]
}

/** What V8 gives up to between two statements of its own accord. */
const NOTHING = /^[\s})\];,]*$/

/**
 * The places below `source` that a process never came to, as `path:line text`, from what V8 wrote into the folder
 * that `NODE_V8_COVERAGE` names: functions, branches and halves of expressions (`??`, `?:`) alike. Types are
 * stripped in place, so that V8's offsets are those of the file.
 */
export function uncovered(folder: string, source: string): string[] {
  const prefix = `${pathToFileURL(source).href}/`
  const scripts = readdirSync(folder)
    .flatMap((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')).result as Script[])
    .filter(({ url }) => url.startsWith(prefix))
  const byUrl = new Map(scripts.map((script) => [script.url, script]))
  if (byUrl.size < scripts.length) throw new Error('a file was loaded by two threads')
  const files = globSync('**/*.ts', { cwd: source }).map((name) => join(source, name))
  return files.flatMap((path) => {
    const script = byUrl.get(pathToFileURL(path).href)
    return script ? placesOf(script) : [`${relative('.', path)} was not loaded`]
  })
}

function placesOf({ url, functions }: Script): string[] {
  const path = fileURLToPath(url)
  const text = readFileSync(path, 'utf8')
  const isReached = new Uint8Array(text.length).fill(1)
  // Outer ranges come before those within them.
  for (const { startOffset, endOffset, count } of functions.flatMap(({ ranges }) => ranges)) {
    isReached.fill(count > 0 ? 1 : 0, startOffset, endOffset)
  }
  const places: string[] = []
  for (let at = isReached.indexOf(0); at >= 0; ) {
    const next = isReached.indexOf(1, at)
    const end = next < 0 ? text.length : next
    const missed = text.slice(at, end)
    const line = text.slice(0, at + (missed.length - missed.trimStart().length)).split('\n').length
    const words = missed.trim().replace(/\s+/g, ' ').slice(0, 60)
    if (!NOTHING.test(missed)) places.push(`${relative('.', path)}:${line} ${words}`)
    at = isReached.indexOf(0, end)
  }
  return places
}
