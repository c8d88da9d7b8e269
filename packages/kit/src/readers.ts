import pg from 'pg'
import { connectionOptions } from './pool.ts'
import type { Answered, Sendable } from './trip.ts'

/** Shared by all reads that are one statement. */
export type Readers = {
  read(query: Sendable): Promise<Answered>
  end(): Promise<void>
}

const names = new Map<string, string>()

function nameOf(sql: string): string {
  const known = names.get(sql) ?? `r${names.size + 1}`
  names.set(sql, known)
  return known
}

/**
 * A few connections on which statements follow each other without waiting, each with a Sync and so a transaction of
 * its own: what one sets or breaks is not there for the next. A backend kept busy need not be woken for each read,
 * and waking was the greatest part of a read's cost. A lost connection fails its reads and is made anew by the next.
 */
export function openReaders(url: string, count: number): Readers {
  const held = new Map<number, Promise<pg.Client>>()
  let turn = 0

  async function connect(at: number): Promise<pg.Client> {
    const client = new pg.Client({ ...connectionOptions(url), pipeline: true } as pg.ClientConfig)
    const forget = () => held.delete(at)
    client.on('error', forget)
    client.on('end', forget)
    await client.connect()
    return client
  }

  function reader(at: number): Promise<pg.Client> {
    const known = held.get(at) ?? connect(at)
    held.set(at, known)
    known.catch(() => held.delete(at))
    return known
  }

  return {
    async read({ sql, parameters }) {
      turn = (turn + 1) % count
      const client = await reader(turn)
      return client.query({ name: nameOf(sql), text: sql, values: [...parameters] })
    },
    async end() {
      const open = await Promise.allSettled(held.values())
      await Promise.all(open.map((one) => (one.status === 'fulfilled' ? one.value.end() : null)))
    },
  }
}
