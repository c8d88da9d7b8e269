import fc from 'fast-check'
import t from 'tap'
import { correctRequest, decideRequest, receiveRequest } from '../../src/settlement/request.ts'
import { type SettledGroup, settleYear } from '../../src/settlement/year.ts'
import { plainDate } from '../../src/values/calendar.ts'

const today = plainDate('2026-03-16')
const request = {
  year: 2026,
  persons: 110,
  unaccompaniedMinors: 8,
  receivedOn: plainDate('2025-11-20'),
  deadline: plainDate('2026-02-25'),
}
const decision = { persons: 110, unaccompaniedMinors: 8, decidedOn: plainDate('2026-02-04') }

t.test('F1: a request comes in its own year or the year before', async (t) => {
  t.strictSame(receiveRequest(request, today), request)
  const same = { ...request, receivedOn: plainDate('2026-01-02'), deadline: null }
  t.strictSame(receiveRequest(same, today), same)
  for (const year of [2024, 2027])
    t.match(receiveRequest({ ...request, year }, today), { refused: 'request-year' }, `${year}`)
})

t.test('a request that cannot be is refused', async (t) => {
  const wrong: [object, string, string][] = [
    [{ unaccompaniedMinors: 111 }, 'minors-exceed-persons', '/unaccompaniedMinors'],
    [{ receivedOn: plainDate('2026-03-17'), deadline: null }, 'date-in-future', '/receivedOn'],
    [{ deadline: plainDate('2025-11-19') }, 'dates-out-of-order', '/deadline'],
  ]
  for (const [change, code, pointer] of wrong)
    t.match(receiveRequest({ ...request, ...change }, today), { refused: code, pointer })
})

t.test(
  'S12: the municipality decides how many, zero too, after the request has come',
  async (t) => {
    const state = { receivedOn: request.receivedOn, decidedOn: null }
    t.strictSame(decideRequest(state, decision, today), decision)
    const none = { ...decision, persons: 0, unaccompaniedMinors: 0 }
    t.strictSame(decideRequest(state, none, today), none)
    const wrong: [object, string, string][] = [
      [{ unaccompaniedMinors: 111 }, 'minors-exceed-persons', '/unaccompaniedMinors'],
      [{ decidedOn: plainDate('2026-03-17') }, 'date-in-future', '/decidedOn'],
      [{ decidedOn: plainDate('2025-11-19') }, 'dates-out-of-order', '/decidedOn'],
    ]
    for (const [change, code, pointer] of wrong)
      t.match(decideRequest(state, { ...decision, ...change }, today), { refused: code, pointer })
  },
)

t.test('a decision that replaces another is not older than it', async (t) => {
  const state = { receivedOn: request.receivedOn, decidedOn: decision.decidedOn }
  t.strictSame(decideRequest(state, decision, today), decision)
  t.match(decideRequest(state, { ...decision, decidedOn: plainDate('2026-02-03') }, today), {
    refused: 'dates-out-of-order',
    pointer: '/decidedOn',
  })
})

t.test(
  'a request is corrected as it could have been received, not after a decision on it',
  async (t) => {
    const corrected = { ...request, persons: 120 }
    t.strictSame(correctRequest({ firstDecidedOn: null }, corrected, today), corrected)
    const decided = { firstDecidedOn: decision.decidedOn }
    const thatDay = { ...corrected, receivedOn: decision.decidedOn }
    t.strictSame(correctRequest(decided, thatDay, today), thatDay)
    const late = { ...corrected, receivedOn: plainDate('2026-02-05') }
    t.match(correctRequest(decided, late, today), {
      refused: 'dates-out-of-order',
      pointer: '/receivedOn',
    })
    t.match(correctRequest(decided, { ...corrected, year: 2028 }, today), {
      refused: 'request-year',
    })
  },
)

const group = (change: Partial<SettledGroup>): SettledGroup => ({
  ground: 'asylum',
  byAgreement: true,
  unaccompaniedMinor: false,
  persons: 10,
  ...change,
})

t.test('S13: the decision meets the request when neither number is below it', async (t) => {
  const met: [number, number, boolean][] = [
    [110, 8, true],
    [120, 9, true],
    [109, 8, false],
    [110, 7, false],
    [120, 7, false],
    [0, 0, false],
  ]
  for (const [persons, unaccompaniedMinors, expected] of met)
    t.equal(
      settleYear(request, { persons, unaccompaniedMinors }, []).metRequest,
      expected,
      `${persons} of them ${unaccompaniedMinors}`,
    )
})

t.test('a year shows requested, decided, settled and remaining, minors apart', async (t) => {
  const groups = [
    group({}),
    group({ ground: 'resettlement', persons: 5 }),
    group({ unaccompaniedMinor: true, persons: 3 }),
    group({ ground: 'family-member', persons: 4 }),
    group({ ground: 'other-family', persons: 1 }),
    group({ byAgreement: false, persons: 2 }),
  ]
  const year = settleYear(
    { persons: 110, unaccompaniedMinors: 8 },
    { persons: 110, unaccompaniedMinors: 8 },
    groups,
  )
  t.strictSame(year, {
    requested: { persons: 110, unaccompaniedMinors: 8 },
    decided: { persons: 110, unaccompaniedMinors: 8 },
    settled: { persons: 18, unaccompaniedMinors: 3 },
    settledOutsideNumber: { persons: 7, unaccompaniedMinors: 0 },
    remaining: { persons: 92, unaccompaniedMinors: 5 },
    metRequest: true,
    rules: ['S12', 'S13', 'F3'],
    law: ['integreringsloven § 4 second paragraph'],
  })
})

t.test('a year without request or without decision says so with null', async (t) => {
  const empty = settleYear(null, null, [group({})])
  t.match(empty, { requested: null, decided: null, remaining: null, metRequest: null })
  t.strictSame(empty.settled, { persons: 10, unaccompaniedMinors: 0 })
  t.match(settleYear(request, null, []), { remaining: null, metRequest: null })
  t.throws(() => settleYear(null, { persons: 1, unaccompaniedMinors: 0 }, []), /rests on a request/)
})

t.test('remaining goes below zero when more were settled than decided', async (t) => {
  const year = settleYear(request, { persons: 4, unaccompaniedMinors: 0 }, [
    group({ persons: 6, unaccompaniedMinor: true }),
  ])
  t.strictSame(year.remaining, { persons: -2, unaccompaniedMinors: -6 })
})

t.test('settled plus remaining is always decided, and nobody is lost in the sums', async (t) => {
  const groups = fc.array(
    fc.record<SettledGroup>({
      ground: fc.constantFrom('asylum', 'family-member', 'other'),
      byAgreement: fc.boolean(),
      unaccompaniedMinor: fc.boolean(),
      persons: fc.nat(200),
    }),
    { maxLength: 12 },
  )
  fc.assert(
    fc.property(groups, fc.nat(500), (some, persons) => {
      const decided = { persons, unaccompaniedMinors: 0 }
      const year = settleYear(decided, decided, some)
      const all = some.reduce((sum, one) => sum + one.persons, 0)
      return (
        year.settled.persons + (year.remaining?.persons ?? Number.NaN) === persons &&
        year.settled.persons + year.settledOutsideNumber.persons === all
      )
    }),
  )
  t.pass('100 random years')
})
