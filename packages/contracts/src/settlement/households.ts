import { RELATIONS } from '@fotfeste/domain/settlement/household.ts'
import { z } from 'zod'
import { contractMaker } from '../contract.ts'
import { idOf, instant, pageOf, pageQuery } from '../values.ts'
import { problems } from './problems.ts'

const contract = contractMaker('settlement', problems)

/** The largest household that is taken in. */
const MAX_MEMBERS = 30

export const relation = z
  .enum(RELATIONS)
  .describe(
    '`adult` heads the household; `partner` is married to or lives with an adult; `child` is a child of an ' +
      'adult in it, of any age; `other` anyone else, also an unaccompanied minor who lives alone',
  )
const member = { personId: idOf('Person'), relation }

export const household = z
  .object({
    householdId: idOf('Household'),
    members: z.array(z.object(member)),
    version: z.int(),
    changedAt: instant,
  })
  .meta({ id: 'Household' })

const members = z.array(z.strictObject(member)).min(1).max(MAX_MEMBERS)
const householdId = z.strictObject({ householdId: idOf('Household') })

const example = {
  householdId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6c01',
  members: [
    { personId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6b01', relation: 'adult' },
    { personId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6b02', relation: 'child' },
  ],
  version: 1,
  changedAt: '2026-01-12T08:35:00.000Z',
}

const composition = [
  'person-unknown',
  'member-twice',
  'household-without-adult',
  'two-partners',
  'adult-too-young',
  'already-in-household',
] as const

export const createHousehold = contract({
  id: 'createHousehold',
  method: 'POST',
  path: '/v1/households',
  tag: 'Households',
  summary: 'Register a household (husstand)',
  description:
    'Puts registered persons together. Each person is in one household; there is an adult unless all are ' +
    'unaccompanied minors; adults and partners are 18 or older. A household with a protected member is ' +
    'seen only with `fotfeste:protected.read`.',
  scope: 'fotfeste:settlement.write',
  body: z.strictObject({ members }),
  bodyExample: { members: example.members },
  replies: { 201: { description: 'Registered', schema: household, example } },
  problems: composition,
  write: { keyed: true },
  visibility: 'public',
  factory: null,
})

export const getHousehold = contract({
  id: 'getHousehold',
  method: 'GET',
  path: '/v1/households/{householdId}',
  tag: 'Households',
  summary: 'Read a household (husstand)',
  description:
    'Members and their relations. The read is written to the access log for each member. A household with ' +
    'a protected member is 404 without `fotfeste:protected.read`.',
  scope: 'fotfeste:settlement.read',
  params: householdId,
  replies: { 200: { description: 'The household', schema: household, example } },
  problems: [],
  visibility: 'public',
  factory: 'household',
})

export const listHouseholds = contract({
  id: 'listHouseholds',
  method: 'GET',
  path: '/v1/households',
  tag: 'Households',
  summary: 'List households (husstander)',
  description:
    'Oldest registration first. Households with a protected member are left out without ' +
    '`fotfeste:protected.read`.',
  scope: 'fotfeste:settlement.read',
  query: z.strictObject(pageQuery),
  replies: {
    200: {
      description: 'One page',
      schema: pageOf(household),
      example: { items: [example], next: null },
    },
  },
  problems: [],
  visibility: 'public',
  factory: null,
})

export const replaceHousehold = contract({
  id: 'replaceHousehold',
  method: 'PUT',
  path: '/v1/households/{householdId}',
  tag: 'Households',
  summary: 'Change who is in a household (endre husstand)',
  description:
    'Replaces the members: a birth, a partner who moves in, a grown child who moves out. While a settlement ' +
    'case of the household is open nobody leaves it; whoever comes is settled by that case too. Goes out as `HouseholdChanged`, since the benefit depends on ' +
    'who lives together (integreringsloven § 20).',
  scope: 'fotfeste:settlement.write',
  params: householdId,
  body: z.strictObject({ members }),
  bodyExample: { members: example.members },
  replies: {
    200: { description: 'Changed', schema: household, example: { ...example, version: 2 } },
  },
  problems: [...composition, 'household-in-case'],
  write: { versioned: true },
  visibility: 'public',
  factory: 'household',
})
