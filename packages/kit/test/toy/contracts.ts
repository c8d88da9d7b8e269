import { type Contract, contractMaker } from '@fotfeste/contracts/contract.ts'
import { defineProblems } from '@fotfeste/contracts/problems.ts'
import { idOf, pageOf, pageQuery, text } from '@fotfeste/contracts/values.ts'
import { z } from 'zod'

export const problems = defineProblems({
  'name-taken': { status: 409, title: 'The name is taken' },
  'too-heavy': { status: 422, title: 'The toy is too heavy' },
})

const contract = contractMaker('guides', problems)
const params = z.strictObject({ toyId: idOf('Toy') })

const toy = z
  .object({
    toyId: idOf('Toy'),
    name: z.string(),
    grams: z.int(),
    colour: z.enum(['red', 'blue']).nullable(),
    version: z.int(),
  })
  .meta({ id: 'Toy' })

const body = z.strictObject({
  name: text(50),
  grams: z.int().min(0).max(100_000),
  protected: z.boolean().default(false),
})

const common = { tag: 'Toys', visibility: 'public' } as const
const example = {
  toyId: '0197c1de-6b1f-7c52-9d2a-3f7d1a6b2c11',
  name: 'Ball',
  grams: 100,
  colour: null,
  version: 1,
}

export const createToy = contract({
  ...common,
  id: 'createToy',
  method: 'POST',
  path: '/v1/toys',
  summary: 'Make a toy (leke)',
  description: 'Makes a toy. Refuses a name that is taken and a toy above ten kilograms.',
  scope: 'fotfeste:guides.write',
  body,
  bodyExample: { name: 'Ball', grams: 100 },
  replies: { 201: { description: 'The toy', schema: toy, example } },
  problems: ['name-taken', 'too-heavy'],
  write: { keyed: true },
  factory: null,
})

export const getToy = contract({
  ...common,
  id: 'getToy',
  method: 'GET',
  path: '/v1/toys/{toyId}',
  summary: 'Read a toy (leke)',
  description: 'Reads a toy in one statement.',
  scope: 'fotfeste:guides.read',
  params,
  replies: { 200: { description: 'The toy', schema: toy, example } },
  problems: [],
  personParam: 'toyId',
  factory: 'toy',
})

export const listToys = contract({
  ...common,
  id: 'listToys',
  method: 'GET',
  path: '/v1/toys',
  summary: 'List toys (leker)',
  description: 'Lists toys.',
  scope: 'fotfeste:guides.read',
  query: z.strictObject({ ...pageQuery, name: text(50).optional() }),
  replies: {
    200: { description: 'A page', schema: pageOf(toy), example: { items: [], next: null } },
  },
  problems: [],
  factory: null,
})

const changes = {
  ...common,
  scope: 'fotfeste:guides.write',
  params,
  replies: { 200: { description: 'The toy', schema: toy, example } },
  personParam: 'toyId',
  factory: 'toy',
} as const

export const changeToy = contract({
  ...changes,
  id: 'changeToy',
  method: 'PATCH',
  path: '/v1/toys/{toyId}',
  summary: 'Change a toy (leke)',
  description: 'Changes the weight.',
  body: z.strictObject({ grams: z.int().min(0).max(100_000) }),
  bodyExample: { grams: 120 },
  problems: ['too-heavy'],
  write: { keyed: 'money', versioned: true },
})

export const approveToy = contract({
  ...changes,
  id: 'approveToy',
  method: 'POST',
  path: '/v1/toys/{toyId}/approve',
  summary: 'Approve a toy (leke)',
  description: 'A second person approves.',
  problems: [],
  write: { keyed: true, versioned: true },
  needsPerson: true,
})

/** What can go wrong inside a handler. */
export const FAULTS = [
  'throw',
  'name-a-person',
  'wrong-status',
  'wrong-reply',
  'undeclared',
  'early-rejection',
  'nothing-changed',
  'taken-at-commit',
  'unknown-code',
  'slow',
  'statement-time-out',
] as const

export const spoilToy = contract({
  ...changes,
  id: 'spoilToy',
  method: 'POST',
  path: '/v1/toys/{toyId}/spoil',
  summary: 'Spoil a toy (leke)',
  description: 'Goes wrong in the way that is asked for.',
  body: z.strictObject({ how: z.enum(FAULTS) }),
  bodyExample: { how: 'throw' },
  problems: ['name-taken'],
  write: { keyed: true },
  visibility: 'internal',
})

export const toyContracts: readonly Contract[] = [
  createToy,
  getToy,
  listToys,
  changeToy,
  approveToy,
  spoilToy,
]
