import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import underPressure from '@fastify/under-pressure'
import type { FastifyInstance } from 'fastify'
import { commonProblem } from './problems.ts'

const MINUTE_MS = 60_000
/** Before the token an address may ask this many times as often: many consumers share one. */
const ADDRESS_FACTOR = 10

/** Security headers, back-pressure and rate limits: before the token by address, after it by consumer. */
export async function protect(
  app: FastifyInstance,
  { ratePerMinute }: { readonly ratePerMinute: number },
): Promise<void> {
  await app.register(helmet, { contentSecurityPolicy: false })
  await app.register(underPressure, {
    maxEventLoopDelay: 1_000,
    maxEventLoopUtilization: 0,
    retryAfter: 5,
  })
  if (ratePerMinute > 0) await limitRate(app, ratePerMinute)
}

async function limitRate(app: FastifyInstance, ratePerMinute: number): Promise<void> {
  await app.register(rateLimit, { global: false })
  const countAddress = app.createRateLimit({
    max: ratePerMinute * ADDRESS_FACTOR,
    timeWindow: MINUTE_MS,
    allowList: (request) => request.url.startsWith('/health/'),
  })
  const countConsumer = app.createRateLimit({
    max: ratePerMinute,
    timeWindow: MINUTE_MS,
    keyGenerator: ({ caller }) => `${caller?.tenant}|${caller?.party}|${caller?.actor}`,
  })
  const refuseExceeded = (counted: Awaited<ReturnType<typeof countAddress>>) => {
    if (counted.isAllowed || !counted.isExceeded) return
    throw commonProblem('rate-limited', 'Wait the given seconds, then go on.', {
      headers: { 'retry-after': String(counted.ttlInSeconds) },
    })
  }
  app.addHook('onRequest', async (request) => refuseExceeded(await countAddress(request)))
  app.addHook('preParsing', async (request) => {
    if (request.caller) refuseExceeded(await countConsumer(request))
  })
}
