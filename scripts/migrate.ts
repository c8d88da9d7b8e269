import { existsSync } from 'node:fs'
// By path: an image of one service holds the kit, but not the workspace's own dependencies.
import { migrate } from '../packages/kit/src/migrate.ts'

const USAGE = `node scripts/migrate.ts <service>...

Brings each service's database to the newest version. Safe when several run at once.

  FOTFESTE_OWNER_DATABASE_URL   address with the role that owns the database
  FOTFESTE_APP_ROLE             role that the service runs as (default svc_{service})

Where several services are named, {service} in either stands for the service's name.
`

const services = process.argv.slice(2)
const url = process.env['FOTFESTE_OWNER_DATABASE_URL'] ?? ''
const appRole = process.env['FOTFESTE_APP_ROLE'] || 'svc_{service}'

const folderOf = (service: string): URL =>
  new URL(`../services/${service}/src/db/migrations/`, import.meta.url)

async function bringUp(service: string): Promise<void> {
  const of = (text: string) => text.replaceAll('{service}', service)
  const applied = await migrate({
    url: of(url),
    appRole: of(appRole),
    folder: folderOf(service),
  })
  console.log(`${service}: ${applied.length === 0 ? 'nothing to do' : applied.join(', ')}`)
}

const isKnown = (service: string): boolean =>
  /^[a-z]+$/.test(service) && existsSync(folderOf(service))

if (services.length === 0 || !services.every(isKnown) || url === '') {
  console.error(USAGE)
  process.exitCode = 2
} else {
  await Promise.all(services.map(bringUp))
}
