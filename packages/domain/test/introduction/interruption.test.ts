import { type HouseholdFact, registerHousehold } from '@fotfeste/domain/introduction/household.ts'
import {
  addInterruption,
  type InterruptionInput,
  type InterruptionState,
} from '@fotfeste/domain/introduction/interruption.ts'
import { plainDate } from '@fotfeste/domain/values/calendar.ts'
import t from 'tap'

const day = plainDate
const programme = { from: day('2026-01-12'), to: day('2028-01-12') }
const state: InterruptionState = {
  programme,
  interruptions: [],
  attendedDays: [],
  sealedMonths: [],
}
const leave: InterruptionInput = {
  kind: 'unpaid-leave',
  from: day('2026-05-01'),
  to: day('2026-06-30'),
  noticeReceivedOn: day('2026-04-20'),
}

t.test('N31: leave inside the programme is added', async (t) => {
  t.same(addInterruption(state, leave), {
    kind: 'unpaid-leave',
    from: '2026-05-01',
    to: '2026-06-30',
  })
})

t.test('POL23: the benefit stops from the day the decision was received', async (t) => {
  const illness = { ...leave, kind: 'illness-without-benefit' } as const
  t.match(addInterruption(state, { ...illness, noticeReceivedOn: day('2026-05-01') }), {
    kind: 'illness-without-benefit',
  })
  t.match(addInterruption(state, { ...illness, noticeReceivedOn: day('2026-05-02') }), {
    refused: 'benefit-stop-backdated',
  })
})

t.test('N31: a year for long illness, ten months for parents', async (t) => {
  const parental = { ...leave, kind: 'parental-leave' } as const
  t.match(addInterruption(state, { ...leave, to: day('2027-05-01') }), { to: '2027-05-01' })
  t.match(addInterruption(state, { ...leave, to: day('2027-05-02') }), {
    refused: 'leave-too-long',
  })
  t.match(addInterruption(state, { ...parental, to: day('2027-03-01') }), { to: '2027-03-01' })
  t.match(addInterruption(state, { ...parental, to: day('2027-03-02') }), {
    refused: 'leave-too-long',
  })
  t.match(addInterruption(state, { ...leave, kind: 'stop', to: day('2027-12-31') }), {
    kind: 'stop',
  })
})

const clash = { kind: 'stop', from: day('2026-06-30'), to: day('2026-07-10') } as const
const refusals: [string, Partial<InterruptionState>, Partial<InterruptionInput>][] = [
  ['outside-programme', {}, { from: day('2026-01-11') }],
  ['outside-programme', {}, { to: day('2028-01-13') }],
  ['interruptions-overlap', { interruptions: [clash] }, {}],
  ['month-sealed', { sealedMonths: ['2026-05'] }, {}],
  ['attendance-recorded', { attendedDays: [day('2026-05-04')] }, {}],
]
for (const [refused, change, input] of refusals) {
  t.test(`an interruption is refused as ${refused}`, async (t) => {
    t.match(addInterruption({ ...state, ...change }, { ...leave, ...input }), { refused })
  })
}

const fact: HouseholdFact = {
  from: day('2026-03-01'),
  livesWithParent: false,
  partnerInProgramme: true,
  hasChildren: false,
}
const first = { ...fact, from: day('2026-01-12'), partnerInProgramme: false }

t.test('N37, N38: household facts lie in order of date and a day has one row', async (t) => {
  const household = { programme, facts: [first], sealedMonths: [] }
  t.same(registerHousehold(household, fact), [first, fact])
  const changed = { ...first, hasChildren: true }
  t.same(registerHousehold({ ...household, facts: [fact, first] }, changed), [changed, fact])
})

t.test('household facts outside the programme or under a sealed month are refused', async (t) => {
  const household = { programme, facts: [first], sealedMonths: [] }
  for (const from of [day('2026-01-11'), day('2028-01-13')]) {
    t.match(registerHousehold(household, { ...fact, from }), { refused: 'outside-programme' })
  }
  t.match(registerHousehold({ ...household, sealedMonths: ['2026-03'] }, fact), {
    refused: 'month-sealed',
  })
})
