import { makePlan, type Phase, type Plan, phaseOn } from '@fotfeste/domain/introduction/plan.ts'
import {
  fullTimeMinutes,
  missingElements,
  phaseExtent,
} from '@fotfeste/domain/introduction/plan-extent.ts'
import { plainDate } from '@fotfeste/domain/values/calendar.ts'
import t from 'tap'

const day = plainDate
const programme = { from: day('2026-01-12'), to: day('2028-01-12') }
const first: Phase = {
  phase: 1,
  from: day('2026-01-12'),
  to: day('2026-08-14'),
  activities: [
    { kind: 'norwegian', title: 'Norsk spor 2', weeklyMinutes: 1350 },
    { kind: 'social-studies', title: 'Samfunnskunnskap', weeklyMinutes: 450 },
    { kind: 'group-activity', title: 'Kosthold', weeklyMinutes: 450 },
  ],
}
const second: Phase = {
  phase: 2,
  from: day('2026-08-15'),
  to: day('2027-06-30'),
  activities: [{ kind: 'work-practice', title: 'Praksis i barnehage', weeklyMinutes: 2249 }],
}
const third: Phase = { ...second, phase: 3, from: day('2027-08-01'), to: day('2028-01-12') }
const plan: Plan = {
  phases: [first, second, third],
  needsOwnStudy: false,
  reason: 'Practice leads towards work in a kindergarten.',
}
const state = { isEnded: false, programme }

t.test('S27-S29: three phases in order are a plan', async (t) => {
  t.same(makePlan(state, plan), plan)
  t.equal(phaseOn(plan, day('2026-08-15')), second)
  t.equal(phaseOn(plan, day('2027-07-15')), null)
})

t.test('N19, S26: 37.5 hours are full time, 30 where own study is needed', async (t) => {
  t.same(phaseExtent(plan, first), { weeklyMinutes: 2250, isFullTime: true })
  t.same(phaseExtent(plan, second), { weeklyMinutes: 2249, isFullTime: false })
  t.same(phaseExtent({ needsOwnStudy: true }, second), { weeklyMinutes: 2249, isFullTime: true })
  t.equal(fullTimeMinutes(plan), 2250)
  t.equal(fullTimeMinutes({ needsOwnStudy: true }), 1800)
})

t.test('N17, O7: the elements the law asks for and the plan lacks are named', async (t) => {
  const newLaw = { regime: 'integreringsloven', hasChildren: true } as const
  t.same(missingElements(plan, newLaw), ['life-mastery', 'parental-guidance'])
  t.same(missingElements(plan, { ...newLaw, hasChildren: false }), ['life-mastery'])
  t.same(missingElements(plan, { regime: 'introduksjonsloven', hasChildren: true }), [])
  t.same(missingElements({ phases: [] }, { regime: 'introduksjonsloven', hasChildren: true }), [
    'work-or-education',
    'norwegian',
    'social-studies',
  ])
})

const wrong: [string, Phase[]][] = [
  ['a phase that ends before it begins', [{ ...first, to: day('2026-01-11') }]],
  ['phases in the wrong order', [second, { ...first, from: second.to, to: day('2027-12-31') }]],
  ['the same phase twice', [first, { ...second, phase: 1 }]],
  ['phases that share a day', [first, { ...second, from: first.to }]],
]
for (const [name, phases] of wrong) {
  t.test(`${name} is refused`, async (t) => {
    t.match(makePlan(state, { ...plan, phases }), { refused: 'phases-out-of-order' })
  })
}

t.test('a phase outside the programme is refused', async (t) => {
  for (const phase of [
    { ...first, from: day('2026-01-11') },
    { ...first, to: day('2028-01-13') },
  ]) {
    t.match(makePlan(state, { ...plan, phases: [phase] }), { refused: 'outside-programme' })
  }
})

t.test('the plan of an ended programme is refused', async (t) => {
  t.match(makePlan({ ...state, isEnded: true }, plan), { refused: 'programme-ended' })
})
