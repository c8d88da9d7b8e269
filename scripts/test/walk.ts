import type { Contract } from '@fotfeste/contracts/contract.ts'
import { feedContract } from '@fotfeste/contracts/feed.ts'
import type { Answered, Asked } from '@fotfeste/testing/call.ts'
import { type Harness, service } from '@fotfeste/testing/harness.ts'
import { type As, freshTenant } from '@fotfeste/testing/token.ts'
import type { Test } from 'tap'
import { type AnyService, loadService } from '../all-services.ts'

type Suite = Harness<unknown>
/** Makes a thing in the suite's own municipality and gives the path parameters that lead to it. */
type Factory = (suite: Suite) => Promise<Readonly<Record<string, string>>>

/** Every operation of one service on its real app, and how to make what its paths lead to. */
export type Walk = {
  readonly suite: Suite
  readonly contracts: readonly Contract[]
  /** Path parameters of a thing that exists; of a path without ids, values that fit. */
  paramsFor(contract: Contract): Promise<Readonly<Record<string, string>>>
  /** A request that is right in every respect but the one that the test is about. */
  rightRequest(contract: Contract): Promise<Asked>
}

/** Parameters that are no ids: a year, a month, an organisation number. */
const PLAIN: Readonly<Record<string, string>> = {
  year: '2026',
  month: '2026-03',
  account: 'benefit-cost',
  name: 'payDay',
}

export async function startWalk(t: Test, name: AnyService['name']): Promise<Walk> {
  const definition = await loadService(name)
  const { factories } = (await import(`../../services/${name}/test/factories.ts`)) as {
    factories: Readonly<Record<string, Factory>>
  }
  const suite = (await service(t, definition)) as Suite
  // The walks change nothing, so one thing of each kind is enough.
  const made = new Map<string, Readonly<Record<string, string>>>()
  const paramsFor = async ({ factory }: Contract) => {
    if (factory === null) return PLAIN
    const known = made.get(factory)
    if (known) return known
    const make = factories[factory]
    if (!make) throw new Error(`services/${name}/test/factories.ts has no ${factory}`)
    const params = { ...PLAIN, ...(await make(suite)) }
    made.set(factory, params)
    return params
  }
  return {
    suite,
    contracts: withFeed(definition),
    paramsFor,
    rightRequest: async (contract) => ({
      params: await paramsFor(contract),
      as: asCaller(contract),
      ...(contract.body ? { body: contract.bodyExample } : {}),
    }),
  }
}

/** The feed is served by the kit, the same in every service. */
const withFeed = ({ name, contracts }: AnyService): readonly Contract[] => [
  ...contracts.filter(({ id }) => id !== 'listEvents'),
  feedContract(name),
]

/** What an operation asks for, and the rights to see protected persons and numbers. */
export const scopesFor = (contract: Contract): string[] => [
  ...new Set([contract.scope, 'fotfeste:protected.read', 'fotfeste:identity.read']),
]

/** As one who may: a case worker, or for what only the suite itself may ask, one of its services. */
export const asCaller = (contract: Contract): As =>
  contract.scope.startsWith('fotfeste:system.')
    ? { tenant: null, sub: null, clientId: 'fotfeste-payroll', scopes: [contract.scope] }
    : { scopes: scopesFor(contract) }

/** As somebody of another municipality with the same rights. */
export const asStranger = (contract: Contract) => ({
  tenant: freshTenant(),
  scopes: scopesFor(contract),
})

/** The address of an operation with its parameters filled in. */
export function addressOf(
  suite: Suite,
  contract: Contract,
  params: Readonly<Record<string, string>>,
): string {
  const path = contract.path.replaceAll(/\{(\w+)\}/g, (_all, name: string) =>
    encodeURIComponent(params[name] ?? name),
  )
  return `${suite.url}${path}`
}

/** Rows of every table but the access log, to show that nothing was stored. */
export async function countRows(suite: Suite): Promise<Record<string, number>> {
  const { rows } = await suite.owner.query<{ name: string; count: number }>(
    `select format('%I.%I', schemaname, tablename) as name,
       (xpath('/row/c/text()', query_to_xml(format('select count(*) as c from %I.%I', schemaname, tablename),
         false, true, '')))[1]::text::int as count
     from pg_tables where schemaname in ('public', 'system')
       and tablename not in ('access_log', 'tenant') order by 1`,
  )
  return Object.fromEntries(rows.map(({ name, count }) => [name, Number(count)]))
}

/** `status code`, to compare at a glance. */
export const told = ({ status, code }: Answered): string => `${status} ${code ?? ''}`.trim()
