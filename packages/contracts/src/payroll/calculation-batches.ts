import { LINE_CODES } from '@fotfeste/domain/stipend/line.ts'
import { z } from 'zod'
import { contractMaker } from '../contract.ts'
import { ore } from '../values.ts'
import {
  CALCULATION_PROBLEMS,
  calculatedMonth,
  exampleMonth,
  exampleResult,
  monthToCalculate,
} from './calculations.ts'
import { explainQuery } from './explained.ts'
import { participant } from './month-facts.ts'
import { problems } from './problems.ts'

const contract = contractMaker('payroll', problems)

const itemProblem = z
  .object({
    code: z.string().describe('As the last part of a problem’s `type`'),
    title: z.string(),
    detail: z.string().describe('What is wrong and what to do next'),
    pointer: z.string().describe('JSON pointer into the request: `/items/3/absences/0/date`'),
  })
  .meta({ id: 'ItemProblem' })

const batchItem = z
  .object({
    result: calculatedMonth.nullable().describe('Null when the item was refused'),
    problem: itemProblem.nullable().describe('Null when it was calculated'),
  })
  .meta({ id: 'BatchItem' })

export const calculateBatch = contract({
  id: 'calculateBatch',
  method: 'POST',
  path: '/v1/calculations/batch',
  tag: 'Calculations',
  summary: 'Calculate up to 1,000 months (beregne introduksjonsstønad)',
  description:
    'Computes each item as POST /v1/calculations does and stores nothing. The answers come in the order of ' +
    'the items, one for each: its result, or why the law or a policy refuses it, with the code that a single ' +
    'calculation would answer and a pointer to the field. A refused item stops no other. A body that is not ' +
    'of the form is refused as a whole, naming each field.',
  scope: 'fotfeste:payroll.read',
  query: explainQuery,
  body: z.strictObject({ items: z.array(monthToCalculate).min(1).max(1000) }),
  bodyExample: {
    items: [
      exampleMonth,
      { ...exampleMonth, absences: [{ date: '2026-05-17', minutes: 60, kind: 'unexcused' }] },
    ],
  },
  replies: {
    200: {
      description: 'One answer an item',
      schema: z.object({ items: z.array(batchItem) }),
      example: {
        items: [
          { result: exampleResult, problem: null },
          {
            result: null,
            problem: {
              code: 'not-a-programme-day',
              title: 'Not a programme day',
              detail: '2026-05-17 is a Saturday or Sunday; take the absence out.',
              pointer: '/items/1/absences/0/date',
            },
          },
        ],
      },
    },
  },
  problems: [],
  maxBytes: 16_777_216,
  visibility: 'public',
  factory: null,
})

const lineChange = z
  .object({
    code: z.enum(LINE_CODES),
    factor: z.string().describe('The person’s share of the benefit in the rate'),
    beforeOre: ore.describe('0 where there was no such line'),
    afterOre: ore.describe('0 where there is no such line any more'),
    differenceOre: ore,
  })
  .meta({ id: 'LineChange' })

const { shape } = monthToCalculate
const person = participant.shape

/** What may be given anew; a field's default would change what was not named. */
const changes = z
  .strictObject({
    asKnownOn: shape.asKnownOn,
    participant: z
      .strictObject({
        birthDate: person.birthDate.optional(),
        permitGrantedOn: person.permitGrantedOn.optional(),
        appliedFromAbroad: person.appliedFromAbroad.unwrap().optional(),
        arrivedOn: person.arrivedOn.unwrap().optional(),
        programmeStart: person.programmeStart.optional(),
        programmeEnd: person.programmeEnd.unwrap().optional(),
        interruptions: person.interruptions.unwrap().optional(),
        household: person.household.optional(),
      })
      .optional(),
    absences: shape.absences.unwrap().optional(),
    paidWork: shape.paidWork.unwrap().optional(),
    benefits: shape.benefits.unwrap().optional(),
    taxCard: shape.taxCard.unwrap().optional(),
  })
  .describe('What is different; all else stays')

export type CalculationChanges = z.output<typeof changes>

export const compareCalculations = contract({
  id: 'compareCalculations',
  method: 'POST',
  path: '/v1/calculations/compare',
  tag: 'Calculations',
  summary: 'Compare a month under other facts (hva om)',
  description:
    'Calculates `facts` as POST /v1/calculations does, then once more with `changes` in place of the fields of ' +
    'the same name (each whole: `absences` is the whole new list; of `participant` only the fields given are ' +
    'changed), and answers both with the difference line by line: “what if the absence were excused”. Stores ' +
    'nothing. A month that cannot be calculated is refused with a pointer into `/facts` or `/changes`.',
  scope: 'fotfeste:payroll.read',
  query: explainQuery,
  body: z.strictObject({
    facts: monthToCalculate,
    changes,
  }),
  bodyExample: {
    facts: exampleMonth,
    changes: {
      absences: [
        { date: '2026-05-12', minutes: 240, kind: 'unexcused' },
        { date: '2026-05-19', wholeDay: true, kind: 'self-certified' },
      ],
    },
  },
  replies: {
    200: {
      description: 'Both calculations and the difference',
      schema: z.object({
        before: calculatedMonth,
        after: calculatedMonth,
        difference: z.object({
          lines: z
            .array(lineChange)
            .describe('Those that differ; together the difference in gross'),
          grossOre: ore,
          withheldOre: ore,
          netOre: ore,
          explanation: z.string().describe('One sentence in English'),
          sentence: z.string().nullable().describe('For the participant; null without `explain`'),
        }),
      }),
      example: {
        before: exampleResult,
        after: {
          ...exampleResult,
          lines: exampleResult.lines.slice(0, 2),
          grossOre: 2216769,
          withholding: {
            ...exampleResult.withholding,
            amountOre: 326300,
            basis: 'table 8010, month, 22167',
          },
          netOre: 1890469,
        },
        difference: {
          lines: [
            {
              code: 'unexcused-absence-days',
              factor: '1',
              beforeOre: -75861,
              afterOre: 0,
              differenceOre: 75861,
            },
          ],
          grossOre: 75861,
          withheldOre: 25300,
          netOre: 50561,
          explanation:
            'Under the changed facts the benefit is 758.61 kr more, withheld tax 253.00 kr more, and what is paid out 505.61 kr more.',
          sentence: null,
        },
      },
    },
  },
  problems: CALCULATION_PROBLEMS,
  maxBytes: 262_144,
  visibility: 'public',
  factory: null,
})
