import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Postgres, startPostgres } from '@fotfeste/sandbox/postgres.ts'
import { portsOf, type SuiteSettings } from './settings.ts'

const LONGEST_WAIT_MS = 30_000

/** The embedded database, started again should it die: the services wait and go on. */
export async function keepPostgres(
  settings: SuiteSettings,
  say: (line: string) => void,
): Promise<{ url: string; stop(): Promise<void> }> {
  const options = {
    dataDir: join(settings.data, 'postgres'),
    port: portsOf(settings.portBase).postgres,
    durable: true,
  }
  let server: Postgres = await startPostgres(options)
  let isStopping = false
  const watched = watch()

  async function watch(): Promise<void> {
    for (;;) {
      await server.ended
      for (let failures = 0; !isStopping; failures++) {
        say(`postgres ended. Starting it again.`)
        const next = await startPostgres(options).catch((error: Error) => error)
        if (!(next instanceof Error)) {
          server = next
          say(`postgres runs again (process ${server.pid}).`)
          break
        }
        say(next.message)
        await pause(Math.min(1000 * 2 ** failures, LONGEST_WAIT_MS))
      }
      if (isStopping) return
    }
  }

  return {
    url: server.url,
    async stop() {
      isStopping = true
      await server.stop()
      await watched
    },
  }
}
