import { createHousehold } from '@fotfeste/contracts/settlement/households.ts'
import { createPerson } from '@fotfeste/contracts/settlement/persons.ts'
import {
  acceptSettlementCase,
  findHousingForCase,
  proposeSettlementCase,
  settlePerson,
} from '@fotfeste/contracts/settlement/settlement-cases.ts'
import {
  createSettlementRequest,
  listSettlementRequests,
} from '@fotfeste/contracts/settlement/settlement-requests.ts'
import type { Harness } from '@fotfeste/testing/harness.ts'
import type { Tables } from '../src/db/tables.gen.ts'

type Suite = Harness<Tables>

/** Facts of an adult without numbers, so that as many as wished can be made. */
export const adult = {
  ...createPerson.bodyExample,
  nationalNumber: null,
  dufNumber: null,
}
export const child = {
  ...adult,
  givenName: 'Yonas',
  birthDate: '2019-06-02',
  sex: 'male',
  arrivedOn: null,
}

/** Registers a person and gives the id. */
export async function makePerson(suite: Suite, change: object = {}): Promise<string> {
  const { body } = await suite.make(createPerson, { body: { ...adult, ...change } })
  return body.personId
}

/** Registers a mother and her child and gives the ids. */
export async function makeFamily(suite: Suite) {
  const mother = await makePerson(suite)
  const son = await makePerson(suite, child)
  const members = [
    { personId: mother, relation: 'adult' },
    { personId: son, relation: 'child' },
  ]
  const { body } = await suite.make(createHousehold, { body: { members } })
  return { householdId: body.householdId as string, mother, son, members }
}

/** Proposes a family on 5 January 2026 and gives the ids. */
export async function makeCase(suite: Suite) {
  const family = await makeFamily(suite)
  const { body } = await suite.make(proposeSettlementCase, {
    body: {
      householdId: family.householdId,
      proposedOn: '2026-01-05',
      reference: 'IMDi 26/00812',
    },
  })
  return { ...family, caseId: body.caseId as string }
}

/** Settles a family on 16 February 2026 and gives the ids. */
export async function makeSettled(suite: Suite) {
  const made = await makeCase(suite)
  const params = { caseId: made.caseId }
  await suite.make(acceptSettlementCase, { params, body: { acceptedOn: '2026-01-09' } })
  const housing = { foundOn: '2026-02-02', dwelling: 'municipal' }
  await suite.make(findHousingForCase, { params, body: housing })
  for (const personId of [made.mother, made.son])
    await suite.make(settlePerson, { params, body: { personId, settledOn: '2026-02-16' } })
  return made
}

/** Registers a request of a year before 2026 that has none yet and gives the id; of the first when all have one. */
export async function makeRequest(suite: Suite): Promise<string> {
  const { body: known } = await suite.make(listSettlementRequests, { query: { limit: 200 } })
  const year = 2025 - known.items.length
  if (year < 2000) return known.items[0].settlementRequestId
  const { body } = await suite.make(createSettlementRequest, {
    body: {
      ...createSettlementRequest.bodyExample,
      year,
      receivedOn: `${year - 1}-11-20`,
      deadline: null,
    },
  })
  return body.settlementRequestId
}

/** By the name in a contract's `factory`: makes one and gives the path parameters. */
export const factories: Record<string, (suite: Suite) => Promise<Record<string, string>>> = {
  person: async (suite) => ({ personId: await makePerson(suite) }),
  household: async (suite) => ({ householdId: (await makeFamily(suite)).householdId }),
  settlementCase: async (suite) => ({ caseId: (await makeCase(suite)).caseId }),
  settlementRequest: async (suite) => ({ settlementRequestId: await makeRequest(suite) }),
}
