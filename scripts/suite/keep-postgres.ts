import { setTimeout as pause } from 'node:timers/promises'
import { type Postgres, startPostgres } from '@fotfeste/sandbox/postgres.ts'
import { firstData } from './first-data.ts'
import { portsOf, postgresFolder, type SuiteSettings } from './settings.ts'

const LONGEST_WAIT_MS = 30_000

/** The embedded database, started again should it die: the services wait and go on. */
export async function keepPostgres(
  settings: SuiteSettings & { readonly version: string },
  say: (line: string) => void,
): Promise<{ url: string; dataDir: string; stop(): Promise<void> }> {
  const options = {
    dataDir: postgresFolder(settings),
    port: portsOf(settings.portBase).postgres,
    durable: settings.durable,
    first: firstData(settings.version),
  }
  let server: Postgres = await startPostgres(options)
  const stopping = new AbortController()
  const watched = watch()

  async function restart(): Promise<void> {
    for (let failures = 0; !stopping.signal.aborted; failures++) {
      say('postgres ended. Starting it again.')
      try {
        server = await startPostgres(options)
        return say(`postgres runs again (process ${server.pid}).`)
      } catch (error) {
        say((error as Error).message)
        const waitMs = Math.min(1000 * 2 ** failures, LONGEST_WAIT_MS)
        await pause(waitMs, undefined, { signal: stopping.signal }).catch(() => undefined)
      }
    }
  }

  async function watch(): Promise<void> {
    while (!stopping.signal.aborted) {
      await server.ended
      await restart()
    }
    await server.stop()
  }

  return {
    url: server.url,
    dataDir: server.dataDir,
    async stop() {
      stopping.abort()
      await server.stop()
      await watched
    },
  }
}
