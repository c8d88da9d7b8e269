import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { SERVICES } from '@fotfeste/contracts/contract.ts'
import { findPackage } from '@fotfeste/sandbox/postgres-home.ts'
import { ROOT } from './settings.ts'

/** What decides how empty data looks, beside PostgreSQL itself and the migrations. */
const MAKERS = [
  'packages/kit/src/migrate.ts',
  'packages/sandbox/src/postgres-data.ts',
  'scripts/suite/databases.ts',
]
const MIGRATED = ['packages/kit', ...SERVICES.map((service) => `services/${service}/src/db`)]
const NOTE = 'fotfeste.version'

/** A name for how this code makes and migrates data; another whenever a file that decides it changes. */
export async function dataVersion(): Promise<string> {
  const migrations = await Promise.all(MIGRATED.map((folder) => filesIn(`${folder}/migrations`)))
  const hash = createHash('sha256').update(findPackage().version)
  for (const file of [...MAKERS, ...migrations.flat()]) {
    hash.update(`\0${file}\0`).update(await readFile(join(ROOT, file)))
  }
  return hash.digest('hex').slice(0, 16)
}

const filesIn = async (folder: string): Promise<string[]> =>
  (await readdir(join(ROOT, folder))).sort().map((name) => `${folder}/${name}`)

/** The version that a server's data was brought to; empty where none was noted. */
export const notedVersion = (data: string): Promise<string> =>
  readFile(join(data, NOTE), 'utf8').catch(() => '')

/** Notes it, once every migration has run. */
export const noteVersion = (data: string, version: string): Promise<void> =>
  writeFile(join(data, NOTE), version)
