import { assess, type Standing } from '@fotfeste/domain/introduction/assessment.ts'
import type { ParticipantFacts } from '@fotfeste/domain/introduction/participant.ts'
import { plainDate } from '@fotfeste/domain/values/calendar.ts'
import t from 'tap'

const day = plainDate

const person: ParticipantFacts = {
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
}

const oldLaw: Partial<ParticipantFacts> = {
  permitGrantedOn: day('2020-06-01'),
  settledOn: day('2020-09-01'),
}
const onOldDay = '2020-12-01'

type Case = [string, Partial<ParticipantFacts>, string, Standing, string | null]

/** Name, what differs, the day, the answer, the code of the criterion that decides (null: none). */
const cases: Case[] = [
  ['N4: every condition met', {}, '2026-01-12', 'right-and-duty', null],
  [
    'N4: 18 on the day of the permit',
    { birthDate: day('2007-11-03') },
    '2026-01-12',
    'right-and-duty',
    null,
  ],
  [
    'N4: a day under 18 when the permit was granted, though 18 now',
    { birthDate: day('2007-11-04') },
    '2026-01-12',
    'outside',
    'age-18-to-55',
  ],
  [
    'POL24: the day before the 56th birthday',
    { birthDate: day('1969-11-04') },
    '2026-01-12',
    'right-and-duty',
    null,
  ],
  [
    'N6: 56 on the day of the permit may be offered',
    { birthDate: day('1969-11-03') },
    '2026-01-12',
    'may-be-offered',
    'age-18-to-55',
  ],
  [
    'N6: settled without agreement',
    { settledByAgreement: false },
    '2026-01-12',
    'may-be-offered',
    'settled-by-agreement',
  ],
  [
    'N6: own ground needs no agreement',
    { settledByAgreement: false, permitGround: 'own-ground' },
    '2026-01-12',
    'right-and-duty',
    null,
  ],
  [
    'N5: family of one settled under five years before',
    {
      permitGround: 'family-member',
      settledByAgreement: false,
      referencePersonSettledOn: day('2020-11-04'),
    },
    '2026-01-12',
    'right-and-duty',
    null,
  ],
  [
    'N5: family of one settled five years before the permit: the application is not known',
    { permitGround: 'family-member', referencePersonSettledOn: day('2020-11-03') },
    '2026-01-12',
    'may-be-offered',
    'permit-ground',
  ],
  [
    'N5: family that applied the day before the reference person’s five years were over',
    {
      permitGround: 'family-member',
      referencePersonSettledOn: day('2020-06-01'),
      permitAppliedOn: day('2025-05-31'),
    },
    '2026-01-12',
    'right-and-duty',
    null,
  ],
  [
    'N5: family that applied when the five years were over',
    {
      permitGround: 'family-member',
      referencePersonSettledOn: day('2020-06-01'),
      permitAppliedOn: day('2025-06-01'),
    },
    '2026-01-12',
    'may-be-offered',
    'permit-ground',
  ],
  [
    'N5: family of one whose settlement is not registered',
    { permitGround: 'family-member' },
    '2026-01-12',
    'may-be-offered',
    'permit-ground',
  ],
  [
    'N6: other family',
    { permitGround: 'other-family' },
    '2026-01-12',
    'may-be-offered',
    'permit-ground',
  ],
  ['N5: another ground', { permitGround: 'other' }, '2026-01-12', 'outside', 'permit-ground'],
  ['POL24: the day before two years', {}, '2027-11-30', 'right-and-duty', null],
  ['POL24: two years', {}, '2027-12-01', 'outside', 'settled-less-than-two-years'],
  [
    'N6: Nordic citizen',
    { nordicOrEeaCitizen: true },
    '2026-01-12',
    'outside',
    'not-nordic-or-eea-citizen',
  ],
  [
    'N8: broke off before',
    { brokeOffOn: day('2026-01-05') },
    '2026-01-12',
    'may-be-offered',
    'has-not-broken-off-or-refused',
  ],
  [
    'N7: work of thirty hours',
    { employment: { from: day('2026-01-01'), to: null, weeklyMinutes: 1800 } },
    '2026-01-12',
    'outside',
    'not-in-work-of-thirty-hours',
  ],
  [
    'N7: work of less',
    { employment: { from: day('2026-01-01'), to: null, weeklyMinutes: 1799 } },
    '2026-01-12',
    'right-and-duty',
    null,
  ],
  [
    'N7: the right is back the day after the work ended',
    { employment: { from: day('2026-01-01'), to: day('2026-01-11'), weeklyMinutes: 2250 } },
    '2026-01-12',
    'right-and-duty',
    null,
  ],
  [
    'N7: before 2026 work did not exclude',
    { employment: { from: day('2025-12-01'), to: null, weeklyMinutes: 2250 } },
    '2025-12-31',
    'right-and-duty',
    null,
  ],
  [
    'N45: collective protection on the last day of 2025',
    { permitGround: 'collective-protection' },
    '2025-12-31',
    'right',
    null,
  ],
  [
    'N43: collective protection from 2026',
    { permitGround: 'collective-protection' },
    '2026-01-01',
    'right-and-duty',
    null,
  ],
  [
    'N45: collective protection before chapter 6A',
    {
      permitGround: 'collective-protection',
      permitGrantedOn: day('2022-04-01'),
      settledOn: day('2022-05-01'),
    },
    '2022-06-14',
    'right-and-duty',
    null,
  ],
  [
    'N45: collective protection without agreement in those days',
    { permitGround: 'collective-protection', settledByAgreement: false },
    '2025-12-31',
    'may-be-offered',
    'settled-by-agreement',
  ],
  ['O1: every condition met', oldLaw, onOldDay, 'right-and-duty', null],
  [
    'O6: over 55 on the day of the decision',
    { ...oldLaw, birthDate: day('1964-12-01') },
    onOldDay,
    'may-be-offered',
    'age-18-to-55',
  ],
  [
    'O1: 17 on the day of the decision',
    { ...oldLaw, birthDate: day('2002-12-02') },
    onOldDay,
    'outside',
    'age-18-to-55',
  ],
  [
    'O2: without agreement',
    { ...oldLaw, settledByAgreement: false },
    onOldDay,
    'may-be-offered',
    'settled-by-agreement',
  ],
  [
    'O3: EEA citizen',
    { ...oldLaw, nordicOrEeaCitizen: true },
    onOldDay,
    'outside',
    'not-nordic-or-eea-citizen',
  ],
  ['O4: two years', oldLaw, '2022-09-01', 'outside', 'settled-less-than-two-years'],
  [
    'O5: refused before',
    { ...oldLaw, brokeOffOn: day('2020-10-01') },
    onOldDay,
    'may-be-offered',
    'has-not-broken-off-or-refused',
  ],
  [
    'O1 d: family that applied on the day the five years were over',
    {
      ...oldLaw,
      permitGround: 'family-member',
      referencePersonSettledOn: day('2015-05-20'),
      permitAppliedOn: day('2020-05-20'),
    },
    onOldDay,
    'right-and-duty',
    null,
  ],
  [
    'O1 d: family that applied the day after',
    {
      ...oldLaw,
      permitGround: 'family-member',
      referencePersonSettledOn: day('2015-05-20'),
      permitAppliedOn: day('2020-05-21'),
    },
    onOldDay,
    'may-be-offered',
    'permit-ground',
  ],
  [
    'O1 e: own ground a day under two years from the permit',
    { ...oldLaw, permitGround: 'own-ground', settledByAgreement: false },
    '2022-05-31',
    'right-and-duty',
    null,
  ],
  [
    'O1 e: own ground two years from the permit',
    { ...oldLaw, permitGround: 'own-ground' },
    '2022-06-01',
    'outside',
    'own-ground-less-than-two-years',
  ],
]

for (const [name, facts, today, standing, lacking] of cases) {
  t.test(name, async (t) => {
    const answer = assess({ ...person, ...facts }, day(today))
    t.equal(answer.standing, standing)
    const codes = answer.criteria
      .filter(({ outcome }) => outcome === 'not-met' || outcome === 'unknown')
      .map(({ code }) => code)
    t.same(codes, lacking === null ? [] : [lacking])
    t.equal(answer.assessedOn, today)
    t.ok(answer.law.length > 0 && answer.ruleKeys.includes('N1'))
    t.equal(answer.reason.includes('not met or not known'), lacking !== null)
    t.ok(answer.criteria.every(({ fact, law, ruleKeys }) => fact && law && ruleKeys.length > 0))
  })
}

t.test('a hindrance that closes the door outweighs one that leaves it ajar', async (t) => {
  const answer = assess(
    { ...person, settledByAgreement: false, nordicOrEeaCitizen: true },
    day('2026-01-12'),
  )
  t.equal(answer.standing, 'outside')
  t.match(answer.reason, /settled-by-agreement.*not-nordic-or-eea-citizen/)
})

t.test('O1: the need for basic qualification is left to the municipality', async (t) => {
  const answer = assess({ ...person, ...oldLaw }, day(onOldDay))
  t.equal(
    answer.criteria.find(({ code }) => code === 'needs-basic-qualification')?.outcome,
    'municipality-judges',
  )
})
