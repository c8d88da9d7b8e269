/** A reader of one element: its children by name, its text, its attributes. */
export type Node = {
  child(name: string): Node | undefined
  children(name: string): Node[]
  /** The text of the first child of that name; undefined without one or where it is empty. */
  text(name: string): string | undefined
  texts(name: string): string[]
  own(): string
  attribute(name: string): string | undefined
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
  '&amp;': '&',
}

/** The five entities that XML itself knows; control characters become spaces. */
const plain = (text: string): string =>
  text
    .replace(/&(?:lt|gt|quot|apos|amp);/g, (entity) => ENTITIES[entity] ?? entity)
    .replace(/\p{Cc}/gu, ' ')
    .trim()

const fieldsOf = (held: unknown): Readonly<Record<string, unknown>> =>
  typeof held === 'object' && held !== null ? (held as Record<string, unknown>) : {}

function ownText(held: unknown): string {
  if (typeof held === 'string') return plain(held)
  const text = fieldsOf(held)['#text']
  return typeof text === 'string' ? plain(text) : ''
}

/** Wraps what the parser gave, every element a list, so that a missing one is undefined and never a fault. */
export function readNode(held: unknown): Node {
  const fields = fieldsOf(held)
  const all = (name: string): unknown[] => {
    const found = Object.hasOwn(fields, name) ? fields[name] : []
    return Array.isArray(found) ? found : [found]
  }
  const texts = (name: string) =>
    all(name)
      .map(ownText)
      .filter((text) => text !== '')
  return {
    child: (name) => all(name).slice(0, 1).map(readNode)[0],
    children: (name) => all(name).map(readNode),
    text: (name) => texts(name)[0],
    texts,
    own: () => ownText(held),
    attribute: (name) => {
      const [value] = all(`@${name}`)
      return typeof value === 'string' ? plain(value) : undefined
    },
  }
}
