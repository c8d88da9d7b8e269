import { createPerson, getPerson } from '@fotfeste/contracts/settlement/persons.ts'
import { service } from '@fotfeste/testing/harness.ts'
import t from 'tap'
import { settlement } from '../src/app.ts'

const suite = await service(t, settlement)
const body = { ...createPerson.bodyExample, dufNumber: null }
const identity = { scopes: ['fotfeste:settlement.read', 'fotfeste:identity.read'] }

t.test('a registered person is read back, the numbers only by who may see them', async (t) => {
  const made = await suite.call(createPerson, { body })
  t.equal(made.status, 201)
  t.equal(made.headers.get('etag'), '"1"')
  const params = { personId: made.body.personId }
  t.equal(made.headers.get('location'), `/v1/persons/${params.personId}`)
  const read = await suite.call(getPerson, { params })
  t.match(read, {
    status: 200,
    body: { givenName: body.givenName, identity: { shown: false, nationalNumber: null } },
  })
  const open = await suite.call(getPerson, { params, as: identity })
  t.match(open.body.identity, { shown: true, nationalNumber: body.nationalNumber })
  const { rows } = await suite.owner.query('select outcome from access_log where person = $1', [
    params.personId,
  ])
  t.same(
    rows.map(({ outcome }) => outcome),
    ['read', 'read', 'read'],
  )
})

t.test('the same national number twice is refused', async (t) => {
  const again = await suite.call(createPerson, { body })
  t.match(again, { status: 409, code: 'person-already-registered' })
})

t.test('one key, one person; the key with another body is refused', async (t) => {
  const other = { ...body, nationalNumber: null }
  const first = await suite.call(createPerson, { body: other, key: 'k1' })
  const second = await suite.call(createPerson, { body: other, key: 'k1' })
  t.equal(second.headers.get('idempotency-replayed'), 'true')
  t.same(second.body, first.body)
  const changed = await suite.call(createPerson, {
    body: { ...other, givenName: 'Saba' },
    key: 'k1',
  })
  t.match(changed, { status: 422, code: 'idempotency-key-reused' })
})

t.test(
  'a protected person is not there without the scope for it, and the refused read is logged',
  async (t) => {
    const hidden = { ...body, nationalNumber: null, addressProtection: 'strictly-confidential' }
    const { personId } = (await suite.make(createPerson, { body: hidden })).body
    const read = await suite.call(getPerson, { params: { personId } })
    t.match(read, { status: 404, code: 'not-found' })
    const { rows } = await suite.owner.query('select outcome from access_log where person = $1', [
      personId,
    ])
    t.same(
      rows.map(({ outcome }) => outcome),
      ['read', 'not-found'],
    )
  },
)

t.test('another municipality finds nothing', async (t) => {
  const { personId } = (await suite.make(createPerson, { body: { ...body, nationalNumber: null } }))
    .body
  const read = await suite.call(getPerson, { params: { personId }, as: { tenant: '940101808' } })
  t.equal(read.status, 404)
})

t.test('an impossible day, an unknown field and a missing one are told apart', async (t) => {
  const { sex: _sex, ...rest } = body
  const wrong = { ...rest, birthDate: '1990-02-30', shoeSize: 38 }
  const refused = await suite.call(createPerson, { body: wrong })
  t.equal(refused.status, 400)
  t.same(refused.body.errors.map((error: { pointer: string }) => error.pointer).sort(), [
    '/birthDate',
    '/sex',
    '/shoeSize',
  ])
})
