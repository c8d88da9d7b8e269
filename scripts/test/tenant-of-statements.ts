/** A statement, or a select inside one, that does not say whose rows it means. */
export type Nameless = { readonly line: number; readonly table: string }

const CLOSES: Readonly<Record<string, string>> = { '(': ')', '{': '}', '[': ']' }

function quoteEnd(text: string, from: number): number {
  const end = text.indexOf(text[from] ?? '', from + 1)
  return end < 0 ? text.length : end
}

function templateEnd(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at += 1) {
    if (text[at] === '`') return at
    if (text[at] === '\\') at += 1
    else if (text.startsWith('${', at)) at = bracketEnd(text, at + 1)
  }
  return text.length
}

/** Where what begins here ends when it is a quotation, a template or a remark; else here. */
function wordsEnd(text: string, at: number): number {
  if (text.startsWith('/*', at)) return text.indexOf('*/', at) + 1
  if (text.startsWith('// ', at)) return text.indexOf('\n', at)
  if (text[at] === '`') return templateEnd(text, at)
  return text[at] === "'" || text[at] === '"' ? quoteEnd(text, at) : at
}

function bracketEnd(text: string, from: number): number {
  const open: string[] = []
  for (let at = from; at < text.length; at += 1) {
    at = wordsEnd(text, at)
    const sign = text[at] ?? ''
    if (sign in CLOSES) open.push(CLOSES[sign] ?? '')
    else if (sign === open.at(-1)) {
      open.pop()
      if (open.length === 0) return at
    }
  }
  return text.length
}

/** The calls that follow each other from here on, each with what is in its brackets. */
function chainAt(text: string, from: number): string[] {
  const calls: string[] = []
  for (let at = from; ; ) {
    const end = bracketEnd(text, text.indexOf('(', at)) + 1
    calls.push(text.slice(at, end))
    const next = /^\s*\.(?=[\w$]+(?:<[^>(]*>)?\()/.exec(text.slice(end))
    if (!next) return calls
    at = end + next[0].length
  }
}

const lineOf = (text: string, at: number) => text.slice(0, at).split('\n').length

/** Kysely's: a chain that reads or changes a table has the tenant as a condition, and so has each join of it. */
function namelessChains(text: string, guarded: ReadonlySet<string>): Nameless[] {
  const starts = text.matchAll(/\b(?:selectFrom|updateTable|deleteFrom)\(\s*(')?(\w+)/g)
  return [...starts].flatMap(({ 1: quote, 2: table = '', index }) => {
    const isGuarded = quote === undefined || guarded.has(table)
    const calls = chainAt(text, index)
    const isNamed = calls.some((call) => /^where(?:Ref)?\(\s*'(?:\w+\.)?tenant',\s*'='/.test(call))
    const joined = calls.flatMap((call) => {
      const name = /^\w+Join\(\s*'(\w+)/.exec(call)?.[1]
      return name && guarded.has(name) && !/\btenant'/.test(call) ? [name] : []
    })
    const nameless = isGuarded && !isNamed ? [table, ...joined] : joined
    return nameless.map((name) => ({ line: lineOf(text, index), table: name }))
  })
}

/** The words of a template, its values made `$`; templates among the values are looked at by themselves. */
function wordsOf(template: string): string {
  let words = ''
  for (let at = 0; at < template.length; at += 1) {
    const end = template.startsWith('${', at) ? bracketEnd(template, at + 1) : at
    const part = template.slice(at, end + 1)
    words += end > at ? part.replace(/[^\n]/g, '$') : part
    at = end
  }
  return words
}

/** Each select of a statement, with blanks for those in its brackets; the arms of a union are apart. */
function selectsOf(words: string): { readonly at: number; readonly text: string }[] {
  const open = [0]
  const bracketOf = [...words].map((sign, at) => {
    if (sign === ')') open.pop()
    const bracket = open.at(-1) ?? 0
    if (sign === '(') open.push(at + 1)
    return bracket
  })
  return [...new Set(bracketOf)].flatMap((bracket) => {
    const own = [...words].map((sign, at) => (bracketOf[at] === bracket ? sign : ' ')).join('')
    const arms = own.matchAll(/[\s\S]+?(?:\bunion\b|$)/g)
    return [...arms].map((arm) => ({ at: arm.index, text: arm[0] }))
  })
}

const KEYWORD = 'on|where|set|order|left|inner|cross|join|group|limit|for|union|from|using|offset'
const READS = new RegExp(
  `(?:\\b(?:from|join|update|using)|,)\\s+(\\w+)(?![\\w.])(?:\\s+(?:as\\s+)?(?!(?:${KEYWORD})\\b)([a-z]\\w*))?`,
  'g',
)
const SAYS = /((?:\w+\.)?)tenant\s*=\s*(?:\$|((?:\w+\.)?)(?:tenant|orgnr)\b)/g

/**
 * SQL's: a select names the tenant of each table it reads, and of one by a value or by a row from outside: tables
 * that are only joined to each other are read whole.
 */
function namelessSelects(words: string, guarded: ReadonlySet<string>) {
  return selectsOf(words).flatMap(({ at, text }) => {
    const read = [...text.matchAll(READS)]
      .filter(([, table = '']) => guarded.has(table))
      .map(({ 1: table = '', 2: alias, index }) => ({ table, as: `${alias ?? table}.`, index }))
    const own = new Set(['', ...read.map((one) => one.as)])
    const said = [...text.matchAll(SAYS)].map(({ 1: left = '', 2: right }) => [left, right ?? '$'])
    const isAnchored = said.some(
      (sides) => sides.some((side) => own.has(side)) && sides.some((side) => !own.has(side)),
    )
    const named = new Set(said.flat())
    const bare = read.filter((one) => !named.has(one.as) && !(named.has('') && one === read[0]))
    const wrong = isAnchored ? bare : read.slice(0, 1)
    return wrong.map(({ table, index }) => ({ table, at: at + index }))
  })
}

/** Every place of a source file at which a guarded table is read or changed by no tenant's key. */
export function namelessIn(text: string, guarded: ReadonlySet<string>): Nameless[] {
  const templates = text.matchAll(/\bsql(?:<[^`]*?>)?`/g)
  const inSql = [...templates].flatMap(({ 0: opening, index }) => {
    const from = index + opening.length
    const words = wordsOf(text.slice(from, templateEnd(text, from - 1)))
    return namelessSelects(words, guarded).map(({ table, at }) => ({
      line: lineOf(text, from + at),
      table,
    }))
  })
  return [...namelessChains(text, guarded), ...inSql].sort((a, b) => a.line - b.line)
}
