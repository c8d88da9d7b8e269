import { REFERRAL_STATES } from '@fotfeste/domain/matching/facts.ts'
import { NOTHING_TOLD } from '@fotfeste/domain/matching/referral.ts'
import { z } from 'zod'
import { contractMaker } from '../contract.ts'
import { date, idOf, instant, pageOf, pageQuery } from '../values.ts'
import { problems } from './problems.ts'
import { profileFields, refugeeProfileExample, wishesExample, wishFields } from './profile.ts'

const contract = contractMaker('guides', problems)

const guardianConsentOn = date
  .nullable()
  .describe('For a person under 18: day on which the guardian or the child welfare service agreed')
const state = z
  .enum(REFERRAL_STATES)
  .describe(
    '`waiting` for a guide; `matched` while a match is open; `completed` after a pair that ran its time; ' +
      '`withdrawn` when the consent was',
  )

export const referral = z
  .object({
    referralId: idOf('Referral'),
    personId: idOf('Person'),
    state,
    consentGivenOn: date,
    guardianConsentOn,
    withdrawnOn: date.nullable(),
    profile: z.object(profileFields),
    wishes: z.object(wishFields),
    version: z.int(),
    changedAt: instant,
  })
  .meta({ id: 'Referral' })

const referralId = z.strictObject({ referralId: idOf('Referral') })
const told = { profile: z.strictObject(profileFields), wishes: z.strictObject(wishFields) }

const bodyExample = {
  personId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6b01',
  consentGivenOn: '2026-03-02',
  guardianConsentOn: null,
  profile: refugeeProfileExample,
  wishes: wishesExample,
}
const example = {
  referralId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a7b01',
  ...bodyExample,
  state: 'waiting',
  withdrawnOn: null as string | null,
  version: 1,
  changedAt: '2026-03-02T10:20:00.000Z',
}

export const createReferral = contract({
  id: 'createReferral',
  method: 'POST',
  path: '/v1/referrals',
  tag: 'Referrals',
  summary: 'Refer a refugee who wants a guide (henvise til flyktningguide)',
  description:
    'Refers a settled person with their documented consent, without which the municipality may not say ' +
    'that they are its client (forvaltningsloven § 13, G7); for a person under 18 the guardian’s consent too. ' +
    'The time of waiting runs from the consent. One open referral for a person. Gender and birth date come ' +
    'from settlement. A person with protected address can be referred with `fotfeste:protected.read`, but is ' +
    'in no matching run.',
  scope: 'fotfeste:guides.write',
  body: z.strictObject({
    personId: idOf('Person'),
    consentGivenOn: date.describe('Day on which the refugee consented (samtykke)'),
    guardianConsentOn,
    ...told,
  }),
  bodyExample,
  replies: { 201: { description: 'Referred', schema: referral, example } },
  problems: ['already-referred', 'person-unknown', 'date-in-future', 'guardian-consent-missing'],
  write: { keyed: true },
  visibility: 'public',
  factory: null,
})

export const getReferral = contract({
  id: 'getReferral',
  method: 'GET',
  path: '/v1/referrals/{referralId}',
  tag: 'Referrals',
  summary: 'Read a referral (henvisning)',
  description:
    'Consent, profile and wishes. The read is written to the access log. The referral of a protected ' +
    'person is 404 without `fotfeste:protected.read`.',
  scope: 'fotfeste:guides.read',
  params: referralId,
  replies: { 200: { description: 'The referral', schema: referral, example } },
  problems: [],
  visibility: 'public',
  factory: 'referral',
})

export const listReferrals = contract({
  id: 'listReferrals',
  method: 'GET',
  path: '/v1/referrals',
  tag: 'Referrals',
  summary: 'List referrals (henvisninger)',
  description:
    'Oldest referral first. Protected persons are left out without `fotfeste:protected.read`.',
  scope: 'fotfeste:guides.read',
  query: z.strictObject({
    ...pageQuery,
    state: state.optional().describe('Only in this state'),
    personId: idOf('Person').optional().describe('Only of this person'),
  }),
  replies: {
    200: {
      description: 'One page',
      schema: pageOf(referral),
      example: { items: [example], next: null },
    },
  },
  problems: [],
  visibility: 'public',
  factory: null,
})

export const replaceReferral = contract({
  id: 'replaceReferral',
  method: 'PUT',
  path: '/v1/referrals/{referralId}',
  tag: 'Referrals',
  summary: 'Change profile and wishes of a referral (endre henvisning)',
  description:
    'Replaces what the refugee told. The time of waiting is not touched. Refused once the referral is over.',
  scope: 'fotfeste:guides.write',
  params: referralId,
  body: z.strictObject({ guardianConsentOn, ...told }),
  bodyExample: {
    guardianConsentOn: null,
    profile: refugeeProfileExample,
    wishes: { ...wishesExample, prefersSameGender: false },
  },
  replies: {
    200: {
      description: 'Changed',
      schema: referral,
      example: { ...example, wishes: { ...wishesExample, prefersSameGender: false }, version: 2 },
    },
  },
  problems: ['referral-closed', 'date-in-future', 'guardian-consent-missing'],
  write: { versioned: true },
  visibility: 'public',
  factory: 'referral',
})

export const withdrawConsent = contract({
  id: 'withdrawConsent',
  method: 'POST',
  path: '/v1/referrals/{referralId}/withdraw-consent',
  tag: 'Referrals',
  summary: 'Withdraw the consent (trekke samtykket)',
  description:
    'As easy to withdraw as to give, whatever the referral has come to (G7). An open match is cancelled, a ' +
    'pair under way ends with the reason `consent-withdrawn`. Profile and wishes are emptied.',
  scope: 'fotfeste:guides.write',
  params: referralId,
  replies: {
    200: {
      description: 'Withdrawn',
      schema: referral,
      example: {
        ...example,
        state: 'withdrawn',
        withdrawnOn: '2026-04-08',
        ...NOTHING_TOLD,
        version: 2,
      },
    },
  },
  problems: ['consent-already-withdrawn'],
  write: { versioned: true },
  visibility: 'public',
  factory: 'referral',
})
