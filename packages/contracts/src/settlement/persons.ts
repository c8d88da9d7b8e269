import { isCountryCode } from '@fotfeste/domain/settlement/countries.ts'
import { PERMIT_GROUNDS } from '@fotfeste/domain/settlement/permit.ts'
import { z } from 'zod'
import { contractMaker } from '../contract.ts'
import { date, idOf, instant, pageOf, pageQuery, text } from '../values.ts'
import { problems } from './problems.ts'

const contract = contractMaker('settlement', problems)

const country = z
  .string()
  .length(3, { abort: true })
  .regex(/^[A-Z]{3}$/)
  .refine(isCountryCode, 'must be an ISO 3166-1 alpha-3 code, XXA (stateless) or XXX (unknown)')
  .describe('ISO 3166-1 alpha-3; XXA stateless (statsløs), XXX unknown')

const language = z
  .string()
  .length(3, { abort: true })
  .regex(/^[a-z]{3}$/, 'must be three letters of ISO 639-3, e.g. tir')
  .describe('ISO 639-3')

const permit = z
  .strictObject({
    ground: z.enum(PERMIT_GROUNDS).describe('Ground of integreringsloven § 9 (N5)'),
    grantedOn: date.describe('Day of the decision (vedtaksdato)'),
    validTo: date.nullable().describe('Last day; null for a permanent permit or an unknown day'),
  })
  .describe('Residence permit (oppholdstillatelse)')

export const ADDRESS_PROTECTION = ['none', 'confidential', 'strictly-confidential'] as const
export const addressProtection = z
  .enum(ADDRESS_PROTECTION)
  .describe('Address protection (adressebeskyttelse): fortrolig, strengt fortrolig')

/** What is known of a person beside numbers and protection (integreringsforskriften § 46, N50). */
export const personFacts = {
  givenName: text(100).describe('Given and middle names (fornavn, mellomnavn)'),
  familyName: text(100).describe('Family name (etternavn)'),
  birthDate: date,
  sex: z.enum(['female', 'male']).describe('Sex as the population register has it (kjønn)'),
  citizenships: z.array(country).min(1).max(5).describe('Citizenships (statsborgerskap)'),
  motherTongue: language.nullable().describe('Mother tongue (morsmål), ISO 639-3'),
  interpreterLanguage: language
    .nullable()
    .describe('Language of the interpreter (tolkespråk), ISO 639-3'),
  permit: permit.nullable().describe('Residence permit; null while there is none'),
  appliedFromAbroad: z.boolean().describe('Applied for the permit from abroad (N1)'),
  arrivedOn: date.nullable().describe('Day of arrival in Norway'),
  settledByAgreement: z
    .boolean()
    .describe('Settled by agreement between IMDi and the municipality (avtalt bosetting, N4, F10)'),
  nordicOrEeaCitizen: z.boolean().describe('Citizen of a Nordic or EEA country (N6)'),
  referencePersonSettledOn: date
    .nullable()
    .describe('For a family member: day on which the reference person was settled (N5 f)'),
  permitAppliedOn: date
    .nullable()
    .describe('For a family member: day of the application for the permit (søknadsdato, N5 f)'),
  unaccompaniedMinor: z.boolean().describe('Unaccompanied minor (enslig mindreårig)'),
}

const nationalNumber = z
  .string()
  .length(11, { abort: true })
  .regex(/^\d{11}$/, 'must be eleven digits')
  .describe('National identity number or D-number (fødselsnummer, D-nummer)')
const dufNumber = z
  .string()
  .length(12, { abort: true })
  .regex(/^\d{12}$/, 'must be twelve digits')
  .describe('DUF number of the immigration authorities')

/** The numbers a person is known by; either may be missing. */
export const identityNumbers = {
  nationalNumber: nationalNumber.nullable(),
  dufNumber: dufNumber.nullable(),
}

export const warnings = z
  .array(
    z.object({
      code: z.enum(['duf-number-implausible', 'citizenship-contradicts']),
      pointer: z.string().describe('JSON pointer of the field'),
      detail: z.string(),
    }),
  )
  .describe('What was taken in but should be looked at')

export const person = z
  .object({
    personId: idOf('Person'),
    ...personFacts,
    permit: z.object(permit.shape).nullable(),
    identity: z
      .object({
        shown: z
          .boolean()
          .describe('False without `fotfeste:identity.read`: both numbers are then null'),
        nationalNumber: z.string().nullable(),
        dufNumber: z.string().nullable(),
      })
      .describe('Identity numbers, shown only with `fotfeste:identity.read`'),
    addressProtection,
    householdId: idOf('Household').nullable(),
    settledOn: date
      .nullable()
      .describe('Settlement date (bosettingsdato, F6); null before settlement'),
    warnings,
    version: z.int(),
    changedAt: instant,
  })
  .meta({ id: 'Person' })

const personId = z.strictObject({ personId: idOf('Person') })

const facts = {
  givenName: 'Selam',
  familyName: 'Tesfay',
  birthDate: '1990-11-14',
  sex: 'female',
  citizenships: ['ERI'],
  motherTongue: 'tir',
  interpreterLanguage: 'tir',
  permit: { ground: 'asylum', grantedOn: '2025-11-03', validTo: '2028-11-03' },
  appliedFromAbroad: false,
  arrivedOn: '2024-08-19',
  settledByAgreement: true,
  nordicOrEeaCitizen: false,
  referencePersonSettledOn: null,
  permitAppliedOn: null,
  unaccompaniedMinor: false,
}

const personExample = {
  personId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6b01',
  ...facts,
  identity: { shown: true, nationalNumber: '14919010038', dufNumber: '202510471100' },
  addressProtection: 'none',
  householdId: null,
  settledOn: null,
  warnings: [],
  version: 1,
  changedAt: '2026-01-12T08:30:00.000Z',
}

const factRefusals = ['date-in-future', 'dates-out-of-order', 'not-a-minor'] as const

export const createPerson = contract({
  id: 'createPerson',
  method: 'POST',
  path: '/v1/persons',
  tag: 'Persons',
  summary: 'Register a person (registrere person)',
  description:
    'Registers a person whom the municipality is to settle or who belongs to the household of one. ' +
    'The id is the person’s id in the whole suite. Only fields of integreringsforskriften §§ 46, 47 and 51 are ' +
    'held. A national number with wrong check digits is refused; a doubtful DUF number is taken in and ' +
    'answered with a warning. The numbers are answered only to `fotfeste:identity.read`. A person with ' +
    'address protection is afterwards seen only with `fotfeste:protected.read`.',
  scope: 'fotfeste:settlement.write',
  body: z.strictObject({ ...personFacts, ...identityNumbers, addressProtection }),
  bodyExample: {
    ...facts,
    nationalNumber: '14919010038',
    dufNumber: '202510471100',
    addressProtection: 'none',
  },
  replies: { 201: { description: 'Registered', schema: person, example: personExample } },
  problems: [...factRefusals, 'national-number-invalid', 'person-already-registered'],
  write: { keyed: true },
  visibility: 'public',
  factory: null,
})

export const getPerson = contract({
  id: 'getPerson',
  method: 'GET',
  path: '/v1/persons/{personId}',
  tag: 'Persons',
  summary: 'Read a person (person)',
  description:
    'Everything held of one person. The read is written to the access log. A protected person is 404 ' +
    'without `fotfeste:protected.read`; identity numbers are null without `fotfeste:identity.read`.',
  scope: 'fotfeste:settlement.read',
  params: personId,
  replies: { 200: { description: 'The person', schema: person, example: personExample } },
  problems: [],
  personParam: 'personId',
  visibility: 'public',
  factory: 'person',
})

export const listedPerson = z
  .object({
    personId: idOf('Person'),
    givenName: z.string(),
    familyName: z.string(),
    birthDate: date,
    householdId: idOf('Household').nullable(),
    settledOn: date.nullable(),
    addressProtection,
    version: z.int(),
  })
  .meta({ id: 'ListedPerson' })

export const listPersons = contract({
  id: 'listPersons',
  method: 'GET',
  path: '/v1/persons',
  tag: 'Persons',
  summary: 'List persons (personer)',
  description:
    'The municipality’s persons, oldest registration first. Protected persons are left out without ' +
    '`fotfeste:protected.read`. Each person shown is written to the access log.',
  scope: 'fotfeste:settlement.read',
  query: z.strictObject({
    ...pageQuery,
    householdId: idOf('Household').optional().describe('Only members of this household'),
    settled: z
      .enum(['yes', 'no'])
      .optional()
      .describe('Only settled persons, or only those not settled'),
  }),
  replies: {
    200: {
      description: 'One page',
      schema: pageOf(listedPerson),
      example: {
        items: [
          {
            personId: personExample.personId,
            givenName: 'Selam',
            familyName: 'Tesfay',
            birthDate: '1990-11-14',
            householdId: null,
            settledOn: null,
            addressProtection: 'none',
            version: 1,
          },
        ],
        next: null,
      },
    },
  },
  problems: [],
  visibility: 'public',
  factory: null,
})

export const replacePerson = contract({
  id: 'replacePerson',
  method: 'PUT',
  path: '/v1/persons/{personId}',
  tag: 'Persons',
  summary: 'Correct the facts of a person (rette personopplysninger)',
  description:
    'Replaces all facts but identity numbers and address protection, which have operations of their own. ' +
    'After settlement the correction goes out in the feed as `PersonFactsChanged`, and a permit cannot be ' +
    'taken away (integreringsloven § 9).',
  scope: 'fotfeste:settlement.write',
  params: personId,
  body: z.strictObject(personFacts),
  bodyExample: { ...facts, interpreterLanguage: 'ara' },
  replies: {
    200: {
      description: 'Corrected',
      schema: person,
      example: { ...personExample, interpreterLanguage: 'ara', version: 2 },
    },
  },
  problems: [...factRefusals, 'settled-person-needs-permit'],
  write: { versioned: true },
  personParam: 'personId',
  visibility: 'public',
  factory: 'person',
})
