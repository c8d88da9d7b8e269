import { parseArgs } from 'node:util'
// By path: an image of one service holds the kit, but not the workspace's own dependencies.
import {
  addGrant,
  addTenant,
  asOwner,
  closeTenant,
  endGrants,
  RegisterRefusal,
} from '../packages/kit/src/register.ts'

const USAGE = `node scripts/admin.ts <command>

Registers municipalities and the parties that act for them in one service's database; run it for each service.

  tenant add <orgnr> <name> [--number 5501 --from 2024-01-01]
  tenant close <orgnr>
  grant add <tenant> <party> <scopes, comma between> --from 2026-01-01 [--to 2027-01-01]
  grant end <tenant> <party> --to 2026-12-01

  FOTFESTE_OWNER_DATABASE_URL   address with the role that owns the database
`

type Options = { number?: string; from?: string; to?: string }

/** Does what the command says and answers what was done, or null when it is no command. */
async function run(
  url: string,
  words: readonly string[],
  options: Options,
): Promise<string | null> {
  const [kind, verb, tenant = '', second = '', third = ''] = words
  const { number, from, to } = options
  const command = `${kind} ${verb} ${words.length}`
  if (command === 'tenant add 4' && Boolean(number) === Boolean(from)) {
    const dated = number && from ? { number: { value: number, from } } : {}
    await asOwner(url, tenant, (client) =>
      addTenant(client, { orgnr: tenant, name: second, ...dated }),
    )
    return `${second} (${tenant}) is registered`
  }
  if (command === 'tenant close 3') {
    await asOwner(url, tenant, (client) => closeTenant(client, tenant))
    return `${tenant} is closed`
  }
  if (command === 'grant add 5' && from) {
    const asked = { tenant, party: second, scopes: third.split(','), from, to: to ?? null }
    await asOwner(url, tenant, (client) => addGrant(client, asked))
    return `${second} may act for ${tenant} from ${from}${to ? ` to ${to}` : ''}`
  }
  if (command === 'grant end 4' && to) {
    const asked = { tenant, party: second, on: to }
    const ended = await asOwner(url, tenant, (client) => endGrants(client, asked))
    return `${ended} grants end on ${to}`
  }
  return null
}

const string = { type: 'string' } as const
const url = process.env['FOTFESTE_OWNER_DATABASE_URL']
try {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { number: string, from: string, to: string },
  })
  const done = url ? await run(url, positionals, values) : null
  if (done === null) process.exitCode = 2
  console[done === null ? 'error' : 'log'](done ?? USAGE)
} catch (error) {
  const isUse = (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS')
  if (!isUse && !(error instanceof RegisterRefusal)) throw error
  console.error(isUse ? USAGE : error instanceof Error && `refused: ${error.message}`)
  process.exitCode = 2
}
