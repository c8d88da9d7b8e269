import { refuse } from '@fotfeste/domain/values/refusal.ts'
import type { BaseConfig } from '@fotfeste/kit/config.ts'
import type { NewEvent } from '@fotfeste/kit/event.ts'
import type { Job, Kit, Service } from '@fotfeste/kit/kit.ts'
import { pageOf, readCursor } from '@fotfeste/kit/page.ts'
import { serve, serveOne } from '@fotfeste/kit/serve.ts'
import {
  approveToy,
  changeToy,
  createToy,
  getToy,
  listToys,
  problems,
  spoilToy,
  toyContracts,
} from './contracts.ts'
import { spoil } from './faults.ts'
import {
  findToys,
  insertToy,
  lockToy,
  type Row,
  readToy,
  type Tables,
  updateToy,
} from './queries.ts'

const shown = (row: Row) => ({
  toyId: row.id as never,
  name: row.name,
  grams: row.grams,
  colour: null,
  version: row.version,
})

export const toyEvent = (type: string, row: Row): NewEvent => ({
  type,
  version: 1,
  subject: row.id,
  isProtected: row.protected,
  data: { toyId: row.id, grams: row.grams, version: row.version },
})

const missing = refuse('not-found', 'There is no such toy: look in the list.')

function toys(kit: Kit<Tables>): void {
  serve(kit, createToy, async ({ body }, { trx, caller, newId }) => {
    if (body.grams > 10_000) return refuse('too-heavy', 'Make it lighter.', '/grams')
    const row = { ...body, tenant: caller.tenant, id: newId(), version: 1 }
    return {
      status: 201,
      body: shown(row),
      version: 1,
      location: `/v1/toys/${row.id}`,
      save: [insertToy(trx, row)],
      event: toyEvent('ToyMade', row),
      persons: [row.id],
      conflicts: { toy_name: refuse('name-taken', 'Take another name.', '/name') },
    }
  })

  serveOne(kit, getToy, {
    query: (asked, { params }) => readToy(kit.compile, asked, params.toyId),
    reply: (row: Row) => ({ status: 200, body: shown(row), version: row.version }),
  })

  serve(kit, listToys, async ({ query }, { trx }) => {
    const after = readCursor(query.cursor)
    const { limit, name } = query
    const rows = await findToys(trx, { after: after?.[1], name, limit: limit + 1 })
    const body = pageOf(rows, limit, { item: shown, cursor: ({ id }) => ['', id] })
    return { status: 200, body, persons: body.items.map(({ toyId }) => toyId) }
  })
}

function changes(kit: Kit<Tables>): void {
  serve(kit, changeToy, async ({ params, body }, { trx, expectVersion }) => {
    const held = await lockToy(trx, params.toyId)
    if (!held) return missing
    expectVersion(held.version)
    if (body.grams > 10_000) return refuse('too-heavy', 'Make it lighter.', '/grams')
    const row = { ...held, grams: body.grams, version: held.version + 1 }
    return {
      status: 200,
      body: shown(row),
      version: row.version,
      save: [updateToy(trx, row)],
      event: toyEvent('ToyChanged', row),
    }
  })

  serve(kit, approveToy, async ({ params }, { trx, expectVersion }) => {
    const held = await lockToy(trx, params.toyId)
    if (!held) return missing
    expectVersion(held.version)
    const row = { ...held, version: held.version + 1 }
    return { status: 200, body: shown(row), version: row.version, save: [updateToy(trx, row)] }
  })

  serve(kit, spoilToy, async ({ params, body }, { trx }) => {
    const held = await lockToy(trx, params.toyId)
    if (!held) return missing
    const answer = { status: 200 as const, body: shown(held), version: held.version }
    return spoil(body.how, { trx, held, answer }) as Promise<typeof answer>
  })
}

/** A service that is nobody's: each promise of the kit is shown on it once. */
export const toyService = (jobs: readonly Job[] = []): Service<Tables, BaseConfig> => ({
  name: 'guides',
  title: 'Toys',
  description: 'Toys.',
  version: '1.0.0',
  contracts: toyContracts,
  problems,
  migrations: new URL('./migrations/', import.meta.url),
  routes: [toys, changes],
  jobs: () => jobs,
})
