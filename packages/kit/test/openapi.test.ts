import { service } from '@fotfeste/testing/harness.ts'
import t from 'tap'
import { toyService } from './toy/app.ts'
import { spoilToy, toyContracts } from './toy/contracts.ts'

type Operation = {
  operationId: string
  security: unknown
  description: string
  parameters?: { in: string; name: string; required: boolean; schema: Record<string, unknown> }[]
  requestBody?: {
    required: boolean
    content: Record<string, { schema: unknown; example: unknown }>
  }
  responses: Record<
    string,
    { description: string; headers?: object; content?: Record<string, unknown> }
  >
}
type Document = {
  openapi: string
  info: { title: string; version: string }
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Record<string, unknown>>; securitySchemes: object }
}

const suite = await service(t, toyService())
const document = (await (await fetch(`${suite.url}/openapi.json`)).json()) as Document
const operation = (path: string, method: string) => document.paths[path]?.[method] as Operation

t.test(
  'the document names every public operation, the feed among them, and nothing else',
  async (t) => {
    t.equal(document.openapi, '3.1.0')
    t.match(document.info, { title: 'Toys', version: '1.0.0' })
    const named = Object.values(document.paths).flatMap((of) =>
      Object.values(of).map(({ operationId }) => operationId),
    )
    const wanted = toyContracts.filter((one) => one.visibility === 'public').map(({ id }) => id)
    t.same(named.sort(), [...wanted, 'listEvents'].sort())
    t.notOk(named.includes(spoilToy.id), 'what is internal stays out')
    t.notMatch(Object.keys(document.paths).join(), /health|metrics|docs/)
  },
)

t.test('an operation says what its contract says', async (t) => {
  const change = operation('/v1/toys/{toyId}', 'patch')
  t.same(change.security, [{ token: ['fotfeste:guides.write'] }])
  t.same(
    change.parameters?.map((one) => [one.in, one.name, one.required]),
    [
      ['path', 'toyId', true],
      ['header', 'Idempotency-Key', true],
      ['header', 'If-Match', true],
    ],
  )
  t.match(change.parameters?.[0]?.schema, { type: 'string', format: 'uuid' })
  t.match(change.requestBody, {
    required: true,
    content: { 'application/json': { example: { grams: 120 } } },
  })
  t.match(change.responses['200']?.headers, { ETag: Object })
  t.match(change.responses['200']?.content, {
    'application/json': { schema: { $ref: '#/components/schemas/Toy' } },
  })
  t.match(change.responses['422']?.description, /too-heavy[\s\S]*idempotency-key-reused/)
  t.match(change.responses['412']?.description, /stale/)
  t.match(change.responses['409']?.content, {
    'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
  })
  const statuses = [
    '200',
    '400',
    '401',
    '403',
    '404',
    '405',
    '409',
    '412',
    '413',
    '415',
    '422',
    '428',
    '429',
    '500',
    '503',
  ]
  t.same(Object.keys(change.responses).sort(), statuses)
  t.match(operation('/v1/toys', 'post').responses['201']?.headers, { Location: Object })
  t.match(operation('/v1/toys/{toyId}/approve', 'post').description, /Needs a person/)
  const limit = operation('/v1/toys', 'get').parameters?.find(({ name }) => name === 'limit')
  t.match(limit, {
    in: 'query',
    required: false,
    schema: { minimum: 1, maximum: 200, default: 50 },
  })
})

t.test('every reference leads somewhere, every schema is used, requests are closed', async (t) => {
  const text = JSON.stringify(document)
  const named = new Set(
    [...text.matchAll(/#\/components\/schemas\/(\w+)/g)].map(([, name]) => name),
  )
  t.same([...named].sort(), Object.keys(document.components.schemas).sort())
  const { schema } = operation('/v1/toys', 'post').requestBody?.content['application/json'] ?? {}
  t.match(schema, { additionalProperties: false, required: ['name', 'grams'] })
  t.notMatch(text, /9007199254740991/)
})

t.test('the page to read and try it is there', async (t) => {
  const page = await fetch(`${suite.url}/docs/`)
  t.equal(page.status, 200)
  t.match(await page.text(), '<title>Toys</title>')
  const policy = page.headers.get('content-security-policy')
  t.match(policy, "default-src 'self'")
  t.notMatch(policy, /https:|upgrade-insecure-requests|swagger\.io/, 'from here alone, by http too')
  const settings = await (await fetch(`${suite.url}/docs/static/swagger-initializer.js`)).text()
  t.match(settings, /"validatorUrl":\s*null/, 'the document’s address is shown to nobody')
})
