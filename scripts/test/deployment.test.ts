import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { SERVICES, type ServiceName } from '@fotfeste/contracts/contract.ts'
import { readConfig } from '@fotfeste/kit/config.ts'
import { buildService } from '@fotfeste/kit/service.ts'
import { until } from '@fotfeste/testing/peer.ts'
import t from 'tap'
import { parse } from 'yaml'
import type { z } from 'zod'
import { loadService } from '../all-services.ts'
import { ROOT, textOf } from './tree.ts'

type Part = {
  readonly image: string
  readonly build?: { readonly args: { readonly SERVICE: string } }
  readonly command?: readonly string[]
  readonly ports?: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  readonly depends_on: Readonly<Record<string, { readonly condition: string }>>
  readonly healthcheck?: { readonly test: readonly string[] }
}
type Compose = { readonly services: Readonly<Record<string, Part>> }

const COMPOSE = parse(textOf('docker-compose.yml'), { merge: true }) as Compose
const DOCKERFILE = textOf('Dockerfile')
const EXAMPLE = Object.fromEntries(
  [...textOf('.env.example').matchAll(/^(\w+)=(.*)$/gm)].map(([, name = '', value = '']) => [
    name,
    value,
  ]),
)
const SANDBOX_PORTS: Readonly<Record<ServiceName, number>> = {
  settlement: 4101,
  introduction: 4102,
  payroll: 4103,
  guides: 4104,
}

/** A value with compose's own variables filled in from `.env.example`. */
function filled(value: string): string {
  return value.replaceAll(/\$\{(\w+)(?::[-?]([^}]*))?\}/g, (_all, name: string, fallback = '') =>
    name in EXAMPLE ? EXAMPLE[name] || 'secret' : fallback,
  )
}

function partOf(name: string): Part {
  const part = COMPOSE.services[name]
  if (!part) throw new Error(`docker-compose.yml has no ${name}`)
  return part
}

async function configOf(service: ServiceName) {
  const { config } = (await import(`@fotfeste/${service}/config.ts`)) as { config: z.ZodObject }
  const environment = Object.entries(partOf(service).environment)
  const env = Object.fromEntries(environment.map(([name, value]) => [name, filled(value)]))
  return readConfig(config, env) as Parameters<typeof buildService>[1]
}

for (const service of SERVICES) {
  t.test(
    `${service}: compose gives it a configuration it takes, ports and health it has`,
    async (t) => {
      const config = await configOf(service)
      const part = partOf(service)
      t.equal(config.FOTFESTE_PORT, 8080)
      t.equal(config.FOTFESTE_HOST, '0.0.0.0', 'other containers reach it')
      t.same(part.ports, [`${SANDBOX_PORTS[service]}:${config.FOTFESTE_PORT}`])
      t.match(
        config.FOTFESTE_DATABASE_URL,
        `postgres://svc_${service}:secret@postgres:5432/fotfeste_${service}`,
      )
      const asked =
        /fetch\('(http:[^']+)'\)/.exec(part.healthcheck?.test.join(' ') ?? '')?.[1] ?? ''
      t.equal(new URL(asked).port, String(config.FOTFESTE_PORT))
      const { app, close } = await buildService(
        await loadService(service),
        {
          ...config,
          FOTFESTE_LOG_LEVEL: 'silent',
          FOTFESTE_DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
        },
        {},
      )
      t.teardown(close)
      // A busy machine may first be told to come back later.
      const ask = () => app.inject({ url: new URL(asked).pathname })
      await until(async () => (await ask()).json().status === 'not-ready', 20_000)
      t.equal(
        (await ask()).statusCode,
        503,
        'the address exists and tells that there is no database',
      )
    },
  )

  t.test(
    `${service}: its migrations run before it, as the owner, by a command of their own`,
    async (t) => {
      const migration = partOf(`migrate-${service}`)
      t.same(migration.command, ['node', 'scripts/migrate.ts', service])
      t.ok(existsSync(resolve(ROOT, 'scripts/migrate.ts')))
      t.equal(migration.build?.args.SERVICE, service)
      t.equal(migration.image, partOf(service).image, 'one image for both')
      t.match(migration.environment, {
        FOTFESTE_OWNER_DATABASE_URL: `postgres://postgres:\${POSTGRES_PASSWORD}@postgres:5432/fotfeste_${service}`,
        FOTFESTE_APP_ROLE: `svc_${service}`,
      })
      t.same(migration.depends_on, { postgres: { condition: 'service_healthy' } })
      t.same(partOf(service).depends_on, {
        [`migrate-${service}`]: { condition: 'service_completed_successfully' },
      })
    },
  )
}

t.test('each peer’s address names a service of the file and its port', async (t) => {
  const addresses = Object.values(COMPOSE.services).flatMap(({ environment }) =>
    Object.entries(environment).filter(
      ([name]) => /^FOTFESTE_[A-Z]+_URL$/.test(name) && !/DATABASE/.test(name),
    ),
  )
  t.ok(addresses.length >= 3)
  for (const [name, address] of addresses)
    t.equal(address, `http://${name.split('_')[1]?.toLowerCase()}:8080`, name)
})

t.test('the database script makes what the addresses name', async (t) => {
  const script = textOf('scripts/compose/create-databases.sh')
  for (const service of SERVICES) {
    const password = `${service.toUpperCase()}_PASSWORD`
    t.match(script, `create ${service} "$${password}"`)
    t.ok(password in partOf('postgres').environment, password)
  }
  t.match(script, 'create role svc_$service')
  t.match(script, 'create database fotfeste_$service')
})

t.test('the variables of the example are those that compose asks for', async (t) => {
  const asked = [...textOf('docker-compose.yml').matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name)
  t.same([...new Set(asked)].sort(), Object.keys(EXAMPLE).sort())
})

t.test('the image runs the service as nobody in particular, without migrating', async (t) => {
  const node = /"node": "(\d+)\./.exec(textOf('package.json'))?.[1]
  t.match(DOCKERFILE, `FROM node:${node}-slim`, 'the same Node as here')
  t.match(DOCKERFILE, /^USER node$/m)
  t.match(DOCKERFILE, 'ENV NODE_ENV=production')
  t.match(DOCKERFILE, `CMD ["sh", "-c", "exec node services/$SERVICE/src/main.ts"]`)
  t.match(DOCKERFILE, 'EXPOSE 8080')
  t.notMatch(DOCKERFILE, /migrate/)
  const pnpm = /"packageManager": "pnpm@(\d+)/.exec(textOf('package.json'))?.[1]
  t.match(DOCKERFILE, `pnpm@${pnpm} install --prod`)
  for (const service of SERVICES) t.ok(existsSync(resolve(ROOT, `services/${service}/src/main.ts`)))
  const ignored = textOf('.dockerignore').trim().split('\n')
  for (const path of ['.git', '.data', '.env', '**/node_modules'])
    t.ok(ignored.includes(path), path)
})
