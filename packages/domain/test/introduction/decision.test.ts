import {
  type DecisionInput,
  type DecisionState,
  decideProgramme,
} from '@fotfeste/domain/introduction/decision.ts'
import { plainDate } from '@fotfeste/domain/values/calendar.ts'
import { isRefusal } from '@fotfeste/domain/values/refusal.ts'
import t from 'tap'

const day = plainDate
const today = day('2026-01-12')
const state: DecisionState = {
  hasOpenEnrolment: false,
  participant: {
    birthDate: day('1990-04-01'),
    permitGround: 'asylum',
    permitGrantedOn: day('2025-11-03'),
    appliedFromAbroad: false,
    arrivedOn: null,
    settledOn: day('2025-12-01'),
    settledByAgreement: true,
    nordicOrEeaCitizen: false,
    referencePersonSettledOn: null,
    permitAppliedOn: null,
    employment: null,
    brokeOffOn: null,
  },
}
const input: DecisionInput = {
  decidedOn: day('2026-01-05'),
  claimedOn: null,
  goal: 'work',
  completedUpperSecondary: false,
  youthDeparture: null,
  plannedStart: day('2026-01-12'),
  plannedEnd: null,
}

t.test('N12: a decision without an end lasts as long as the law allows', async (t) => {
  const decision = decideProgramme(state, input, today)
  t.match(decision, { plannedEnd: '2028-01-12', rule: { months: 24 } })
  t.match(decision, { assessment: { standing: 'right-and-duty', assessedOn: '2026-01-05' } })
})

t.test('a shorter programme keeps its own end', async (t) => {
  const decision = decideProgramme(state, { ...input, plannedEnd: day('2027-01-11') }, today)
  t.match(decision, { plannedEnd: '2027-01-11' })
})

const participant = state.participant
const refusals: [string, Partial<DecisionState>, Partial<DecisionInput>, string][] = [
  ['already-enrolled', { hasOpenEnrolment: true }, {}, '/personId'],
  ['date-in-future', {}, { decidedOn: day('2026-01-13') }, '/decidedOn'],
  ['decision-before-settlement', {}, { decidedOn: day('2025-11-30') }, '/decidedOn'],
  ['start-before-decision', {}, { plannedStart: day('2026-01-04') }, '/plannedStart'],
  [
    'outside-target-group',
    { participant: { ...participant, nordicOrEeaCitizen: true } },
    {},
    '/personId',
  ],
  ['goal-not-allowed', {}, { goal: 'higher-education' }, '/goal'],
  ['end-before-start', {}, { plannedEnd: day('2026-01-11') }, '/plannedEnd'],
  ['longer-than-allowed', {}, { plannedEnd: day('2028-01-13') }, '/plannedEnd'],
]
for (const [code, stateChange, inputChange, pointer] of refusals) {
  t.test(`a decision is refused as ${code}`, async (t) => {
    const answer = decideProgramme(
      { ...state, ...stateChange },
      { ...input, ...inputChange },
      today,
    )
    t.ok(isRefusal(answer))
    t.match(answer, { refused: code, pointer })
  })
}
