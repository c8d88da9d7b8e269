import { createHash } from 'node:crypto'
import { existsSync, readdirSync, statfsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { erasePostgres } from '@fotfeste/sandbox/postgres-home.ts'
import { isAlive } from '@fotfeste/sandbox/postgres-lock.ts'

const ROOT = resolve(import.meta.dirname, '../../..')
const MEMORY = '/dev/shm'
const ROOM_BYTES = 4 * 1024 ** 3
const NAME = /^(?:test|crash)-(\d+)$/

/**
 * Where a process has a PostgreSQL that is thrown away: in memory where there is room (a container often has 64 MB),
 * else beside the data. Databases are thousands of small files, which a disk's journal makes three times as dear.
 */
export const passingFolder = (kind: 'test' | 'crash'): string =>
  join(hasRoom() ? inMemory() : onDisk(), `${kind}-${process.pid}`)

/** Removes the folders of processes that were killed. */
export function sweepPassing(): void {
  for (const place of [inMemory(), onDisk()].filter((folder) => existsSync(folder))) {
    for (const name of readdirSync(place)) {
      const pid = Number(NAME.exec(name)?.[1])
      if (pid > 0 && !isAlive(pid)) erasePostgres(join(place, name))
    }
  }
}

const onDisk = () => join(ROOT, '.data')
const inMemory = () =>
  join(MEMORY, `fotfeste-${createHash('sha256').update(ROOT).digest('hex').slice(0, 12)}`)

function hasRoom(): boolean {
  if (!existsSync(MEMORY)) return false
  const { bavail, bsize } = statfsSync(MEMORY)
  return Math.min(bavail * bsize, process.availableMemory()) >= ROOM_BYTES
}
