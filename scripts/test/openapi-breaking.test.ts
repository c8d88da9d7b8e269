import t from 'tap'
import { breakingChanges } from '../openapi/breaking.ts'

const schemas = {
  Person: {
    type: 'object',
    properties: {
      name: { type: 'string' },
      sex: { type: 'string', enum: ['female', 'male'] },
      children: { type: 'array', items: { $ref: '#/components/schemas/Person' } },
    },
    required: ['name', 'sex'],
  },
}
const reference = { $ref: '#/components/schemas/Person' }
const json = (schema: unknown) => ({ content: { 'application/json': { schema } } })
const operation = {
  parameters: [{ in: 'query', name: 'limit', required: false, schema: { type: 'integer' } }],
  requestBody: json({
    type: 'object',
    properties: { kind: { type: 'string', enum: ['a', 'b'] } },
    required: [],
  }),
  responses: { 201: json(reference), 409: json({ type: 'object' }) },
}
const document = (post: unknown = operation, held: unknown = schemas) => ({
  paths: { '/v1/persons': { post } },
  components: { schemas: held },
})
const withPerson = (person: object) => ({ Person: { ...schemas.Person, ...person } })
const { properties } = schemas.Person

t.test('nothing changed, or only something was added: nothing breaks', async (t) => {
  t.same(breakingChanges(document(), document()), [])
  const added = withPerson({ properties: { ...properties, age: { type: 'integer' } } })
  t.same(breakingChanges(document(), document(operation, added)), [])
  const parameters = [...operation.parameters, { in: 'query', name: 'sex', required: false }]
  t.same(breakingChanges(document(), document({ ...operation, parameters })), [])
})

const body = (more: object) =>
  json({ type: 'object', properties: { kind: { type: 'string', enum: ['a', 'b'] } }, ...more })
const breaks: [string, unknown, string][] = [
  ['an operation is gone', document(undefined), 'POST /v1/persons: the operation was removed'],
  [
    'a status is gone',
    document({ ...operation, responses: { 201: json(reference) } }),
    'POST /v1/persons 409: the status was removed',
  ],
  [
    'a field of a reply is gone',
    document(operation, withPerson({ properties: { name: properties.name, sex: properties.sex } })),
    'POST /v1/persons 201.children: the field was removed',
  ],
  [
    'a field of a reply may be missing',
    document(operation, withPerson({ required: ['name'] })),
    'POST /v1/persons 201.sex: the field may now be missing',
  ],
  [
    'a reply has a value that was not known',
    document(
      operation,
      withPerson({
        properties: { ...properties, sex: { type: 'string', enum: ['female', 'male', 'x'] } },
      }),
    ),
    'POST /v1/persons 201.sex: x is a new answer',
  ],
  [
    'a type changed',
    document(operation, withPerson({ properties: { ...properties, name: { type: 'integer' } } })),
    'POST /v1/persons 201.name: the type changed from string to integer',
  ],
  [
    'a field is newly required',
    document({ ...operation, requestBody: body({ required: ['kind'] }) }),
    'POST /v1/persons body.kind: the field is newly required',
  ],
  [
    'a value is no longer taken',
    document({
      ...operation,
      requestBody: body({ required: [], properties: { kind: { type: 'string', enum: ['a'] } } }),
    }),
    'POST /v1/persons body.kind: b is no longer taken',
  ],
  [
    'a parameter is newly required',
    document({ ...operation, parameters: [{ in: 'query', name: 'limit', required: true }] }),
    'POST /v1/persons: query limit is newly required',
  ],
  [
    'a parameter is gone',
    document({ ...operation, parameters: [] }),
    'POST /v1/persons: query limit was removed',
  ],
]

t.test('each kind of break is told once', async (t) => {
  for (const [what, now, told] of breaks) {
    const found = breakingChanges(document(), what === 'an operation is gone' ? { paths: {} } : now)
    t.same(found, [told], what)
  }
})

t.test('a break that the contract gives a reason for passes', async (t) => {
  const now = document({ ...operation, parameters: [], 'x-breaking': 'the list was always whole' })
  t.same(breakingChanges(document(), now), [])
})
