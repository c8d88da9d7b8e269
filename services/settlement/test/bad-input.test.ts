import { createHousehold } from '@fotfeste/contracts/settlement/households.ts'
import { createPerson, listPersons } from '@fotfeste/contracts/settlement/persons.ts'
import { acceptSettlementCase } from '@fotfeste/contracts/settlement/settlement-cases.ts'
import {
  createSettlementRequest,
  getSettlementYear,
} from '@fotfeste/contracts/settlement/settlement-requests.ts'
import { service } from '@fotfeste/testing/harness.ts'
import t from 'tap'
import { settlement } from '../src/app.ts'
import { countRows } from './access.ts'
import { adult, makeCase, makePerson } from './factories.ts'

const suite = await service(t, settlement)

const wrongPersons: [string, object, string][] = [
  ['an unknown field', { shoeSize: 38 }, '/shoeSize'],
  ['30 February', { birthDate: '1990-02-30' }, '/birthDate'],
  ['a day in another form', { birthDate: '14.11.1990' }, '/birthDate'],
  ['a wrong type', { unaccompaniedMinor: 'no' }, '/unaccompaniedMinor'],
  ['an empty name', { familyName: '' }, '/familyName'],
  ['a name of 101 characters', { familyName: 'x'.repeat(101) }, '/familyName'],
  ['U+0000 in a name', { givenName: 'Sel\u0000am' }, '/givenName'],
  ['half a surrogate pair', { givenName: 'Sel\ud800am' }, '/givenName'],
  ['a country that is none', { citizenships: ['ERI', 'ZZZ'] }, '/citizenships/1'],
  ['no citizenship at all', { citizenships: [] }, '/citizenships'],
  ['a language in two letters', { motherTongue: 'ti' }, '/motherTongue'],
  ['a ground that is none', { permit: { ...adult.permit, ground: 'work' } }, '/permit/ground'],
  [
    'a permit without its day',
    { permit: { ground: 'asylum', validTo: null } },
    '/permit/grantedOn',
  ],
  ['a national number of ten digits', { nationalNumber: '1491901003' }, '/nationalNumber'],
  ['a protection that is none', { addressProtection: 'secret' }, '/addressProtection'],
]

t.test('each kind of bad input is told apart and nothing is stored', async (t) => {
  for (const [name, change, pointer] of wrongPersons) {
    const refused = await suite.call(createPerson, { body: { ...adult, ...change } })
    t.match(
      refused,
      { status: 400, code: 'invalid-request', body: { errors: [{ in: 'body', pointer }] } },
      name,
    )
    t.equal(refused.body.errors.length, 1, `${name}: one fault, one entry`)
  }
  t.equal(await countRows(suite, 'person'), 0)
})

t.test('a missing field is named', async (t) => {
  for (const field of Object.keys(adult)) {
    const { [field as keyof typeof adult]: _left, ...rest } = adult
    const refused = await suite.call(createPerson, { body: rest })
    t.match(
      refused,
      { status: 400, body: { errors: [{ in: 'body', pointer: `/${field}` }] } },
      field,
    )
  }
  t.equal(await countRows(suite, 'person'), 0)
})

t.test('numbers, members and days of other requests are held to their form', async (t) => {
  const request = createSettlementRequest.bodyExample
  for (const [change, pointer] of [
    [{ persons: -1 }, '/persons'],
    [{ persons: 1.5 }, '/persons'],
    [{ persons: '110' }, '/persons'],
    [{ year: 1999 }, '/year'],
    [{ receivedOn: '2025-11-31' }, '/receivedOn'],
  ] as const)
    t.match(await suite.call(createSettlementRequest, { body: { ...request, ...change } }), {
      status: 400,
      body: { errors: [{ in: 'body', pointer }] },
    })
  const personId = await makePerson(suite)
  for (const [members, pointer] of [
    [[], '/members'],
    [Array.from({ length: 31 }, () => ({ personId, relation: 'other' })), '/members'],
    [[{ personId: 'me', relation: 'adult' }], '/members/0/personId'],
    [[{ personId, relation: 'cousin' }], '/members/0/relation'],
    [[{ personId, relation: 'adult', since: '2026-01-01' }], '/members/0/since'],
  ] as const)
    t.match(await suite.call(createHousehold, { body: { members } }), {
      status: 400,
      body: { errors: [{ in: 'body', pointer }] },
    })
  t.equal(await countRows(suite, 'household'), 0)
  const { caseId } = await makeCase(suite)
  t.match(
    await suite.call(acceptSettlementCase, {
      params: { caseId },
      body: { acceptedOn: '2026-02-29' },
    }),
    { status: 400, body: { errors: [{ in: 'body', pointer: '/acceptedOn' }] } },
  )
})

t.test('path and query are held to their form', async (t) => {
  t.match(await suite.call(getSettlementYear, { params: { year: '26' } }), {
    status: 400,
    body: { errors: [{ in: 'path', pointer: '/year' }] },
  })
  for (const [query, pointer] of [
    [{ limit: 201 }, '/limit'],
    [{ settled: 'maybe' }, '/settled'],
    [{ name: 'Tesfay' }, '/name'],
  ] as const)
    t.match(await suite.call(listPersons, { query }), {
      status: 400,
      body: { errors: [{ in: 'query', pointer }] },
    })
})
