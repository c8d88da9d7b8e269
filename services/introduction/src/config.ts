import { baseConfig } from '@fotfeste/kit/config.ts'
import { z } from 'zod'

/** Introduction follows settlement; without its address the follow job does not run. */
export const config = baseConfig.extend({
  FOTFESTE_SETTLEMENT_URL: z
    .url()
    .max(2000)
    .optional()
    .describe('Address of the settlement service, whose feed is followed'),
})
export type Config = z.output<typeof config>
