import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { SERVICES } from '@fotfeste/contracts/contract.ts'
import { databaseName, ownerUrl, roleName } from './databases.ts'
import { inherited } from './environment.ts'
import { ROOT, type SuiteSettings } from './settings.ts'

const run = promisify(execFile)

/** Runs the migrations of all services, by the same command that an operator uses. */
export async function migrateDatabases(url: string, settings: SuiteSettings): Promise<void> {
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
