import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Kit } from './kit.ts'

/** The service's own numbers, one registry an app: nothing is shared between apps in one process. */
export function metrics<Tables>(kit: Kit<Tables>, isProcess: boolean): void {
  const registers = [new Registry()]
  const [registry] = registers as [Registry]
  if (isProcess) collectDefaultMetrics({ register: registry })
  const seconds = new Histogram({
    name: 'fotfeste_request_seconds',
    help: 'Time to answer, by operation and status',
    labelNames: ['operation', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  })
  const refusals = new Counter({
    name: 'fotfeste_problems_total',
    help: 'Problems answered, by operation and status',
    labelNames: ['operation', 'status'],
    registers,
  })
  new Gauge({
    name: 'fotfeste_pool_connections',
    help: 'Database connections, by state',
    labelNames: ['state'],
    registers,
    collect() {
      this.set({ state: 'idle' }, kit.pool.idleCount)
      this.set({ state: 'all' }, kit.pool.totalCount)
      this.set({ state: 'waited-for' }, kit.pool.waitingCount)
    },
  })
  kit.app.addHook('onResponse', (request, reply, done) => {
    const labels = {
      operation: request.routeOptions.config.contract?.id ?? 'other',
      status: String(reply.statusCode),
    }
    seconds.observe(labels, reply.elapsedTime / 1000)
    if (reply.statusCode >= 400) refusals.inc(labels)
    done()
  })
  kit.app.get('/metrics', { schema: { hide: true } as never }, async (_request, reply) =>
    reply.type(registry.contentType).send(await registry.metrics()),
  )
}

/** `/health/live` and `/health/ready`: ready when the database answers at the expected version and nothing drains. */
export function health<Tables>(kit: Kit<Tables>, expected: Record<string, string>): void {
  kit.app.get('/health/live', { schema: { hide: true } as never }, async () => ({ status: 'live' }))
  kit.app.get('/health/ready', { schema: { hide: true } as never }, async (_request, reply) => {
    const state = await databaseState(kit, expected).catch(() => ({
      database: 'unreachable',
      migrations: 'unknown',
      followers: [] as unknown[],
    }))
    const isReady =
      state.database === 'reachable' && state.migrations === 'expected' && !kit.stopping.aborted
    if (!isReady) reply.code(503).header('retry-after', '5')
    return { status: isReady ? 'ready' : 'not-ready', draining: kit.stopping.aborted, ...state }
  })
}

async function databaseState<Tables>({ pool }: Kit<Tables>, expected: Record<string, string>) {
  const { rows } = await pool.query(`select
    (select max(name) from system.applied_file where track = 'base') as base,
    (select max(name) from system.applied_file where track = 'service') as service,
    (select coalesce(jsonb_agg(jsonb_build_object('source', source, 'position', position,
      'ageSeconds', extract(epoch from now() - moved_at)::int) order by source), '[]') from system.follow) as followers`)
  const isExpected =
    (rows[0]?.base ?? '') === expected['base'] && (rows[0]?.service ?? '') === expected['service']
  return {
    database: 'reachable',
    migrations: isExpected ? 'expected' : 'other',
    followers: rows[0]?.followers as unknown[],
  }
}
