import pg from 'pg'
import { CONNECTIONS, type House } from './house.ts'
import { type LoadResult, runLoad, type WireRequest } from './load.ts'
import { type Measured, measured, type Round } from './row.ts'

const ROUNDS = 3
const ROUND_MS = 6_000
const WARM_UP_MS = 3_000

/** One side of a measure. */
export type Side = {
  readonly url: string
  readonly status: number
  readonly next: () => WireRequest
}

/** Tables of the same columns, keys and indexes, without row security, foreign keys and checks. */
export async function bareTables(url: string, tables: readonly string[]): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    await client.query('create schema bare')
    for (const table of tables) {
      const name = table.split('.').at(-1)
      await client.query(
        `create table bare.${name} (like ${table} including defaults including identity including indexes)`,
      )
    }
  } finally {
    await client.end()
  }
}

/** Starts the bare handler of a route, as the superuser: no row security. */
export const startBare = (house: House, route: string, databaseUrl: string): Promise<string> =>
  house.startProgram('bare', {
    BENCH_ROUTE: route,
    BENCH_DATABASE_URL: databaseUrl,
    BENCH_CONNECTIONS: String(CONNECTIONS),
  })

const run = (side: Side, durationMs: number): Promise<LoadResult> =>
  runLoad({ ...side, connections: CONNECTIONS, durationMs })

/** Both sides warmed up, then in turns, so that a busier minute of the machine meets both. */
export async function besideFloor(name: string, ours: Side, floor: Side): Promise<Measured> {
  await run(ours, WARM_UP_MS)
  await run(floor, WARM_UP_MS)
  const rounds: Round[] = []
  for (let at = 0; at < ROUNDS; at++) {
    const bare = await run(floor, ROUND_MS)
    const full = await run(ours, ROUND_MS)
    const { perSecond: value, p50Ms, p99Ms } = full
    rounds.push({ value, floor: bare.perSecond, p50Ms, p99Ms })
  }
  return measured(name, 'requests/s', rounds)
}
