import {
  type BenefitFacts,
  calculationParticipant,
  changesBenefit,
} from '@fotfeste/domain/introduction/calculation.ts'
import { plainDate } from '@fotfeste/domain/values/calendar.ts'
import t from 'tap'

const day = plainDate
const person: BenefitFacts = {
  birthDate: day('1990-04-01'),
  permitGrantedOn: day('2025-11-03'),
  appliedFromAbroad: false,
  arrivedOn: null,
}
const household = [
  {
    from: day('2026-01-12'),
    livesWithParent: false,
    partnerInProgramme: false,
    hasChildren: false,
  },
]
const leave = { kind: 'stop', from: day('2026-05-01'), to: day('2026-05-31') } as const
const programme = {
  person,
  plannedStart: day('2026-01-12'),
  startedOn: day('2026-01-14'),
  interruptions: [{ ...leave, caseReference: '26/1' }],
  household,
}

t.test('the calculation is told the facts it needs and no more', async (t) => {
  t.strictSame(calculationParticipant(programme, day('2026-06-30')), {
    ...person,
    programmeStart: '2026-01-14',
    programmeEnd: '2026-06-30',
    interruptions: [leave],
    household,
  })
  const decided = calculationParticipant({ ...programme, startedOn: null }, null)
  t.match(decided, { programmeStart: '2026-01-12', programmeEnd: null })
})

const changes: Partial<BenefitFacts>[] = [
  { birthDate: day('1990-04-02') },
  { permitGrantedOn: day('2020-11-03') },
  { appliedFromAbroad: true },
  { arrivedOn: day('2025-11-20') },
]
t.test('N1, N37: a correction of these facts changes the benefit', async (t) => {
  t.notOk(changesBenefit(person, { ...person }))
  for (const change of changes) t.ok(changesBenefit(person, { ...person, ...change }))
})
