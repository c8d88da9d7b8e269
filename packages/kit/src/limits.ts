import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import underPressure from '@fastify/under-pressure'
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify'
import { commonProblem } from './problems.ts'

const MINUTE_MS = 60_000
/** Before the token an address may ask this many times as often: many consumers share one. */
const ADDRESS_FACTOR = 10

type Settings = { readonly ratePerMinute: number; readonly isSandbox: boolean }

/**
 * Security headers, back-pressure and rate limits: before the token by address, after it by consumer. The sandbox
 * shares its machine with tests and tools, whose load says nothing of this service: no back-pressure there.
 */
export async function protect(app: FastifyInstance, settings: Settings): Promise<void> {
  const fixed = await helmetHeaders()
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers(fixed)
    done()
  })
  if (!settings.isSandbox) await app.register(underPressure, PRESSURE)
  if (settings.ratePerMinute > 0) await limitRate(app, settings.ratePerMinute)
}

/**
 * What helmet sets is the same for every answer, so it is asked for once: a dozen setters on each raw answer also
 * keep Node from writing all headers in one go.
 */
async function helmetHeaders(): Promise<Record<string, string>> {
  const probe = fastify()
  await probe.register(helmet, { contentSecurityPolicy: false })
  probe.get('/', (_request, reply) => reply.code(204).send())
  const { headers } = await probe.inject('/')
  await probe.close()
  const { date: _date, connection: _connection, ...fixed } = headers
  return fixed as Record<string, string>
}

const isHealth = ({ url }: FastifyRequest): boolean => url.startsWith('/health/')

/** Busy is not ill: a service that is held up is still alive, so its health is told as it is. */
const PRESSURE = {
  maxEventLoopDelay: 1_000,
  maxEventLoopUtilization: 0,
  pressureHandler(request: FastifyRequest): void {
    if (isHealth(request)) return
    throw commonProblem('unavailable', 'The service is busy: try again after the given seconds.')
  },
}

async function limitRate(app: FastifyInstance, ratePerMinute: number): Promise<void> {
  await app.register(rateLimit, { global: false })
  const countAddress = app.createRateLimit({
    max: ratePerMinute * ADDRESS_FACTOR,
    timeWindow: MINUTE_MS,
    allowList: isHealth,
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
