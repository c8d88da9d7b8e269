import { existsSync } from 'node:fs'
// By path: an image of one service holds the kit, but not the workspace's own dependencies.
import { migrate } from '../packages/kit/src/migrate.ts'

const USAGE = `node scripts/migrate.ts <service>

Brings a service's database to the newest version. Safe when several run at once.

  FOTFESTE_OWNER_DATABASE_URL   address with the role that owns the database
  FOTFESTE_APP_ROLE             role that the service runs as (default svc_<service>)
`

const [service = ''] = process.argv.slice(2)
const folder = new URL(`../services/${service}/src/db/migrations/`, import.meta.url)
const url = process.env['FOTFESTE_OWNER_DATABASE_URL']
const appRole = process.env['FOTFESTE_APP_ROLE'] || `svc_${service}`

if (!/^[a-z]+$/.test(service) || !existsSync(folder) || !url) {
  console.error(USAGE)
  process.exitCode = 2
} else {
  const applied = await migrate({ url, appRole, folder })
  console.log(applied.length === 0 ? 'nothing to do' : applied.join('\n'))
}
