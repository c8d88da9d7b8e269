import {
  lookUpPerson,
  readIdentities,
  readIdentitiesForSuite,
  replaceIdentityNumbers,
  setAddressProtection,
} from '@fotfeste/contracts/settlement/identities.ts'
import { createPerson, getPerson, replacePerson } from '@fotfeste/contracts/settlement/persons.ts'
import { service } from '@fotfeste/testing/harness.ts'
import { freshTenant } from '@fotfeste/testing/token.ts'
import t from 'tap'
import { settlement } from '../src/app.ts'
import { accessOf, numberReader } from './access.ts'
import { adult, makePerson, makeSettled } from './factories.ts'
import { eventsOf } from './feed.ts'

const suite = await service(t, settlement)
const facts = replacePerson.bodyExample
const absent = '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6bff'
const numbers = { nationalNumber: '03850810043', dufNumber: '201017238203' }

t.test('a correction replaces the facts, gives a new version and keeps the numbers', async (t) => {
  const { body: made } = await suite.make(createPerson, { body: { ...adult, ...numbers } })
  const params = { personId: made.personId }
  const corrected = await suite.call(replacePerson, {
    params,
    body: { ...facts, familyName: 'Tesfai', permit: null },
    ifMatch: 1,
  })
  t.match(corrected, { status: 200, body: { familyName: 'Tesfai', permit: null, version: 2 } })
  t.equal(corrected.headers.get('etag'), '"2"')
  const read = await suite.call(getPerson, { params, as: numberReader })
  t.match(read.body, { familyName: 'Tesfai', version: 2, identity: { shown: true, ...numbers } })
  t.notOk(
    (await eventsOf(suite)).some(({ subject }) => subject === made.personId),
    'before settlement nobody needs to know',
  )
})

t.test('a correction on an old version changes nothing', async (t) => {
  const params = { personId: await makePerson(suite) }
  await suite.make(replacePerson, { params, body: facts, ifMatch: 1 })
  const stale = await suite.call(replacePerson, {
    params,
    body: { ...facts, givenName: 'Stale' },
    ifMatch: 1,
  })
  t.match(stale, { status: 412, code: 'stale' })
  t.equal(stale.headers.get('etag'), '"2"')
  t.match((await suite.call(getPerson, { params })).body, { givenName: 'Selam', version: 2 })
})

t.test('of two corrections of one version, one wins', async (t) => {
  const params = { personId: await makePerson(suite) }
  const both = await Promise.all(
    ['Saba', 'Sara'].map((givenName) =>
      suite.call(replacePerson, { params, body: { ...facts, givenName }, ifMatch: 1 }),
    ),
  )
  t.same(both.map(({ status }) => status).sort(), [200, 412])
  const won = both.find(({ status }) => status === 200)
  t.match((await suite.call(getPerson, { params })).body, {
    givenName: won?.body.givenName,
    version: 2,
  })
})

t.test('a person who is not there is 404, and the attempt is logged', async (t) => {
  const params = { personId: absent }
  t.equal((await suite.call(replacePerson, { params, body: facts })).status, 404)
  t.equal((await suite.call(replaceIdentityNumbers, { params, body: numbers })).status, 404)
  t.equal((await suite.call(getPerson, { params })).status, 404)
  t.same(await accessOf(suite, absent), [
    'replacePerson not-found',
    'replaceIdentityNumbers not-found',
    'getPerson not-found',
  ])
})

t.test('facts that cannot be are refused at registration and at correction', async (t) => {
  const params = { personId: await makePerson(suite) }
  const permit = facts.permit
  const wrong: [object, string, string][] = [
    [{ birthDate: '2026-03-17' }, 'date-in-future', '/birthDate'],
    [{ permit: { ...permit, validTo: '2025-01-01' } }, 'dates-out-of-order', '/permit/validTo'],
    [{ unaccompaniedMinor: true }, 'not-a-minor', '/unaccompaniedMinor'],
  ]
  for (const [change, code, pointer] of wrong) {
    const made = await suite.call(createPerson, { body: { ...adult, ...change } })
    t.match(made, { status: 422, code, body: { errors: [{ in: 'body', pointer }] } })
    const corrected = await suite.call(replacePerson, { params, body: { ...facts, ...change } })
    t.match(corrected, { status: 422, code, body: { errors: [{ in: 'body', pointer }] } })
  }
  t.equal((await suite.call(getPerson, { params })).body.version, 1)
})

t.test('after settlement a correction goes out, and the permit stays', async (t) => {
  const { mother, son, householdId } = await makeSettled(suite)
  const params = { personId: mother }
  const without = await suite.call(replacePerson, { params, body: { ...facts, permit: null } })
  t.match(without, { status: 422, code: 'settled-person-needs-permit' })
  const permit = { ...facts.permit, ground: 'resettlement' }
  await suite.make(replacePerson, { params, body: { ...facts, permit } })
  const last = (await eventsOf(suite)).at(-1)
  t.match(last, {
    type: 'PersonFactsChanged',
    subject: mother,
    data: {
      personId: mother,
      householdId,
      permitGround: 'resettlement',
      household: [{ personId: mother }, { personId: son }],
    },
  })
})

t.test('D5: numbers are checked, one person’s each, and never in the answer', async (t) => {
  const params = { personId: await makePerson(suite) }
  const set = await suite.call(replaceIdentityNumbers, {
    params,
    body: { nationalNumber: '21918810010', dufNumber: '201012345678' },
    ifMatch: 1,
  })
  t.same(
    { ...set.body, warnings: set.body.warnings.map((one: { code: string }) => one.code) },
    { ...params, warnings: ['duf-number-implausible'], version: 2 },
  )
  t.notMatch(JSON.stringify(set.body), /21918810010|201012345678/)
  const wrong = { nationalNumber: '21918810011', dufNumber: null }
  t.match(await suite.call(replaceIdentityNumbers, { params, body: wrong }), {
    status: 422,
    code: 'national-number-invalid',
    body: { errors: [{ pointer: '/nationalNumber' }] },
  })
  t.match(await suite.call(createPerson, { body: { ...adult, ...wrong } }), {
    status: 422,
    code: 'national-number-invalid',
  })
  const other = { personId: await makePerson(suite) }
  const taken: [object, string][] = [
    [{ nationalNumber: '21918810010', dufNumber: null }, '/nationalNumber'],
    [{ nationalNumber: null, dufNumber: '201012345678' }, '/dufNumber'],
  ]
  for (const [body, pointer] of taken)
    t.match(await suite.call(replaceIdentityNumbers, { params: other, body }), {
      status: 409,
      code: 'person-already-registered',
      body: { errors: [{ pointer }] },
    })
  const stale = { params, body: { nationalNumber: null, dufNumber: null }, ifMatch: 1 }
  t.equal((await suite.call(replaceIdentityNumbers, stale)).status, 412)
  t.equal((await suite.call(getPerson, { params: other })).body.version, 1, 'nothing was stored')
})

t.test('the same number in another municipality is no conflict', async (t) => {
  const body = { ...adult, nationalNumber: '03850810124' }
  const [one, other] = await Promise.all([
    suite.call(createPerson, { body }),
    suite.call(createPerson, { body, as: { tenant: '940101808' } }),
  ])
  t.same([one.status, other.status], [201, 201])
})

t.test('numbers of many come in the order asked, and each is logged', async (t) => {
  const [first, second] = [await makePerson(suite), await makePerson(suite, { dufNumber: null })]
  const body = { nationalNumber: '21918810118', dufNumber: '200816832910' }
  await suite.make(replaceIdentityNumbers, { params: { personId: first }, body })
  const hidden = await makePerson(suite, { addressProtection: 'confidential' })
  const asked = [second, first, absent, hidden, first]
  const read = await suite.call(readIdentities, { body: { personIds: asked }, as: numberReader })
  t.same(read.body, {
    items: [
      { personId: second, nationalNumber: null, dufNumber: null },
      { personId: first, ...body },
    ],
    notFound: [absent, hidden],
  })
  t.equal((await accessOf(suite, first)).at(-1), 'readIdentities read')
  t.equal((await accessOf(suite, hidden)).at(-1), 'readIdentities not-found')
  const many = Array.from({ length: 501 }, () => first)
  const tooMany = await suite.call(readIdentities, { body: { personIds: many }, as: numberReader })
  t.match(tooMany, { status: 400, body: { errors: [{ pointer: '/personIds' }] } })
})

t.test('a job of the suite reads numbers of any municipality, protected persons too', async (t) => {
  const [first, hidden] = await Promise.all([makePerson(suite), makePerson(suite)])
  await suite.make(replaceIdentityNumbers, {
    params: { personId: first },
    body: { nationalNumber: '07864210001', dufNumber: null },
  })
  await suite.make(setAddressProtection, {
    params: { personId: hidden },
    body: { addressProtection: 'strictly-confidential' },
  })
  const as = {
    ...{ tenant: null, sub: null, clientId: 'fotfeste-payroll' },
    scopes: ['fotfeste:system.identity'],
  }
  const body = { tenant: suite.tenant, personIds: [hidden, absent, first, hidden] }
  const read = await suite.call(readIdentitiesForSuite, { body, as })
  t.match(read, { status: 200, body: { notFound: [absent] } })
  t.same(
    read.body.items.map((one: { personId: string }) => one.personId),
    [hidden, first],
  )
  t.equal(read.body.items[1].nationalNumber, '07864210001')
  t.same((await accessOf(suite, hidden)).at(-1), 'readIdentitiesForSuite read')
  t.same((await accessOf(suite, absent)).at(-1), 'readIdentitiesForSuite not-found')
  const elsewhere = { ...body, tenant: freshTenant() }
  t.same((await suite.call(readIdentitiesForSuite, { body: elsewhere, as })).body.items, [])
  const feedReader = { ...as, scopes: ['fotfeste:system.feed'] }
  t.match(await suite.call(readIdentitiesForSuite, { body, as: feedReader }), {
    ...{ status: 403, code: 'missing-scope' },
  })
  t.match(await suite.call(readIdentitiesForSuite, { body }), { code: 'missing-scope' })
  const wrong = { ...body, tenant: '123456789' }
  t.match(await suite.call(readIdentitiesForSuite, { body: wrong, as }), { status: 400 })
})

t.test('a person is found by number, for who may see numbers and the person', async (t) => {
  const held = { nationalNumber: '21918810118', dufNumber: '200816832910' }
  const find = (body: object, tenant?: string) =>
    suite.call(lookUpPerson, { body, as: { ...numberReader, ...(tenant ? { tenant } : {}) } })
  const byNational = await find({ ...held, dufNumber: null })
  const { personId } = byNational.body
  t.equal(typeof personId, 'string')
  t.same((await find({ ...held, nationalNumber: null })).body, { personId })
  t.same((await find(held)).body, { personId })
  t.same((await accessOf(suite, personId)).slice(-3), Array(3).fill('lookUpPerson read'))
  const nobody = { personId: null }
  t.same((await find({ ...held, dufNumber: '201017238203' })).body, nobody, 'two persons’ numbers')
  t.same((await find(held, '940101808')).body, nobody, 'another municipality')
  const protection = { params: { personId }, body: { addressProtection: 'confidential' } }
  await suite.make(setAddressProtection, protection)
  t.same((await find(held)).body, nobody, 'protected')
  t.match(await find({ ...held, nationalNumber: '21918810119' }), {
    status: 422,
    code: 'national-number-invalid',
  })
  t.match(await find({ nationalNumber: null, dufNumber: null }), {
    status: 400,
    body: { errors: [{ in: 'body', detail: 'give at least one number' }] },
  })
})
