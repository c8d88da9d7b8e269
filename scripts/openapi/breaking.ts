type Json = { readonly [key: string]: unknown }

const asJson = (value: unknown): Json =>
  typeof value === 'object' && value !== null ? (value as Json) : {}
const keysOf = (value: unknown): string[] => Object.keys(asJson(value))
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])
const METHODS = ['get', 'post', 'put', 'patch', 'delete']

/** Two versions of a document, and what to look up references in. */
type Pair = { readonly before: Json; readonly after: Json }

function resolved(document: Json, schema: unknown): Json {
  const target = asJson(schema)['$ref']
  if (typeof target !== 'string') return asJson(schema)
  return target
    .replace('#/', '')
    .split('/')
    .reduce((held, key) => asJson(held[key]), document)
}

/** What a reader of replies loses: a field, a type; what a sender of requests is newly asked or refused. */
function schemaBreaks(
  documents: Pair,
  schemas: { readonly before: unknown; readonly after: unknown; readonly seen?: Set<string> },
  side: 'request' | 'reply',
): string[] {
  const seen = schemas.seen ?? new Set()
  const mark = JSON.stringify([asJson(schemas.before)['$ref'], asJson(schemas.after)['$ref']])
  if (mark !== '[null,null]' && seen.has(mark)) return []
  seen.add(mark)
  const before = resolved(documents.before, schemas.before)
  const after = resolved(documents.after, schemas.after)
  const within = (name: string, a: unknown, b: unknown) =>
    schemaBreaks(documents, { before: a, after: b, seen }, side).map((line) => `${name}${line}`)
  const [known, offered] = [asJson(before['properties']), asJson(after['properties'])]
  const isTyped = before['type'] !== undefined && after['type'] !== undefined
  return [
    ...(isTyped && JSON.stringify(before['type']) !== JSON.stringify(after['type'])
      ? [`: the type changed from ${before['type']} to ${after['type']}`]
      : []),
    ...keysOf(known).flatMap((name) =>
      name in offered
        ? within(`.${name}`, known[name], offered[name])
        : [`.${name}: the field was removed`],
    ),
    ...requiredBreaks(before, after, side),
    ...enumBreaks(before, after, side),
    ...(before['items'] && after['items'] ? within('[]', before['items'], after['items']) : []),
  ]
}

function requiredBreaks(before: Json, after: Json, side: 'request' | 'reply'): string[] {
  const [was, is] = [listOf(before['required']), listOf(after['required'])]
  return side === 'request'
    ? is
        .filter((name) => !was.includes(name))
        .map((name) => `.${name}: the field is newly required`)
    : was
        .filter((name) => !is.includes(name) && String(name) in asJson(after['properties']))
        .map((name) => `.${name}: the field may now be missing`)
}

function enumBreaks(before: Json, after: Json, side: 'request' | 'reply'): string[] {
  if (!before['enum'] || !after['enum']) return []
  const [was, is] = [listOf(before['enum']), listOf(after['enum'])]
  return side === 'request'
    ? was.filter((value) => !is.includes(value)).map((value) => `: ${value} is no longer taken`)
    : is.filter((value) => !was.includes(value)).map((value) => `: ${value} is a new answer`)
}

const contentOf = (held: unknown): unknown =>
  asJson(Object.values(asJson(asJson(held)['content']))[0])['schema']

function parameterBreaks(before: Json, after: Json): string[] {
  const named = (operation: Json) =>
    new Map(
      listOf(operation['parameters']).map((one) => [
        `${asJson(one)['in']} ${asJson(one)['name']}`,
        asJson(one),
      ]),
    )
  const [was, is] = [named(before), named(after)]
  return [
    ...[...was.keys()].filter((name) => !is.has(name)).map((name) => `: ${name} was removed`),
    ...[...is]
      .filter(([name, one]) => one['required'] && !was.get(name)?.['required'])
      .map(([name]) => `: ${name} is newly required`),
  ]
}

function operationBreaks(documents: Pair, before: Json, after: Json): string[] {
  const [was, is] = [asJson(before['responses']), asJson(after['responses'])]
  const request = {
    before: contentOf(before['requestBody']),
    after: contentOf(after['requestBody']),
  }
  const isNewlyAsked = !before['requestBody'] && after['requestBody']
  return [
    ...parameterBreaks(before, after),
    ...(isNewlyAsked ? [': a body is newly asked for'] : []),
    ...schemaBreaks(documents, request, 'request').map((line) => ` body${line}`),
    ...keysOf(was).flatMap((status) =>
      status in is
        ? schemaBreaks(
            documents,
            { before: contentOf(was[status]), after: contentOf(is[status]) },
            'reply',
          ).map((line) => ` ${status}${line}`)
        : [` ${status}: the status was removed`],
    ),
  ]
}

/** What a caller of the released document would trip on in the new one, a line each. */
export function breakingChanges(released: unknown, now: unknown): string[] {
  const documents = { before: asJson(released), after: asJson(now) }
  const [known, offered] = [asJson(documents.before['paths']), asJson(documents.after['paths'])]
  return keysOf(known).flatMap((path) =>
    METHODS.filter((method) => method in asJson(known[path])).flatMap((method) => {
      const name = `${method.toUpperCase()} ${path}`
      const [before, after] = [
        asJson(asJson(known[path])[method]),
        asJson(asJson(offered[path])[method]),
      ]
      if (keysOf(after).length === 0) return [`${name}: the operation was removed`]
      if (typeof after['x-breaking'] === 'string') return []
      return operationBreaks(documents, before, after).map((line) => `${name}${line}`)
    }),
  )
}
