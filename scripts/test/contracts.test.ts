import { type Contract, commonProblemsOf } from '@fotfeste/contracts/contract.ts'
import { FORBIDDEN_EVENT_FIELD } from '@fotfeste/contracts/feed.ts'
import { commonProblems } from '@fotfeste/contracts/problems.ts'
import t from 'tap'
import type { z } from 'zod'
import { loadContracts } from '../all-contracts.ts'
import { inputOf, type JsonSchema, outputOf, within, withoutStrictness } from './json-schema.ts'

const SERVICES = await loadContracts()
const ALL = SERVICES.flatMap(({ contracts }) => contracts)

const named = ({ service, id }: Contract) => `${service} ${id}`
const breaking = (isWrong: (contract: Contract) => boolean) => ALL.filter(isWrong).map(named)
const parametersOf = ({ path }: Contract) =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
const schemasOf = (contract: Contract): z.ZodType[] =>
  Object.values(contract.replies).flatMap(({ schema }) => (schema ? [schema] : []))

t.test('an operation is named once in its service and says what it is', async (t) => {
  t.equal(new Set(ALL.map(named)).size, ALL.length, 'no id twice')
  t.equal(
    new Set(ALL.map(({ service, method, path }) => `${service} ${method} ${path}`)).size,
    ALL.length,
  )
  t.same(
    breaking(({ id }) => !/^[a-z][a-zA-Z]+$/.test(id)),
    [],
    'ids are verbs in camelCase',
  )
  t.same(
    breaking(({ summary }) => summary.length > 100 || summary.endsWith('.')),
    [],
    'a summary is a line',
  )
  t.same(
    breaking(({ description }) => description.length < 20),
    [],
    'a description says more',
  )
  t.same(
    breaking(({ path }) => !/^\/v1(\/[a-z]+(-[a-z]+)*|\/\{[a-zA-Z]+\})+$/.test(path)),
    [],
  )
})

t.test('an operation names the Norwegian term', async (t) => {
  t.same(
    breaking(({ summary }) => !/ \(.+\)$/.test(summary)),
    [],
  )
})

t.test('the path’s parameters are those of the schema, and an id has a factory', async (t) => {
  const keysOf = ({ params }: Contract) => Object.keys(params?.shape ?? {})
  t.same(
    breaking((one) => keysOf(one).join() !== parametersOf(one).join()),
    [],
  )
  const hasId = ({ params }: Contract) =>
    params && JSON.stringify(inputOf(params)).includes('"uuid"')
  t.same(
    breaking((one) => Boolean(hasId(one)) && one.factory === null),
    [],
  )
  t.same(
    breaking((one) => one.factory !== null && parametersOf(one).length === 0),
    [],
  )
  t.same(
    breaking((one) => parametersOf(one).includes('personId') && one.personParam !== 'personId'),
    [],
  )
})

t.test('the scope is the service’s own, or of persons, audit, events and the suite', async (t) => {
  const isOwn = ({ service, scope }: Contract) =>
    scope.startsWith(`fotfeste:${service}.`) ||
    /:(protected|identity|audit|events|system)\./.test(scope)
  t.same(
    breaking((one) => !isOwn(one)),
    [],
  )
  t.same(
    breaking(({ method, scope }) => method !== 'GET' && scope.startsWith('fotfeste:events')),
    [],
  )
})

t.test('every problem stands in the catalogue, and every one of it is answered', async (t) => {
  for (const { service, contracts, problems } of SERVICES) {
    const answered = new Set(contracts.flatMap((contract) => contract.problems))
    const unknown = [...answered].filter((code) => !(code in problems))
    t.same(unknown, [], `${service}: all codes are in the catalogue`)
    t.same(
      Object.keys(problems).filter((code) => !answered.has(code)),
      [],
      `${service}: none is idle`,
    )
    t.same(
      Object.keys(problems).filter((code) => code in commonProblems),
      [],
      'none hides a common one',
    )
    t.same(
      Object.keys(problems).filter((code) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(code)),
      [],
    )
    const statuses = Object.values(problems).filter(
      ({ status }) => ![403, 404, 409, 422].includes(status),
    )
    t.same(statuses, [], `${service}: a rule answers 403, 404, 409 or 422`)
  }
  t.same(
    breaking((one) => new Set([...one.problems, ...commonProblemsOf(one)]).size === 0),
    [],
  )
})

t.test('what is changed is versioned or keyed, what only reads is neither', async (t) => {
  t.same(
    breaking(({ method, write }) => method === 'GET' && write !== undefined),
    [],
  )
  t.same(
    breaking(({ method, write }) => ['PATCH', 'DELETE'].includes(method) && !write),
    [],
  )
  t.same(
    breaking(
      ({ write }) => write?.keyed === 'money' && !write.versioned && write !== undefined,
    ).filter((name) => !/ (create|start|calculate)/.test(name)),
    [],
    'a money command on a resource is both',
  )
  const makes = ({ replies }: Contract) => 201 in replies || 202 in replies
  t.same(
    breaking((one) => makes(one) && !one.write?.keyed),
    [],
    'what creates is keyed',
  )
})

t.test('the examples validate', async (t) => {
  t.same(
    breaking(({ body, bodyExample }) => Boolean(body) && bodyExample === undefined),
    [],
  )
  t.same(
    breaking(({ body, bodyExample }) => Boolean(body) && !body?.safeParse(bodyExample).success),
    [],
  )
  const replies = ALL.flatMap((one) =>
    Object.entries(one.replies).map(([status, reply]) => ({ one, status, reply })),
  )
  const withSchema = replies.filter(({ reply }) => reply.schema)
  const name = ({ one, status }: (typeof replies)[number]) => `${named(one)} ${status}`
  t.same(
    withSchema.filter(({ reply }) => reply.example === undefined).map(name),
    [],
    'each has one',
  )
  t.same(
    withSchema.filter(({ reply }) => !reply.schema?.safeParse(reply.example).success).map(name),
    [],
  )
})

t.test(
  'a request’s every text and list has a length, and its every object refuses unknown fields',
  async (t) => {
    const faults = (contract: Contract) => {
      const schemas = [contract.params, contract.query, contract.body].filter(
        (one) => one !== undefined,
      )
      return schemas
        .flatMap((schema) => [...within(inputOf(schema))])
        .flatMap(([way, found]) => {
          const fault = faultOf(found)
          return fault ? [`${named(contract)}${way}: ${fault}`] : []
        })
    }
    t.same(ALL.flatMap(faults), [])
  },
)

function faultOf(schema: JsonSchema): string | null {
  const { type } = schema
  const isClosed =
    'enum' in schema || 'const' in schema || 'format' in schema || 'pattern' in schema
  if (type === 'string' && !('maxLength' in schema) && !isClosed) return 'a text without a length'
  if (type === 'array' && !('maxItems' in schema)) return 'a list without a length'
  if (type === 'object' && 'properties' in schema && schema['additionalProperties'] !== false)
    return 'an object that lets unknown fields through'
  const hasBounds = /"(exclusiveM|m)inimum":.*"(exclusiveM|m)aximum":/.test(JSON.stringify(schema))
  if ((type === 'number' || type === 'integer') && !isClosed && !hasBounds)
    return 'a number without bounds'
  return null
}

t.test('a reply is plain JSON: what is written is what is read', async (t) => {
  const differs = (schema: z.ZodType) =>
    JSON.stringify(withoutStrictness(inputOf(schema))) !==
    JSON.stringify(withoutStrictness(outputOf(schema)))
  t.same(
    breaking((one) => schemasOf(one).some(differs)),
    [],
  )
})

t.test('a list is a keyset page', async (t) => {
  const isPage = (one: Contract) =>
    schemasOf(one).some((schema) => {
      const properties = outputOf(schema)['properties'] ?? {}
      return 'items' in (properties as object) && 'next' in (properties as object)
    })
  const keys = ({ query }: Contract) => Object.keys(query?.shape ?? {})
  const pages = ALL.filter((one) => one.method === 'GET' && isPage(one))
  t.ok(pages.length > 0)
  t.same(
    pages.filter((one) => !keys(one).includes('limit') || !keys(one).includes('cursor')).map(named),
    [],
  )
})

t.test('events are named in the past, once, and their data can name nobody', async (t) => {
  for (const { service, events } of SERVICES) {
    t.ok(events.length > 0, service)
    t.equal(new Set(events.map(({ type, version }) => `${type} ${version}`)).size, events.length)
    for (const { type, data } of events) {
      t.match(type, /^([A-Z][a-z]+)+$/)
      const fields = [...within(outputOf(data))].flatMap(([, { properties }]) =>
        Object.keys(properties ?? {}),
      )
      t.same(
        fields.filter((field) => FORBIDDEN_EVENT_FIELD.test(field)),
        [],
        type,
      )
    }
  }
})
