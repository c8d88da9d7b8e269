import type { Contract } from '@fotfeste/contracts/contract.ts'
import fastify from 'fastify'

type Handler = (asked: { params: unknown; query: unknown; body: unknown }) => unknown

/**
 * Serves another service's contracts on loopback. What a handler gives is checked against the contract, so a
 * stand-in that breaks it fails the test.
 */
export async function peer(
  t: { teardown(work: () => Promise<void>): void },
  handlers: readonly (readonly [Contract, Handler])[],
): Promise<string> {
  const app = fastify()
  for (const [contract, handler] of handlers) {
    app.route({
      method: contract.method,
      url: contract.path.replace(/\{(\w+)\}/g, ':$1'),
      handler: async (request, reply) => {
        const query = contract.query ? contract.query.parse(request.query) : request.query
        const given = contract.body ? contract.body.parse(request.body) : undefined
        const body = await handler({ params: request.params, query, body: given })
        const schema = contract.replies[200]?.schema
        return reply.send(schema ? schema.parse(body) : body)
      },
    })
  }
  t.teardown(() => app.close())
  return app.listen({ host: '127.0.0.1', port: 0 })
}

/** Waits until a condition holds, asking every 50 ms; throws after the limit. */
export async function until(
  condition: () => Promise<boolean> | boolean,
  limitMs: number,
): Promise<void> {
  const end = Date.now() + limitMs
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`the condition did not hold within ${limitMs} ms`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
