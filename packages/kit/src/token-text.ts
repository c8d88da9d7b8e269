const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\]:]/g

/**
 * A member name that stands twice in one object of a JSON text, or undefined. One reader takes the last of
 * two members with one name, another the first: a token that holds two says two things.
 */
export function doubledMember(json: string): string | undefined {
  const open: Set<string>[] = []
  let last = ''
  for (const [token] of json.matchAll(TOKENS)) {
    if (token === '{' || token === '[') open.push(new Set())
    else if (token === '}' || token === ']') open.pop()
    else if (token === ':') {
      const name = String(JSON.parse(last))
      if (open.at(-1)?.has(name)) return name
      open.at(-1)?.add(name)
    } else last = token
  }
  return undefined
}
