import { getHousehold } from '@fotfeste/contracts/settlement/households.ts'
import { getPerson, listPersons } from '@fotfeste/contracts/settlement/persons.ts'
import {
  acceptSettlementCase,
  declineSettlementCase,
  findHousingForCase,
  getSettlementCase,
  listSettlementCases,
  settlePerson,
} from '@fotfeste/contracts/settlement/settlement-cases.ts'
import { service } from '@fotfeste/testing/harness.ts'
import t from 'tap'
import { settlement } from '../src/app.ts'
import { makeCase } from './factories.ts'
import { eventsOf } from './feed.ts'

const suite = await service(t, settlement)

t.test('a family walks from proposal to settlement and appears in the feed', async (t) => {
  const { caseId, householdId, mother, son } = await makeCase(suite)
  const params = { caseId }
  const accepted = await suite.call(acceptSettlementCase, {
    params,
    body: { acceptedOn: '2026-01-09' },
    ifMatch: 1,
  })
  t.match(accepted, { status: 200, body: { status: 'accepted', answeredOn: '2026-01-09' } })
  t.equal(accepted.headers.get('etag'), '"2"')
  const housed = await suite.call(findHousingForCase, {
    params,
    body: { foundOn: '2026-02-02', dwelling: 'municipal' },
    ifMatch: 2,
  })
  t.match(housed.body, {
    status: 'housing-found',
    housing: { foundOn: '2026-02-02', dwelling: 'municipal' },
  })
  const first = await suite.call(settlePerson, {
    params,
    body: { personId: mother, settledOn: '2026-02-16' },
    ifMatch: 3,
  })
  t.match(first.body, {
    status: 'housing-found',
    members: [
      { personId: mother, settledOn: '2026-02-16' },
      { personId: son, settledOn: null },
    ],
  })
  const last = await suite.call(settlePerson, {
    params,
    body: { personId: son, settledOn: '2026-03-02' },
    ifMatch: 4,
  })
  t.match(last, { status: 200, body: { status: 'settled', version: 5 } })
  t.same((await suite.call(getSettlementCase, { params })).body, last.body)

  const person = await suite.call(getPerson, { params: { personId: mother } })
  t.match(person.body, { settledOn: '2026-02-16', householdId, version: 2 })
  const listed = await suite.call(listPersons, { query: { householdId, settled: 'yes' } })
  t.same(
    listed.body.items.map(({ personId }: { personId: string }) => personId),
    [mother, son],
  )
  const household = await suite.call(getHousehold, { params: { householdId } })
  t.equal(household.body.members.length, 2)

  const events = await eventsOf(suite)
  t.same(
    events.map(({ type }) => type),
    [
      'SettlementCaseProposed',
      'SettlementCaseAccepted',
      'HousingFound',
      'PersonSettled',
      'PersonSettled',
    ],
  )
  t.same(events[3], {
    type: 'PersonSettled',
    subject: mother,
    data: {
      personId: mother,
      householdId,
      caseId,
      settledOn: '2026-02-16',
      birthDate: '1990-11-14',
      sex: 'female',
      permitGround: 'asylum',
      permitGrantedOn: '2025-11-03',
      appliedFromAbroad: false,
      arrivedOn: '2024-08-19',
      settledByAgreement: true,
      nordicOrEeaCitizen: false,
      referencePersonSettledOn: null,
      permitAppliedOn: null,
      unaccompaniedMinor: false,
      protected: false,
      household: [
        { personId: mother, birthDate: '1990-11-14', relation: 'adult' },
        { personId: son, birthDate: '2019-06-02', relation: 'child' },
      ],
    },
  })
})

t.test('a proposal can be declined with a coded reason', async (t) => {
  const { caseId } = await makeCase(suite)
  const declined = await suite.call(declineSettlementCase, {
    params: { caseId },
    body: { declinedOn: '2026-01-09', reason: 'no-housing' },
  })
  t.match(declined, { status: 200, body: { status: 'declined', declineReason: 'no-housing' } })
  const listed = await suite.call(listSettlementCases, { query: { status: 'declined' } })
  t.same(listed.body.items, [declined.body])
})
