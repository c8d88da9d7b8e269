import { setAddressProtection } from '@fotfeste/contracts/settlement/identities.ts'
import { getPerson } from '@fotfeste/contracts/settlement/persons.ts'
import {
  correctSettlement,
  findHousingForCase,
  getSettlementCase,
} from '@fotfeste/contracts/settlement/settlement-cases.ts'
import { service } from '@fotfeste/testing/harness.ts'
import t from 'tap'
import { settlement } from '../src/app.ts'
import { insider } from './access.ts'
import { makeCase, makeSettled } from './factories.ts'
import { eventsOf } from './feed.ts'

const suite = await service(t, settlement)
const reason = 'The keys were handed over two days later.'
const absent = '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6bff'

t.test(
  'F6: a settlement date is corrected in a closed case, and what stood before stays',
  async (t) => {
    const { caseId, mother, son } = await makeSettled(suite)
    const body = { personId: mother, settledOn: '2026-02-18', reason }
    const params = { caseId }
    const corrected = await suite.call(correctSettlement, { params, body, ifMatch: 5 })
    t.match(corrected, {
      status: 200,
      body: {
        ...{ status: 'settled', version: 6 },
        members: [
          { personId: mother, settledOn: '2026-02-18' },
          { personId: son, settledOn: '2026-02-16' },
        ],
        corrections: [{ ...body, settledOnBefore: '2026-02-16', correctedBy: /\|case-worker$/ }],
      },
    })
    t.same((await suite.call(getSettlementCase, { params })).body, corrected.body)
    const read = await suite.call(getPerson, { params: { personId: mother } })
    t.equal(read.body.settledOn, '2026-02-18')
    const told = (await eventsOf(suite)).filter(({ subject }) => subject === mother)
    t.match(told.at(-1), {
      type: 'SettlementDateCorrected',
      data: { personId: mother, caseId, settledOn: '2026-02-18', protected: false },
    })
    t.equal((await suite.call(correctSettlement, { params, body, ifMatch: 5 })).status, 412)
  },
)

t.test('a correction is refused with its reason and changes nothing', async (t) => {
  const { caseId, mother } = await makeSettled(suite)
  const open = await makeCase(suite)
  const body = { personId: mother, settledOn: '2026-02-18', reason }
  const wrong: [number, string, string, object][] = [
    [409, 'person-not-settled', open.caseId, { personId: open.mother }],
    [422, 'not-in-household', caseId, { personId: open.mother }],
    [422, 'not-in-household', caseId, { personId: absent }],
    [422, 'dates-out-of-order', caseId, { settledOn: '2026-02-01' }],
    [422, 'date-in-future', caseId, { settledOn: '2026-03-17' }],
  ]
  for (const [status, code, of, change] of wrong) {
    const refused = await suite.call(correctSettlement, {
      params: { caseId: of },
      body: { ...body, ...change },
    })
    t.match(refused, { status, code })
  }
  const gone = { params: { caseId: absent }, body }
  t.equal((await suite.call(correctSettlement, gone)).status, 404)
  const held = await suite.call(getSettlementCase, { params: { caseId } })
  t.match(held.body, { version: 5, corrections: [], members: [{ settledOn: '2026-02-16' }, {}] })
  const housed = { foundOn: '2026-02-03', dwelling: 'municipal' }
  t.equal(
    (await suite.call(findHousingForCase, { params: { caseId }, body: housed })).code,
    'case-not-accepted',
  )
})

t.test('a protected person’s date is corrected by insiders, unseen by others', async (t) => {
  const { caseId, mother } = await makeSettled(suite)
  const params = { caseId }
  const body = { personId: mother, settledOn: '2026-02-18', reason }
  await suite.make(correctSettlement, { params, body })
  const hidden = { personId: mother }
  await suite.make(setAddressProtection, {
    params: hidden,
    body: { addressProtection: 'confidential' },
  })
  t.equal((await suite.call(correctSettlement, { params, body })).status, 404)
  const back = { ...body, settledOn: '2026-02-16' }
  const again = await suite.call(correctSettlement, { params, body: back, as: insider })
  t.match(again.body, { corrections: [{}, { settledOnBefore: '2026-02-18' }] })
  const seen = (await eventsOf(suite)).filter(({ subject }) => subject === mother)
  t.same(seen, [], 'nothing of the person is in the feed of who may not see protected persons')
  const { rows } = await suite.owner.query(
    'select protected from settlement_correction where case_id = $1',
    [caseId],
  )
  t.same(rows, [{ protected: true }, { protected: true }])
})
