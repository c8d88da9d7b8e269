import { CASE_STATUSES } from '@fotfeste/domain/settlement/case.ts'
import { z } from 'zod'
import { contractMaker } from '../contract.ts'
import { date, idOf, instant, pageOf, pageQuery, text } from '../values.ts'
import { relation } from './households.ts'
import { problems } from './problems.ts'

const contract = contractMaker('settlement', problems)

const declineReason = z
  .enum(['number-reached', 'no-housing', 'no-services', 'withdrawn-by-imdi', 'other'])
  .describe('Why the municipality did not accept')
const dwelling = z
  .enum([
    'municipal',
    'private-rental',
    'found-by-refugee',
    'shared-housing',
    'foster-home',
    'with-relatives',
    'host-family',
    'other',
  ])
  .describe(
    'Form of dwelling (boform): municipal, rented, agreed self-settlement (F10), bofellesskap …',
  )
const status = z.enum(CASE_STATUSES)

export const settlementCase = z
  .object({
    caseId: idOf('SettlementCase'),
    householdId: idOf('Household'),
    status,
    proposedOn: date.describe('Day on which IMDi proposed the household'),
    reference: text(100).describe('IMDi’s reference'),
    answeredOn: date.nullable().describe('Day of acceptance (søkt ut) or of declining'),
    declineReason: declineReason.nullable(),
    housing: z.object({ foundOn: date, dwelling }).nullable(),
    members: z.array(z.object({ personId: idOf('Person'), relation, settledOn: date.nullable() })),
    corrections: z
      .array(
        z.object({
          personId: idOf('Person'),
          settledOnBefore: date,
          settledOn: date,
          reason: text(2000),
          correctedBy: z.string().describe('Who corrected (issuer and subject)'),
          correctedAt: instant,
        }),
      )
      .describe('Settlement dates that were corrected, oldest first'),
    version: z.int(),
    changedAt: instant,
  })
  .meta({ id: 'SettlementCase' })

const caseId = z.strictObject({ caseId: idOf('SettlementCase') })
const selam = '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6b01'
const child = '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6b02'
const householdId = '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6c01'
const member = (personId: string, of: 'adult' | 'child', settledOn: string | null) => ({
  personId,
  relation: of,
  settledOn,
})

const proposed = {
  caseId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6e01',
  householdId,
  status: 'proposed',
  proposedOn: '2026-01-05',
  reference: 'IMDi 26/00812',
  answeredOn: null as string | null,
  declineReason: null as string | null,
  housing: null as { foundOn: string; dwelling: string } | null,
  members: [member(selam, 'adult', null), member(child, 'child', null)],
  corrections: [] as object[],
  version: 1,
  changedAt: '2026-01-05T10:00:00.000Z',
}
const accepted = { ...proposed, status: 'accepted', answeredOn: '2026-01-09', version: 2 }
const housed = {
  ...accepted,
  status: 'housing-found',
  housing: { foundOn: '2026-02-02', dwelling: 'municipal' },
  version: 3,
}
const oneSettled = {
  ...housed,
  members: [member(selam, 'adult', '2026-02-16'), member(child, 'child', null)],
  version: 4,
}

const answerDays = ['date-in-future', 'dates-out-of-order'] as const

export const proposeSettlementCase = contract({
  id: 'proposeSettlementCase',
  method: 'POST',
  path: '/v1/settlement-cases',
  tag: 'Settlement cases',
  summary: 'Open a settlement case for a household (bosettingssak)',
  description:
    'IMDi has put the household on the municipality’s distribution list (fordelingsliste, F5). One open ' +
    'case for a household; somebody in it is still to be settled.',
  scope: 'fotfeste:settlement.write',
  body: z.strictObject({
    householdId: idOf('Household'),
    proposedOn: date,
    reference: text(100).describe('IMDi’s reference'),
  }),
  bodyExample: { householdId, proposedOn: '2026-01-05', reference: 'IMDi 26/00812' },
  replies: { 201: { description: 'Proposed', schema: settlementCase, example: proposed } },
  problems: ['household-unknown', 'case-open', 'nobody-to-settle', 'date-in-future'],
  write: { keyed: true },
  visibility: 'public',
  factory: null,
})

export const getSettlementCase = contract({
  id: 'getSettlementCase',
  method: 'GET',
  path: '/v1/settlement-cases/{caseId}',
  tag: 'Settlement cases',
  summary: 'Read a settlement case (bosettingssak)',
  description:
    'Where the case stands and who is settled when. Written to the access log for each member. A case ' +
    'with a protected member is 404 without `fotfeste:protected.read`.',
  scope: 'fotfeste:settlement.read',
  params: caseId,
  replies: { 200: { description: 'The case', schema: settlementCase, example: oneSettled } },
  problems: [],
  visibility: 'public',
  factory: 'settlementCase',
})

export const listSettlementCases = contract({
  id: 'listSettlementCases',
  method: 'GET',
  path: '/v1/settlement-cases',
  tag: 'Settlement cases',
  summary: 'List settlement cases (bosettingssaker)',
  description:
    'Oldest registration first. Cases with a protected member are left out without ' +
    '`fotfeste:protected.read`.',
  scope: 'fotfeste:settlement.read',
  query: z.strictObject({
    ...pageQuery,
    status: status.optional().describe('Only cases of this status'),
    householdId: idOf('Household').optional().describe('Only cases of this household'),
  }),
  replies: {
    200: {
      description: 'One page',
      schema: pageOf(settlementCase),
      example: { items: [proposed], next: null },
    },
  },
  problems: [],
  visibility: 'public',
  factory: null,
})

export const acceptSettlementCase = contract({
  id: 'acceptSettlementCase',
  method: 'POST',
  path: '/v1/settlement-cases/{caseId}/accept',
  tag: 'Settlement cases',
  summary: 'Accept a household (søke ut, akseptere bosetting)',
  description:
    'The agreement between IMDi and the municipality (F5). A case is answered once, not before it was ' +
    'proposed. No settlement date lies before this day (F6).',
  scope: 'fotfeste:settlement.write',
  params: caseId,
  body: z.strictObject({ acceptedOn: date }),
  bodyExample: { acceptedOn: '2026-01-09' },
  replies: { 200: { description: 'Accepted', schema: settlementCase, example: accepted } },
  problems: ['case-not-proposed', ...answerDays],
  write: { versioned: true },
  visibility: 'public',
  factory: 'settlementCase',
})

export const declineSettlementCase = contract({
  id: 'declineSettlementCase',
  method: 'POST',
  path: '/v1/settlement-cases/{caseId}/decline',
  tag: 'Settlement cases',
  summary: 'Decline a household (avslå bosetting)',
  description:
    'Settlement is voluntary (S12); the reason is coded. A case is answered once; IMDi may propose the ' +
    'household again, which is a new case.',
  scope: 'fotfeste:settlement.write',
  params: caseId,
  body: z.strictObject({ declinedOn: date, reason: declineReason }),
  bodyExample: { declinedOn: '2026-01-09', reason: 'no-housing' },
  replies: {
    200: {
      description: 'Declined',
      schema: settlementCase,
      example: {
        ...proposed,
        status: 'declined',
        answeredOn: '2026-01-09',
        declineReason: 'no-housing',
        version: 2,
      },
    },
  },
  problems: ['case-not-proposed', ...answerDays],
  write: { versioned: true },
  visibility: 'public',
  factory: 'settlementCase',
})

export const findHousingForCase = contract({
  id: 'findHousingForCase',
  method: 'POST',
  path: '/v1/settlement-cases/{caseId}/housing',
  tag: 'Settlement cases',
  summary: 'Register that housing is found (bolig funnet)',
  description:
    'The step between acceptance and settlement, not before acceptance. The address itself is not held.',
  scope: 'fotfeste:settlement.write',
  params: caseId,
  body: z.strictObject({ foundOn: date, dwelling }),
  bodyExample: { foundOn: '2026-02-02', dwelling: 'municipal' },
  replies: { 200: { description: 'Registered', schema: settlementCase, example: housed } },
  problems: ['case-not-accepted', ...answerDays],
  write: { versioned: true },
  visibility: 'public',
  factory: 'settlementCase',
})

export const settlePerson = contract({
  id: 'settlePerson',
  method: 'POST',
  path: '/v1/settlement-cases/{caseId}/settle',
  tag: 'Settlement cases',
  summary: 'Register the settlement date of one member (bosettingsdato)',
  description:
    'The date is registered for each member of the family (F6), not before acceptance, housing or the ' +
    'permit. The three months of integreringsloven § 12 and the two years of § 8 run from it. Goes out as ' +
    '`PersonSettled`; the last member closes the case. Call it once for each member.',
  scope: 'fotfeste:settlement.write',
  params: caseId,
  body: z.strictObject({ personId: idOf('Person'), settledOn: date }),
  bodyExample: { personId: selam, settledOn: '2026-02-16' },
  replies: { 200: { description: 'Settled', schema: settlementCase, example: oneSettled } },
  problems: [
    'housing-not-found',
    'person-settled',
    'permit-missing',
    'not-in-household',
    ...answerDays,
  ],
  write: { versioned: true },
  visibility: 'public',
  factory: 'settlementCase',
})

const movedLater = { personId: selam, settledOn: '2026-02-18' }
const keysCameLate = 'The keys were handed over two days later.'

export const correctSettlement = contract({
  id: 'correctSettlement',
  method: 'POST',
  path: '/v1/settlement-cases/{caseId}/correct-settlement',
  tag: 'Settlement cases',
  summary: 'Correct the settlement date of a member (rettet bosettingsdato)',
  description:
    'The three months of integreringsloven § 12 and the two years of § 8 run from the corrected day. The bounds ' +
    'of registration hold; a closed case does not stand in the way, for its last date closed it. What stood ' +
    'before stays readable with reason and author. Goes out as `SettlementDateCorrected`.',
  scope: 'fotfeste:settlement.write',
  params: caseId,
  body: z.strictObject({
    personId: idOf('Person'),
    settledOn: date,
    reason: text(2000).describe('Why it is corrected'),
  }),
  bodyExample: { ...movedLater, reason: keysCameLate },
  replies: {
    200: {
      description: 'Corrected',
      schema: settlementCase,
      example: {
        ...oneSettled,
        members: [member(selam, 'adult', '2026-02-18'), member(child, 'child', null)],
        corrections: [
          {
            ...movedLater,
            settledOnBefore: '2026-02-16',
            reason: keysCameLate,
            correctedBy: 'http://127.0.0.1:4100|case-worker',
            correctedAt: '2026-02-20T09:00:00.000Z',
          },
        ],
        version: 5,
      },
    },
  },
  problems: ['person-not-settled', 'not-in-household', ...answerDays],
  write: { versioned: true },
  visibility: 'public',
  factory: 'settlementCase',
})
