import type { Contract } from '@fotfeste/contracts/contract.ts'
import { createHousehold } from '@fotfeste/contracts/settlement/households.ts'
import { getPerson } from '@fotfeste/contracts/settlement/persons.ts'
import {
  acceptSettlementCase,
  declineSettlementCase,
  findHousingForCase,
  getSettlementCase,
  listSettlementCases,
  proposeSettlementCase,
  settlePerson,
} from '@fotfeste/contracts/settlement/settlement-cases.ts'
import { service } from '@fotfeste/testing/harness.ts'
import t from 'tap'
import { settlement } from '../src/app.ts'
import { countRows } from './access.ts'
import { makeCase, makeFamily, makePerson, makeSettled } from './factories.ts'

const suite = await service(t, settlement)
const absent = '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6bff'
const acceptance = { acceptedOn: '2026-01-09' }
const declining = { declinedOn: '2026-01-09', reason: 'number-reached' }
const housing = { foundOn: '2026-02-02', dwelling: 'private-rental' }
const proposal = (householdId: string) => ({
  householdId,
  proposedOn: '2026-01-05',
  reference: 'IMDi 26/00812',
})
const steps = (personId: string): [Contract, object][] => [
  [acceptSettlementCase, acceptance],
  [declineSettlementCase, declining],
  [findHousingForCase, housing],
  [settlePerson, { personId, settledOn: '2026-02-16' }],
]

t.test('a household has one open case, and after it none while all are settled', async (t) => {
  const { householdId, caseId } = await makeCase(suite)
  const body = proposal(householdId)
  t.match(await suite.call(proposeSettlementCase, { body }), { status: 409, code: 'case-open' })
  await suite.make(declineSettlementCase, { params: { caseId }, body: declining })
  const again = await suite.call(proposeSettlementCase, { body })
  t.equal(again.status, 201, 'IMDi may propose a declined household again')
  const settled = await makeSettled(suite)
  t.match(await suite.call(proposeSettlementCase, { body: proposal(settled.householdId) }), {
    status: 409,
    code: 'nobody-to-settle',
  })
})

t.test('two proposals of one household at once make one case', async (t) => {
  const body = proposal((await makeFamily(suite)).householdId)
  const both = await Promise.all([
    suite.call(proposeSettlementCase, { body }),
    suite.call(proposeSettlementCase, { body }),
  ])
  t.same(both.map(({ status }) => status).sort(), [201, 409])
})

t.test('a proposal of nobody or of tomorrow is refused and nothing is stored', async (t) => {
  const before = await countRows(suite, 'settlement_case')
  t.match(await suite.call(proposeSettlementCase, { body: proposal(absent) }), {
    status: 422,
    code: 'household-unknown',
    body: { errors: [{ pointer: '/householdId' }] },
  })
  const { householdId } = await makeFamily(suite)
  const body = { ...proposal(householdId), proposedOn: '2026-03-17' }
  t.match(await suite.call(proposeSettlementCase, { body }), {
    status: 422,
    code: 'date-in-future',
    body: { errors: [{ pointer: '/proposedOn' }] },
  })
  t.equal(await countRows(suite, 'settlement_case'), before)
})

t.test('F5: a step out of turn is refused in every status', async (t) => {
  const made = await makeCase(suite)
  const params = { caseId: made.caseId }
  const refusals = async (skip: readonly number[]) => {
    const codes: (string | undefined)[] = []
    for (const [at, [contract, body]] of steps(made.mother).entries())
      if (!skip.includes(at)) {
        const refused = await suite.call(contract, { params, body })
        t.equal(refused.status, 409)
        codes.push(refused.code)
      }
    return codes
  }
  t.same(await refusals([0, 1]), ['case-not-accepted', 'housing-not-found'])
  await suite.make(acceptSettlementCase, { params, body: acceptance })
  t.same(await refusals([2]), ['case-not-proposed', 'case-not-proposed', 'housing-not-found'])
  await suite.make(findHousingForCase, { params, body: housing })
  t.same(await refusals([3]), ['case-not-proposed', 'case-not-proposed', 'case-not-accepted'])
  for (const personId of [made.mother, made.son])
    await suite.make(settlePerson, { params, body: { personId, settledOn: '2026-02-16' } })
  t.same(await refusals([]), [
    'case-not-proposed',
    'case-not-proposed',
    'case-not-accepted',
    'housing-not-found',
  ])
})

t.test('a day before the step before it, or of tomorrow, is refused', async (t) => {
  const made = await makeCase(suite)
  const params = { caseId: made.caseId }
  const refuse = async (contract: Contract, body: object, pointer: string) => {
    for (const [day, code] of [
      ['2026-01-04', 'dates-out-of-order'],
      ['2026-03-17', 'date-in-future'],
    ] as const)
      t.match(await suite.call(contract, { params, body: { ...body, [pointer]: day } }), {
        status: 422,
        code,
        body: { errors: [{ in: 'body', pointer: `/${pointer}` }] },
      })
  }
  await refuse(acceptSettlementCase, acceptance, 'acceptedOn')
  await refuse(declineSettlementCase, declining, 'declinedOn')
  await suite.make(acceptSettlementCase, { params, body: acceptance })
  await refuse(findHousingForCase, housing, 'foundOn')
  await suite.make(findHousingForCase, { params, body: housing })
  await refuse(settlePerson, { personId: made.mother }, 'settledOn')
  t.match((await suite.call(getSettlementCase, { params })).body, {
    version: 3,
    members: [{ settledOn: null }, { settledOn: null }],
  })
})

t.test('F6: only a member with a permit who is not settled is settled', async (t) => {
  const mother = await makePerson(suite)
  const child = await makePerson(suite, { birthDate: '2026-01-20', permit: null, arrivedOn: null })
  const members = [
    { personId: mother, relation: 'adult' },
    { personId: child, relation: 'child' },
  ]
  const { householdId } = (await suite.make(createHousehold, { body: { members } })).body
  const proposed = await suite.make(proposeSettlementCase, { body: proposal(householdId) })
  const params = { caseId: proposed.body.caseId }
  await suite.make(acceptSettlementCase, { params, body: acceptance })
  await suite.make(findHousingForCase, { params, body: housing })
  const settle = (personId: string) =>
    suite.call(settlePerson, { params, body: { personId, settledOn: '2026-02-16' } })
  t.match(await settle(await makePerson(suite)), { status: 422, code: 'not-in-household' })
  t.match(await settle(absent), { status: 422, code: 'not-in-household' })
  t.match(await settle(child), { status: 409, code: 'permit-missing' })
  t.equal((await settle(mother)).status, 200)
  t.match(await settle(mother), { status: 409, code: 'person-settled' })
})

t.test('two members settled at once: both are, and the case closes once', async (t) => {
  const made = await makeCase(suite)
  const params = { caseId: made.caseId }
  await suite.make(acceptSettlementCase, { params, body: acceptance })
  await suite.make(findHousingForCase, { params, body: housing })
  const settle = (personId: string, ifMatch: number | '*') =>
    suite.call(settlePerson, {
      params,
      body: { personId, settledOn: '2026-02-16' },
      ifMatch,
    })
  const both = await Promise.all([settle(made.mother, 3), settle(made.son, 3)])
  t.same(both.map(({ status }) => status).sort(), [200, 412])
  const left = both[0]?.status === 200 ? made.son : made.mother
  t.match(await settle(left, 4), { status: 200, body: { status: 'settled', version: 5 } })

  const other = await makeCase(suite)
  await suite.make(acceptSettlementCase, { params: { caseId: other.caseId }, body: acceptance })
  await suite.make(findHousingForCase, { params: { caseId: other.caseId }, body: housing })
  await Promise.all(
    [other.mother, other.son].map((personId) =>
      suite.make(settlePerson, {
        params: { caseId: other.caseId },
        body: { personId, settledOn: '2026-02-16' },
        ifMatch: '*',
      }),
    ),
  )
  const closed = await suite.call(getSettlementCase, { params: { caseId: other.caseId } })
  t.match(closed.body, { status: 'settled', version: 5 }, 'each saw the other under the lock')
})

t.test('a case that is not there is 404, an old version 412', async (t) => {
  const { caseId, mother } = await makeCase(suite)
  t.equal((await suite.call(getSettlementCase, { params: { caseId: absent } })).status, 404)
  for (const [contract, body] of steps(mother)) {
    const gone = await suite.call(contract, { params: { caseId: absent }, body })
    t.match(gone, { status: 404, code: 'not-found' }, contract.id)
    const stale = await suite.call(contract, { params: { caseId }, body, ifMatch: 9 })
    t.match(stale, { status: 412, code: 'stale' }, contract.id)
  }
  t.match((await suite.call(getSettlementCase, { params: { caseId } })).body, { version: 1 })
})

t.test('cases are found by status and household', async (t) => {
  const { householdId, caseId } = await makeCase(suite)
  const { body } = await suite.call(listSettlementCases, { query: { householdId } })
  t.match(body, { items: [{ caseId, status: 'proposed' }], next: null })
  const none = await suite.call(listSettlementCases, { query: { householdId, status: 'settled' } })
  t.same(none.body.items, [])
})

t.test('the same settlement sent again on its old version settles nobody twice', async (t) => {
  const { mother, caseId } = await makeSettled(suite)
  const again = await suite.call(settlePerson, {
    params: { caseId },
    body: { personId: mother, settledOn: '2026-03-02' },
    ifMatch: 3,
  })
  t.equal(again.status, 412)
  t.equal(
    (await suite.call(getPerson, { params: { personId: mother } })).body.settledOn,
    '2026-02-16',
  )
})
