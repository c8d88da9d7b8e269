import { z } from 'zod'

export type JsonSchema = { readonly [key: string]: unknown }

export const inputOf = (schema: z.ZodType): JsonSchema =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'throw' }) as JsonSchema
export const outputOf = (schema: z.ZodType): JsonSchema =>
  z.toJSONSchema(schema, { io: 'output', unrepresentable: 'throw' }) as JsonSchema

/** Every schema within a schema, itself included, with the way to it. */
export function* within(schema: unknown, way = ''): Generator<[string, JsonSchema]> {
  if (typeof schema !== 'object' || schema === null) return
  if (!Array.isArray(schema)) yield [way, schema as JsonSchema]
  for (const [key, held] of Object.entries(schema))
    if (!['example', 'examples', 'enum', 'const', 'default'].includes(key))
      yield* within(held, `${way}/${key}`)
}

/** The schema without what only says whether unknown fields are let through. */
export function withoutStrictness(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withoutStrictness)
  if (typeof schema !== 'object' || schema === null) return schema
  const kept = Object.entries(schema).filter(([key]) => key !== 'additionalProperties')
  return Object.fromEntries(kept.map(([key, held]) => [key, withoutStrictness(held)]))
}
