import { ENTRY_CODES } from '@fotfeste/domain/tax/card-matching.ts'
import { z } from 'zod'
import { contractMaker } from '../contract.ts'
import { date, idOf, pageOf, pageQuery } from '../values.ts'
import { problems } from './problems.ts'

const contract = contractMaker('payroll', problems)

/** About ten thousand employees. */
const MAX_BYTES = 8 * 1024 * 1024

const facts = {
  taxCardAnswerId: idOf('TaxCardImport'),
  state: z
    .enum(['received', 'matched', 'given-up'])
    .describe(
      '`received`: its numbers are being matched to persons; `matched`; `given-up`: settlement could not be ' +
        'asked for seven days. From then on no national number of it is held',
    ),
  reason: z.string().nullable().describe('Why it waits or was given up, and what to do'),
  entries: z.int().describe('Employees in the answer'),
  receivedBy: z.string(),
  receivedOn: date,
  matchedOn: date.nullable(),
}
const received = z.object(facts).meta({ id: 'TaxCardAnswer' })

const entry = z.object({
  pointer: z.string().describe('Its place in the answer, a JSON pointer'),
  code: z
    .enum(ENTRY_CODES)
    .describe(
      '`applied`; `unknown`: nobody in the programme has the number; `double`: named twice or held already; ' +
        '`invalid`: it cannot be read, or is to another organisation',
    ),
  personId: idOf('Person').nullable(),
  year: z.int().nullable(),
  detail: z.string().nullable().describe('What to do, where something is to be done'),
})

const example = {
  taxCardAnswerId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6d01',
  state: 'received',
  reason: null,
  entries: 2,
  receivedBy: 'https://issuer.example|kari',
  receivedOn: '2026-01-02',
  matchedOn: null as string | null,
}

export const importTaxCards = contract({
  id: 'importTaxCards',
  method: 'POST',
  path: '/v1/tax-card-answers',
  tag: 'Tax cards',
  summary: 'Import the Tax Administration’s answer (svar på skattekortforespørsel)',
  description:
    'Takes the JSON that Skatteetaten answers an employer (skattekort til arbeidsgiver), camelCase with ' +
    'numbers or UPPER_SNAKE with text. Its national numbers are matched to persons by a job that asks ' +
    'settlement; until then the answer is held, afterwards it is erased, and no number is kept, shown or ' +
    'logged. What became of each employee is read at its place in the answer. One that cannot be read does ' +
    'not stop the others. Refused as a whole: what is no such answer, and an answer that itself is a refusal ' +
    '(UGYLDIG_FORESPOERSEL, UGYLDIG_INNTEKTSAAR).',
  scope: 'fotfeste:payroll.write',
  body: z.strictObject({
    answer: z
      .record(z.string().max(100), z.unknown())
      .describe('The document as Skatteetaten gave it: `status`, `arbeidsgiver[].arbeidstaker[]`'),
  }),
  bodyExample: {
    answer: {
      status: 'FORESPOERSEL_OK',
      arbeidsgiver: [
        {
          arbeidsgiveridentifikator: { organisasjonsnummer: '940101808' },
          arbeidstaker: [
            {
              arbeidstakeridentifikator: '14919010038',
              resultatForSkattekort: 'skattekortopplysningerOK',
              skattekort: {
                utstedtDato: '2025-12-10',
                skattekortidentifikator: 54_407,
                forskuddstrekk: [
                  {
                    trekkode: 'introduksjonsstoenad',
                    trekktabell: {
                      tabellnummer: '8010',
                      prosentsats: 22,
                      antallMaanederForTrekk: 10.5,
                    },
                  },
                ],
              },
              inntektsaar: '2026',
            },
            {
              arbeidstakeridentifikator: '41917712345',
              resultatForSkattekort: 'ikkeSkattekort',
              inntektsaar: '2026',
            },
          ],
        },
      ],
    },
  },
  replies: { 202: { description: 'Received; see its results', schema: received, example } },
  problems: ['tax-card-answer-refused', 'tax-card-answer-unreadable'],
  write: { keyed: true },
  maxBytes: MAX_BYTES,
  visibility: 'public',
  factory: null,
})

export const getTaxCardAnswer = contract({
  id: 'getTaxCardAnswer',
  method: 'GET',
  path: '/v1/tax-card-answers/{taxCardAnswerId}',
  tag: 'Tax cards',
  summary: 'Read what became of an imported answer (resultat per ansatt)',
  description:
    'One result for each employee of the answer, in its order, page by page. Protected persons are shown with ' +
    '`fotfeste:protected.read` only. Persons shown are written to the access log.',
  scope: 'fotfeste:payroll.read',
  params: z.strictObject({ taxCardAnswerId: idOf('TaxCardImport') }),
  query: z.strictObject({
    ...pageQuery,
    code: z.enum(ENTRY_CODES).optional().describe('Only results of this code'),
  }),
  replies: {
    200: {
      description: 'The results',
      schema: pageOf(entry).extend(facts),
      example: {
        ...example,
        state: 'matched',
        matchedOn: '2026-01-02',
        items: [
          {
            pointer: '/arbeidsgiver/0/arbeidstaker/0',
            code: 'applied',
            personId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6b01',
            year: 2026,
            detail: null,
          },
          {
            pointer: '/arbeidsgiver/0/arbeidstaker/1',
            code: 'unknown',
            personId: null,
            year: 2026,
            detail:
              'Nobody in the programme has the number: register the person’s number in settlement.',
          },
        ],
        next: null,
      },
    },
  },
  problems: [],
  visibility: 'public',
  factory: 'taxCardAnswer',
})
