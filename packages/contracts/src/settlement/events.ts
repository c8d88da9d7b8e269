import { CASE_STATUSES } from '@fotfeste/domain/settlement/case.ts'
import { RELATIONS } from '@fotfeste/domain/settlement/household.ts'
import { PERMIT_GROUNDS } from '@fotfeste/domain/settlement/permit.ts'
import { z } from 'zod'
import type { EventType } from '../feed.ts'
import { date, idOf } from '../values.ts'

const isProtected = z
  .boolean()
  .describe('True when the subject, or someone it lives with, is protected')
const numbers = { persons: z.int(), unaccompaniedMinors: z.int() }
const householdMember = z.object({
  personId: idOf('Person'),
  birthDate: date,
  relation: z.enum(RELATIONS),
})

/** What the programme's rules need to know of a person (integreringsloven §§ 8, 9, 12, 20). */
const personFacts = {
  personId: idOf('Person'),
  householdId: idOf('Household').nullable().describe('Null after the person left the household'),
  birthDate: date,
  sex: z.enum(['female', 'male']),
  permitGround: z.enum(PERMIT_GROUNDS),
  permitGrantedOn: date,
  appliedFromAbroad: z.boolean(),
  arrivedOn: date.nullable(),
  settledByAgreement: z.boolean(),
  nordicOrEeaCitizen: z.boolean(),
  referencePersonSettledOn: date.nullable(),
  permitAppliedOn: date
    .nullable()
    .default(null)
    .describe('From version 2: a family member’s application for the permit (§ 9 f)'),
  unaccompaniedMinor: z.boolean(),
  protected: z.boolean().describe('The person has address protection'),
  household: z
    .array(householdMember)
    .describe('All members, the person included; empty without a household'),
}

export const personSettled = {
  type: 'PersonSettled',
  version: 2,
  description:
    'A person has a settlement date (bosettingsdato). Introduction opens the target-group assessment.',
  data: z.object({ ...personFacts, caseId: idOf('SettlementCase'), settledOn: date }),
} as const satisfies EventType

export const personFactsChanged = {
  type: 'PersonFactsChanged',
  version: 2,
  description: 'The facts of a settled person were corrected. Introduction judges anew.',
  data: z.object(personFacts),
} as const satisfies EventType

export const settlementDateCorrected = {
  type: 'SettlementDateCorrected',
  version: 1,
  description:
    'A settlement date was registered wrong: the three months of § 12 and the two years of § 8 run from this one.',
  data: z.object({
    personId: idOf('Person'),
    caseId: idOf('SettlementCase'),
    settledOn: date,
    protected: z.boolean().describe('The person has address protection'),
  }),
} as const satisfies EventType

export const personProtectionChanged = {
  type: 'PersonProtectionChanged',
  version: 1,
  description: 'Address protection was set or lifted. Every service hides or shows the person.',
  data: z.object({ personId: idOf('Person'), protected: z.boolean() }),
} as const satisfies EventType

export const householdChanged = {
  type: 'HouseholdChanged',
  version: 1,
  description:
    'Who lives together has changed. The benefit depends on it (integreringsloven § 20); introduction ' +
    'proposes the new facts.',
  data: z.object({
    householdId: idOf('Household'),
    members: z.array(householdMember),
    protected: isProtected,
  }),
} as const satisfies EventType

export const settlementRequestReceived = {
  type: 'SettlementRequestReceived',
  version: 1,
  description: 'IMDi’s yearly request is registered. For planning.',
  data: z.object({
    settlementRequestId: idOf('SettlementRequest'),
    year: z.int(),
    ...numbers,
    receivedOn: date,
  }),
} as const satisfies EventType

export const settlementRequestCorrected = {
  type: 'SettlementRequestCorrected',
  version: 1,
  description: 'IMDi’s request was registered wrong; these are its figures. For planning.',
  data: settlementRequestReceived.data,
} as const satisfies EventType

export const settlementDecisionMade = {
  type: 'SettlementDecisionMade',
  version: 1,
  description: 'The municipality has decided how many it settles. For planning.',
  data: z.object({
    settlementRequestId: idOf('SettlementRequest'),
    year: z.int(),
    number: z.int(),
    ...numbers,
    decidedOn: date,
    metRequest: z.boolean(),
  }),
} as const satisfies EventType

const caseFacts = {
  caseId: idOf('SettlementCase'),
  householdId: idOf('Household'),
  status: z.enum(CASE_STATUSES),
  protected: isProtected,
}

export const settlementCaseProposed = {
  type: 'SettlementCaseProposed',
  version: 1,
  description: 'IMDi has proposed a household.',
  data: z.object({ ...caseFacts, proposedOn: date }),
} as const satisfies EventType

export const settlementCaseAccepted = {
  type: 'SettlementCaseAccepted',
  version: 1,
  description: 'The municipality has accepted a household: housing and services begin to prepare.',
  data: z.object({ ...caseFacts, acceptedOn: date }),
} as const satisfies EventType

export const settlementCaseDeclined = {
  type: 'SettlementCaseDeclined',
  version: 1,
  description: 'The municipality has declined a household.',
  data: z.object({ ...caseFacts, declinedOn: date }),
} as const satisfies EventType

export const housingFound = {
  type: 'HousingFound',
  version: 1,
  description: 'Housing is found for a household: the moving day can be agreed.',
  data: z.object({ ...caseFacts, foundOn: date }),
} as const satisfies EventType

export const settlementEvents = [
  personSettled,
  personFactsChanged,
  settlementDateCorrected,
  personProtectionChanged,
  householdChanged,
  settlementRequestReceived,
  settlementRequestCorrected,
  settlementDecisionMade,
  settlementCaseProposed,
  settlementCaseAccepted,
  settlementCaseDeclined,
  housingFound,
] as const
