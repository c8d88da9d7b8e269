import { readConfig } from '@fotfeste/kit/config.ts'
import { z } from 'zod'
import { createIssuer } from './issuer.ts'
import { keepSigningKey } from './issuer-key.ts'

const config = readConfig(
  z.strictObject({
    FOTFESTE_PORT: z.coerce.number().int().min(1).max(65535),
    FOTFESTE_DATA: z.string().min(1),
    FOTFESTE_AUDIENCE: z.string().min(1),
  }),
  process.env,
)
if (process.env['NODE_ENV'] === 'production') {
  throw new Error('The sandbox issuer gives anybody any token: it never runs in production.')
}

const issuer = `http://127.0.0.1:${config.FOTFESTE_PORT}`
const key = await keepSigningKey(config.FOTFESTE_DATA)
const app = createIssuer({ issuer, audience: config.FOTFESTE_AUDIENCE, key })
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void app.close())
await app.listen({ host: '127.0.0.1', port: config.FOTFESTE_PORT })
