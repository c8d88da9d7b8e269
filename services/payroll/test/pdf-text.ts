import { inflateSync } from 'node:zlib'

/** A small reader of the PDFs we write ourselves: their text in drawing order, through each font's map. */

const textOf = (bytes: Buffer): string => bytes.toString('latin1')

/** Every numbered object, its streams inflated. */
function objectsOf(pdf: Buffer): Map<string, { head: string; stream: string }> {
  const all = textOf(pdf)
  const objects = new Map<string, { head: string; stream: string }>()
  for (const match of all.matchAll(/(\d+) 0 obj\n([\s\S]*?)\nendobj/g)) {
    const [, id = '', content = ''] = match
    const at = content.indexOf('stream\n')
    const head = at < 0 ? content : content.slice(0, at)
    const raw = at < 0 ? '' : content.slice(at + 7, content.lastIndexOf('\nendstream'))
    const isPacked = head.includes('/FlateDecode')
    objects.set(id, {
      head,
      stream: isPacked ? textOf(inflateSync(Buffer.from(raw, 'latin1'))) : raw,
    })
  }
  return objects
}

/** Glyph numbers to text: the ranges of a ToUnicode map, each glyph's characters in UTF-16. */
function mapOf(cmap: string): Map<number, string> {
  const map = new Map<number, string>()
  for (const range of cmap.matchAll(/<(\w+)> <\w+> \[([^\]]*)\]/g)) {
    const first = Number.parseInt(range[1] ?? '', 16)
    const glyphs = [...(range[2] ?? '').matchAll(/<([^>]*)>/g)]
    for (const [at, glyph] of glyphs.entries()) {
      const units = (glyph[1] ?? '').replaceAll(' ', '').match(/\w{4}/g) ?? []
      map.set(first + at, String.fromCharCode(...units.map((unit) => Number.parseInt(unit, 16))))
    }
  }
  return map
}

/** The fonts by the name that pages call them by: `F1`. */
function fontsOf(objects: ReturnType<typeof objectsOf>): Map<string, Map<number, string>> {
  const fonts = new Map<string, Map<number, string>>()
  for (const { head } of objects.values()) {
    for (const [, name = '', id = ''] of head.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      const unicode = /\/ToUnicode (\d+) 0 R/.exec(objects.get(id)?.head ?? '')?.[1] ?? ''
      fonts.set(name, mapOf(objects.get(unicode)?.stream ?? ''))
    }
  }
  return fonts
}

/** What a PDF says, a line for each run of text; and the objects' heads, for its structure. */
export function readPdf(pdf: Buffer): { text: string; heads: string } {
  const objects = objectsOf(pdf)
  const fonts = fontsOf(objects)
  const lines: string[] = []
  for (const { stream } of objects.values()) {
    let font = new Map<number, string>()
    for (const [, name, run] of stream.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
      if (name) font = fonts.get(name) ?? new Map()
      const codes = [...(run ?? '').matchAll(/<(\w+)>/g)].flatMap(
        ([, hex = '']) => hex.match(/\w{4}/g) ?? [],
      )
      if (run)
        lines.push(codes.map((code) => font.get(Number.parseInt(code, 16)) ?? '\ufffd').join(''))
    }
  }
  const text = lines.join(' ').replaceAll('\u00a0', ' ').replace(/ +/g, ' ')
  return { text, heads: [...objects.values()].map(({ head }) => head).join('\n') }
}
