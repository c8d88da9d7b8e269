import { existsSync } from 'node:fs'
import { cp, mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { startPostgres } from '@fotfeste/sandbox/postgres.ts'
import { erasePostgres } from '@fotfeste/sandbox/postgres-home.ts'
import { dataVersion } from './data-version.ts'
import { upToDate } from './migration.ts'
import { ROOT } from './settings.ts'

const PLACE = join(ROOT, 'node_modules/.cache/fotfeste-data')

/** Where data to begin from is kept: the four databases with all migrations of this version and no rows. */
export const firstData = (version: string): string => join(PLACE, version)

/** Makes that data where it is not there yet, and forgets what other versions made. */
export async function makeFirstData(): Promise<void> {
  const version = await dataVersion()
  const place = firstData(version)
  // A start may be copying it just now.
  if (existsSync(place)) return
  const working = join(ROOT, `.data/first-${process.pid}`)
  const server = await startPostgres({ dataDir: working, port: 0, durable: false })
  try {
    await upToDate(server, { prefix: '', env: process.env, version })
    await server.stop()
    await rm(PLACE, { recursive: true, force: true })
    await mkdir(PLACE, { recursive: true })
    await cp(server.dataDir, `${place}.new`, { recursive: true })
    await rename(`${place}.new`, place)
  } finally {
    await server.stop()
    erasePostgres(working)
  }
}
