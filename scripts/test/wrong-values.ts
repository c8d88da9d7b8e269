import type { Contract } from '@fotfeste/contracts/contract.ts'
import { inputOf, type JsonSchema } from './json-schema.ts'

export type WrongField = { readonly field: string; readonly what: string; readonly value: unknown }

function resolved(root: JsonSchema, schema: JsonSchema): JsonSchema {
  const target = schema['$ref']
  if (typeof target !== 'string') return schema
  const steps = target.replace('#/', '').split('/')
  return steps.reduce<JsonSchema>((held, key) => (held[key] ?? {}) as JsonSchema, root)
}

/** The forms that a field may have: itself, or each of a choice. */
function formsOf(root: JsonSchema, schema: JsonSchema): JsonSchema[] {
  const own = resolved(root, schema)
  const choice = (own['anyOf'] ?? own['oneOf']) as JsonSchema[] | undefined
  return choice ? choice.flatMap((one) => formsOf(root, one)) : [own]
}

function wrongOf(forms: readonly JsonSchema[]): [string, unknown][] {
  const types = forms.map(({ type }) => type)
  const wrong: [string, unknown][] = [
    types.includes('object') ? ['a number', 12.5] : ['an object', { unknownField: 1 }],
  ]
  if (forms.some(({ format }) => format === 'date')) {
    wrong.push(['30 February', '2026-02-30'], ['an instant', '2026-03-01T00:00:00Z'])
  }
  if (types.includes('string')) wrong.push(['text with U+0000', 'a\u0000b'])
  const bounded = forms.find(
    ({ minimum, maximum }) => minimum !== undefined && maximum !== undefined,
  )
  if (bounded) {
    wrong.push(
      ['too small', Number(bounded['minimum']) - 1],
      ['too large', Number(bounded['maximum']) + 1],
    )
  }
  const listed = forms.find(({ maxItems }) => Number(maxItems) <= 500)
  if (listed) wrong.push(['too long a list', Array(Number(listed['maxItems']) + 1).fill(null)])
  return wrong
}

/** For each field of an operation's body, values it must refuse. */
export function wrongFields(contract: Contract): WrongField[] {
  if (!contract.body) return []
  const root = inputOf(contract.body)
  const properties = (resolved(root, root)['properties'] ?? {}) as Record<string, JsonSchema>
  return Object.entries(properties).flatMap(([field, schema]) =>
    wrongOf(formsOf(root, schema)).map(([what, value]) => ({ field, what, value })),
  )
}
