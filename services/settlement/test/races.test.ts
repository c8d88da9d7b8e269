import { feedContract } from '@fotfeste/contracts/feed.ts'
import { getHousehold, replaceHousehold } from '@fotfeste/contracts/settlement/households.ts'
import { setAddressProtection } from '@fotfeste/contracts/settlement/identities.ts'
import { replacePerson } from '@fotfeste/contracts/settlement/persons.ts'
import {
  acceptSettlementCase,
  findHousingForCase,
  getSettlementCase,
  settlePerson,
} from '@fotfeste/contracts/settlement/settlement-cases.ts'
import { service } from '@fotfeste/testing/harness.ts'
import t from 'tap'
import { settlement } from '../src/app.ts'
import { insider } from './access.ts'
import { makeCase } from './factories.ts'
import { eventsOf } from './feed.ts'

const suite = await service(t, settlement)
const ROUNDS = 6
const as = insider

t.test(
  'commands on one family at once, beside feed readers, wait for each other and never in a ring',
  async (t) => {
    for (let round = 0; round < ROUNDS; round++) {
      const { caseId, householdId, mother, son, members } = await makeCase(suite)
      const params = { caseId }
      await suite.make(acceptSettlementCase, { params, body: { acceptedOn: '2026-01-09' } })
      const housing = { foundOn: '2026-02-02', dwelling: 'municipal' }
      await suite.make(findHousingForCase, { params, body: housing })
      const settle = (personId: string) =>
        suite.call(settlePerson, { params, body: { personId, settledOn: '2026-02-16' }, as })
      const protect = (personId: string, addressProtection: string) =>
        suite.call(setAddressProtection, { params: { personId }, body: { addressProtection }, as })
      const read = () => suite.call(feedContract('settlement'), { query: { limit: 500 }, as })
      const all = await Promise.all([
        settle(mother),
        protect(son, 'confidential'),
        read(),
        settle(son),
        suite.call(replaceHousehold, { params: { householdId }, body: { members }, as }),
        protect(mother, 'strictly-confidential'),
        suite.call(replacePerson, {
          params: { personId: mother },
          body: replacePerson.bodyExample,
          as,
        }),
        read(),
        protect(son, 'none'),
      ])
      t.same(
        all.map(({ status }) => status),
        all.map(() => 200),
      )
      const closed = await suite.call(getSettlementCase, { params, as })
      t.match(closed.body, { status: 'settled', version: 5 })
      t.equal(
        (await suite.call(getSettlementCase, { params })).status,
        404,
        'the mother is protected, whatever came first',
      )
    }
    const told = await eventsOf(suite, insider)
    t.equal(told.filter(({ type }) => type === 'PersonSettled').length, 2 * ROUNDS)
    t.notOk(
      (await eventsOf(suite)).some(({ type }) => type === 'PersonSettled'),
      'no settlement of a hidden household is seen outside',
    )
  },
)

t.test(
  'two members protected and shown at once leave the household as its members are',
  async (t) => {
    for (let round = 0; round < ROUNDS; round++) {
      const { caseId, householdId, mother, son } = await makeCase(suite)
      const protect = (personId: string, addressProtection: string) =>
        suite.call(setAddressProtection, { params: { personId }, body: { addressProtection }, as })
      await protect(son, 'confidential')
      await Promise.all([protect(mother, 'confidential'), protect(son, 'none')])
      t.equal((await suite.call(getHousehold, { params: { householdId } })).status, 404)
      t.equal((await suite.call(getSettlementCase, { params: { caseId } })).status, 404)
      await Promise.all([protect(mother, 'none'), protect(son, 'none')])
      t.equal((await suite.call(getHousehold, { params: { householdId } })).status, 200)
      t.equal((await suite.call(getSettlementCase, { params: { caseId } })).status, 200)
    }
  },
)
