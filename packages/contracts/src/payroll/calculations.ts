import { LINE_CODES } from '@fotfeste/domain/stipend/line.ts'
import { MONTHS_OF_WITHHOLDING, TAX_CARD_KINDS } from '@fotfeste/domain/tax/tax-card.ts'
import { z } from 'zod'
import { contractMaker } from '../contract.ts'
import { date, law, month, ore, positiveOre, text } from '../values.ts'
import { explainQuery, paymentSentences, sentence } from './explained.ts'
import { absences, benefits, paidWork, participant } from './month-facts.ts'
import { problems } from './problems.ts'

const contract = contractMaker('payroll', problems)

/** One line of a payslip as every answer shows it. */
export const payLine = z
  .object({
    code: z.enum(LINE_CODES),
    amountOre: ore,
    quantity: z.object({
      value: z.string().describe('Exact count, a fraction where it is one: `4`, `5/4`, `14/31`'),
      unit: z.enum(['month', 'day', 'hour']),
    }),
    factor: z
      .string()
      .describe('The person’s share of the benefit in the rate: `1`, `2/3`, `5/18`'),
    dates: z.array(date).describe('The days it is for, where it is for days'),
    ruleKeys: z.array(z.string()).describe('Keys of the rules and policies applied'),
    law,
    inputs: z
      .array(z.object({ name: z.string(), value: z.string() }))
      .describe('Figures it was computed from; money in kroner'),
    explanation: z.string().describe('One sentence for people'),
  })
  .meta({ id: 'PayLine' })

/** A line with what the participant reads of it. */
export const explainedLine = payLine.extend({ sentence }).meta({ id: 'ExplainedLine' })

/** What was withheld for tax; null while nothing was calculated. */
export const withholding = z
  .object({
    amountOre: ore.describe('Whole kroner'),
    basis: z.string().describe('What it was read from: `table 8010, month, 21409`'),
    law,
  })
  .nullable()
  .describe('Withheld tax (forskuddstrekk); null with a reason when it is not calculated')

const taxCard = z
  .strictObject({
    year: z.int().min(2000).max(2199),
    kind: z.enum(TAX_CARD_KINDS),
    table: text(10).nullish(),
    percent: z
      .number()
      .min(0)
      .max(100)
      .multipleOf(0.01)
      .nullish()
      .describe('Of a percent card; a table card carries one for back pay'),
    monthsOfWithholding: z
      .literal(MONTHS_OF_WITHHOLDING)
      .nullish()
      .describe(
        'antallMaanederForTrekk: 10.5 halves the payout’s tax in December, 11 frees it, 12 does not. ' +
          'Left out: as the table is built; a percent card has no free period then',
      ),
    exemptAmountOre: positiveOre
      .nullish()
      .describe('Of an exemption card (frikort): free in the year; left out: without limit'),
    exemptUsedOre: positiveOre
      .nullish()
      .describe('Of an exemption card: paid in the year before this payment; left out: nothing'),
  })
  .nullable()
  .describe(
    'Tax card (skattekort) of the year of the payout; null: none. What its kind does not have is left out or null',
  )

export const calculatedMonth = z
  .object({
    month,
    asKnownOn: date,
    regime: z.enum(['integreringsloven', 'introduksjonsloven']),
    regimeReason: z.string().describe('Why the participant is under that law (N1)'),
    regimeLaw: law,
    grunnbeloepOre: ore.describe('G used (grunnbeløpet)'),
    grunnbeloepFrom: date,
    annualOre: ore.describe('2 G, before any factor'),
    monthlyOre: ore.describe('A twelfth of the year'),
    dailyOre: ore.describe('A thirtieth of the month'),
    hourlyOre: ore.describe('One of 1,850 parts of the year'),
    lines: z.array(explainedLine),
    grossOre: ore.describe('The sum of the lines'),
    withholding,
    withholdingReason: z.string().nullable().describe('Why `withholding` is null'),
    netOre: ore,
    claimsOre: ore.describe('What was paid too much and could not be set off'),
    requiresIndividualDecision: z
      .boolean()
      .describe('The deduction needs an individual decision (enkeltvedtak, § 46 g; POL8)'),
    sentences: paymentSentences,
  })
  .meta({ id: 'CalculatedMonth' })

const BASE_LAW = ['integreringsloven § 20 first and second paragraph']
const ABSENCE_LAW = ['integreringsloven § 21', 'integreringsloven § 20 second paragraph']
const baseAmount = [
  { name: 'grunnbeloep', value: '136549.00' },
  { name: 'grunnbeloepFrom', value: '2026-05-01' },
]

/** The lines of the example, for the payslip's too. */
export const exampleLines = [
  {
    code: 'introduction-benefit',
    amountOre: 2275817,
    quantity: { value: '1', unit: 'month' },
    factor: '1',
    dates: [],
    ruleKeys: ['N36', 'POL4'],
    law: BASE_LAW,
    inputs: [...baseAmount, { name: 'monthRate', value: '22758.17' }],
    explanation: 'Introduction benefit for one month at 22758.17 kr a month.',
  },
  {
    code: 'unexcused-absence-hours',
    amountOre: -59048,
    quantity: { value: '4', unit: 'hour' },
    factor: '1',
    dates: ['2026-05-12'],
    ruleKeys: ['N39', 'POL2'],
    law: ABSENCE_LAW,
    inputs: [...baseAmount, { name: 'hourRate', value: '147.62' }],
    explanation: '4 hours missed without excuse at 147.62 kr an hour.',
  },
  {
    code: 'unexcused-absence-days',
    amountOre: -75861,
    quantity: { value: '1', unit: 'day' },
    factor: '1',
    dates: ['2026-05-19'],
    ruleKeys: ['N39', 'POL2', 'POL3'],
    law: ABSENCE_LAW,
    inputs: [...baseAmount, { name: 'dayRate', value: '758.61' }],
    explanation: '1 whole programme day missed without excuse at 758.61 kr a day.',
  },
]

/** A month's facts, with the card it is taxed by. */
export const monthToCalculate = z.strictObject({
  month,
  asKnownOn: date.optional().describe('Left out: today'),
  participant,
  absences: absences.default([]),
  paidWork: paidWork.default(null),
  benefits: benefits.default([]),
  taxCard: taxCard.default(null),
})

/** A month to calculate, parsed. */
export type MonthToCalculate = z.output<typeof monthToCalculate>

export const exampleMonth = {
  month: '2026-05',
  asKnownOn: '2026-06-10',
  participant: {
    birthDate: '1990-04-01',
    permitGrantedOn: '2025-11-03',
    appliedFromAbroad: false,
    arrivedOn: null,
    programmeStart: '2026-01-12',
    programmeEnd: null,
    interruptions: [],
    household: [
      {
        from: '2026-01-12',
        livesWithParent: false,
        partnerInProgramme: false,
        hasChildren: false,
      },
    ],
  },
  absences: [
    { date: '2026-05-12', minutes: 240, kind: 'unexcused' },
    { date: '2026-05-19', wholeDay: true, kind: 'unexcused' },
  ],
  paidWork: null,
  benefits: [],
  taxCard: {
    year: 2026,
    kind: 'table',
    table: '8010',
    percent: 22,
    monthsOfWithholding: 10.5,
  },
}

export const exampleResult = {
  month: '2026-05',
  asKnownOn: '2026-06-10',
  regime: 'integreringsloven',
  regimeReason: 'the permit was granted on 2025-11-03, on or after 1 January 2021',
  regimeLaw: ['integreringsloven § 52'],
  grunnbeloepOre: 13654900,
  grunnbeloepFrom: '2026-05-01',
  annualOre: 27309800,
  monthlyOre: 2275817,
  dailyOre: 75861,
  hourlyOre: 14762,
  lines: exampleLines.map((line) => ({ ...line, sentence: null })),
  grossOre: 2140908,
  withholding: {
    amountOre: 301000,
    basis: 'table 8010, month, 21409',
    law: ['skattebetalingsforskriften § 5-10-2', 'skattebetalingsforskriften § 5-5-4'],
  },
  withholdingReason: null,
  netOre: 1839908,
  claimsOre: 0,
  requiresIndividualDecision: false,
  sentences: null,
}

/** What the law or a policy may refuse in a month. */
export const CALCULATION_PROBLEMS = [
  'month-outside-programme',
  'month-outside-law',
  'base-amount-unknown',
  'household-incomplete',
  'dates-out-of-order',
  'not-a-programme-day',
  'absence-unclear',
  'leave-is-not-absence',
  'paid-work-without-wage',
  'paid-work-unclear',
  'tax-card-year',
  'tax-card-unclear',
  'tax-table-unknown',
] as const

export const calculateMonth = contract({
  id: 'calculateMonth',
  method: 'POST',
  path: '/v1/calculations',
  tag: 'Calculations',
  summary: 'Calculate a month’s introduction benefit (beregne introduksjonsstønad)',
  description:
    'Computes one person’s month and stores nothing. The law follows the permit (integreringsforskriften ' +
    '§ 72); the order is base, leave without benefit, other public benefits (§ 22), paid work (§ 23), ' +
    'unexcused absence (§ 21). Exact fractions, one rounding to a line, half up. G is that of the month as ' +
    'it was publicly known on `asKnownOn` (today when left out). An absence on a day that is no programme ' +
    'day is refused. Tax belongs to the year of the payout, the month after (POL6): the official table by ' +
    'the entitled calendar days, the percent of whole kroner, nothing under an exemption card, half without ' +
    'a card (30 % before 2025), less in December by the card’s months. A card of another year is refused; ' +
    'a year without tax data gives `withholding: null` with its reason, and net equals gross. `?explain=` adds ' +
    'what the participant can read of each line, the tax and the total, in Bokmål, Nynorsk or English.',
  scope: 'fotfeste:payroll.read',
  query: explainQuery,
  body: monthToCalculate,
  bodyExample: exampleMonth,
  replies: {
    200: {
      description: 'The month, line by line',
      schema: calculatedMonth,
      example: exampleResult,
    },
  },
  problems: CALCULATION_PROBLEMS,
  maxBytes: 262_144,
  visibility: 'public',
  factory: null,
})
