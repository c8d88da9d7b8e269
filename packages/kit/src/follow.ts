import type { ServiceName } from '@fotfeste/contracts/contract.ts'
import { type CloudEvent, feedContract } from '@fotfeste/contracts/feed.ts'
import { type Kysely, sql } from 'kysely'
import type pg from 'pg'
import type { client } from './client.ts'
import { jobView, openTransaction, setView, systemView } from './db.ts'
import type { Job } from './kit.ts'
import { send } from './trip.ts'

const PAGE = 200
const WAIT_SECONDS = 20
const MOVE = 'update system.follow set position = $2, moved_at = now() where source = $1'

type Settings<Tables> = {
  readonly source: ServiceName
  readonly pool: pg.Pool
  readonly call: ReturnType<typeof client>
  /** Writes what the event means, in the event's tenant; runs in the transaction that moves the cursor. */
  readonly apply: (trx: Kysely<Tables>, event: CloudEvent) => Promise<void>
}

async function cursorOf(pool: pg.Pool, source: string): Promise<number> {
  const { rows } = await pool.query('select position from system.follow where source = $1', [
    source,
  ])
  return rows[0]?.position ?? 0
}

/**
 * Applies a page and moves the cursor in one transaction: each event has its effect exactly once, whatever
 * crashes. A second copy of the service finds the cursor moved and leaves the page alone.
 */
export async function applyPage<Tables>(
  { pool, source, apply }: Pick<Settings<Tables>, 'pool' | 'source' | 'apply'>,
  after: number,
  events: readonly CloudEvent[],
): Promise<void> {
  const open = await openTransaction<Tables>(pool, systemView)
  try {
    const { rows } = await sql<{ position: number }>`
      insert into system.follow (source, position) values (${source}, 0)
      on conflict (source) do update set source = excluded.source
      returning position`.execute(open.trx)
    if (rows[0]?.position !== after) return await open.abandon()
    let tenant: string | null = null
    for (const event of events) {
      // A new view rides with the first statement of the event.
      const viewed =
        event.tenant === tenant ? null : send(open.client, setView(jobView(event.tenant)))
      tenant = event.tenant
      await Promise.all([viewed, apply(open.trx, event)])
    }
    await open.finish([{ sql: MOVE, parameters: [source, Number(events.at(-1)?.sequence)] }])
  } catch (error) {
    await open.abandon()
    throw error
  }
}

/** A job that follows another service's feed: page by page from its own cursor, waiting at the end. */
export function follow<Tables>(settings: Settings<Tables>): Job {
  const { source, pool, call } = settings
  return {
    name: `follow-${source}`,
    everyMs: 0,
    async run(signal) {
      const after = await cursorOf(pool, source)
      const events = (await call(feedContract(source), {
        query: { after, limit: PAGE, wait: WAIT_SECONDS },
        signal,
      })) as CloudEvent[]
      if (events.length > 0) await applyPage(settings, after, events)
    },
  }
}
