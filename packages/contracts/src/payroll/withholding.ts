import { PERIODS } from '@fotfeste/domain/tax/periods.ts'
import { z } from 'zod'
import { contractMaker } from '../contract.ts'
import { ore, positiveOre, text } from '../values.ts'
import { problems } from './problems.ts'

const contract = contractMaker('payroll', problems)

export const lookUpWithholding = contract({
  id: 'lookUpWithholding',
  method: 'POST',
  path: '/v1/withholding',
  tag: 'Calculations',
  summary: 'Look up withheld tax in the official tables (slå opp i trekktabellene)',
  description:
    'Looks up to 1,000 amounts up in the withholding tables of 2016 to 2026 and stores nothing; the answers ' +
    'come in the order of the items. Tables are named as Skatteetaten names them, `7100P` the pension class ' +
    'of the older years. Øre are dropped before the look-up, and withheld tax is whole kroner ' +
    '(skattebetalingsforskriften §§ 5-10-4, 5-5-4). A year or a table that is not known is refused, ' +
    'pointing at the first such item.',
  scope: 'fotfeste:payroll.read',
  body: z.strictObject({
    items: z
      .array(
        z.strictObject({
          year: z.int().min(2000).max(2199).describe('Income year: that of the payout'),
          table: text(10).describe('Number of the table, as on the tax card'),
          period: z.enum(PERIODS).describe('The pay period that the amount is for'),
          grossOre: positiveOre,
        }),
      )
      .min(1)
      .max(1000),
  }),
  bodyExample: { items: [{ year: 2026, table: '8010', period: 'month', grossOre: 2275817 }] },
  replies: {
    200: {
      description: 'What each table withholds',
      schema: z.object({
        items: z.array(z.object({ withheldOre: ore.describe('Whole kroner') })),
      }),
      example: { items: [{ withheldOre: 347900 }] },
    },
  },
  problems: ['tax-year-unknown', 'tax-table-unknown'],
  maxBytes: 262_144,
  visibility: 'public',
  factory: null,
})
