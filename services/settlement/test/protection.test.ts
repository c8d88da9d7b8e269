import {
  createHousehold,
  getHousehold,
  listHouseholds,
  replaceHousehold,
} from '@fotfeste/contracts/settlement/households.ts'
import { readIdentities, setAddressProtection } from '@fotfeste/contracts/settlement/identities.ts'
import { getPerson, listPersons, replacePerson } from '@fotfeste/contracts/settlement/persons.ts'
import {
  getSettlementCase,
  listSettlementCases,
  proposeSettlementCase,
} from '@fotfeste/contracts/settlement/settlement-cases.ts'
import { getSettlementYear } from '@fotfeste/contracts/settlement/settlement-requests.ts'
import { service } from '@fotfeste/testing/harness.ts'
import t from 'tap'
import { settlement } from '../src/app.ts'
import { accessOf, insider, payer } from './access.ts'
import { makePerson, makeSettled } from './factories.ts'
import { eventsOf } from './feed.ts'

const suite = await service(t, settlement)
const confidential = { addressProtection: 'confidential' }
const lifted = { addressProtection: 'none' }
const ids = (body: { items: { personId: string }[] }) => body.items.map(({ personId }) => personId)

t.test(
  'whoever becomes protected disappears, with household, case, count and events',
  async (t) => {
    const { mother, son, householdId, caseId } = await makeSettled(suite)
    const [person, household, ofCase] = [
      { params: { personId: son } },
      { params: { householdId } },
      { params: { caseId } },
    ]
    const before = await suite.call(getSettlementYear, { params: { year: '2026' } })
    t.equal(before.body.settled.persons, 2)
    const set = await suite.call(setAddressProtection, {
      ...person,
      body: confidential,
      ifMatch: 2,
    })
    t.match(set, { status: 200, body: { personId: son, ...confidential, version: 3 } })

    t.equal((await suite.call(getPerson, person)).status, 404)
    t.same(ids((await suite.call(listPersons)).body), [mother])
    t.equal((await suite.call(getHousehold, household)).status, 404)
    t.same((await suite.call(listHouseholds)).body.items, [])
    t.equal((await suite.call(getSettlementCase, ofCase)).status, 404)
    t.same((await suite.call(listSettlementCases)).body.items, [])
    const year = await suite.call(getSettlementYear, { params: { year: '2026' } })
    t.equal(year.body.settled.persons, 1, 'the count is without the protected person')
    t.match((await suite.call(getPerson, { params: { personId: mother } })).body, {
      householdId: null,
    })
    t.same(await eventsOf(suite), [], 'events that name the child are gone, also older ones')
    const identities = await suite.call(readIdentities, {
      body: { personIds: [son] },
      as: { scopes: ['fotfeste:identity.read'] },
    })
    t.same(identities.body, { items: [], notFound: [son] })

    t.equal((await suite.call(getPerson, { ...person, as: insider })).status, 200)
    t.same(ids((await suite.call(listPersons, { as: insider })).body), [mother, son])
    t.equal((await suite.call(getHousehold, { ...household, as: insider })).status, 200)
    t.equal((await suite.call(getSettlementCase, { ...ofCase, as: insider })).status, 200)
    const whole = await suite.call(getSettlementYear, { params: { year: '2026' }, as: insider })
    t.equal(whole.body.settled.persons, 2)
    const seen = await eventsOf(suite, insider)
    t.equal(seen.length, 6)
    t.same(seen.at(-1), {
      type: 'PersonProtectionChanged',
      subject: son,
      data: { personId: son, protected: true },
    })
    const open = await suite.call(readIdentities, { body: { personIds: [son] }, as: payer })
    t.same(open.body.notFound, [])
    const reads = (await accessOf(suite, son)).slice(-7)
    t.same(reads, [
      'getPerson not-found',
      'readIdentities not-found',
      'getPerson read',
      'listPersons read',
      'getHousehold read',
      'getSettlementCase read',
      'readIdentities read',
    ])

    const refused = await suite.call(setAddressProtection, { ...person, body: lifted })
    t.equal(refused.status, 404, 'who may not see a person does not lift the protection')
    await suite.make(setAddressProtection, { ...person, body: lifted, as: insider })
    t.equal((await suite.call(getPerson, person)).status, 200)
    t.equal((await suite.call(getHousehold, household)).status, 200)
    t.equal((await suite.call(getSettlementCase, ofCase)).status, 200)
    t.same(
      (await eventsOf(suite)).map(({ type }) => type),
      [
        'SettlementCaseProposed',
        'SettlementCaseAccepted',
        'HousingFound',
        'PersonSettled',
        'PersonSettled',
      ],
      'that there was a protection stays hidden',
    )
  },
)

t.test('protection on an old version changes nothing', async (t) => {
  const params = { personId: await makePerson(suite) }
  const stale = await suite.call(setAddressProtection, { params, body: confidential, ifMatch: 7 })
  t.match(stale, { status: 412, code: 'stale' })
  t.equal((await suite.call(getPerson, { params })).body.addressProtection, 'none')
})

t.test('a household with a protected person is made and seen by insiders only', async (t) => {
  const father = await makePerson(suite)
  const hidden = await makePerson(suite, { addressProtection: 'strictly-confidential' })
  const members = [
    { personId: father, relation: 'adult' },
    { personId: hidden, relation: 'partner' },
  ]
  const outside = await suite.call(createHousehold, { body: { members } })
  t.match(outside, {
    status: 422,
    code: 'person-unknown',
    body: { errors: [{ pointer: '/members/1/personId' }] },
  })
  const made = await suite.call(createHousehold, { body: { members }, as: insider })
  t.equal(made.status, 201)
  const { householdId } = made.body
  t.equal((await suite.call(getHousehold, { params: { householdId } })).status, 404)
  const alone = { members: [{ personId: father, relation: 'adult' }] }
  const change = { params: { householdId }, body: alone }
  t.equal((await suite.call(replaceHousehold, change)).status, 404)
  t.match(await suite.call(createHousehold, { body: alone }), {
    status: 409,
    code: 'already-in-household',
  })
  const proposal = { householdId, proposedOn: '2026-01-05', reference: 'IMDi 26/1' }
  t.match(await suite.call(proposeSettlementCase, { body: proposal }), {
    status: 422,
    code: 'household-unknown',
  })
  const proposed = await suite.make(proposeSettlementCase, { body: proposal, as: insider })
  const { caseId } = proposed.body
  t.equal((await suite.call(getSettlementCase, { params: { caseId } })).status, 404)
  t.notOk((await eventsOf(suite)).some(({ subject }) => subject === caseId))
  t.match((await eventsOf(suite, insider)).at(-1), {
    type: 'SettlementCaseProposed',
    subject: caseId,
    data: { protected: true },
  })
})

t.test('a protected person who moves in hides the household; who moves out shows it', async (t) => {
  const father = await makePerson(suite)
  const hidden = await makePerson(suite, { addressProtection: 'confidential' })
  const alone = [{ personId: father, relation: 'adult' }]
  const { householdId } = (await suite.make(createHousehold, { body: { members: alone } })).body
  const params = { householdId }
  const together = [...alone, { personId: hidden, relation: 'partner' }]
  await suite.make(replaceHousehold, { params, body: { members: together }, as: insider })
  t.equal((await suite.call(getHousehold, { params })).status, 404)
  await suite.make(replaceHousehold, { params, body: { members: alone }, as: insider })
  t.same((await suite.call(getHousehold, { params })).body.members, alone)
})

t.test('a protected person is corrected by insiders only', async (t) => {
  const params = { personId: await makePerson(suite, confidential) }
  const body = replacePerson.bodyExample
  t.equal((await suite.call(replacePerson, { params, body })).status, 404)
  t.equal((await suite.call(replacePerson, { params, body, as: insider })).status, 200)
})

t.test('a refused call on a person is in the access log with its reason', async (t) => {
  const personId = await makePerson(suite)
  const without = { scopes: ['fotfeste:events.read'] }
  t.equal((await suite.call(getPerson, { params: { personId }, as: without })).status, 403)
  t.same((await accessOf(suite, personId)).at(-1), 'getPerson missing-scope')
})

t.test(
  'a correction by someone who may not see the household tells the feed the whole of it',
  async (t) => {
    const { mother, son, householdId } = await makeSettled(suite)
    await suite.make(setAddressProtection, { params: { personId: son }, body: confidential })
    const body = replacePerson.bodyExample
    const corrected = await suite.call(replacePerson, { params: { personId: mother }, body })
    t.match(corrected, { status: 200, body: { householdId: null } }, 'the answer does not tell')
    t.notOk((await eventsOf(suite)).some(({ type }) => type === 'PersonFactsChanged'))
    t.match((await eventsOf(suite, insider)).at(-1), {
      type: 'PersonFactsChanged',
      subject: mother,
      data: { householdId, protected: false, household: [{ personId: mother }, { personId: son }] },
    })
  },
)
