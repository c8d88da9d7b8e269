import t from 'tap'
import {
  changeHousehold,
  composeHousehold,
  type HouseholdMember,
  isProtectedHousehold,
  type Relation,
} from '../../src/settlement/household.ts'
import { plainDate } from '../../src/values/calendar.ts'
import type { PersonId } from '../../src/values/ids.ts'

const today = plainDate('2026-03-16')
const member = (
  id: string,
  relation: Relation,
  facts: { born?: string; alone?: boolean } = {},
): HouseholdMember => ({
  personId: id as PersonId,
  relation,
  birthDate: plainDate(facts.born ?? '1990-04-01'),
  unaccompaniedMinor: facts.alone ?? false,
})

const accepted: [string, HouseholdMember[]][] = [
  ['a single person', [member('a', 'adult')]],
  ['a person who turns 18 today', [member('a', 'adult', { born: '2008-03-16' })]],
  ['a couple', [member('a', 'adult'), member('b', 'partner')]],
  [
    'a family with a grown child and a grandmother',
    [
      member('a', 'adult'),
      member('b', 'partner'),
      member('c', 'child', { born: '2004-01-01' }),
      member('d', 'child', { born: '2026-03-16' }),
      member('e', 'other', { born: '1950-01-01' }),
    ],
  ],
  ['two adult sisters', [member('a', 'adult'), member('b', 'adult')]],
  ['an unaccompanied minor alone', [member('a', 'other', { born: '2009-01-01', alone: true })]],
  [
    'two unaccompanied brothers',
    [
      member('a', 'other', { born: '2009-01-01', alone: true }),
      member('b', 'other', { born: '2011-01-01', alone: true }),
    ],
  ],
]
const refused: [string, HouseholdMember[], string, string][] = [
  [
    'a person named twice',
    [member('a', 'adult'), member('b', 'child'), member('a', 'other')],
    'member-twice',
    '/members/2/personId',
  ],
  [
    'an adult who turns 18 tomorrow',
    [member('a', 'adult'), member('b', 'adult', { born: '2008-03-17' })],
    'adult-too-young',
    '/members/1/relation',
  ],
  [
    'a partner of 17',
    [member('a', 'adult'), member('b', 'partner', { born: '2008-12-01' })],
    'adult-too-young',
    '/members/1/relation',
  ],
  [
    'two partners',
    [member('a', 'adult'), member('b', 'partner'), member('c', 'partner')],
    'two-partners',
    '/members',
  ],
  ['children alone', [member('a', 'child')], 'household-without-adult', '/members'],
  [
    'a minor with a sister who has no adult',
    [member('a', 'other', { born: '2009-01-01', alone: true }), member('b', 'other')],
    'household-without-adult',
    '/members',
  ],
  [
    'a partner of nobody',
    [member('a', 'partner', { alone: true })],
    'household-without-adult',
    '/members',
  ],
]

t.test('households that exist are put together', async (t) => {
  for (const [name, members] of accepted)
    t.strictSame(composeHousehold(members, today), { members }, name)
})

t.test('households that cannot be are refused', async (t) => {
  for (const [name, members, code, pointer] of refused)
    t.match(composeHousehold(members, today), { refused: code, pointer }, name)
})

t.test('one protected member protects the household', async (t) => {
  t.ok(isProtectedHousehold([{ protected: false }, { protected: true }]))
  t.notOk(isProtectedHousehold([{ protected: false }]))
})

t.test('F5: nobody leaves a household with an open case, anyone may come', async (t) => {
  const couple = [member('a', 'adult'), member('b', 'partner')]
  const withChild = [...couple, member('c', 'child', { born: '2026-03-01' })]
  const open = { members: couple, hasOpenCase: true }
  t.strictSame(changeHousehold(open, withChild, today), { members: withChild })
  t.match(changeHousehold(open, [member('a', 'adult')], today), {
    refused: 'household-in-case',
    pointer: '/members',
  })
  const closed = { members: couple, hasOpenCase: false }
  t.strictSame(changeHousehold(closed, [member('a', 'adult')], today), {
    members: [member('a', 'adult')],
  })
  t.match(changeHousehold(closed, [member('a', 'child')], today), {
    refused: 'household-without-adult',
  })
})
