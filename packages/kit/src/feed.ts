import { setTimeout as sleep } from 'node:timers/promises'
import type { CloudEvent, feedQuery } from '@fotfeste/contracts/feed.ts'
import { feedContract } from '@fotfeste/contracts/feed.ts'
import type pg from 'pg'
import type { z } from 'zod'
import type { Caller } from './auth.ts'
import { LOCK_FEED, openTransaction, systemView, type View } from './db.ts'
import type { Kit } from './kit.ts'
import { parseInput, requireScope, route } from './route.ts'
import { send } from './trip.ts'

const NEWEST = 'select coalesce(max(position), 0) as newest from system.feed'
const HAS_UNNUMBERED = 'select exists (select from system.feed where position is null) as found'
const NUMBER = `update system.feed f set position = n.position
  from (select id, (select coalesce(max(position), 0) from system.feed) + row_number() over (order by id) as position
        from system.feed where position is null) n
  where f.id = n.id`

/**
 * Gives positions to the committed events that have none. Whoever reads first does it, under a lock that only
 * readers take; the numbering sees what is committed, so no reader's cursor can pass an event that comes late.
 */
async function numberEvents(pool: pg.Pool): Promise<void> {
  const open = await openTransaction(pool, systemView)
  try {
    const [found] = await Promise.all([
      send(open.client, { sql: HAS_UNNUMBERED, parameters: [] }),
      open.opening,
    ])
    if (found.rows[0]?.found !== true) return await open.abandon()
    await open.finish([
      { sql: LOCK_FEED, parameters: [] },
      { sql: NUMBER, parameters: [] },
    ])
  } catch (error) {
    await open.abandon()
    throw error
  }
}

type Row = {
  event_id: string
  type: string
  version: number
  tenant: string
  subject: string
  data: Record<string, unknown>
  occurred_at: string
  position: number
}

const COLUMNS = 'event_id, type, version, tenant, subject, data, occurred_at, position'

async function readEvents(
  pool: pg.Pool,
  view: View,
  asked: { after: string; limit: number },
): Promise<Row[]> {
  await numberEvents(pool)
  const open = await openTransaction(pool, view)
  const own = view.tenant === null ? [] : [view.tenant]
  const [events] = await open.finish([
    {
      sql: `select ${COLUMNS} from system.feed where ${own.length > 0 ? 'tenant = $3 and ' : ''}position > $1
        order by position limit $2`,
      parameters: [asked.after, asked.limit, ...own],
    },
  ])
  return (events?.rows ?? []) as Row[]
}

function toCloudEvent(service: string, row: Row): CloudEvent {
  return {
    specversion: '1.0',
    id: row.event_id,
    source: `urn:fotfeste:${service}`,
    type: row.type,
    subject: row.subject,
    time: row.occurred_at,
    datacontenttype: 'application/json',
    sequence: String(row.position),
    tenant: row.tenant,
    typeversion: row.version,
    data: row.data,
  }
}

function viewOf(caller: Caller): View {
  if (caller.tenant === null) {
    requireScope(caller, 'fotfeste:system.feed')
    return systemView
  }
  return {
    tenant: caller.tenant,
    seesProtected: caller.scopes.has('fotfeste:protected.read'),
    isSystem: false,
  }
}

const POLL_MS = 100
const MOST_WAITING = 200

/** The newest position, asked for once every 100 ms for all who wait in this process: never by NOTIFY. */
function newestPosition(pool: pg.Pool): () => Promise<number> {
  let asked: { at: number; newest: Promise<number> } | null = null
  const ask = async () => {
    await numberEvents(pool)
    const open = await openTransaction(pool, systemView)
    const [top] = await open.finish([{ sql: NEWEST, parameters: [] }])
    return Number(top?.rows[0]?.newest ?? 0)
  }
  return () => {
    if (!asked || Date.now() - asked.at >= POLL_MS) asked = { at: Date.now(), newest: ask() }
    return asked.newest
  }
}

/** Registers `GET /v1/events`. A waiting reader holds no database connection; a stop answers it at once. */
export function serveFeed<Tables>(kit: Kit<Tables>): void {
  const contract = feedContract(kit.service)
  const newest = newestPosition(kit.pool)
  let waiting = 0
  route(kit, contract, async (request, reply) => {
    const caller = request.caller as Caller
    const { after, limit, wait } = parseInput(contract, request).query as z.output<typeof feedQuery>
    const view = viewOf(caller)
    const until = Date.now() + (waiting < MOST_WAITING ? wait * 1000 : 0)
    waiting += 1
    try {
      let known = -1
      let events = await readEvents(kit.pool, view, { after, limit })
      while (events.length === 0 && Date.now() < until) {
        await sleep(POLL_MS, undefined, { signal: kit.stopping }).catch(() => undefined)
        if (kit.stopping.aborted || request.raw.destroyed) break
        const top = await newest()
        if (top > known) events = await readEvents(kit.pool, view, { after, limit })
        known = top
      }
      if (kit.stopping.aborted) reply.header('connection', 'close')
      return reply
        .type('application/cloudevents-batch+json')
        .serializer((text: string) => text)
        .send(JSON.stringify(events.map((row) => toCloudEvent(kit.service, row))))
    } finally {
      waiting -= 1
    }
  })
}
