import { baseConfig } from '@fotfeste/kit/config.ts'
import type { z } from 'zod'

/** Settlement knows the common variables only. */
export const config = baseConfig
export type Config = z.output<typeof config>
