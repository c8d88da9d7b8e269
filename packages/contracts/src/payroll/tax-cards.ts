import { CARD_SOURCES } from '@fotfeste/domain/tax/card-choice.ts'
import { CARD_RESULTS, INCOME_CODES } from '@fotfeste/domain/tax/card-line.ts'
import { MONTHS_OF_WITHHOLDING, TAX_CARD_KINDS } from '@fotfeste/domain/tax/tax-card.ts'
import { z } from 'zod'
import { contractMaker } from '../contract.ts'
import { date, idOf, instant, ore, positiveOre, text } from '../values.ts'
import { problems } from './problems.ts'

const contract = contractMaker('payroll', problems)
const personId = z.strictObject({ personId: idOf('Person') })

const percent = z.number().min(0).max(100).multipleOf(0.01)
const months = z.literal(MONTHS_OF_WITHHOLDING)

const shownLine = z.object({
  code: z.string().describe('Trekkode, such as `introduksjonsstoenad`'),
  kind: z.enum(TAX_CARD_KINDS),
  table: z.string().nullable(),
  percent: z
    .number()
    .nullable()
    .describe('Of a percent card; a table card carries one for back pay'),
  monthsOfWithholding: z.number().nullable().describe('antallMaanederForTrekk'),
  exemptAmountOre: ore.nullable().describe('Of an exemption card (frikort); null: without limit'),
})

const taxCard = z
  .object({
    personId: idOf('Person'),
    year: z.int(),
    version: z.int().describe('The newest of a year counts; those before it stay to be read'),
    result: z
      .enum(CARD_RESULTS)
      .describe(
        '`card`; `no-card` (ikkeSkattekort); `no-duty` (ikkeTrekkplikt); `invalid-number` and ' +
          '`invalid-organisation`; `replaced-number`, the D-number has expired and the card is on the ' +
          'fødselsnummer; `consider-work-permit` (vurderArbeidstillatelse)',
      ),
    cardIdentifier: z.string().nullable().describe('skattekortidentifikator'),
    issuedOn: date.nullable(),
    lines: z.array(shownLine),
    notes: z.array(z.string()).describe('tilleggsopplysning, such as `kildeskattPaaLoenn`'),
    obtainedOn: date.describe('The day it came here'),
    obtainedAt: instant,
    source: z
      .enum(CARD_SOURCES)
      .describe('`import`: a posted answer; `api`: fetched; `by-hand`: entered by a person'),
    enteredBy: z.string(),
  })
  .meta({ id: 'TaxCard' })

const wish = z
  .object({
    personId: idOf('Person'),
    version: z.int(),
    extraOre: ore.describe('Whole kroner beside the card, of each payment; 0: nothing more'),
    from: date,
    to: date.nullable(),
    enteredBy: z.string(),
    enteredOn: date,
  })
  .meta({ id: 'WithholdingWish' })

const exampleCard = {
  personId: '019a4c7e-3f10-7c2a-9b1e-5d2f8c4a6b01',
  year: 2026,
  version: 1,
  result: 'card',
  cardIdentifier: '54407',
  issuedOn: '2025-12-10',
  lines: [
    {
      code: 'introduksjonsstoenad',
      kind: 'table',
      table: '8010',
      percent: 22,
      monthsOfWithholding: 10.5,
      exemptAmountOre: null,
    },
  ],
  notes: [],
  obtainedOn: '2026-01-02',
  obtainedAt: '2026-01-02T05:10:00Z',
  source: 'api',
  enteredBy: 'fotfeste-payroll',
}
const exampleWish = {
  personId: exampleCard.personId,
  version: 1,
  extraOre: 50_000,
  from: '2026-03-01',
  to: null,
  enteredBy: 'https://issuer.example|kari',
  enteredOn: '2026-02-20',
}

export const listTaxCards = contract({
  id: 'listTaxCards',
  method: 'GET',
  path: '/v1/persons/{personId}/tax-cards',
  tag: 'Tax cards',
  summary: 'List a person’s tax cards (skattekort)',
  description:
    'Every version that is held, newest year and version first, at most 200, and what the participant wants ' +
    'withheld beside them. A payment is taxed by the newest card of the year of its pay date: the line ' +
    '`introduksjonsstoenad`, else the municipality’s code, else the last calculated card that has one of them ' +
    '(in January last year’s, skattebetalingsforskriften § 5-5-1), else without a card (POL17). Which was ' +
    'used stands on the payslip. The read is written to the access log.',
  scope: 'fotfeste:payroll.read',
  params: personId,
  replies: {
    200: {
      description: 'The cards',
      schema: z.object({ items: z.array(taxCard), wish: wish.nullable() }),
      example: { items: [exampleCard], wish: exampleWish },
    },
  },
  problems: [],
  personParam: 'personId',
  visibility: 'public',
  factory: 'participant',
})

const enteredLine = z.strictObject({
  code: z.enum(INCOME_CODES).describe('Trekkode'),
  kind: z.enum(TAX_CARD_KINDS),
  table: text(10).nullish().describe('Of a table card'),
  percent: percent.nullish().describe('Of a percent card; a table card carries one for back pay'),
  monthsOfWithholding: months.nullish().describe('antallMaanederForTrekk'),
  exemptAmountOre: positiveOre.nullish().describe('Of an exemption card; left out: without limit'),
})

export const registerTaxCard = contract({
  id: 'registerTaxCard',
  method: 'PUT',
  path: '/v1/persons/{personId}/tax-cards/{year}',
  tag: 'Tax cards',
  summary: 'Enter a tax card by hand (skattekort)',
  description:
    'For a card that the participant shows and the Tax Administration’s answer does not have yet. It is kept ' +
    'as a new version with who entered it, marked `by-hand`, and counts until a newer one comes. The result ' +
    '`no-card` takes back what was held; `no-duty` says that nothing is withheld (ikkeTrekkplikt); both are ' +
    'without lines. Refused: a line without its table or percent, a code that is there twice, a table that the ' +
    'year does not have.',
  scope: 'fotfeste:payroll.write',
  params: z.strictObject({
    personId: idOf('Person'),
    year: z
      .string()
      .regex(/^20\d{2}$/, 'must be a year')
      .describe('Income year (inntektsår)'),
  }),
  body: z.strictObject({
    result: z.enum(['card', 'no-card', 'no-duty']),
    cardIdentifier: z
      .string()
      .regex(/^[!-~]{1,30}$/, 'must be 1 to 30 visible ASCII characters')
      .nullable(),
    issuedOn: date.nullable(),
    lines: z.array(enteredLine).max(INCOME_CODES.length),
  }),
  bodyExample: {
    result: 'card',
    cardIdentifier: '54407',
    issuedOn: '2025-12-10',
    lines: [
      {
        code: 'introduksjonsstoenad',
        kind: 'table',
        table: '8010',
        percent: 22,
        monthsOfWithholding: 10.5,
      },
    ],
  },
  replies: {
    200: {
      description: 'Entered',
      schema: taxCard,
      example: { ...exampleCard, source: 'by-hand', enteredBy: 'https://issuer.example|kari' },
    },
  },
  problems: ['tax-card-unclear', 'tax-table-unknown'],
  needsPerson: true,
  personParam: 'personId',
  visibility: 'public',
  factory: 'personAndYear',
})

export const registerWithholdingWish = contract({
  id: 'registerWithholdingWish',
  method: 'PUT',
  path: '/v1/persons/{personId}/withholding-wish',
  tag: 'Tax cards',
  summary: 'Register a wish for higher withholding (frivillig høyere forskuddstrekk)',
  description:
    'Whole kroner that the participant wants withheld of each payment with a pay date in the period, beside ' +
    'what the card gives, never more than there is. Replaces the wish before, which stays to be read; 0 takes ' +
    'it back. Refused: a last day before the first.',
  scope: 'fotfeste:payroll.write',
  params: personId,
  body: z.strictObject({
    extraOre: z
      .int()
      .min(0)
      .max(10_000_000)
      .multipleOf(100)
      .describe('Whole kroner, in øre; at most 100,000 kroner') as unknown as typeof positiveOre,
    from: date,
    to: date.nullable().describe('The last day; null: until replaced'),
  }),
  bodyExample: { extraOre: 50_000, from: '2026-03-01', to: null },
  replies: { 200: { description: 'Registered', schema: wish, example: exampleWish } },
  problems: ['dates-out-of-order'],
  personParam: 'personId',
  visibility: 'public',
  factory: 'participant',
})
