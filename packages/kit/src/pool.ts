import { assert } from '@fotfeste/domain/values/assert.ts'
import pg from 'pg'

const TYPE = { date: 1082, dates: 1182, timestamptz: 1184, int8: 20, int8s: 1016, texts: 1009 }
const textsParser = pg.types.getTypeParser(TYPE.texts as number, 'text') as (
  text: string,
) => string[]

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

/** Days stay text, instants become ISO text in UTC, whole numbers stay exact. */
const parsers = new Map<number, (text: string) => unknown>([
  [TYPE.int8, safeInteger],
  [TYPE.int8s, (text) => textsParser(text).map(safeInteger)],
  [TYPE.date, (text) => text],
  [TYPE.dates, textsParser],
  [TYPE.timestamptz, instantOf],
])

/** How a value of a type is read from its text. */
export const parserOf = (oid: number): ((text: string) => unknown) =>
  parsers.get(oid) ?? (pg.types.getTypeParser(oid, 'text') as (text: string) => unknown)

const types: pg.CustomTypesConfig = { getTypeParser: (oid: number) => parserOf(oid) as never }

/** A connection's settings. Every limit is written out. */
export const connectionOptions = (url: string) => ({
  connectionString: url,
  types,
  statement_timeout: 10_000,
  lock_timeout: 3_000,
  idle_in_transaction_session_timeout: 15_000,
  connectionTimeoutMillis: 5_000,
  // Every statement is by key, so one plan serves all values; planning each time anew cost a third of a write.
  options: '-c timezone=UTC -c plan_cache_mode=force_generic_plan',
  application_name: 'fotfeste',
})

/** Opens the pool. */
export function openPool(url: string, max: number): pg.Pool {
  const pool = new pg.Pool({ ...connectionOptions(url), max, idleTimeoutMillis: 30_000 })
  // A connection that the server ends tells it to its queries and is replaced; unheard, the event itself would
  // end the process: the pool hears for the idle ones, each connection for itself while it is in use.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}
