import { baseConfig } from '@fotfeste/kit/config.ts'
import { z } from 'zod'

/** Beside the common variables: where settlement is; without it the feed is not followed. */
export const config = baseConfig.extend({
  FOTFESTE_SETTLEMENT_URL: z.url().max(2000).optional().describe('Address of settlement'),
})
export type Config = z.output<typeof config>
