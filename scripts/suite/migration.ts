import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { ServiceName } from '@fotfeste/contracts/contract.ts'
import type { ServiceDatabase } from './databases.ts'
import { inherited } from './environment.ts'
import { ROOT, type SuiteSettings } from './settings.ts'

const run = promisify(execFile)

/** Runs the migrations of one service, by the same command that an operator uses. */
export async function migrateDatabase(
  service: ServiceName,
  { ownerUrl, role }: ServiceDatabase,
  settings: SuiteSettings,
): Promise<void> {
  const env = {
    ...inherited(settings.env),
    FOTFESTE_OWNER_DATABASE_URL: ownerUrl,
    FOTFESTE_APP_ROLE: role,
  }
  try {
    await run(process.execPath, [join(ROOT, 'scripts/migrate.ts'), service], { env })
  } catch (error) {
    const { stderr } = error as { stderr?: string }
    throw new Error(`The migrations of ${service} failed:\n${stderr || String(error)}`)
  }
}
