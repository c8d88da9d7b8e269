import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify'
import pg from 'pg'

/** One route of a bare handler: a request's values into one prepared statement, its first row out. */
export type BareRoute = {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly sql: string
  readonly values: (request: FastifyRequest) => unknown[]
  readonly status: number
}

/** Days and instants stay text: the floor must not pay for `Date`. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: unknown) =>
    [1082, 1184].includes(oid)
      ? (text: string) => text
      : pg.types.getTypeParser(oid, format as 'text'),
}

/**
 * The least that Fastify, pg and PostgreSQL can do together: no token, no tenant, no validation, no log, one
 * statement. What a service costs above this is the price of its promises.
 */
export function bareHandler(
  database: { url: string; connections: number },
  routes: readonly BareRoute[],
): FastifyInstance {
  const pool = new pg.Pool({ connectionString: database.url, max: database.connections, types })
  const app = fastify({ logger: false })
  for (const [at, { method, url, sql, values, status }] of routes.entries()) {
    const name = `bare${at}`
    app.route({
      method,
      url,
      handler: async (request, reply) => {
        const { rows } = await pool.query({ name, text: sql, values: values(request) })
        return reply.code(status).send(rows[0])
      },
    })
  }
  app.addHook('onClose', () => pool.end())
  return app
}
