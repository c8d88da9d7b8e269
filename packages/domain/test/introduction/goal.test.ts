import { type GoalInput, lengthRuleOf } from '@fotfeste/domain/introduction/goal.ts'
import { LENGTH_RULES } from '@fotfeste/domain/introduction/length-rule.ts'
import { programmeLength } from '@fotfeste/domain/introduction/programme-length.ts'
import { plainDate } from '@fotfeste/domain/values/calendar.ts'
import { isRefusal } from '@fotfeste/domain/values/refusal.ts'
import t from 'tap'

const day = plainDate
const adult: GoalInput = {
  regime: 'integreringsloven',
  decidedOn: day('2026-01-05'),
  goal: 'work',
  completedUpperSecondary: false,
  birthDate: day('1990-04-01'),
  permitGrantedOn: day('2025-11-03'),
  youthDeparture: null,
}
const young = { birthDate: day('2002-04-01') }
const old = { birthDate: day('1965-04-01') }

const lengths: [string, Partial<GoalInput>, number, number][] = [
  ['N11 work with upper secondary', { completedUpperSecondary: true }, 12, 0],
  ['N11 higher education', { completedUpperSecondary: true, goal: 'higher-education' }, 12, 0],
  [
    'N14 with upper secondary before 2026',
    { completedUpperSecondary: true, decidedOn: day('2025-12-31') },
    6,
    6,
  ],
  ['N12 work', {}, 24, 0],
  ['N14 work before 2026', { decidedOn: day('2025-12-31') }, 24, 12],
  ['N12 parts of upper secondary', { goal: 'parts-of-upper-secondary' }, 36, 12],
  ['N12 full upper secondary', { goal: 'upper-secondary' }, 48, 12],
  [
    'N12 transition: education from 2025',
    { goal: 'upper-secondary', decidedOn: day('2025-01-01') },
    48,
    12,
  ],
  ['N14 education before 2025', { goal: 'upper-secondary', decidedOn: day('2024-12-31') }, 36, 12],
  ['N12 vocational training', { goal: 'vocational-training' }, 60, 0],
  ['N12 work over 55', old, 24, 0],
  ['N13 under 25 aiming at upper secondary', { ...young, goal: 'upper-secondary' }, 48, 12],
  ['N13 under 25, unable', { ...young, youthDeparture: 'unable' }, 24, 0],
  ['N11 under 25 with upper secondary', { ...young, completedUpperSecondary: true }, 12, 0],
  [
    'O8 old law, whatever the goal',
    { regime: 'introduksjonsloven', goal: 'higher-education' },
    24,
    12,
  ],
]
for (const [name, input, months, extensionMonths] of lengths) {
  t.test(name, async (t) => {
    t.match(lengthRuleOf({ ...adult, ...input }), { months, extensionMonths })
  })
}

const refused: [string, Partial<GoalInput>, RegExp][] = [
  ['N11 without schooling for it', { goal: 'higher-education' }, /without upper secondary/],
  [
    'N12 with schooling already',
    { completedUpperSecondary: true, goal: 'upper-secondary' },
    /with upper secondary/,
  ],
  ['N12 over 55', { ...old, goal: 'upper-secondary' }, /qualify for work/],
  ['N13 under 25 without reason', young, /youthDeparture/],
  [
    'N13 under 25, parts without reason',
    { ...young, goal: 'parts-of-upper-secondary' },
    /youthDeparture/,
  ],
]
for (const [name, input, detail] of refused) {
  t.test(`${name} is refused`, async (t) => {
    const answer = lengthRuleOf({ ...adult, ...input })
    t.ok(isRefusal(answer) && answer.refused === 'goal-not-allowed' && detail.test(answer.detail))
  })
}

t.test('POL24: a length ends on the day with the same number', async (t) => {
  const rule = { months: 12, extensionMonths: 12 }
  t.same(programmeLength(day('2024-02-29'), rule, { interruptions: [], parts: [] }), {
    longestEnd: '2025-02-28',
    longestEndExtended: '2026-02-28',
  })
})

t.test('every length rule cites its key and its paragraph', async (t) => {
  t.ok(LENGTH_RULES.every(({ ruleKeys, law }) => ruleKeys.length > 0 && law.includes('§')))
})
