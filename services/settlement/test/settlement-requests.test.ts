import {
  correctSettlementRequest,
  createSettlementRequest,
  decideSettlementRequest,
  getSettlementRequest,
  getSettlementYear,
  listSettlementRequests,
} from '@fotfeste/contracts/settlement/settlement-requests.ts'
import { service } from '@fotfeste/testing/harness.ts'
import t from 'tap'
import { settlement } from '../src/app.ts'
import { countRows } from './access.ts'
import { makeSettled } from './factories.ts'
import { eventsOf } from './feed.ts'

const suite = await service(t, settlement)
const body = createSettlementRequest.bodyExample
const decision = decideSettlementRequest.bodyExample
const absent = '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6bff'

t.test(
  'S12, S13: request and decision of a year, with what is settled and what remains',
  async (t) => {
    const made = await suite.call(createSettlementRequest, { body })
    t.match(made, { status: 201, body: { ...body, decision: null, earlierDecisions: [] } })
    const params = { settlementRequestId: made.body.settlementRequestId }
    const undecided = await suite.call(getSettlementYear, { params: { year: '2026' } })
    t.match(undecided.body, { ...params, decided: null, remaining: null, metRequest: null })

    const decided = await suite.call(decideSettlementRequest, {
      params,
      body: decision,
      ifMatch: 1,
    })
    t.match(decided, {
      status: 201,
      body: {
        decision: { ...decision, number: 1, recordedOn: '2026-03-16', metRequest: true },
        version: 2,
      },
    })
    t.same((await suite.call(getSettlementRequest, { params })).body, decided.body)
    await makeSettled(suite)
    const year = await suite.call(getSettlementYear, { params: { year: '2026' } })
    t.same(year.body, {
      year: 2026,
      ...params,
      requested: { persons: 110, unaccompaniedMinors: 8 },
      decided: { persons: 110, unaccompaniedMinors: 8 },
      settled: { persons: 2, unaccompaniedMinors: 0 },
      settledOutsideNumber: { persons: 0, unaccompaniedMinors: 0 },
      remaining: { persons: 108, unaccompaniedMinors: 8 },
      metRequest: true,
      rules: ['S12', 'S13', 'F3'],
      law: ['integreringsloven § 4 second paragraph'],
    })

    const lower = { ...decision, persons: 90, decidedOn: '2026-03-11' }
    const again = await suite.call(decideSettlementRequest, { params, body: lower, ifMatch: 2 })
    t.match(again.body, {
      decision: { persons: 90, number: 2, metRequest: false },
      earlierDecisions: [{ persons: 110, number: 1, metRequest: true }],
      version: 3,
    })
    const later = await suite.call(getSettlementYear, { params: { year: '2026' } })
    t.match(later.body, { remaining: { persons: 88 }, metRequest: false })
    const told = (await eventsOf(suite)).filter(
      ({ subject }) => subject === params.settlementRequestId,
    )
    t.same(
      told.map(({ type, data }) => [type, (data as { persons: number }).persons]),
      [
        ['SettlementRequestReceived', 110],
        ['SettlementDecisionMade', 110],
        ['SettlementDecisionMade', 90],
      ],
    )
  },
)

t.test('a year has one request, and a year without one is empty', async (t) => {
  const again = await suite.call(createSettlementRequest, { body })
  t.match(again, {
    status: 409,
    code: 'year-already-requested',
    body: { errors: [{ pointer: '/year' }] },
  })
  const empty = await suite.call(getSettlementYear, { params: { year: '2031' } })
  t.match(empty, {
    status: 200,
    body: { year: 2031, settlementRequestId: null, requested: null, settled: { persons: 0 } },
  })
  const elsewhere = { params: { year: '2026' }, as: { tenant: '940101808' } }
  t.match((await suite.call(getSettlementYear, elsewhere)).body, {
    requested: null,
    settled: { persons: 0 },
  })
})

t.test('a request or decision that cannot be is refused and nothing is stored', async (t) => {
  const wrong: [object, string, string][] = [
    [{ year: 2028 }, 'request-year', '/year'],
    [{ unaccompaniedMinors: 111 }, 'minors-exceed-persons', '/unaccompaniedMinors'],
    [{ receivedOn: '2026-03-17', year: 2027, deadline: null }, 'date-in-future', '/receivedOn'],
    [{ deadline: '2025-11-19' }, 'dates-out-of-order', '/deadline'],
  ]
  for (const [change, code, pointer] of wrong)
    t.match(
      await suite.call(createSettlementRequest, { body: { ...body, ...change } }),
      { status: 422, code, body: { errors: [{ in: 'body', pointer }] } },
      code,
    )
  t.equal(await countRows(suite, 'settlement_request'), 1)

  const next = { ...body, year: 2025, receivedOn: '2024-12-01', deadline: null }
  const { settlementRequestId } = (await suite.make(createSettlementRequest, { body: next })).body
  const params = { settlementRequestId }
  const undecidable: [object, string, string][] = [
    [{ unaccompaniedMinors: 111 }, 'minors-exceed-persons', '/unaccompaniedMinors'],
    [{ decidedOn: '2026-03-17' }, 'date-in-future', '/decidedOn'],
    [{ decidedOn: '2024-11-30' }, 'dates-out-of-order', '/decidedOn'],
  ]
  for (const [change, code, pointer] of undecidable)
    t.match(
      await suite.call(decideSettlementRequest, { params, body: { ...decision, ...change } }),
      { status: 422, code, body: { errors: [{ in: 'body', pointer }] } },
      code,
    )
  t.match((await suite.call(getSettlementRequest, { params })).body, { decision: null, version: 1 })
  const gone = { settlementRequestId: absent }
  t.equal((await suite.call(getSettlementRequest, { params: gone })).status, 404)
  const onGone = { params: gone, body: decision }
  t.equal((await suite.call(decideSettlementRequest, onGone)).status, 404)
})

t.test(
  'of two decisions on one version, one wins; a repeated one is the first again',
  async (t) => {
    const next = { ...body, year: 2027, receivedOn: '2026-03-02', deadline: null }
    const { settlementRequestId } = (await suite.make(createSettlementRequest, { body: next })).body
    const params = { settlementRequestId }
    const decide = (persons: number, key: string) =>
      suite.call(decideSettlementRequest, {
        params,
        body: { ...decision, persons, decidedOn: '2026-03-12' },
        ifMatch: 1,
        key,
      })
    const both = await Promise.all([decide(100, 'first'), decide(120, 'second')])
    t.same(both.map(({ status }) => status).sort(), [201, 412])
    const won = both[0]?.status === 201 ? (['first', 100] as const) : (['second', 120] as const)
    const repeated = await decide(won[1], won[0])
    t.equal(repeated.status, 201)
    t.equal(repeated.headers.get('idempotency-replayed'), 'true')
    const held = await suite.call(getSettlementRequest, { params })
    t.match(held.body, {
      decision: { number: 1, persons: won[1] },
      earlierDecisions: [],
      version: 2,
    })
  },
)

t.test('requests are listed in the order of registration', async (t) => {
  const { body: first } = await suite.call(listSettlementRequests, { query: { limit: 2 } })
  t.same(
    first.items.map(({ year }: { year: number }) => year),
    [2026, 2025],
  )
  const query = { limit: 2, cursor: first.next }
  const { body: second } = await suite.call(listSettlementRequests, { query })
  t.match(second, { items: [{ year: 2027 }], next: null })
})

t.test(
  'a request typed wrong is corrected, and what stood before stays with its reason',
  async (t) => {
    const next = { ...body, year: 2024, receivedOn: '2023-11-20', deadline: null, persons: 100 }
    const { settlementRequestId } = (await suite.make(createSettlementRequest, { body: next })).body
    const params = { settlementRequestId }
    const fits = { ...decision, decidedOn: '2024-02-01' }
    await suite.make(decideSettlementRequest, { params, body: fits })
    const right = { ...next, persons: 115, reason: 'The letter says 115.' }
    const as = { sub: 'adviser' }
    const corrected = await suite.call(correctSettlementRequest, {
      ...{ params, body: right, as, ifMatch: 2 },
    })
    t.match(corrected, {
      status: 200,
      body: {
        ...{ persons: 115, version: 3, decision: { metRequest: false } },
        corrections: [{ persons: 100, reason: right.reason, correctedBy: /\|adviser$/ }],
      },
    })
    t.same((await suite.call(getSettlementRequest, { params })).body, corrected.body)
    t.match((await suite.call(getSettlementYear, { params: { year: '2024' } })).body, {
      requested: { persons: 115 },
      metRequest: false,
    })
    const told = (await eventsOf(suite)).filter(({ subject }) => subject === settlementRequestId)
    t.match(told.at(-1), {
      type: 'SettlementRequestCorrected',
      data: { ...params, year: 2024, persons: 115 },
    })

    const wrong: [number, object, string][] = [
      [422, { year: 2026 }, 'request-year'],
      [422, { unaccompaniedMinors: 116 }, 'minors-exceed-persons'],
      [422, { receivedOn: '2026-03-17', year: 2027 }, 'dates-out-of-order'],
      [422, { deadline: '2023-11-19' }, 'dates-out-of-order'],
      [409, { year: 2025, receivedOn: '2024-01-02' }, 'year-already-requested'],
    ]
    for (const [status, change, code] of wrong) {
      const refused = await suite.call(correctSettlementRequest, {
        params,
        body: { ...right, ...change },
      })
      t.match(refused, { status, code })
    }
    const stale = { params, body: right, ifMatch: 2 }
    t.equal((await suite.call(correctSettlementRequest, stale)).status, 412)
    const onGone = { params: { settlementRequestId: absent }, body: right }
    t.equal((await suite.call(correctSettlementRequest, onGone)).status, 404)
    t.equal((await suite.call(getSettlementRequest, { params })).body.version, 3)
  },
)
