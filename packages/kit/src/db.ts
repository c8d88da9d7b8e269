import { assert } from '@fotfeste/domain/values/assert.ts'
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely'
import type pg from 'pg'
import { type Answered, type Sendable, send } from './trip.ts'

class PinnedConnection implements DatabaseConnection {
  readonly #client: pg.ClientBase
  constructor(client: pg.ClientBase) {
    this.#client = client
  }
  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const { rows, rowCount } = await send(this.#client, query)
    return { rows: rows as Row[], numAffectedRows: BigInt(rowCount ?? 0) }
  }
  // A pipelined connection has no cursors.
  streamQuery(): AsyncIterableIterator<never> {
    throw new Error('streams are not used on a pipelined connection')
  }
}

function pinnedDriver(client: pg.ClientBase): Driver {
  const connection = new PinnedConnection(client)
  const never = async () => {
    throw new Error('the kit begins and ends transactions')
  }
  return {
    init: async () => undefined,
    acquireConnection: async () => connection,
    releaseConnection: async () => undefined,
    beginTransaction: never,
    commitTransaction: never,
    rollbackTransaction: never,
    destroy: async () => undefined,
  }
}

const kyselys = new WeakMap<pg.ClientBase, Kysely<never>>()

/**
 * A Kysely that sends each query at once on the given connection, without waiting for the one before. It holds
 * nothing of a transaction, so a connection keeps its own.
 */
function kyselyOn<Tables>(client: pg.ClientBase): Kysely<Tables> {
  const known = kyselys.get(client) ?? kyselyWith<never>(pinnedDriver(client))
  kyselys.set(client, known)
  return known as unknown as Kysely<Tables>
}

/** A Kysely that only writes queries down, for statements the kit sends. */
export const compileOnly = <Tables>(): Kysely<Tables> => kyselyWith(new DummyDriver())

function kyselyWith<Tables>(driver: Driver): Kysely<Tables> {
  return new Kysely<Tables>({
    dialect: {
      createDriver: () => driver,
      createAdapter: () => new PostgresAdapter(),
      createQueryCompiler: () => new PostgresQueryCompiler(),
      createIntrospector: (db) => new PostgresIntrospector(db),
    },
  })
}

/** Whose rows a transaction sees. */
export type View = {
  readonly tenant: string | null
  readonly seesProtected: boolean
  readonly isSystem: boolean
}

const BEGIN = { sql: 'begin', parameters: [] }
const COMMIT = { sql: 'commit', parameters: [] }
const ROLLBACK = { sql: 'rollback', parameters: [] }
const SET_VIEW =
  "select set_config('app.tenant', $1, true), set_config('app.protected', $2, true), set_config('app.system', $3, true)"
const SET_VIEW_AND_WAIT = `${SET_VIEW}, pg_advisory_xact_lock(hashtextextended($4, 4206))`

/** The statement that opens a view inside a transaction. */
export const setView = (view: View) => ({
  sql: SET_VIEW,
  parameters: [view.tenant ?? '', view.seesProtected ? 'on' : 'off', view.isSystem ? 'on' : 'off'],
})

/** An open transaction: reads go through `trx`, `finish` sends the last statements and the commit as one trip. */
export type OpenTransaction<Tables> = {
  readonly trx: Kysely<Tables>
  readonly client: pg.ClientBase
  /** Statements whose answers are awaited with the next step. */
  readonly opening: Promise<unknown>
  finish(last: readonly Sendable[]): Promise<Answered[]>
  /** Rolls back; `keep` is committed in a transaction of its own afterwards (the access log of a refusal). */
  abandon(): Promise<void>
}

function opened(view: View, turn: string | undefined): Sendable {
  const { sql, parameters } = setView(view)
  return turn === undefined
    ? { sql, parameters }
    : { sql: SET_VIEW_AND_WAIT, parameters: [...parameters, turn] }
}

/**
 * Begins a transaction: `begin` and the view are sent, not awaited; the caller's first queries ride along.
 * With a `turn`, what comes behind waits until no other transaction has the same.
 */
export async function openTransaction<Tables>(
  pool: pg.Pool,
  view: View,
  turn?: string,
): Promise<OpenTransaction<Tables>> {
  const client = await pool.connect()
  const opening = Promise.all([send(client, BEGIN), send(client, opened(view, turn))])
  opening.catch(() => undefined)
  let isOpen = true
  const release = () => {
    isOpen = false
    client.release(client.getTransactionStatus() !== 'I')
  }
  const abandon = async () => {
    if (!isOpen) return
    await send(client, ROLLBACK).catch(() => undefined)
    release()
  }
  return {
    trx: kyselyOn<Tables>(client),
    client,
    opening,
    async finish(last) {
      const sent = [...last, COMMIT].map((query) => send(client, query))
      try {
        const [, ...results] = await allSettledOrFirstError([opening, ...sent])
        // After an error PostgreSQL answers a commit with ROLLBACK and no error.
        assert(results.at(-1)?.command === 'COMMIT', 'the transaction was committed')
        release()
        return results
      } catch (error) {
        await abandon()
        throw error
      }
    },
    abandon,
  }
}

/** Waits for every answer of a trip, then throws the first error: an early rejection alone would end the process. */
async function allSettledOrFirstError(
  trip: readonly [opening: Promise<unknown>, ...Promise<Answered>[]],
): Promise<[unknown, ...Answered[]]> {
  const settled = await Promise.allSettled(trip)
  const failed = settled.find((one) => one.status === 'rejected')
  if (failed) throw failed.reason
  return settled.map((one) => (one as PromiseFulfilledResult<never>).value) as never
}

/** Runs work in one transaction under a view and commits; any error rolls back and is thrown. */
export async function inTransaction<Tables, Result>(
  pool: pg.Pool,
  view: View,
  work: (trx: Kysely<Tables>) => Promise<Result>,
): Promise<Result> {
  const open = await openTransaction<Tables>(pool, view)
  try {
    const result = await work(open.trx)
    await open.finish([])
    return result
  } catch (error) {
    await open.abandon()
    throw error
  }
}

/** The view of a job that works for one municipality: protected persons are paid like others. */
export const jobView = (tenant: string): View => ({ tenant, seesProtected: true, isSystem: false })
/** The view of the suite's own bookkeeping: the feed and its cursors. */
export const systemView: View = { tenant: null, seesProtected: false, isSystem: true }

/** Wraps an update so that it raises unless it changes exactly one row. */
export function exactlyOne(update: { compile(): CompiledQuery }): { compile(): CompiledQuery } {
  return {
    compile() {
      const query = update.compile()
      const returning = /\breturning\b/i.test(query.sql) ? query.sql : `${query.sql} returning 1`
      return {
        ...query,
        sql: `with changed as (${returning}) select system.exactly_one(count(*)) from changed`,
      }
    },
  }
}

/**
 * Held by whoever numbers events, and by whoever changes events already told: both write many rows of the
 * feed, and without it each could wait for the other.
 */
export const LOCK_FEED = 'select pg_advisory_xact_lock(4207)'
