import { isOrganisationNumber } from '@fotfeste/domain/values/tenant.ts'
import { z } from 'zod'
import { contractMaker } from '../contract.ts'
import { idOf } from '../values.ts'
import { addressProtection, identityNumbers, warnings } from './persons.ts'
import { problems } from './problems.ts'

const contract = contractMaker('settlement', problems)
const personId = z.strictObject({ personId: idOf('Person') })
const selam = '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6b01'
const absent = '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6bff'

/** At most so many persons are asked for at once. */
const MAX_IDENTITIES = 500

const identity = z
  .object({
    personId: idOf('Person'),
    nationalNumber: z
      .string()
      .nullable()
      .describe('Fødselsnummer or D-number; null when none is held'),
    dufNumber: z.string().nullable(),
  })
  .meta({ id: 'Identity' })

export const readIdentities = contract({
  id: 'readIdentities',
  method: 'POST',
  path: '/v1/persons/identities',
  tag: 'Identity numbers',
  summary: 'Read identity numbers of many (fødselsnummer, D-nummer, DUF-nummer)',
  description:
    'Answers the numbers of at most 500 persons, in the order asked. A POST because ids in an address ' +
    'would be logged; it changes nothing. Each person answered, and each asked for in vain, is written to the ' +
    'access log. Persons who are not there, or are protected and not for this caller, are named in ' +
    '`notFound`.',
  scope: 'fotfeste:identity.read',
  body: z.strictObject({ personIds: z.array(idOf('Person')).min(1).max(MAX_IDENTITIES) }),
  bodyExample: { personIds: [selam, absent] },
  replies: {
    200: {
      description: 'The numbers',
      schema: z.object({ items: z.array(identity), notFound: z.array(idOf('Person')) }),
      example: {
        items: [{ personId: selam, nationalNumber: '14919010038', dufNumber: '202510471100' }],
        notFound: [absent],
      },
    },
  },
  problems: [],
  visibility: 'public',
  factory: null,
})

export const readIdentitiesForSuite = contract({
  id: 'readIdentitiesForSuite',
  method: 'POST',
  path: '/v1/identities',
  tag: 'Identity numbers',
  summary: 'Read identity numbers for a report to the state (fødselsnummer, D-nummer)',
  description:
    'What a job that writes an a-melding or matches tax cards asks for: the numbers of at most 500 persons of one ' +
    'municipality, protected ones too, in the order asked. Each person answered, and each asked for in vain, is ' +
    'written to the municipality’s access log. For the suite’s own services, under a scope of its own: a token that ' +
    'follows feeds opens no number.',
  scope: 'fotfeste:system.identity',
  body: z.strictObject({
    tenant: z
      .string()
      .length(9)
      .refine(isOrganisationNumber, 'must be an organisation number')
      .describe('Organisation number of the municipality'),
    personIds: z.array(idOf('Person')).min(1).max(MAX_IDENTITIES),
  }),
  bodyExample: { tenant: '940101808', personIds: [selam, absent] },
  replies: {
    200: {
      description: 'The numbers',
      schema: z.object({ items: z.array(identity), notFound: z.array(idOf('Person')) }),
      example: {
        items: [{ personId: selam, nationalNumber: '14919010038', dufNumber: '202510471100' }],
        notFound: [absent],
      },
    },
  },
  problems: [],
  visibility: 'internal',
  factory: null,
})

export const lookUpPerson = contract({
  id: 'lookUpPerson',
  method: 'POST',
  path: '/v1/persons/lookup',
  tag: 'Identity numbers',
  summary: 'Find a person by number (oppslag på fødselsnummer, D-nummer eller DUF-nummer)',
  description:
    'Answers the id of the one person who has the number, null when nobody has it or the person is not ' +
    'for this caller; of two numbers both must be the person’s. A POST because a number in an address would ' +
    'be logged; it changes nothing. Meant for before registering, and for systems that know the number only.',
  scope: 'fotfeste:identity.read',
  body: z
    .strictObject(identityNumbers)
    .refine(
      ({ nationalNumber, dufNumber }) => nationalNumber !== null || dufNumber !== null,
      'give at least one number',
    ),
  bodyExample: { nationalNumber: '14919010038', dufNumber: null },
  replies: {
    200: {
      description: 'Who has the number',
      schema: z.object({ personId: idOf('Person').nullable() }),
      example: { personId: selam },
    },
  },
  problems: ['national-number-invalid'],
  visibility: 'public',
  factory: null,
})

export const replaceIdentityNumbers = contract({
  id: 'replaceIdentityNumbers',
  method: 'PUT',
  path: '/v1/persons/{personId}/identity-numbers',
  tag: 'Identity numbers',
  summary: 'Set the identity numbers of a person (registrere fødselsnummer)',
  description:
    'Replaces both numbers; null takes one away. A DUF number comes first, then often a D-number, later ' +
    'a fødselsnummer. A number whose check digits are wrong, or that another person of the municipality ' +
    'has, is refused; a doubtful DUF number is a warning. The answer repeats no number.',
  scope: 'fotfeste:settlement.write',
  params: personId,
  body: z.strictObject(identityNumbers),
  bodyExample: { nationalNumber: '14919010038', dufNumber: '202510471100' },
  replies: {
    200: {
      description: 'Set',
      schema: z.object({ personId: idOf('Person'), warnings, version: z.int() }),
      example: { personId: selam, warnings: [], version: 3 },
    },
  },
  problems: ['national-number-invalid', 'person-already-registered'],
  write: { versioned: true },
  personParam: 'personId',
  visibility: 'public',
  factory: 'person',
})

export const setAddressProtection = contract({
  id: 'setAddressProtection',
  method: 'PUT',
  path: '/v1/persons/{personId}/address-protection',
  tag: 'Persons',
  summary: 'Set or lift address protection (adressebeskyttelse, kode 6 og 7)',
  description:
    'Registers what the population register says: `confidential` (fortrolig) or `strictly-confidential` ' +
    '(strengt fortrolig). From then on the person, the household and its settlement cases are seen only with ' +
    '`fotfeste:protected.read`; everywhere else they are absent. The change goes out as ' +
    '`PersonProtectionChanged`.',
  scope: 'fotfeste:settlement.write',
  params: personId,
  body: z.strictObject({ addressProtection }),
  bodyExample: { addressProtection: 'confidential' },
  replies: {
    200: {
      description: 'Set',
      schema: z.object({ personId: idOf('Person'), addressProtection, version: z.int() }),
      example: { personId: selam, addressProtection: 'confidential', version: 4 },
    },
  },
  problems: [],
  write: { versioned: true },
  personParam: 'personId',
  visibility: 'public',
  factory: 'person',
})
