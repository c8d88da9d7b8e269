import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'

const PATIENCE_MS = 2_000
const IN_USE = '55006'

/**
 * Drops a database once its last connection is gone: a pool that has ended may still be saying goodbye, and
 * cutting it off then is an error nobody listens to. Who still holds on after two seconds is cut off.
 */
export async function dropDatabase(client: pg.ClientBase, name: string): Promise<void> {
  for (const started = performance.now(); performance.now() - started < PATIENCE_MS; ) {
    try {
      await client.query(`drop database if exists ${name}`)
      return
    } catch (error) {
      if ((error as { code?: string }).code !== IN_USE) throw error
      await pause(10)
    }
  }
  await client.query(`drop database if exists ${name} with (force)`)
}
