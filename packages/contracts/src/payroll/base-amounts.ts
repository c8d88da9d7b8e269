import { z } from 'zod'
import { contractMaker } from '../contract.ts'
import { date, law, ore, text } from '../values.ts'
import { problems } from './problems.ts'

const contract = contractMaker('payroll', problems)

const baseAmount = z
  .object({
    year: z.int(),
    status: z
      .enum(['official', 'final', 'proposed'])
      .describe('`official`: of the product’s table; the others as the municipality entered them'),
    from: date.describe('First day of validity, 1 May'),
    amountOre: ore.describe('G, whole kroner'),
    knownOn: date
      .nullable()
      .describe('Official day: adopted and published; null of a proposed one'),
    knownOnAssumed: z
      .boolean()
      .describe('No day of publication on record; the first day stands in'),
    registeredOn: date
      .nullable()
      .describe(
        'From this day on pay runs here use it; null: not yet. The official day unless set',
      ),
    isOfficialDay: z.boolean().describe('True while the municipality has set no day of its own'),
    source: z.string(),
    version: z.int().describe('0 while the municipality has set no day'),
  })
  .meta({ id: 'BaseAmount' })

const example = {
  year: 2026,
  status: 'official',
  from: '2026-05-01',
  amountOre: 13654900,
  knownOn: '2026-05-22',
  knownOnAssumed: false,
  registeredOn: '2026-06-15',
  isOfficialDay: false,
  source: 'folketrygdloven § 1-4; navikt/g',
  version: 2,
}

export const listBaseAmounts = contract({
  id: 'listBaseAmounts',
  method: 'GET',
  path: '/v1/base-amounts',
  tag: 'Base amounts',
  summary: 'List the base amounts (grunnbeløp, G)',
  description:
    'Every G since 1967, newest first, with its official day and the day from which this municipality’s pay ' +
    'runs use it; before them the years that the municipality has entered itself, proposed or final.',
  scope: 'fotfeste:payroll.read',
  replies: {
    200: {
      description: 'All of them',
      schema: z.object({ baseAmounts: z.array(baseAmount), law }),
      example: { baseAmounts: [example], law: ['folketrygdloven § 1-4'] },
    },
  },
  problems: [],
  visibility: 'public',
  factory: null,
})

export const registerBaseAmount = contract({
  id: 'registerBaseAmount',
  method: 'PUT',
  path: '/v1/base-amounts/{year}',
  tag: 'Base amounts',
  summary: 'Register a year’s base amount and when it is used (registrere grunnbeløp)',
  description:
    'Sets the day on which this municipality registered the year’s G: pay runs calculated from that day on ' +
    'use it, and months paid at the old one get difference lines in the next run (POL9). `null` says that ' +
    'it is not registered yet, for a municipality that registers by hand or by a regulation. Without an ' +
    'entry the official day holds. For a year that the table does not have yet, `amount` gives it: `final` ' +
    'once it is adopted (folketrygdloven § 1-4), `proposed` before, which dry runs of the regulation use and ' +
    'no payment does. The official amount entered again changes nothing; another figure is refused with ' +
    'both. Refused too: a year without a known G, a day before its adoption, and a later day (or null) than ' +
    'that of a run which used it. Calculations without state go by the day of adoption.',
  scope: 'fotfeste:payroll.write',
  params: z.strictObject({
    year: z
      .string()
      .regex(/^(19|20|21)\d{2}$/, 'must be a year')
      .describe('Year of the 1 May'),
  }),
  body: z.strictObject({
    registeredOn: date.nullable(),
    amount: z
      .strictObject({
        status: z.enum(['proposed', 'final']),
        amountOre: (
          z.int().min(100).max(1_000_000_000).multipleOf(100) as unknown as typeof ore
        ).describe('Whole kroner'),
        from: date.describe('First of a month in the year, 1 May'),
        adoptedOn: date.nullable().describe('Day of adoption; null of a proposed one'),
        source: text(300).describe('Where it is from: a royal decree, a proposition'),
      })
      .nullable()
      .default(null)
      .describe('For a year that the table does not have; left out otherwise'),
  }),
  bodyExample: { registeredOn: '2026-06-15' },
  replies: { 200: { description: 'Registered', schema: baseAmount, example } },
  problems: [
    'base-amount-unknown',
    'base-amount-unclear',
    'base-amount-differs',
    'base-amount-in-use',
    'registered-before-adopted',
    'proposed-not-for-payment',
  ],
  visibility: 'public',
  factory: null,
})
