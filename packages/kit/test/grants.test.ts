import { service } from '@fotfeste/testing/harness.ts'
import { freshTenant } from '@fotfeste/testing/token.ts'
import t from 'tap'
import { toyService } from './toy/app.ts'
import { approveToy, createToy, getToy, listToys } from './toy/contracts.ts'

const suite = await service(t, toyService(), { today: '2026-03-16' })
const grant = (party: string, scopes: string[], valid: string) =>
  suite.owner.query('insert into party_grant values ($1, $2, $3, $4, 1)', [
    suite.tenant,
    party,
    scopes,
    valid,
  ])
const as = (supplier: string) => ({ supplier })
const READ = 'fotfeste:guides.read'

t.test('a party without a grant of the municipality is refused', async (t) => {
  const refused = await suite.call(listToys, { as: as(freshTenant()) })
  t.match(refused, { status: 403, code: 'no-grant' })
})

t.test('rights of a party are what the token and the grant both hold', async (t) => {
  const party = freshTenant()
  await grant(party, [READ, 'fotfeste:payroll.read'], '[2026-01-01,)')
  t.equal((await suite.call(listToys, { as: as(party) })).status, 200)
  const body = { name: 'Ball', grams: 1 }
  t.equal((await suite.call(createToy, { body, as: as(party) })).code, 'missing-scope')
})

t.test('a grant holds from its first day to the day before its last', async (t) => {
  const of = async (valid: string) => {
    const party = freshTenant()
    await grant(party, [READ], valid)
    return (await suite.call(listToys, { as: as(party) })).status
  }
  t.equal(await of('[2026-03-16,2026-03-17)'), 200)
  t.equal(await of('[2026-03-01,2026-03-16)'), 403, 'it is over')
  t.equal(await of('[2026-03-17,)'), 403, 'it has not begun')
})

t.test('a grant of another municipality is worth nothing here', async (t) => {
  const party = freshTenant()
  await grant(party, [READ], '[2026-01-01,)')
  const refused = await suite.call(listToys, { as: { tenant: freshTenant(), supplier: party } })
  t.equal(refused.code, 'no-grant')
})

t.test('a party that names itself as the municipality’s supplier acts for itself', async (t) => {
  t.equal((await suite.call(listToys, { as: as(suite.tenant) })).status, 200)
})

t.test('each operation wants its own scope, letter by letter', async (t) => {
  const { toyId } = (await suite.make(createToy, { body: { name: 'Kite', grams: 1 } })).body
  const ask = async (...scopes: string[]) =>
    (await suite.call(getToy, { params: { toyId }, as: { scopes } })).code
  t.equal(await ask(READ), undefined)
  for (const scope of ['fotfeste:guides.readx', 'fotfeste:guides.rea', 'xfotfeste:guides.read']) {
    if (/^fotfeste:/.test(scope)) t.equal(await ask(scope), 'missing-scope', scope)
  }
  t.equal(await ask('fotfeste:guides.write'), 'missing-scope', 'writing does not imply reading')
  t.equal(await ask('fotfeste:settlement.read', 'fotfeste:protected.read'), 'missing-scope')
})

t.test('a second person’s step is refused to a machine', async (t) => {
  const { toyId } = (await suite.make(createToy, { body: { name: 'Drum', grams: 1 } })).body
  const approve = (sub: string | null) => suite.call(approveToy, { params: { toyId }, as: { sub } })
  t.match(await approve(null), { status: 403, code: 'needs-a-person' })
  t.equal((await approve('second')).status, 200)
})
