import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { SERVICES, type ServiceName } from '@fotfeste/contracts/contract.ts'
import { notedVersion, noteVersion } from './data-version.ts'
import {
  databaseName,
  ownerUrl,
  prepareDatabases,
  roleName,
  type ServiceDatabase,
} from './databases.ts'
import { inherited } from './environment.ts'
import { ROOT, type SuiteSettings } from './settings.ts'

const run = promisify(execFile)

type Server = { readonly url: string; readonly dataDir: string | undefined }
type Settings = Pick<SuiteSettings, 'prefix' | 'env'>

/**
 * Makes what is missing of the four databases and brings them to the newest version. Embedded data that
 * this very version has migrated before is left as it is: to ask again would be a fifth of a start.
 */
export async function upToDate(
  { url, dataDir }: Server,
  { version, ...settings }: Settings & { readonly version: string },
): Promise<Record<ServiceName, ServiceDatabase>> {
  const databases = await prepareDatabases(url, settings.prefix)
  const isKnown = dataDir !== undefined && (await notedVersion(dataDir)) === version
  if (isKnown && !Object.values(databases).some(({ isNew }) => isNew)) return databases
  if (dataDir !== undefined) await noteVersion(dataDir, 'migrating')
  await migrateDatabases(url, settings)
  if (dataDir !== undefined) await noteVersion(dataDir, version)
  return databases
}

/** Runs the migrations of all services, by the same command that an operator uses. */
async function migrateDatabases(url: string, settings: Settings): Promise<void> {
  const name = `${settings.prefix}{service}`
  const env = {
    ...inherited(settings.env),
    FOTFESTE_OWNER_DATABASE_URL: ownerUrl(url, databaseName(name)),
    FOTFESTE_APP_ROLE: roleName(name),
  }
  try {
    await run(process.execPath, [join(ROOT, 'scripts/migrate.ts'), ...SERVICES], { env })
  } catch (error) {
    const { stderr } = error as { stderr?: string }
    throw new Error(`The migrations failed:\n${stderr || String(error)}`)
  }
}
