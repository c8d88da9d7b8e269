import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { SERVICES } from '@fotfeste/contracts/contract.ts'
import { breakingChanges } from './openapi/breaking.ts'

const FOLDER = resolve(import.meta.dirname, '../openapi')
const read = (path: string): unknown => JSON.parse(readFileSync(resolve(FOLDER, path), 'utf8'))

/** Compares each document with the one that was last released, where one was. */
const changes = SERVICES.flatMap((service) => {
  const isReleased = existsSync(resolve(FOLDER, `released/${service}.json`))
  if (!isReleased) return []
  return breakingChanges(read(`released/${service}.json`), read(`${service}.json`)).map(
    (change) => `${service}: ${change}`,
  )
})
for (const change of changes) console.log(change)
console.log(`${changes.length} breaking changes since the last release`)
process.exitCode = changes.length === 0 ? 0 : 1
