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
import pg from 'pg'

const TEXT = { date: 1082, timestamp: 1114, timestamptz: 1184, int8: 20 }

function safeInteger(text: string): number {
  const value = Number(text)
  assert(Number.isSafeInteger(value), 'a whole number of the database is safe')
  return value
}

/** PostgreSQL drops zeros at the end of a second's fraction; ours has three digits at least, like `toISOString`. */
function instantOf(text: string): string {
  const [whole = '', fraction = ''] = text
    .replace(/\+00(:00)?$/, '')
    .replace(' ', 'T')
    .split('.')
  return `${whole}.${fraction.padEnd(3, '0')}Z`
}

/** Days stay text, instants become ISO text in UTC, whole numbers stay exact (house decision 4.7, 4.8). */
const types: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: unknown) {
    if (oid === TEXT.int8) return safeInteger
    if (oid === TEXT.date) return (text: string) => text
    if (oid === TEXT.timestamptz) {
      return (text: string) => instantOf(text)
    }
    return pg.types.getTypeParser(oid, format as 'text')
  },
}

/** Opens the pool. Every limit is written out; statements of one trip are pipelined on one connection. */
export function openPool(url: string, max: number): pg.Pool {
  const options = {
    connectionString: url,
    max,
    pipeline: true,
    types,
    statement_timeout: 10_000,
    lock_timeout: 3_000,
    idle_in_transaction_session_timeout: 15_000,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    options: '-c timezone=UTC',
    application_name: 'fotfeste',
  }
  const pool = new pg.Pool(options)
  // An idle connection that the server ends is replaced by the pool; unheard, the event would end the process.
  pool.on('error', () => undefined)
  return pool
}

const MOST_NAMED_STATEMENTS = 500
const statementNames = new Map<string, string>()

function nameOf(sql: string): string | undefined {
  const known = statementNames.get(sql)
  if (known || statementNames.size >= MOST_NAMED_STATEMENTS) return known
  const name = `s${statementNames.size + 1}`
  statementNames.set(sql, name)
  return name
}

/** Sends one compiled query as a named prepared statement. */
export function send(
  client: pg.ClientBase,
  query: { readonly sql: string; readonly parameters: readonly unknown[] },
): Promise<pg.QueryResult> {
  const name = nameOf(query.sql)
  const values = query.parameters as unknown[]
  return client.query(name ? { name, text: query.sql, values } : { text: query.sql, values })
}

class PinnedConnection implements DatabaseConnection {
  readonly #client: pg.ClientBase
  constructor(client: pg.ClientBase) {
    this.#client = client
  }
  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const { rows, rowCount } = await send(this.#client, query)
    return { rows: rows as Row[], numAffectedRows: BigInt(rowCount ?? 0) }
  }
  // biome-ignore lint/correctness/useYield: a pipelined connection has no cursors (house 3.5)
  async *streamQuery(): AsyncIterableIterator<never> {
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

/** A Kysely that sends each query at once on the given connection, without waiting for the one before. */
const kyselyOn = <Tables>(client: pg.ClientBase): Kysely<Tables> => kyselyWith(pinnedDriver(client))

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
const SET_VIEW =
  "select set_config('app.tenant', $1, true), set_config('app.protected', $2, true), set_config('app.system', $3, true)"

/** The statement that opens a view inside a transaction. */
export const setView = (view: View) => ({
  sql: SET_VIEW,
  parameters: [view.tenant ?? '', view.seesProtected ? 'on' : 'off', view.isSystem ? 'on' : 'off'],
})

type Sendable = { readonly sql: string; readonly parameters: readonly unknown[] }

/** An open transaction: reads go through `trx`, `finish` sends the last statements and the commit as one trip. */
export type OpenTransaction<Tables> = {
  readonly trx: Kysely<Tables>
  readonly client: pg.ClientBase
  /** Statements whose answers are awaited with the next step. */
  readonly opening: Promise<unknown>
  finish(last: readonly Sendable[]): Promise<pg.QueryResult[]>
  /** Rolls back; `keep` is committed in a transaction of its own afterwards (the access log of a refusal). */
  abandon(): Promise<void>
}

/** Begins a transaction: `begin` and the view are sent, not awaited; the caller's first query rides along. */
export async function openTransaction<Tables>(
  pool: pg.Pool,
  view: View,
): Promise<OpenTransaction<Tables>> {
  const client = await pool.connect()
  const opening = Promise.all([send(client, BEGIN), send(client, setView(view))])
  opening.catch(() => undefined)
  let isOpen = true
  const release = () => {
    isOpen = false
    client.release(client.getTransactionStatus() !== 'I')
  }
  return {
    trx: kyselyOn<Tables>(client),
    client,
    opening,
    async finish(last) {
      const sent = [...last.map((query) => send(client, query)), send(client, COMMIT)]
      try {
        await opening
        const results = await allSettledOrFirstError(sent)
        // After an error PostgreSQL answers a commit with ROLLBACK and no error.
        assert(results.at(-1)?.command === 'COMMIT', 'the transaction was committed')
        return results
      } finally {
        release()
      }
    },
    async abandon() {
      if (!isOpen) return
      await send(client, { sql: 'rollback', parameters: [] }).catch(() => undefined)
      release()
    },
  }
}

/** Waits for every answer of a trip, then throws the first error: an early rejection alone would end the process. */
async function allSettledOrFirstError<T>(promises: readonly Promise<T>[]): Promise<T[]> {
  const settled = await Promise.allSettled(promises)
  const failed = settled.find((one) => one.status === 'rejected')
  if (failed) throw failed.reason
  return settled.map((one) => (one as PromiseFulfilledResult<T>).value)
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

/** The view of a job that works for one municipality: protected persons are paid like others (house 6). */
export const jobView = (tenant: string): View => ({ tenant, seesProtected: true, isSystem: false })
/** The view of the suite's own bookkeeping: the feed and its cursors. */
export const systemView: View = { tenant: null, seesProtected: false, isSystem: true }

/** Wraps an update so that it raises unless it changes exactly one row (house 3.9, concurrency). */
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
