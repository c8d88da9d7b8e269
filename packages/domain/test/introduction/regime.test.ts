import { regimeOf } from '@fotfeste/domain/introduction/regime.ts'
import { plainDate } from '@fotfeste/domain/values/calendar.ts'
import t from 'tap'

const cases: [string, string, boolean, string | null, string, string][] = [
  [
    'granted on the day itself',
    '2021-01-01',
    false,
    null,
    'integreringsloven',
    'integreringsloven § 52',
  ],
  ['granted after', '2025-11-03', true, null, 'integreringsloven', 'integreringsloven § 52'],
  [
    'granted the day before',
    '2020-12-31',
    false,
    '2021-03-01',
    'introduksjonsloven',
    'integreringsforskriften § 72 second paragraph',
  ],
  [
    'applied from abroad, arrived on the day',
    '2020-11-01',
    true,
    '2021-01-01',
    'integreringsloven',
    'integreringsforskriften § 72 first paragraph',
  ],
  [
    'applied from abroad, arrived the day before',
    '2020-11-01',
    true,
    '2020-12-31',
    'introduksjonsloven',
    'integreringsforskriften § 72 second paragraph',
  ],
  [
    'applied from abroad, arrival not registered',
    '2020-11-01',
    true,
    null,
    'introduksjonsloven',
    'integreringsforskriften § 72 second paragraph',
  ],
]

for (const [name, granted, appliedFromAbroad, arrived, regime, law] of cases) {
  t.test(`N1: ${name}`, async (t) => {
    const answer = regimeOf({
      permitGrantedOn: plainDate(granted),
      appliedFromAbroad,
      arrivedOn: arrived === null ? null : plainDate(arrived),
    })
    t.equal(answer.regime, regime)
    t.same(answer.law, [law])
    t.same(answer.ruleKeys, ['N1'])
    t.not(answer.reason, '')
  })
}
