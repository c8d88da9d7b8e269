import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { SERVICES } from '@fotfeste/contracts/contract.ts'
import { COMPILE_CACHE } from './suite/environment.ts'
import { makeFirstData } from './suite/first-data.ts'
import { ROOT } from './suite/settings.ts'

/**
 * Run at installation, so that the first start of the suite is as quick as the next: loading everything once
 * leaves its code compiled, and the empty databases are made. Where that cannot be (no embedded PostgreSQL,
 * an account that may not run it), the first start makes them, or says what is wrong.
 */
enableCompileCache(COMPILE_CACHE)
const modules = [
  ...SERVICES.flatMap((service) => [
    `services/${service}/src/app.ts`,
    `services/${service}/src/config.ts`,
  ]),
  'packages/kit/src/service.ts',
  'packages/kit/src/migrate.ts',
  'packages/sandbox/src/clock.ts',
  'packages/sandbox/src/issuer.ts',
]
for (const path of modules) await import(pathToFileURL(join(ROOT, path)).href)
await makeFirstData().catch(() => undefined)
