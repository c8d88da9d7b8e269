import { OCCUPATIONS } from '@fotfeste/domain/matching/codes.ts'
import { GUIDE_STATES } from '@fotfeste/domain/matching/facts.ts'
import { z } from 'zod'
import { contractMaker } from '../contract.ts'
import { date, idOf, instant, pageOf, pageQuery, text } from '../values.ts'
import { problems } from './problems.ts'
import { codes, gender, profileExample, profileFields, requiredGender, traits } from './profile.ts'

const contract = contractMaker('guides', problems)

const papers = {
  interviewedOn: date.nullable().describe('Day of the interview (G1)'),
  trainedOn: date.nullable().describe('Day on which the mandatory training was done (G1)'),
  declarationSignedOn: date
    .nullable()
    .describe('Day of the ethics and confidentiality declaration (etikk- og taushetserklæring)'),
  policeCertificateSeenOn: date
    .nullable()
    .describe(
      'Day on which the police certificate (barneomsorgsattest) was seen; the certificate itself is not kept (G2)',
    ),
}

const facts = {
  name: text(200).describe('Name (navn)'),
  gender,
  birthYear: z.int().min(1900).max(2199).describe('Year of birth; the day is not asked for'),
  knowsTrades: codes(OCCUPATIONS).describe('Trades known without working in them'),
  traits,
  requiredGender,
  acceptsMinors: z.boolean().describe('Takes refugees under 18; needs a police certificate (G2)'),
  capacity: z.int().min(1).max(3).describe('How many refugees at once'),
}
const state = z
  .enum(GUIDE_STATES)
  .describe('`available`, `paused` for a while, or `withdrawn` for good')

export const guide = z
  .object({
    guideId: idOf('Guide'),
    state,
    ...facts,
    profile: z.object(profileFields),
    papers: z.object(papers),
    openMatches: z.int().describe('Matches that hold a place now'),
    version: z.int(),
    changedAt: instant,
  })
  .meta({ id: 'Guide' })

const guideId = z.strictObject({ guideId: idOf('Guide') })
const body = {
  ...facts,
  profile: z.strictObject(profileFields),
  papers: z.strictObject(papers),
}

const bodyExample = {
  name: 'Ingrid Solbakken',
  gender: 'female',
  birthYear: 1984,
  knowsTrades: ['sales'],
  traits: ['cat'],
  requiredGender: null,
  acceptsMinors: true,
  capacity: 1,
  profile: profileExample,
  papers: {
    interviewedOn: '2026-01-14',
    trainedOn: '2026-01-24',
    declarationSignedOn: '2026-01-24',
    policeCertificateSeenOn: '2026-01-24',
  },
}
const example = {
  guideId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a7a01',
  state: 'available',
  ...bodyExample,
  openMatches: 0,
  version: 1,
  changedAt: '2026-01-26T09:12:00.000Z',
}

export const createGuide = contract({
  id: 'createGuide',
  method: 'POST',
  path: '/v1/guides',
  tag: 'Guides',
  summary: 'Register a guide (registrere flyktningguide)',
  description:
    'Registers a volunteer who will be a guide, ready or not: interview, training and declaration can be ' +
    'filled in later, and a guide without them is not matched (G1). Questions left blank are empty lists or ' +
    'null and cost no points. No identity number, address or health matter is asked for.',
  scope: 'fotfeste:guides.write',
  body: z.strictObject(body),
  bodyExample,
  replies: { 201: { description: 'Registered', schema: guide, example } },
  problems: ['date-in-future'],
  write: { keyed: true },
  visibility: 'public',
  factory: null,
})

export const getGuide = contract({
  id: 'getGuide',
  method: 'GET',
  path: '/v1/guides/{guideId}',
  tag: 'Guides',
  summary: 'Read a guide (flyktningguide)',
  description: 'Profile, papers and how many matches hold a place now.',
  scope: 'fotfeste:guides.read',
  params: guideId,
  replies: { 200: { description: 'The guide', schema: guide, example } },
  problems: [],
  visibility: 'public',
  factory: 'guide',
})

export const listGuides = contract({
  id: 'listGuides',
  method: 'GET',
  path: '/v1/guides',
  tag: 'Guides',
  summary: 'List guides (flyktningguider)',
  description: 'Oldest registration first.',
  scope: 'fotfeste:guides.read',
  query: z.strictObject({ ...pageQuery, state: state.optional().describe('Only in this state') }),
  replies: {
    200: {
      description: 'One page',
      schema: pageOf(guide),
      example: { items: [example], next: null },
    },
  },
  problems: [],
  visibility: 'public',
  factory: null,
})

export const replaceGuide = contract({
  id: 'replaceGuide',
  method: 'PUT',
  path: '/v1/guides/{guideId}',
  tag: 'Guides',
  summary: 'Change a guide (endre flyktningguide)',
  description:
    'Replaces everything known of the guide. Matches that are under way go on, also when the guide is ' +
    'paused or withdraws; new ones are not made. Capacity is not set below the matches that hold a place.',
  scope: 'fotfeste:guides.write',
  params: guideId,
  body: z.strictObject({ ...body, state }),
  bodyExample: { ...bodyExample, state: 'paused' },
  replies: {
    200: {
      description: 'Changed',
      schema: guide,
      example: { ...example, state: 'paused', version: 2 },
    },
  },
  problems: ['capacity-below-matches', 'date-in-future'],
  write: { versioned: true },
  visibility: 'public',
  factory: 'guide',
})
