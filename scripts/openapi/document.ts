import { realClock } from '@fotfeste/kit/clock.ts'
import type { BaseConfig } from '@fotfeste/kit/config.ts'
import { buildService } from '@fotfeste/kit/service.ts'
import type { AnyService } from '../all-services.ts'

export type Document = {
  readonly openapi: string
  readonly info: { readonly version: string }
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> }
}

/** An address that nothing is sent to: the app is built, never called. */
const NOWHERE = 'http://127.0.0.1:1'

const CONFIG: BaseConfig = {
  FOTFESTE_DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing',
  FOTFESTE_HOST: '127.0.0.1',
  FOTFESTE_PORT: 0,
  FOTFESTE_ISSUERS: [
    { issuer: NOWHERE, jwksUri: `${NOWHERE}/jwks`, audience: NOWHERE, kind: 'maskinporten' },
  ],
  FOTFESTE_SERVICE_TOKENS: undefined,
  FOTFESTE_SANDBOX: 'off',
  FOTFESTE_REPLIES: 'fast',
  FOTFESTE_LOG_LEVEL: 'silent',
  FOTFESTE_POOL: 1,
  FOTFESTE_TRUST_PROXY: 'off',
  FOTFESTE_RATE_PER_MINUTE: 0,
}

/** The order of fields means something to readers here; everywhere else keys are sorted. */
const KEEPS_ORDER = new Set(['properties', 'example'])

function sortKeys(value: unknown, isSorted = true): unknown {
  if (Array.isArray(value)) return value.map((item) => sortKeys(item, isSorted))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
  if (isSorted) entries.sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(
    entries.map(([key, held]) => [
      key,
      key === 'example' ? held : sortKeys(held, !KEEPS_ORDER.has(key)),
    ]),
  )
}

/** The names of schemas that something in the document points at. */
function referenced(document: Document): Set<string> {
  const names = new Set<string>()
  const follow = (value: unknown) => {
    for (const [, name = ''] of JSON.stringify(value).matchAll(
      /#\/components\/schemas\/([^"]+)"/g,
    )) {
      if (names.has(name)) continue
      names.add(name)
      follow(document.components.schemas[name] ?? {})
    }
  }
  follow(document.paths)
  return names
}

function withoutUnused(document: Document): Document {
  const used = referenced(document)
  const schemas = Object.entries(document.components.schemas).filter(([name]) => used.has(name))
  const components = { ...document.components, schemas: Object.fromEntries(schemas) }
  return { ...document, components }
}

/** A service's OpenAPI document, made by its own app without a database. */
export async function documentOf(service: AnyService): Promise<Document> {
  const built = await buildService(service, CONFIG, { clock: realClock })
  try {
    const document = built.app.swagger() as unknown as Document
    return sortKeys(withoutUnused(document)) as Document
  } finally {
    await built.close()
  }
}
