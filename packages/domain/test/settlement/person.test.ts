import t from 'tap'
import { isCountryCode, isNordicOrEea } from '../../src/settlement/countries.ts'
import { PERMIT_GROUNDS } from '../../src/settlement/permit.ts'
import {
  checkNationalNumber,
  correctFacts,
  type PersonFacts,
  takeFacts,
  warnOf,
} from '../../src/settlement/person.ts'
import { plainDate } from '../../src/values/calendar.ts'

const today = plainDate('2026-03-16')
const permit = {
  ground: 'asylum',
  grantedOn: plainDate('2025-11-03'),
  validTo: plainDate('2028-11-03'),
} as const

const selam: PersonFacts = {
  givenName: 'Selam',
  familyName: 'Tesfay',
  birthDate: plainDate('1990-11-14'),
  sex: 'female',
  citizenships: ['ERI'],
  motherTongue: 'tir',
  interpreterLanguage: null,
  permit,
  appliedFromAbroad: false,
  arrivedOn: plainDate('2024-08-19'),
  settledByAgreement: true,
  nordicOrEeaCitizen: false,
  referencePersonSettledOn: null,
  permitAppliedOn: null,
  unaccompaniedMinor: false,
}
const minor = { ...selam, birthDate: plainDate('2008-05-20'), unaccompaniedMinor: true }

const taken: [string, PersonFacts][] = [
  ['an adult with a permit', selam],
  ['a person without permit and day of arrival', { ...selam, permit: null, arrivedOn: null }],
  ['a permanent permit', { ...selam, permit: { ...permit, validTo: null } }],
  ['a child born today', { ...selam, birthDate: today, permit: null, arrivedOn: null }],
  ['a permit granted today', { ...selam, permit: { ...permit, grantedOn: today } }],
  ['a permit of one day', { ...selam, permit: { ...permit, validTo: permit.grantedOn } }],
  ['a minor of 17 when the permit was granted', minor],
  [
    'a minor who turns 18 the day after the permit',
    { ...minor, birthDate: plainDate('2007-11-04') },
  ],
  ['a minor without permit who is 17', { ...minor, permit: null }],
]
const refused: [string, PersonFacts, string, string][] = [
  [
    'birth tomorrow',
    { ...selam, birthDate: plainDate('2026-03-17') },
    'date-in-future',
    '/birthDate',
  ],
  [
    'a permit of tomorrow',
    { ...selam, permit: { ...permit, grantedOn: plainDate('2026-03-17') } },
    'date-in-future',
    '/permit/grantedOn',
  ],
  [
    'an arrival tomorrow',
    { ...selam, arrivedOn: plainDate('2026-03-17') },
    'date-in-future',
    '/arrivedOn',
  ],
  [
    'a reference person settled tomorrow',
    { ...selam, referencePersonSettledOn: plainDate('2026-03-17') },
    'date-in-future',
    '/referencePersonSettledOn',
  ],
  [
    'an application tomorrow',
    { ...selam, permitAppliedOn: plainDate('2026-03-17') },
    'date-in-future',
    '/permitAppliedOn',
  ],
  [
    'an application after the permit',
    { ...selam, permitAppliedOn: plainDate('2025-11-04') },
    'dates-out-of-order',
    '/permitAppliedOn',
  ],
  [
    'a permit before birth',
    { ...selam, birthDate: plainDate('2025-11-04'), arrivedOn: null },
    'dates-out-of-order',
    '/permit/grantedOn',
  ],
  [
    'a permit that ends before it is granted',
    { ...selam, permit: { ...permit, validTo: plainDate('2025-11-02') } },
    'dates-out-of-order',
    '/permit/validTo',
  ],
  [
    'arrival before birth',
    { ...selam, arrivedOn: plainDate('1990-11-13') },
    'dates-out-of-order',
    '/arrivedOn',
  ],
  [
    'a minor who turned 18 on the day of the permit',
    { ...minor, birthDate: plainDate('2007-11-03') },
    'not-a-minor',
    '/unaccompaniedMinor',
  ],
  [
    'a minor without permit who is 18 today',
    { ...minor, birthDate: plainDate('2008-03-16'), permit: null },
    'not-a-minor',
    '/unaccompaniedMinor',
  ],
]

t.test('facts in order are taken in', async (t) => {
  for (const [name, facts] of taken) t.strictSame(takeFacts(facts, today), facts, name)
})

t.test('facts that cannot be are refused with the field to blame', async (t) => {
  for (const [name, facts, code, pointer] of refused)
    t.match(takeFacts(facts, today), { refused: code, pointer }, name)
})

t.test('before settlement a correction may take the permit away', async (t) => {
  const facts = { ...selam, permit: null }
  t.strictSame(correctFacts({ settledOn: null }, facts, today), facts)
})

t.test('after settlement a correction keeps a permit not later than the settlement', async (t) => {
  const state = { settledOn: plainDate('2026-01-12') }
  t.strictSame(correctFacts(state, { ...selam, sex: 'male' }, today), { ...selam, sex: 'male' })
  t.match(correctFacts(state, { ...selam, permit: null }, today), {
    refused: 'settled-person-needs-permit',
    pointer: '/permit',
  })
  const late = { ...selam, permit: { ...permit, grantedOn: plainDate('2026-01-13') } }
  t.match(correctFacts(state, late, today), {
    refused: 'dates-out-of-order',
    pointer: '/permit/grantedOn',
  })
  t.match(correctFacts(state, { ...selam, arrivedOn: plainDate('1990-11-13') }, today), {
    refused: 'dates-out-of-order',
  })
})

t.test(
  'D5: a national number must have right check digits, one that is missing is fine',
  async (t) => {
    t.equal(checkNationalNumber(null), null)
    t.equal(checkNationalNumber('14919010038'), null)
    t.match(checkNationalNumber('14919010039'), {
      refused: 'national-number-invalid',
      pointer: '/nationalNumber',
    })
  },
)

t.test('D5: a doubtful DUF number is a warning, never a refusal', async (t) => {
  t.strictSame(warnOf(selam, null), [])
  t.strictSame(warnOf(selam, '201017238203'), [])
  t.match(warnOf(selam, '201012345678'), [
    { code: 'duf-number-implausible', pointer: '/dufNumber' },
  ])
})

t.test(
  'N6: citizenship and the Nordic or EEA mark that contradict each other are warned of',
  async (t) => {
    const swede = { ...selam, citizenships: ['SYR', 'SWE'] }
    t.match(warnOf(swede, null), [{ code: 'citizenship-contradicts' }])
    t.strictSame(warnOf({ ...swede, nordicOrEeaCitizen: true }, null), [])
    t.match(warnOf({ ...selam, nordicOrEeaCitizen: true }, null), [
      { code: 'citizenship-contradicts' },
    ])
  },
)

t.test('countries are those of ISO 3166-1, stateless and unknown', async (t) => {
  for (const code of ['ERI', 'SYR', 'UKR', 'NOR', 'XXA', 'XXX']) t.ok(isCountryCode(code), code)
  for (const code of ['', 'eri', 'ERIX', 'ZZZ', 'YUG', 'ER']) t.notOk(isCountryCode(code), code)
})

t.test(
  'the EEA holds 27 member states and three others; Switzerland and Britain are outside',
  async (t) => {
    for (const code of ['NOR', 'ISL', 'LIE', 'DNK', 'HRV']) t.ok(isNordicOrEea(code), code)
    for (const code of ['CHE', 'GBR', 'UKR', 'XXA']) t.notOk(isNordicOrEea(code), code)
  },
)

t.test('N5: every letter of § 9 has a ground', async (t) => {
  t.equal(PERMIT_GROUNDS.length, 9)
  t.equal(new Set(PERMIT_GROUNDS).size, 9)
})
