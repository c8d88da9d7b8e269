import { type Contract, commonProblemsOf } from '@fotfeste/contracts/contract.ts'
import { commonProblems, type ProblemSpec } from '@fotfeste/contracts/problems.ts'
import { problem } from '@fotfeste/contracts/values.ts'
import { assert } from '@fotfeste/domain/values/assert.ts'
import { z } from 'zod'

type Json = Record<string, unknown>
type Catalogue = Readonly<Record<string, ProblemSpec>>

/** Named schemas of one document, gathered while its operations are written. */
export type Components = Map<string, Json>

const NOISE = new Set(['$schema', '$id', 'id', '~standard'])

function tidy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(tidy)
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value).filter(
    ([key, held]) =>
      !(NOISE.has(key) && typeof held === 'string') &&
      !(key === 'maximum' && held === Number.MAX_SAFE_INTEGER) &&
      !(key === 'minimum' && held === Number.MIN_SAFE_INTEGER),
  )
  return Object.fromEntries(
    kept.map(([key, held]) => [
      key,
      key === '$ref' ? String(held).replace('#/$defs/', '#/components/schemas/') : tidy(held),
    ]),
  )
}

/** A zod schema as the document's JSON Schema; schemas with an id become named components. */
export function schemaOf(schema: z.ZodType, io: 'input' | 'output', components: Components): Json {
  const { $defs, ...root } = z.toJSONSchema(schema, { io, unrepresentable: 'throw' }) as Json & {
    $defs?: Json
  }
  const add = (name: string, held: unknown) => {
    const tidied = tidy(held) as Json
    const known = components.get(name)
    assert(
      !known || JSON.stringify(known) === JSON.stringify(tidied),
      `the schema ${name} means one thing`,
    )
    components.set(name, tidied)
  }
  for (const [name, held] of Object.entries($defs ?? {})) add(name, held)
  const name = schema.meta()?.id
  if (!name) return tidy(root) as Json
  // A schema with an id comes as a reference to its own definition.
  if (!('$ref' in root)) add(name, root)
  return { $ref: `#/components/schemas/${name}` }
}

const HEADERS: Readonly<Record<string, Json>> = {
  ETag: { description: 'Version of the resource; send it as If-Match', schema: { type: 'string' } },
  Location: { description: 'Address of what was made', schema: { type: 'string' } },
  'x-request-id': {
    description: 'Id of this request, the `instance` of a problem',
    schema: { type: 'string' },
  },
}

function problemReplies(contract: Contract, catalogue: Catalogue, components: Components): Json {
  const byStatus = new Map<number, string[]>()
  const own = contract.problems.map((code): [string, ProblemSpec | undefined] => [
    code,
    catalogue[code],
  ])
  const common = commonProblemsOf(contract).map((code): [string, ProblemSpec] => [
    code,
    commonProblems[code],
  ])
  for (const [code, spec] of [...own, ...common]) {
    assert(spec !== undefined, `the problem ${code} of ${contract.id} stands in a catalogue`)
    byStatus.set(spec.status, [...(byStatus.get(spec.status) ?? []), `\`${code}\`: ${spec.title}`])
  }
  const schema = schemaOf(problem, 'output', components)
  return Object.fromEntries(
    [...byStatus].map(([status, lines]) => [
      status,
      {
        description: lines.join('\n\n'),
        headers: { 'x-request-id': HEADERS['x-request-id'] },
        content: { 'application/problem+json': { schema } },
      },
    ]),
  )
}

function successReplies(contract: Contract, components: Components): Json {
  return Object.fromEntries(
    Object.entries(contract.replies).map(([status, reply]) => {
      const headers: Json = { 'x-request-id': HEADERS['x-request-id'] }
      if (contract.write?.versioned || (contract.factory && contract.method === 'GET'))
        headers['ETag'] = HEADERS['ETag']
      if (status === '201') headers['Location'] = HEADERS['Location']
      const schema = reply.schema
        ? schemaOf(reply.schema, 'output', components)
        : { type: 'string', ...(reply.isBinary ? { format: 'binary' } : {}) }
      const media = { schema, ...(reply.example === undefined ? {} : { example: reply.example }) }
      const hasBody = reply.schema !== undefined || reply.contentType !== undefined
      return [
        status,
        {
          description: reply.description,
          headers,
          ...(hasBody ? { content: { [reply.contentType ?? 'application/json']: media } } : {}),
        },
      ]
    }),
  )
}

function headerParameters({ write }: Contract): Json[] {
  const header = (name: string, description: string, schema: Json) => ({
    in: 'header',
    name,
    required: true,
    description,
    schema: { type: 'string', ...schema },
  })
  return [
    ...(write?.keyed
      ? [
          header(
            'Idempotency-Key',
            'A new key for each new request; the same key gives the stored answer again',
            {
              minLength: 1,
              maxLength: 255,
              example: '0197c1de-6b1f-7c52-9d2a-3f7d1a6b2c11',
            },
          ),
        ]
      : []),
    ...(write?.versioned
      ? [header('If-Match', 'The ETag that the read gave', { example: '"3"' })]
      : []),
  ]
}

function parameters(contract: Contract, components: Components): Json[] {
  const of = (schema: z.ZodObject | undefined, where: 'path' | 'query') => {
    if (!schema) return []
    const { properties = {}, required = [] } = schemaOf(schema, 'input', components) as {
      properties?: Record<string, Json>
      required?: string[]
    }
    return Object.entries(properties).map(([name, { description, ...held }]) => ({
      in: where,
      name,
      required: where === 'path' || required.includes(name),
      ...(description ? { description } : {}),
      schema: held,
    }))
  }
  return [
    ...of(contract.params, 'path'),
    ...of(contract.query, 'query'),
    ...headerParameters(contract),
  ]
}

/** One operation of the document, from its contract alone. */
export function operationOf(
  contract: Contract,
  catalogue: Catalogue,
  components: Components,
): Json {
  const list = parameters(contract, components)
  const actor = contract.needsPerson ? '\n\nNeeds a person: a token with `sub`.' : ''
  return {
    operationId: contract.id,
    tags: [contract.tag],
    summary: contract.summary,
    description: `${contract.description}\n\nScope: ${contract.anyScope ? 'any' : `\`${contract.scope}\``}.${actor}`,
    security: [{ token: contract.anyScope ? [] : [contract.scope] }],
    ...(contract.breaking ? { 'x-breaking': contract.breaking } : {}),
    ...(list.length > 0 ? { parameters: list } : {}),
    ...(contract.body
      ? {
          requestBody: {
            required: true,
            content: {
              [contract.bodyType ?? 'application/json']: {
                schema: schemaOf(contract.body, 'input', components),
                ...(contract.bodyExample === undefined ? {} : { example: contract.bodyExample }),
              },
            },
          },
        }
      : {}),
    responses: {
      ...successReplies(contract, components),
      ...problemReplies(contract, catalogue, components),
    },
  }
}
