import { randomUUIDv7 } from 'node:crypto'
import type { Socket } from 'node:net'
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { Contract } from '@fotfeste/contracts/contract.ts'
import fastify, { type FastifyInstance, type FastifyRequest, LogController } from 'fastify'
import { openLog } from './log.ts'
import { type Components, operationOf } from './openapi.ts'
import { asProblem, commonProblem, PROBLEM_TYPE, problemBody, sendProblem } from './problems.ts'

type Settings = {
  readonly logLevel: string
  readonly trustsProxy: boolean
  readonly logTo?: { write(line: string): void }
}

const isRequestId = (id: unknown): id is string =>
  typeof id === 'string' && /^[\w-]{1,64}$/.test(id)

/** W3C Trace Context: version 00 alone is understood; ids of nothing but zeros are none. */
const TRACE = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/

/** The caller's trace id, undefined without a well-formed `traceparent`. */
const traceOf = ({ headers }: FastifyRequest): string | undefined =>
  TRACE.exec(String(headers['traceparent']))?.[1]

/** The bare app: limits, time-outs, problems for every error, one log line a request. */
export function bareApp(settings: Settings): FastifyInstance {
  const { log, requests } = openLog(settings)
  const app = fastify({
    loggerInstance: log,
    logController: new LogController({
      disableRequestLogging: true,
      requestIdLogLabel: 'requestId',
    }),
    trustProxy: settings.trustsProxy,
    bodyLimit: 65_536,
    requestTimeout: 10_000,
    connectionTimeout: 60_000,
    keepAliveTimeout: 5_000,
    return503OnClosing: true,
    forceCloseConnections: 'idle',
    exposeHeadRoutes: false,
    routerOptions: { ignoreTrailingSlash: false, maxParamLength: 100 },
    requestIdHeader: false,
    genReqId: (raw) => {
      const given = raw.headers['x-request-id']
      return isRequestId(given) ? given : randomUUIDv7()
    },
    frameworkErrors: (error, _request, reply) => sendProblem(reply, asProblem(error)),
    clientErrorHandler: refuseUnreadable,
  }) as unknown as FastifyInstance
  // Plain text would be parsed as a body of that type (415).
  app.removeContentTypeParser('text/plain')
  // Text as it is, for the contracts that take it; the route refuses it elsewhere.
  app.addContentTypeParser('application/xml', { parseAs: 'string' }, (_request, body, done) =>
    done(null, body),
  )
  app.decorateRequest('caller', null)
  app.setErrorHandler((error, request, reply) => {
    const told = asProblem(error)
    if (told.spec.status >= 500) request.log.error({ err: error }, 'request failed')
    return sendProblem(reply, told)
  })
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id).header('cache-control', 'no-store')
    if (traceOf(request)) reply.header('traceparent', request.headers['traceparent'])
    done()
  })
  app.addHook('onResponse', (request, reply, done) => {
    requests.info({
      requestId: request.id,
      operation: request.routeOptions.config.contract?.id ?? 'other',
      method: request.method,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 10) / 10,
      tenant: request.caller?.tenant ?? null,
      party: request.caller?.party ?? null,
      jti: request.caller?.jti ?? null,
      trace: traceOf(request),
    })
    done()
  })
  return app
}

/** What is not readable as HTTP never becomes a request; it is answered on the bare socket. */
function refuseUnreadable(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const told =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? commonProblem('headers-too-large', 'Send fewer or shorter header fields.')
      : commonProblem('malformed-request', 'Send a request that is readable HTTP/1.1.')
  const id = randomUUIDv7()
  const body = problemBody(told, id)
  const head = [
    `HTTP/1.1 ${told.spec.status} ${told.spec.title}`,
    `content-type: ${PROBLEM_TYPE}`,
    `content-length: ${Buffer.byteLength(body)}`,
    `x-request-id: ${id}`,
    'connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}

/** 404 for an address that is not there, before its body is looked at; registered behind the rate limit. */
export function refuseUnknownPaths(app: FastifyInstance): void {
  const unknown = () =>
    commonProblem('no-such-operation', 'See /openapi.json or /docs for what there is.')
  app.setNotFoundHandler((_request, reply) => sendProblem(reply, unknown()))
  app.addHook('onRequest', (request, _reply, done) => (request.is404 ? done(unknown()) : done()))
}

type Described = {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly version: string
  readonly problems: Parameters<typeof operationOf>[1]
}

/**
 * Everything from here. Inline styles, because the page's own bundle sets them; and no upgrade to https, which
 * would leave the page empty where the service is reached by http.
 */
const DOCS_POLICY = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'self'",
  "frame-ancestors 'none'",
].join('; ')

/** `/openapi.json` and `/docs`: the document is made of the contracts that the routes carry. */
export async function describe(app: FastifyInstance, service: Described): Promise<void> {
  const components: Components = new Map()
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: service.title,
        description: service.description,
        version: service.version,
        license: { name: 'EUPL-1.2', identifier: 'EUPL-1.2' },
      },
      servers: [{ url: '/', description: 'This service' }],
      components: {
        securitySchemes: {
          token: {
            type: 'http',
            scheme: 'bearer',
            bearerFormat: 'JWT',
            description: 'A token of a configured issuer',
          },
        },
      },
    },
    transform: ({ schema, url, route }) => {
      const contract = (route as { config?: { contract?: Contract } }).config?.contract
      const isShown = contract?.visibility === 'public'
      return { url, schema: isShown ? (schema ?? {}) : { ...schema, hide: true } }
    },
    transformObject: (document) => {
      const { openapiObject } = document as {
        openapiObject: { paths: Record<string, Record<string, unknown>> }
      }
      const shown = contractsOf(app).filter(({ visibility }) => visibility === 'public')
      for (const contract of shown) {
        const methods = openapiObject.paths[contract.path] ?? {}
        methods[contract.method.toLowerCase()] = operationOf(contract, service.problems, components)
        openapiObject.paths[contract.path] = methods
      }
      const named = Object.fromEntries([...components].sort(([a], [b]) => (a < b ? -1 : 1)))
      return {
        ...openapiObject,
        tags: tagsOf(shown),
        components: {
          ...(openapiObject as never as { components: object }).components,
          schemas: named,
        },
      } as never
    },
  })
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    theme: { title: service.title },
    staticCSP: DOCS_POLICY,
    // Without null the page would show the document's address to validator.swagger.io.
    uiConfig: { persistAuthorization: true, validatorUrl: null },
  })
  app.get('/openapi.json', { schema: { hide: true } as never }, async () => app.swagger())
}

/** The document's groups; each is told by its operations. */
function tagsOf(contracts: readonly Contract[]) {
  return [...new Set(contracts.map(({ tag }) => tag))].map((name) => {
    const summaries = contracts.filter(({ tag }) => tag === name).map(({ summary }) => summary)
    return { name, description: summaries.join(' · ') }
  })
}

const served = new WeakMap<FastifyInstance, Contract[]>()
/** Every address with its methods, those without a contract too (`/health/live`, `/metrics`). */
const methodsOf = new WeakMap<FastifyInstance, Map<string, Set<string>>>()

/** The contracts an app serves, in the order of registration. */
export const contractsOf = (app: FastifyInstance): readonly Contract[] => served.get(app) ?? []

/** Remembers each contract as its route is registered; must be called before the routes. */
export function rememberContracts(app: FastifyInstance): void {
  const held: Contract[] = []
  const methods = new Map<string, Set<string>>()
  served.set(app, held)
  methodsOf.set(app, methods)
  app.addHook('onRoute', ({ config, url, method }) => {
    if (config?.contract) held.push(config.contract)
    methods.set(url, new Set([...(methods.get(url) ?? []), ...[method].flat()]))
  })
}

const METHODS = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

/** 405 with `Allow` for every method that a known path does not have, before the body is looked at. */
export function refuseOtherMethods(app: FastifyInstance): void {
  for (const [url, methods] of [...(methodsOf.get(app) ?? [])]) {
    const known = [...methods]
    const allow = known.join(', ')
    const refuse = async () => {
      throw commonProblem('method-not-allowed', `Use one of: ${allow}.`, { headers: { allow } })
    }
    app.route({
      method: METHODS.filter((method) => !methods.has(method)),
      url,
      schema: { hide: true } as never,
      onRequest: refuse,
      handler: refuse,
    })
  }
}
