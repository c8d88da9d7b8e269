import {
  createHousehold,
  getHousehold,
  listHouseholds,
  replaceHousehold,
} from '@fotfeste/contracts/settlement/households.ts'
import { getSettlementCase } from '@fotfeste/contracts/settlement/settlement-cases.ts'
import { service } from '@fotfeste/testing/harness.ts'
import t from 'tap'
import { settlement } from '../src/app.ts'
import { accessOf, countRows } from './access.ts'
import { child, makeCase, makeFamily, makePerson } from './factories.ts'
import { eventsOf } from './feed.ts'

const suite = await service(t, settlement)
const absent = '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6bff'
const minor = { birthDate: '2009-05-20', arrivedOn: null }

t.test('a household is registered and read back, the read logged for each member', async (t) => {
  const { householdId, members, mother, son } = await makeFamily(suite)
  const read = await suite.call(getHousehold, { params: { householdId } })
  t.match(read, { status: 200, body: { householdId, members, version: 1 } })
  for (const personId of [mother, son])
    t.same(await accessOf(suite, personId), [
      'createPerson read',
      'createHousehold read',
      'getHousehold read',
    ])
  const gone = await suite.call(getHousehold, { params: { householdId: absent } })
  t.match(gone, { status: 404, code: 'not-found' })
})

t.test('an unaccompanied minor lives alone as `other`', async (t) => {
  const personId = await makePerson(suite, { ...minor, unaccompaniedMinor: true })
  const made = await suite.call(createHousehold, {
    body: { members: [{ personId, relation: 'other' }] },
  })
  t.equal(made.status, 201)
})

t.test('a household that cannot be is refused and nothing is stored', async (t) => {
  const [a, b, c] = [await makePerson(suite), await makePerson(suite), await makePerson(suite)]
  const young = await makePerson(suite, minor)
  const before = await countRows(suite, 'household')
  const one = (personId: string, relation: string) => ({ personId, relation })
  const wrong: [object[], number, string, string][] = [
    [[one(a, 'adult'), one(absent, 'child')], 422, 'person-unknown', '/members/1/personId'],
    [[one(a, 'adult'), one(a, 'other')], 422, 'member-twice', '/members/1/personId'],
    [[one(a, 'child')], 422, 'household-without-adult', '/members'],
    [[one(a, 'adult'), one(b, 'partner'), one(c, 'partner')], 422, 'two-partners', '/members'],
    [[one(young, 'adult')], 422, 'adult-too-young', '/members/0/relation'],
  ]
  for (const [members, status, code, pointer] of wrong)
    t.match(
      await suite.call(createHousehold, { body: { members } }),
      { status, code, body: { errors: [{ in: 'body', pointer }] } },
      code,
    )
  t.equal(await countRows(suite, 'household'), before)
})

t.test('a person is in one household, also when two are made at once', async (t) => {
  const { mother } = await makeFamily(suite)
  const members = [{ personId: mother, relation: 'adult' }]
  t.match(await suite.call(createHousehold, { body: { members } }), {
    status: 409,
    code: 'already-in-household',
  })
  const single = [{ personId: await makePerson(suite), relation: 'adult' }]
  const both = await Promise.all([
    suite.call(createHousehold, { body: { members: single } }),
    suite.call(createHousehold, { body: { members: single } }),
  ])
  t.same(both.map(({ status }) => status).sort(), [201, 409])
})

t.test('a change replaces the members and goes out with what the benefit needs', async (t) => {
  const { householdId, members, mother, son } = await makeFamily(suite)
  const params = { householdId }
  const grandmother = await makePerson(suite, { birthDate: '1950-01-01' })
  const wider = [...members, { personId: grandmother, relation: 'other' }]
  const changed = await suite.call(replaceHousehold, {
    params,
    body: { members: wider },
    ifMatch: 1,
  })
  t.match(changed, { status: 200, body: { members: wider, version: 2 } })
  t.same((await eventsOf(suite)).at(-1), {
    type: 'HouseholdChanged',
    subject: householdId,
    data: {
      householdId,
      protected: false,
      members: [
        { personId: mother, relation: 'adult', birthDate: '1990-11-14' },
        { personId: son, relation: 'child', birthDate: '2019-06-02' },
        { personId: grandmother, relation: 'other', birthDate: '1950-01-01' },
      ],
    },
  })
  const stale = await suite.call(replaceHousehold, { params, body: { members }, ifMatch: 1 })
  t.match(stale, { status: 412, code: 'stale' })
  const narrow = [{ personId: mother, relation: 'adult' }]
  await suite.make(replaceHousehold, { params, body: { members: narrow }, ifMatch: 2 })
  t.same((await suite.call(getHousehold, { params })).body.members, narrow)
  const again = await suite.call(createHousehold, {
    body: { members: [{ personId: grandmother, relation: 'adult' }] },
  })
  t.equal(again.status, 201, 'who has moved out can live elsewhere')
})

t.test('a change that cannot be is refused and changes nothing', async (t) => {
  const { householdId, members, mother, son } = await makeFamily(suite)
  const other = await makeFamily(suite)
  const params = { householdId }
  const adult = { personId: mother, relation: 'adult' }
  const wrong: [object[], number, string][] = [
    [[adult, { personId: absent, relation: 'child' }], 422, 'person-unknown'],
    [[adult, { personId: other.mother, relation: 'partner' }], 409, 'already-in-household'],
    [[adult, adult], 422, 'member-twice'],
    [[{ personId: son, relation: 'child' }], 422, 'household-without-adult'],
    [[adult, { personId: son, relation: 'partner' }], 422, 'adult-too-young'],
  ]
  for (const [changed, status, code] of wrong)
    t.match(
      await suite.call(replaceHousehold, { params, body: { members: changed } }),
      { status, code },
      code,
    )
  t.match((await suite.call(getHousehold, { params })).body, { members, version: 1 })
  const gone = { params: { householdId: absent }, body: { members } }
  t.equal((await suite.call(replaceHousehold, gone)).status, 404)
})

t.test('F5: with an open case nobody leaves; a newborn comes and is settled with it', async (t) => {
  const { householdId, caseId, members, mother } = await makeCase(suite)
  const params = { householdId }
  const fewer = { members: [{ personId: mother, relation: 'adult' }] }
  t.match(await suite.call(replaceHousehold, { params, body: fewer }), {
    status: 409,
    code: 'household-in-case',
  })
  const baby = await makePerson(suite, { ...child, birthDate: '2026-03-01', permit: null })
  const more = { members: [...members, { personId: baby, relation: 'child' }] }
  await suite.make(replaceHousehold, { params, body: more })
  const held = await suite.call(getSettlementCase, { params: { caseId } })
  t.match(held.body.members, [
    { personId: mother },
    {},
    { personId: baby, relation: 'child', settledOn: null },
  ])
})

t.test('households come in pages, each once, in the order of registration', async (t) => {
  const all = (await suite.call(listHouseholds, { query: { limit: 200 } })).body
  t.equal(all.next, null)
  const walked: unknown[] = []
  let cursor: string | null = null
  do {
    const query: Record<string, string | number> =
      cursor === null ? { limit: 3 } : { limit: 3, cursor }
    const { body } = await suite.call(listHouseholds, { query })
    t.ok(body.items.length <= 3)
    walked.push(...body.items)
    cursor = body.next
  } while (cursor !== null)
  t.same(walked, all.items)
  t.equal(walked.length, await countRows(suite, 'household'))
  const forged = Buffer.from('["x","x"]').toString('base64url')
  for (const wrong of ['nonsense', forged])
    t.match(await suite.call(listHouseholds, { query: { cursor: wrong } }), {
      status: 400,
      body: { errors: [{ in: 'query', pointer: '/cursor' }] },
    })
})
