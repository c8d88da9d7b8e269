import { RELATIONS } from '@fotfeste/domain/settlement/household.ts'
import { PERMIT_GROUNDS } from '@fotfeste/domain/settlement/permit.ts'
import { z } from 'zod'
import { date, idOf } from '../values.ts'

export const permitGround = z
  .enum(PERMIT_GROUNDS)
  .describe('Ground of the permit (integreringsloven § 9), as settlement registered it')

const relation = z.enum(RELATIONS)

/** What settlement's feed tells of a settled person; corrected there, never here. */
export const settledFacts = {
  personId: idOf('Person'),
  householdId: idOf('Household').nullable(),
  birthDate: date,
  sex: z.enum(['female', 'male']),
  permitGround,
  permitGrantedOn: date,
  appliedFromAbroad: z.boolean(),
  arrivedOn: date.nullable(),
  settledOn: date.describe('Day of settlement (bosettingsdato)'),
  settledByAgreement: z.boolean().describe('By agreement with IMDi (bosatt etter avtale)'),
  nordicOrEeaCitizen: z.boolean(),
  referencePersonSettledOn: date
    .nullable()
    .describe('A family member: when the reference person was settled'),
  permitAppliedOn: date
    .nullable()
    .describe('A family member: when the permit was applied for; null: not known'),
  unaccompaniedMinor: z.boolean(),
  protected: z.boolean().describe('Address protection: seen with `fotfeste:protected.read` only'),
  household: z
    .array(z.object({ personId: idOf('Person'), birthDate: date, relation }))
    .describe('Those of the household who are settled and whom the token may see'),
}

export const standing = z
  .enum(['right-and-duty', 'right', 'may-be-offered', 'outside'])
  .describe('Right and duty (rett og plikt), right, possible offer, or outside the target group')

export const regime = z
  .enum(['integreringsloven', 'introduksjonsloven'])
  .describe('The law the person is under (integreringsloven § 52, integreringsforskriften § 72)')

export const ruleKeys = z.array(z.string())
export const lawRefs = z.array(z.string()).describe('Paragraphs the answer rests on')

const criterion = z.object({
  code: z.string(),
  outcome: z.enum(['met', 'not-met', 'unknown', 'municipality-judges']),
  fact: z.string().describe('The fact used'),
  withoutIt: z.enum(['outside', 'may-be-offered']).describe('What follows when it is not met'),
  ruleKeys,
  law: z.string(),
})

export const assessment = z
  .object({
    standing,
    assessedOn: date.describe('The day of a decision that this holds for'),
    regime: z.object({ regime, reason: z.string(), ruleKeys, law: lawRefs }),
    criteria: z.array(criterion),
    reason: z.string(),
    ruleKeys,
    law: lawRefs,
  })
  .meta({ id: 'Assessment' })

export const startClock = z
  .object({
    countsFrom: date,
    countsFromWhat: z.enum(['settlement', 'claim']),
    deadline: date.describe('Decision and start at the latest on this day'),
    state: z.enum(['running', 'overdue', 'met', 'met-late']),
    daysLeft: z.int(),
    daysLate: z.int(),
    ruleKeys,
    law: lawRefs,
  })
  .meta({ id: 'StartClock' })

export const startClockExample = {
  countsFrom: '2025-12-01',
  countsFromWhat: 'settlement',
  deadline: '2026-03-01',
  state: 'met',
  daysLeft: 0,
  daysLate: 0,
  ruleKeys: ['N10', 'S30', 'POL24'],
  law: ['integreringsloven § 12 second paragraph', 'introduksjonsloven § 3 second paragraph'],
}

export const assessmentExample = {
  standing: 'right-and-duty',
  assessedOn: '2026-01-12',
  regime: {
    regime: 'integreringsloven',
    reason: 'the permit was granted on 2025-11-03, on or after 1 January 2021',
    ruleKeys: ['N1'],
    law: ['integreringsloven § 52'],
  },
  criteria: [
    {
      code: 'age-18-to-55',
      outcome: 'met',
      fact: '35 years old on 2025-11-03',
      withoutIt: 'may-be-offered',
      ruleKeys: ['N4', 'N6'],
      law: 'integreringsloven § 8 first paragraph',
    },
  ],
  reason: 'every condition is met',
  ruleKeys: ['N1', 'N4', 'N5'],
  law: ['integreringsloven § 52', 'integreringsloven § 8 first paragraph', 'integreringsloven § 9'],
}
