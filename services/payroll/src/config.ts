import { baseConfig } from '@fotfeste/kit/config.ts'
import { z } from 'zod'

/** Payroll follows introduction's feed and asks it for control totals, and settlement for national numbers. */
export const config = baseConfig.extend({
  FOTFESTE_INTRODUCTION_URL: z
    .url()
    .optional()
    .describe('Base address of introduction; without it nothing is followed and pay runs wait'),
  FOTFESTE_SETTLEMENT_URL: z
    .url()
    .max(2000)
    .optional()
    .describe('Base address of settlement; without it what needs national numbers waits'),
  FOTFESTE_PAY_RUN_PAGE: z.coerce
    .number()
    .int()
    .min(1)
    .max(5_000)
    .default(500)
    .describe('Persons a pay run calculates in one transaction'),
})
export type Config = z.output<typeof config>
